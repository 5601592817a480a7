public import Capture
import PacketModel

/// The interfaces that can be captured on, as a table.
public enum InterfaceTable {
  public static func lines(_ interfaces: [NetworkInterface], style: TextStyle) -> [String] {
    var table = TextTable(
      columns: [
        TextTable.Column(title: "interface", isLeft: true), TextTable.Column(title: "state", isLeft: true),
        TextTable.Column(title: "addresses", isLeft: true), TextTable.Column(title: "MAC", isLeft: true, rank: 2),
        TextTable.Column(title: "MTU", rank: 4), TextTable.Column(title: "speed", rank: 5),
        TextTable.Column(title: "link types", isLeft: true, rank: 3),
        TextTable.Column(title: "time stamps", isLeft: true, rank: 7),
        TextTable.Column(title: "monitor", isLeft: true, rank: 6),
        TextTable.Column(title: "description", isLeft: true, rank: 8),
      ], indent: 0)
    for interface in interfaces {
      let addresses = interface.addresses.map(text)
      table.add(
        SafeText.escape(interface.name), state(interface), addresses.first ?? "", interface.macAddress?.description ?? "",
        interface.mtu.map(String.init) ?? "", interface.speed.map { HumanUnits.rate(bits: Double($0)) } ?? "",
        (interface.linkTypes ?? []).map(CaptureRecord.name).joined(separator: ", "),
        interface.timeStampTypes.joined(separator: ", "), monitor(interface), SafeText.escape(interface.description ?? ""))
      for address in addresses.dropFirst() { table.add("", "", address, "", "", "", "", "", "", "") }
    }
    return table.lines(style)
  }

  /// "up, loopback", "up, wireless, disconnected", "down"
  private static func state(_ interface: NetworkInterface) -> String {
    var words = [interface.isUp ? "up" : "down"]
    if interface.isUp, !interface.isRunning { words.append("not running") }
    if interface.isLoopback { words.append("loopback") }
    if interface.isWireless { words.append("wireless") }
    if interface.connection == .disconnected { words.append("disconnected") }
    return words.joined(separator: ", ")
  }

  private static func text(_ address: NetworkInterface.Address) -> String {
    let own = address.address.text(address.version) + (address.prefixLength.map { "/\($0)" } ?? "")
    return own + (address.peer.map { " to \($0.text(address.version))" } ?? "")
  }

  private static func monitor(_ interface: NetworkInterface) -> String {
    interface.hasMonitorMode.map { $0 ? "yes" : "no" } ?? ""
  }
}
