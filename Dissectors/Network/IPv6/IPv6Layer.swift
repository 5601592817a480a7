public import Dissection
public import Octets
public import PacketModel

/// An IPv6 header (RFC 8200 §3).
///
///     version, traffic class, flow label (4) | payload length (2) | next header | hop limit | source (16) | destination (16)
public struct IPv6Layer: Layer {
  @inlinable public static var id: ProtocolID { .ipv6 }
  @inlinable public static var headerLength: Int { 40 }

  public var trafficClass: UInt8
  public var flowLabel: UInt32
  /// As sent. 0 stands before a jumbogram (RFC 2675), and is what a host leaves that offloads segmentation.
  public var payloadLength: UInt16
  public var nextHeader: IPProtocol
  public var hopLimit: UInt8
  public var source: IPAddress
  public var destination: IPAddress

  public var fault: MalformedPacket?

  @inlinable
  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let header = try octets.take(Self.headerLength)
    let first = header.uint32(at: 0)
    guard first >> 28 == 6 else {
      throw MalformedPacket(.forbiddenValue(field: "version", value: UInt64(first >> 28)), at: start)
    }
    trafficClass = UInt8(truncatingIfNeeded: first >> 20)
    flowLabel = first & 0xf_ffff
    payloadLength = header.uint16(at: 4)
    nextHeader = IPProtocol(rawValue: header.uint8(at: 6))
    hopLimit = header.uint8(at: 7)
    source = IPAddress(high: header.uint64(at: 8), low: header.uint64(at: 16))
    destination = IPAddress(high: header.uint64(at: 24), low: header.uint64(at: 32))
    if payloadLength == 0 {
      // A jumbogram or segmentation offload: the payload is whatever the frame holds. Without a next header it is padding.
      if nextHeader == .noNextHeader { _ = octets.limit(to: 0) }
    } else if !octets.limit(to: Int(payloadLength)) {
      fault = MalformedPacket(.badLength(field: "payload_length", value: Int(payloadLength)), at: start + 4)
    }
  }

  @inlinable public var next: LayerKey { nextHeader == .noNextHeader ? .none : .ipProtocol(nextHeader) }

  @inlinable
  public func contribute(to facts: inout PacketFacts) {
    facts.version = .six
    facts.source = source
    facts.destination = destination
    facts.ipProtocol = nextHeader
    facts.hopLimit = hopLimit
    facts.identification = 0
    facts.fragmentOffset = 0
    facts.moreFragments = false
    facts.headerChecksum = .absent
    facts.finalDestination = nil
  }
}
