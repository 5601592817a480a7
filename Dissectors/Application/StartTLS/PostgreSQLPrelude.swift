public import Dissection
public import Octets
public import PacketModel

/// PostgreSQL (Frontend/Backend Protocol §54.2.10, §54.2.11, §54.7): a client may ask for TLS before it says who it is.
///
///     SSLRequest, GSSENCRequest:  length 8 (4) | code 1234 5679 or 1234 5680 (4); answered by one octet
///     StartupMessage:             length (4) | version 3.x (4) | name, NUL, value, NUL, … | NUL
public enum PostgreSQLPrelude: TLSPrelude {
  public static var id: ProtocolID { .postgresql }

  private static let sslRequest: UInt32 = 1234 << 16 | 5679
  private static let gssRequest: UInt32 = 1234 << 16 | 5680
  private static let cancelRequest: UInt32 = 1234 << 16 | 5678
  /// What a server takes (MAX_STARTUP_PACKET_LENGTH).
  private static let maximumLength = 10_000

  public static func recognise(_ octets: ByteView, answering other: ByteView) -> Recognition {
    // Lengths are short of 16 KiB.
    for index in 0..<min(2, octets.count) where octets.uint8(at: index) != 0 { return .no }
    guard octets.count >= 8 else { return octets.octet(at: 2) ?? 0 < 64 ? .maybe : .no }
    let (length, code) = (Int(octets.uint32(at: 0)), octets.uint32(at: 4))
    switch code {
    case sslRequest, gssRequest: return length == 8 ? .client : .no
    case cancelRequest: return length >= 16 ? .client : .no
    default: break
    }
    guard code >> 16 == 3, code & 0xffff < 16, (9...maximumLength).contains(length) else { return .no }
    // The first parameter's name.
    for index in 8..<min(octets.count, 13) where index < length {
      guard let octet = octets.octet(at: index), octet == 0 || octet == 95 || (97...122).contains(octet) else { return .no }
    }
    return octets.count >= min(13, length) ? .client : .maybe
  }

  public static func unit(_ octets: ByteView, isClient: Bool) -> TLSPreludeUnit {
    guard isClient else { return .octets(1) }
    return octets.count < 8 ? .more : .octets(8)
  }

  public static func saying(_ unit: ByteView, isClient: Bool, tag: [UInt8]?) -> TLSPreludeSaying {
    if isClient {
      guard unit.count >= 8, unit.uint32(at: 0) == 8 else { return .over }
      switch unit.uint32(at: 4) {
      case sslRequest: return .request(tag: [])
      case gssRequest: return .other
      default: return .over
      }
    }
    switch unit.octet(at: 0) {
    case UInt8(ascii: "S"): return tag == nil ? .over : .consent
    case UInt8(ascii: "N"): return .refusal
    default: return .over
    }
  }
}
