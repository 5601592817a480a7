import PacketModel
import Testing

@testable import Capture
@testable import Reports

@Suite("Schema of interfaces")
struct InterfaceSchemaTests {
  /// With everything that can be told.
  private static let full: NetworkInterface = {
    var interface = NetworkInterface(name: "wlan0")
    interface.description = "a radio"
    interface.addresses = [
      NetworkInterface.Address(
        version: .four, address: IPAddress(low: 0xc000_0201), prefixLength: 24, broadcast: IPAddress(low: 0xc000_02ff)),
      NetworkInterface.Address(
        version: .six, address: IPAddress(high: 0x2001_0db8 << 32, low: 1), prefixLength: 64,
        peer: IPAddress(high: 0x2001_0db8 << 32, low: 2)),
    ]
    interface.macAddress = MACAddress(rawValue: 0x0200_0000_0001)
    interface.isUp = true
    interface.isWireless = true
    interface.connection = .disconnected
    interface.mtu = 1500
    interface.speed = 54_000_000
    interface.linkTypes = [.ethernet, LinkType(rawValue: 143)]
    interface.timeStampTypes = ["host", "adapter"]
    interface.hasMonitorMode = true
    return interface
  }()

  private static func document() throws -> JSON {
    let octets = InterfaceDocument.octets([full, NetworkInterface(name: "a\u{1b}b")])
    return try JSON(String(decoding: octets, as: UTF8.self))
  }

  @Test("everything that is written is described, and everything described is written")
  func described() throws {
    let document = try Self.document()
    #expect(try SchemaCheck(ReportSchema.interfaces).faults(document, "interface_list") == [])
    let definitions = try #require(try JSON(ReportSchema.interfaces)["$defs"])
    let full = try #require(document["interfaces"]?[0])
    #expect(full.keys == definitions["network_interface"]?["properties"]?.keys)
    let addresses = (full["addresses"]?.items ?? []).reduce(into: Set<String>()) { $0.formUnion($1.keys) }
    #expect(addresses == definitions["interface_address"]?["properties"]?.keys)
  }

  @Test("what is not known is absent")
  func absent() throws {
    let bare = try #require(try Self.document()["interfaces"]?[1])
    #expect(bare.keys == ["name", "addresses", "up", "running", "loopback", "wireless"])
  }

  @Test("as a table: an address a line, and the least wanted columns left out where it is narrow")
  func table() {
    let interfaces = [Self.full, NetworkInterface(name: "a\u{1b}b")]
    #expect(
      InterfaceTable.lines(interfaces, style: TextStyle(width: 100)) == [
        "interface  state                                    addresses                      MAC",
        "wlan0      up, not running, wireless, disconnected  192.0.2.1/24                   02:00:00:00:00:01",
        "                                                    2001:db8::1/64 to 2001:db8::2",
        "a\\u{1b}b   down",
      ])
    let wide = InterfaceTable.lines(interfaces, style: TextStyle(width: 1000))
    let titles = ["MTU", "speed", "link types", "time stamps", "monitor", "description"]
    #expect(titles.allSatisfy { wide.first?.contains($0) == true })
  }
}
