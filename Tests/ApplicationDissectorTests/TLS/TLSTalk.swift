import ApplicationModel
import PacketModel

/// TLS messages made for tests: just enough of each to be read.
enum TLSTalk {
  static func record(_ type: UInt8, _ body: [UInt8], version: UInt16 = 0x0303) -> [UInt8] {
    [type, UInt8(version >> 8), UInt8(version & 0xff)] + vector(body, 2)
  }

  static func handshake(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { [type] + vector(body, 3) }

  static func alert(_ level: UInt8, _ description: UInt8) -> [UInt8] { record(21, [level, description]) }

  static let changeCipherSpec = record(20, [1])

  /// A protected record of so many octets, all of them the same: nothing opens it.
  static func sealed(_ count: Int, type: UInt8 = 23) -> [UInt8] { record(type, Array(repeating: 0xa5, count: count)) }

  /// Octets behind their count, which has `size` octets.
  static func vector(_ octets: [UInt8], _ size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(truncatingIfNeeded: octets.count >> (8 * $0)) } + octets
  }

  static func clientHello(
    random: UInt8 = 1, session: [UInt8] = [], suites: [UInt16] = [0x1301, 0xc02f], ticket: [UInt8]? = nil,
    versions: [UInt16] = [0x0304, 0x0303], earlyData: Bool = false
  ) -> [UInt8] {
    var extensions: [UInt8] = []
    func add(_ type: UInt16, _ body: [UInt8]) { extensions += two(type) + vector(body, 2) }
    add(0, vector([0] + vector(Array("a.test".utf8), 2), 2))
    add(16, vector(vector(Array("http/1.1".utf8), 1), 2))
    add(43, vector(versions.flatMap(two), 1))
    if let ticket { add(35, ticket) }
    if earlyData { add(42, []) }
    return handshake(
      1,
      [3, 3] + Array(repeating: random, count: 32) + vector(session, 1) + vector(suites.flatMap(two), 2) + [1, 0]
        + vector(extensions, 2))
  }

  static func serverHello(
    random: [UInt8] = Array(repeating: 2, count: 32), session: [UInt8] = [], suite: UInt16, version: UInt16 = 0x0303,
    selectedIdentity: UInt16? = nil
  ) -> [UInt8] {
    var extensions: [UInt8] = []
    if version >= 0x0304 { extensions += two(43) + vector(two(version), 2) }
    if let selectedIdentity { extensions += two(41) + vector(two(selectedIdentity), 2) }
    return handshake(
      2,
      two(min(version, 0x0303)) + random + vector(session, 1) + two(suite) + [0]
        + (extensions.isEmpty ? [] : vector(extensions, 2)))
  }

  /// The random that makes a ServerHello a HelloRetryRequest (RFC 8446 §4.1.3).
  static let retry: [UInt8] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
  ]

  private static func two(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }
}

extension TLSSession {
  /// What happened, in a line: for tables of tests.
  var line: String {
    var words: [String] = []
    if let version { words.append("0x" + String(version.rawValue, radix: 16)) }
    words.append("\(resumption)")
    if earlyData != .none { words.append("early data \(earlyData)") }
    if helloRetryRequest != nil { words.append("retried") }
    words.append(isComplete ? "complete" : "incomplete")
    if let failure {
      words.append("failed \(failure.stage.rawValue) \(failure.reason.rawValue) in \(failure.frames)")
    }
    if !renegotiations.isEmpty { words.append("renegotiated in \(renegotiations.map(\.frame))") }
    if let frame = clientSide.closeNotify?.frame { words.append("client's close_notify in \(frame)") }
    if let frame = serverSide.closeNotify?.frame { words.append("server's close_notify in \(frame)") }
    return words.joined(separator: ", ")
  }
}
