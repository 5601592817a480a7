import Flows
import PacketModel

extension Flow {
  /// "10.0.0.1:1234", "[2001:db8::1]:1234"; the address alone where there are no ports.
  func text(of side: Endpoint) -> String {
    let address = (side == .low ? key.lowAddress : key.highAddress).text(key.version)
    guard FlowRecord.hasPorts(key.transport) else { return address }
    let port = side == .low ? key.lowPort : key.highPort
    return key.version == .six ? "[\(address)]:\(port)" : "\(address):\(port)"
  }
}
