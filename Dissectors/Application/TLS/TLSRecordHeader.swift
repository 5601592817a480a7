import ApplicationModel
import Octets

/// What a record holds (RFC 8446 §5.1; heartbeat: RFC 6520).
struct TLSContentType: RawRepresentable, Hashable, Sendable {
  var rawValue: UInt8

  static let changeCipherSpec = TLSContentType(rawValue: 20)
  static let alert = TLSContentType(rawValue: 21)
  static let handshake = TLSContentType(rawValue: 22)
  static let applicationData = TLSContentType(rawValue: 23)
  static let heartbeat = TLSContentType(rawValue: 24)
}

/// A record's header:
///
///     type (8) | legacy_record_version (16) | length (16)
struct TLSRecordHeader: Hashable, Sendable {
  var type: TLSContentType
  var version: UInt16
  /// Octets of the fragment.
  var length: Int

  static let octets = 5
  /// TLSCiphertext.length is at most 2^14 + 2048 (RFC 5246 §6.2.3); TLS 1.3 allows less.
  static let maximumLength = 1 << 14 + 2048

  /// The header at the front of `octets`, which are at least five; nothing where none can begin so.
  init?(_ octets: ByteView) {
    type = TLSContentType(rawValue: octets.uint8(at: 0))
    version = octets.uint16(at: 1)
    length = Int(octets.uint16(at: 3))
    guard 20...24 ~= type.rawValue, version >> 8 == 3, version & 0xff <= 4, length <= Self.maximumLength else { return nil }
    // Only application data may be empty (RFC 5246 §6.2.1).
    guard length > 0 || type == .applicationData else { return nil }
  }

  /// Whether records follow one another from the front of `octets` on: to their end, or for three of them.
  ///
  /// `isWhole` asks for at least one record's end inside: one header alone is five octets that anything may have.
  static func isChain(_ octets: ByteView, isWhole: Bool) -> Bool {
    var rest = octets
    var records = 0
    while records < 3, rest.count >= Self.octets {
      guard let header = TLSRecordHeader(rest) else { return false }
      guard rest.count >= Self.octets &+ header.length else { return records > 0 || !isWhole }
      rest = rest.dropping(Self.octets &+ header.length)
      records &+= 1
    }
    return records > 0
  }
}
