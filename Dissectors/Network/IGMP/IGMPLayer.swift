public import Dissection
public import Octets
public import PacketModel

/// An Internet Group Management message (RFC 1112, RFC 2236, RFC 9776).
///
///     type | max response code | checksum (2) | group address (4)                                          v1, v2
///     … | S (1 bit), QRV (3) | QQIC | number of sources (2) | sources (4 each)                              v3 query
///     type 0x22 | reserved | checksum (2) | flags (2) | number of records (2) | records …                 v3 report
public struct IGMPLayer: Layer {
  public static let id = ProtocolID.igmp
  public static let minimumLength = 8

  public var type: UInt8
  /// Tenths of a second below 128; above, a floating-point value (RFC 9776 §4.1.1).
  public var maximumResponseCode: UInt8
  public var checksum: UInt16
  public var checksumStatus: ChecksumStatus

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let whole = octets
    guard octets.count >= Self.minimumLength else { throw octets.truncated(needed: Self.minimumLength) }
    // The message is all of the packet: what lies behind its last record is counted in the checksum.
    let message = try octets.take(octets.count)
    type = message.uint8(at: 0)
    maximumResponseCode = message.uint8(at: 1)
    checksum = message.uint16(at: 2)
    if whole.missing > 0 {
      checksumStatus = .unverified
    } else {
      var sum = InternetChecksum()
      sum.add(message.span)
      checksumStatus = sum.folded == 0xffff ? .good : .bad
    }
  }

  public var next: LayerKey { .none }
}
