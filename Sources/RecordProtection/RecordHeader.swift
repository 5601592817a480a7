/// What a tag or MAC covers besides the record's content: number, type, version and length, 13 octets (RFC 5246 §6.2.3.1 and
/// §6.2.3.3).
struct RecordHeader {
  private(set) var octets: InlineArray<13, UInt8>

  init(sequence: UInt64, type: UInt8, version: UInt16, length: Int) {
    octets = InlineArray { index in
      switch index {
      case 0..<8: UInt8(truncatingIfNeeded: sequence >> (8 &* UInt64(7 &- index)))
      case 8: type
      case 9: UInt8(truncatingIfNeeded: version >> 8)
      case 10: UInt8(truncatingIfNeeded: version)
      case 11: UInt8(truncatingIfNeeded: length >> 8)
      default: UInt8(truncatingIfNeeded: length)
      }
    }
  }

  /// Where the number ends; TLS 1.3 covers what follows alone, the header as it stands in the stream (RFC 8446 §5.2).
  static let sequenceLength = 8
  /// SSL 3.0 leaves the version out.
  static let version = 9..<11
}
