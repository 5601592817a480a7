public import Dissection
public import Octets
public import PacketModel

/// A TCP header (RFC 9293 §3.1).
///
///     source port | destination port | sequence | acknowledgment
///     data offset, reserved, flags | window | checksum | urgent pointer | options …
public struct TCPLayer: Layer {
  @inlinable public static var id: ProtocolID { .tcp }
  @inlinable public static var minimumHeaderLength: Int { 20 }

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  public var sequence: SequenceNumber
  public var acknowledgment: SequenceNumber
  /// Header length in octets, options included.
  public var headerLength: Int
  public var flags: TCPFlags
  /// As sent, before scaling.
  public var window: UInt16
  public var checksum: UInt16
  public var urgentPointer: UInt16
  /// RFC 7323 §3, where present.
  public var timestamps: TCPTimestamps?

  @inlinable
  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let fixed = try octets.take(Self.minimumHeaderLength)
    sourcePort = fixed.uint16(at: 0)
    destinationPort = fixed.uint16(at: 2)
    sequence = SequenceNumber(rawValue: fixed.uint32(at: 4))
    acknowledgment = SequenceNumber(rawValue: fixed.uint32(at: 8))
    // Data Offset counts 32-bit words and includes the fixed part.
    headerLength = Int(fixed.uint8(at: 12) >> 4) * 4
    guard headerLength >= Self.minimumHeaderLength else {
      throw MalformedPacket(.badLength(field: "data_offset", value: headerLength), at: start + 12)
    }
    flags = TCPFlags(rawValue: fixed.uint16(at: 12) & 0x0fff)
    window = fixed.uint16(at: 14)
    checksum = fixed.uint16(at: 16)
    urgentPointer = fixed.uint16(at: 18)
    let options = try octets.take(headerLength - Self.minimumHeaderLength)
    timestamps = TCPOptions.timestamps(options)
  }

  @inlinable public var next: LayerKey { .none }

  @inlinable
  public func contribute(to facts: inout PacketFacts) {
    facts.sourcePort = sourcePort
    facts.destinationPort = destinationPort
    facts.sequence = sequence
    facts.acknowledgment = acknowledgment
    facts.tcpFlags = flags
    facts.window = window
    facts.timestamps = timestamps
    facts.discriminator = 0
  }
}
