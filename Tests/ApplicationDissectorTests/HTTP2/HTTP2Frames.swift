/// HTTP/2 frames made by hand (RFC 9113 §6), and header blocks of literals and static entries (RFC 7541).
enum HTTP2Frames {
  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  static func frame(_ type: UInt8, _ flags: UInt8, _ stream: Int, _ payload: [UInt8]) -> [UInt8] {
    header(payload.count, type, flags, stream) + payload
  }

  static func header(_ length: Int, _ type: UInt8, _ flags: UInt8, _ stream: Int) -> [UInt8] {
    number(length, 3) + [type, flags] + number(stream, 4)
  }

  static func number(_ value: Int, _ octets: Int) -> [UInt8] {
    (0..<octets).map { UInt8(truncatingIfNeeded: value >> (8 * (octets - 1 - $0))) }
  }

  // MARK: - Messages

  static func data(_ stream: Int, _ content: [UInt8], end: Bool = false, padding: Int? = nil) -> [UInt8] {
    let padded = padding.map { [UInt8($0)] + content + [UInt8](repeating: 0, count: $0) } ?? content
    return frame(0, (end ? 1 : 0) | (padding == nil ? 0 : 8), stream, padded)
  }

  static func data(_ stream: Int, _ text: String, end: Bool = false, padding: Int? = nil) -> [UInt8] {
    data(stream, Array(text.utf8), end: end, padding: padding)
  }

  static func headers(
    _ stream: Int, _ block: [UInt8], end: Bool = false, whole: Bool = true, padding: Int? = nil, priority: [UInt8]? = nil
  ) -> [UInt8] {
    var payload = (priority ?? []) + block
    if let padding { payload = [UInt8(padding)] + payload + [UInt8](repeating: 0, count: padding) }
    let flags: UInt8 = (end ? 1 : 0) | (whole ? 4 : 0) | (padding == nil ? 0 : 8) | (priority == nil ? 0 : 0x20)
    return frame(1, flags, stream, payload)
  }

  static func continuation(_ stream: Int, _ block: [UInt8], whole: Bool = true) -> [UInt8] {
    frame(9, whole ? 4 : 0, stream, block)
  }

  static func push(_ stream: Int, promised: Int, _ block: [UInt8]) -> [UInt8] {
    frame(5, 4, stream, number(promised, 4) + block)
  }

  static func request(
    _ stream: Int, _ method: String = "GET", _ path: String = "/", _ fields: [(String, String)] = [], end: Bool = true
  ) -> [UInt8] {
    headers(stream, requestBlock(method, path, fields), end: end)
  }

  static func requestBlock(
    _ method: String = "GET", _ path: String = "/", _ fields: [(String, String)] = []
  ) -> [UInt8] {
    block([(":method", method), (":scheme", "http"), (":authority", "x"), (":path", path)] + fields)
  }

  static func response(
    _ stream: Int, _ status: Int = 200, _ fields: [(String, String)] = [], end: Bool = false
  ) -> [UInt8] {
    headers(stream, block([(":status", "\(status)")] + fields), end: end)
  }

  // MARK: - The connection

  static func settings(_ values: [(Int, Int)] = []) -> [UInt8] {
    frame(4, 0, 0, values.flatMap { number($0.0, 2) + number($0.1, 4) })
  }

  static let settingsAck = frame(4, 1, 0, [])

  static func ping(_ opaque: Int, ack: Bool = false) -> [UInt8] { frame(6, ack ? 1 : 0, 0, number(opaque, 8)) }

  static func goAway(_ last: Int, _ code: Int, _ debug: String = "") -> [UInt8] {
    frame(7, 0, 0, number(last, 4) + number(code, 4) + Array(debug.utf8))
  }

  static func reset(_ stream: Int, _ code: Int) -> [UInt8] { frame(3, 0, stream, number(code, 4)) }

  static func windowUpdate(_ stream: Int, _ increment: Int) -> [UInt8] { frame(8, 0, stream, number(increment, 4)) }

  /// Weight as it is meant, 1 to 256.
  static func dependency(_ stream: Int, weight: Int, isExclusive: Bool = false) -> [UInt8] {
    number(stream | (isExclusive ? 1 << 31 : 0), 4) + [UInt8(weight - 1)]
  }

  // MARK: - Header compression

  /// A block of static entries where there is one, and of literals that are not indexed.
  static func block(_ fields: [(String, String)]) -> [UInt8] { fields.flatMap { field($0.0, $0.1) } }

  /// A field; `isIndexed` puts it into the table.
  static func field(_ name: String, _ value: String, isIndexed: Bool = false) -> [UInt8] {
    if !isIndexed, let whole = whole["\(name): \(value)"] { return [0x80 | whole] }
    let first: UInt8 = isIndexed ? 0x40 : 0
    guard let index = names[name] else { return [first] + string(name) + string(value) }
    return [first | index] + string(value)
  }

  /// A string as it is (RFC 7541 §5.2).
  static func string(_ text: String) -> [UInt8] {
    let octets = Array(text.utf8)
    guard octets.count >= 127 else { return [UInt8(octets.count)] + octets }
    var (length, rest) = ([UInt8(127)], octets.count - 127)
    while rest >= 128 {
      length.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    return length + [UInt8(rest)] + octets
  }

  private static let whole: [String: UInt8] = [
    ":method: GET": 2, ":method: POST": 3, ":path: /": 4, ":scheme: http": 6, ":scheme: https": 7, ":status: 200": 8,
    ":status: 204": 9, ":status: 304": 11, ":status: 404": 13,
  ]
  /// Those that fit the four bits of a literal that is not indexed.
  private static let names: [String: UInt8] = [":authority": 1, ":method": 2, ":path": 4, ":scheme": 6, ":status": 8]
}
