import Capture
import Testing

@Suite("What is said of an interface that cannot be captured on")
struct LiveErrorTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var interface: String?
    var reason: LiveError.Reason
    var text: String
    var testDescription: String { text }
  }

  static let rows = [
    Row(
      interface: "eth0", reason: .noPermission(program: "/usr/bin/weir"),
      text: "no permission to capture on eth0: run \"sudo setcap cap_net_raw,cap_net_admin=eip /usr/bin/weir\" once, "
        + "or run this with sudo"),
    Row(
      interface: "eth0", reason: .noPermission(program: "/my programs/it's"),
      text: "no permission to capture on eth0: run \"sudo setcap cap_net_raw,cap_net_admin=eip '/my programs/it'\\''s'\" once, "
        + "or run this with sudo"),
    Row(interface: "eht0", reason: .missing(existing: ["eth0", "lo"]), text: "there is no interface eht0; there are eth0, lo"),
    Row(interface: "a\u{1b}[m\n", reason: .missing(existing: ["lo"]), text: "there is no interface a?[m?; there is lo"),
    Row(reason: .noInterface, text: "there is no interface to capture on"),
    Row(interface: "eth0", reason: .down, text: "eth0 is not up: bring it up with \"sudo ip link set eth0 up\""),
    Row(interface: "eth0", reason: .noMonitorMode, text: "eth0 has no monitor mode: leave out --monitor"),
    Row(
      interface: "eth0", reason: .timeStampType("adapter", offered: ["host"]),
      text: "eth0 has no time stamps of type adapter; it has host"),
    Row(interface: "eth0", reason: .other(message: "it rains"), text: "cannot capture on eth0: it rains"),
  ]

  @Test("one line, and what to do", arguments: rows)
  func line(_ row: Row) {
    #expect(LiveError(interface: row.interface, row.reason).description == row.text)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var options: LiveOptions
    var text: String
    var testDescription: String { text }

    init(_ text: String, _ change: (inout LiveOptions) -> Void) {
      var options = LiveOptions()
      options.interfaces = ["lo"]
      change(&options)
      self.options = options
      self.text = text
    }
  }

  static let refusals = [
    Refusal("there is no interface nosuch0; ") { $0.interfaces = ["nosuch0"] },
    Refusal("there is no interface nosuch0; ") { $0.interfaces = ["lo", "nosuch0"] },
    Refusal("syntax error") { $0.filter = "tcp and and" },
    Refusal("lo has no monitor mode") { $0.isMonitoring = true },
    Refusal("lo has no time stamps of type adapter; it has host") { $0.timeStampType = "adapter" },
    Refusal("lo has no time stamps of type sundial; it has host") { $0.timeStampType = "sundial" },
  ]

  @Test(
    "what libpcap refuses is told", .enabled(if: LiveTraffic.isPossible, "needs root, to open packet sockets"),
    arguments: refusals)
  func refused(_ row: Refusal) {
    let error = #expect(throws: LiveError.self) { try LiveCapture(row.options) }
    #expect(error?.description.contains(row.text) == true, "\(error?.description ?? "")")
  }

  @Test("a bad filter is shown where it is bad", .enabled(if: LiveTraffic.isPossible, "needs root, to open packet sockets"))
  func caret() throws {
    var options = LiveOptions()
    options.interfaces = ["lo"]
    options.filter = "tcp and and"
    let error = #expect(throws: LiveError.self) { try LiveCapture(options) }
    let expected = #expect(throws: PacketFilterError.self) { try PacketFilter(expression: "tcp and and") }
    #expect(error?.description == expected?.description)
    #expect(error?.description.hasSuffix("\n          ^") == true)
  }
}
