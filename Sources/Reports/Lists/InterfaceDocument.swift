public import Capture
import PacketModel

/// The interfaces that can be captured on, as one JSON document (`weir.interfaces/1`).
public enum InterfaceDocument {
  public static func octets(_ interfaces: [NetworkInterface]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", word: "weir.interfaces/1")
      json.array("interfaces") { json in
        for interface in interfaces { json.object { write(interface, to: &$0) } }
      }
    }
    return json.octets + [UInt8(ascii: "\n")]
  }

  private static func write(_ interface: NetworkInterface, to json: inout JSONWriter) {
    json.member("name", interface.name)
    json.member("description", interface.description)
    json.array("addresses") { json in
      for address in interface.addresses { json.object { write(address, to: &$0) } }
    }
    if let address = interface.macAddress { json.member("mac", address) }
    json.member("up", interface.isUp)
    json.member("running", interface.isRunning)
    json.member("loopback", interface.isLoopback)
    json.member("wireless", interface.isWireless)
    json.member("connection", word: interface.connection?.rawValue)
    json.member("mtu", interface.mtu)
    json.member("speed_bps", interface.speed.map { Int(clamping: $0) })
    if let linkTypes = interface.linkTypes {
      json.array("link_types") { json in
        for type in linkTypes { json.element(CaptureRecord.name(type)) }
      }
    }
    if !interface.timeStampTypes.isEmpty {
      json.array("time_stamp_types") { json in
        for type in interface.timeStampTypes { json.element(type) }
      }
    }
    if let hasMonitorMode = interface.hasMonitorMode { json.member("monitor_mode", hasMonitorMode) }
  }

  private static func write(_ address: NetworkInterface.Address, to json: inout JSONWriter) {
    json.member("address", address.address, address.version)
    json.member("prefix_length", address.prefixLength)
    if let broadcast = address.broadcast { json.member("broadcast", broadcast, address.version) }
    if let peer = address.peer { json.member("peer", peer, address.version) }
  }
}
