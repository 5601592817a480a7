public import Dissection
import LinkDissectors
import NetworkDissectors
import PacketModel
import TransportDissectors
import TunnelDissectors

extension DissectorRegistry {
  /// Every dissector this build knows. A new protocol is one folder and one line here, or a case in `Spine` for the few that
  /// every packet crosses.
  public static let standard: DissectorRegistry = {
    var registry = DissectorRegistry()
    registry.register(EthernetLayer.self, for: .etherType(.transparentEthernetBridging), .direct(.ethernet))
    return registry
  }()
}
