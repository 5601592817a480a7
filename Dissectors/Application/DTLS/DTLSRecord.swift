import ApplicationModel
import Octets

/// One record of a datagram, its header read.
///
///     DTLSPlaintext, DTLS 1.2 and before (RFC 6347 §4.1; with a connection ID RFC 9146 §4):
///       type (1) | version (2) | epoch (2) | sequence_number (6) | [ connection_id | ] length (2) | fragment
///     DTLSCiphertext of DTLS 1.3 (RFC 9147 §4), 001CSLEE:
///       flags (1) | [ connection_id | ] sequence_number (1 or 2) | [ length (2) | ] encrypted_record
struct DTLSRecord: Hashable, Sendable {
  /// ContentType; nothing where it is encrypted (DTLS 1.3).
  var type: UInt8?
  /// Nothing where there is none (DTLS 1.3).
  var version: TLSVersion?
  /// Of a DTLSCiphertext its lowest two bits only.
  var epoch: UInt16
  /// Epoch (16 bits) and sequence number (48); nothing where they are encrypted (DTLS 1.3).
  var number: UInt64?
  /// Where its fragment stands in the datagram, as far as it was captured.
  var fragment: Range<Int>
  /// Octets of the fragment as sent.
  var length: Int

  /// The whole header without a connection ID.
  static let headerLength = 13

  static let changeCipherSpec: UInt8 = 20
  static let alert: UInt8 = 21
  static let handshake: UInt8 = 22
  static let applicationData: UInt8 = 23
  /// tls12_cid (RFC 9146 §4): what type it is stands inside, encrypted.
  static let connectionID: UInt8 = 25
}

extension DTLSRecord {
  /// Whether a first octet belongs to DTLS where others share the flow (RFC 7983 §7).
  static func begins(with octet: UInt8) -> Bool { (20...63).contains(octet) }

  /// The record at `position` of a datagram, and moves behind it; nothing where none can be read.
  ///
  /// `connectionID` is how many octets the connection IDs have that its sender must use, where that was heard.
  static func read(_ datagram: ByteView, _ position: inout Int, connectionID: Int?) -> DTLSRecord? {
    guard let first = datagram.octet(at: position) else { return nil }
    return first >> 5 == 1
      ? ciphertext(datagram, &position, first, connectionID) : plaintext(datagram, &position, first, connectionID)
  }

  private static func plaintext(
    _ datagram: ByteView, _ position: inout Int, _ type: UInt8, _ connectionID: Int?
  ) -> DTLSRecord? {
    guard (20...26).contains(type), datagram.count &- position >= headerLength else { return nil }
    let version = TLSVersion(rawValue: datagram.uint16(at: position &+ 1))
    // The first octet of all versions that there are or will be.
    guard version.rawValue >> 8 == 0xfe else { return nil }
    let number = UInt64(datagram.uint32(at: position &+ 3)) << 32 | UInt64(datagram.uint32(at: position &+ 7))
    var start = position &+ headerLength
    if type == Self.connectionID {
      guard let connectionID else { return rest(of: datagram, &position, from: start, type, version, number: number) }
      start &+= connectionID
      guard datagram.count >= start else { return nil }
    }
    let length = Int(datagram.uint16(at: start &- 2))
    return record(datagram, &position, start..<(start &+ length), type, version, number: number)
  }

  private static func ciphertext(
    _ datagram: ByteView, _ position: inout Int, _ flags: UInt8, _ connectionID: Int?
  ) -> DTLSRecord? {
    let epoch = UInt16(flags & 3)
    var start = position &+ 1
    if flags & 0x10 != 0 {
      guard let connectionID else { return rest(of: datagram, &position, from: start, nil, nil, epoch: epoch) }
      start &+= connectionID
    }
    start &+= flags & 8 != 0 ? 2 : 1
    guard flags & 4 != 0 else { return rest(of: datagram, &position, from: start, nil, nil, epoch: epoch) }
    guard datagram.count >= start &+ 2 else { return nil }
    let length = Int(datagram.uint16(at: start))
    start &+= 2
    return record(datagram, &position, start..<(start &+ length), nil, nil, epoch: epoch)
  }

  /// A record that takes all that is left.
  private static func rest(
    of datagram: ByteView, _ position: inout Int, from start: Int, _ type: UInt8?, _ version: TLSVersion?,
    epoch: UInt16 = 0, number: UInt64? = nil
  ) -> DTLSRecord? {
    guard start <= datagram.count else { return nil }
    return record(datagram, &position, start..<datagram.wireCount, type, version, epoch: epoch, number: number)
  }

  private static func record(
    _ datagram: ByteView, _ position: inout Int, _ fragment: Range<Int>, _ type: UInt8?, _ version: TLSVersion?,
    epoch: UInt16 = 0, number: UInt64? = nil
  ) -> DTLSRecord? {
    guard fragment.upperBound <= datagram.wireCount else { return nil }
    position = fragment.upperBound
    return DTLSRecord(
      type: type, version: version, epoch: number.map { UInt16($0 >> 48) } ?? epoch, number: number,
      fragment: min(fragment.lowerBound, datagram.count)..<min(fragment.upperBound, datagram.count), length: fragment.count)
  }
}
