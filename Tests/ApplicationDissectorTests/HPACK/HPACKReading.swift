import ApplicationModel

@testable import ApplicationDissectors

/// Header blocks of one side, decoded one after the other.
struct HPACKReading {
  private(set) var decoder: HPACKDecoder
  private(set) var log = HTTPLog()

  init(isKnown: Bool = true) {
    decoder = HPACKDecoder(isKnown: isKnown)
    log.octets = HPACKStaticTable.octets
  }

  /// Decodes a block, given in hexadecimal.
  mutating func read(_ hex: String) -> HTTPHead { read(Self.octets(hex)) }

  mutating func read(_ block: [UInt8]) -> HTTPHead { decoder.decode(block.span, into: &log) }

  mutating func lose() { decoder.lose() }

  /// Pseudo-header fields in a fixed order, then the others in that of the block, as `name: value`.
  func fields(_ head: HTTPHead) -> [String] {
    let pseudo = [
      (":method", head.method), (":scheme", head.scheme), (":authority", head.authority), (":path", head.path),
      (":protocol", head.protocolName ?? 0..<0),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \(text($0.1))" }
    let status = head.status > 0 ? [":status: \(head.status)"] : []
    return pseudo + status + log.fields(at: head.fields).map { "\(text($0.name)): \(text($0.value))" }
  }

  /// The dynamic table, the newest entry first.
  var table: [String] {
    let fixed = HPACKStaticTable.entries
    return (0..<decoder.table.count).compactMap { age in
      guard case .entry(let entry) = decoder.table.lookUp(fixed.count + age, fixed.span) else { return nil }
      return "\(text(entry.field.name)): \(text(entry.field.value))"
    }
  }

  private func text(_ place: Range<Int>) -> String { String(decoding: log.octets(at: place), as: UTF8.self) }

  static func octets(_ hex: String) -> [UInt8] {
    let digits = hex.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
