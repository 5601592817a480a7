import ApplicationModel
import Dissection
import Octets

/// The frame of an SSLv2-compatible ClientHello (RFC 5246 appendix E.2):
///
///     1 | length (15) | msg_type = 1 (8) | version (16) | cipher_spec_length (16) | session_id_length (16)
///       | challenge_length (16) | cipher_specs | session_id | challenge
enum SSL2Hello {
  static let recordHeader = 2
  private static let fixed = 11

  static func recognise(_ octets: ByteView) -> Recognition {
    if let type = octets.octet(at: 2), type != 1 { return .no }
    if let major = octets.octet(at: 3), major != 3, major != 0 { return .no }
    if let minor = octets.octet(at: 4), minor > 4 { return .no }
    guard octets.count >= fixed else { return .maybe }
    return length(octets) == nil ? .no : .client
  }

  /// Octets of the whole record, where it is such a hello.
  private static func length(_ octets: ByteView) -> Int? {
    guard octets.count >= fixed, octets.uint8(at: 0) & 0x80 != 0, octets.uint8(at: 2) == 1 else { return nil }
    let version = octets.uint16(at: 3)
    guard version == 2 || 0x0300...0x0304 ~= version else { return nil }
    let ciphers = Int(octets.uint16(at: 5))
    let session = Int(octets.uint16(at: 7))
    let challenge = Int(octets.uint16(at: 9))
    let length = Int(octets.uint16(at: 0) & 0x7fff)
    guard ciphers > 0, ciphers % 3 == 0, session == 0 || session == 16, 16...32 ~= challenge,
      length == 9 &+ ciphers &+ session &+ challenge
    else { return nil }
    return recordHeader &+ length
  }

  /// Puts one together that comes in several segments.
  struct Gathering: Sendable {
    private var octets: [UInt8] = []
    private var first: StreamPoint?
    private var isOver = false

    /// The hello's octets once all of them are there, with its first point, and how many of those given are its; nothing where
    /// the stream does not begin with one.
    mutating func read(_ new: ByteView, at point: StreamPoint) -> (octets: [UInt8], first: StreamPoint?, taken: Int)? {
      guard !isOver else { return nil }
      guard octets.isEmpty || !new.isEmpty, (octets.first ?? new.octet(at: 0) ?? 0) & 0x80 != 0 else {
        isOver = true
        return nil
      }
      let before = octets.count
      first = first ?? point
      new.prefix(Self.maximum &- before).append(to: &octets)
      let known = octets
      guard known.count >= SSL2Hello.fixed else { return ([], nil, new.count) }
      guard let length = SSL2Hello.length(ByteView(known.span)) else {
        isOver = true
        octets = []
        return before == 0 ? nil : ([], nil, new.count)
      }
      guard known.count >= length else { return ([], nil, new.count) }
      isOver = true
      octets = []
      return (Array(known.prefix(length)), first, length &- before)
    }

    /// A record's length has 15 bits.
    private static let maximum = 2 + 0x7fff
  }
}
