public import Dissection
public import Octets
public import PacketModel

/// An IPv4 header (RFC 791 §3.1, RFC 2474, RFC 3168).
///
///     version, IHL | DSCP, ECN | total length | identification | flags, fragment offset
///     time to live | protocol | header checksum | source | destination | options …
public struct IPv4Layer: Layer {
  @inlinable public static var id: ProtocolID { .ipv4 }
  @inlinable public static var minimumHeaderLength: Int { 20 }

  /// Header length in octets, options included.
  public var headerLength: Int
  public var trafficClass: UInt8
  /// As sent. 0 is what a host leaves for its network card to fill in when it offloads segmentation.
  public var totalLength: UInt16
  public var identification: UInt16
  /// The three flag bits and the fragment offset, as sent.
  public var fragmentation: UInt16
  public var timeToLive: UInt8
  public var ipProtocol: IPProtocol
  public var headerChecksum: UInt16
  public var source: IPAddress
  public var destination: IPAddress

  public var headerChecksumStatus: ChecksumStatus
  /// The last hop of a loose or strict source route that is not used up (RFC 791 §3.1).
  public var finalDestination: IPAddress?
  public var fault: MalformedPacket?

  @inlinable
  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let whole = octets
    let fixed = try octets.take(Self.minimumHeaderLength)
    let first = fixed.uint8(at: 0)
    guard first >> 4 == 4 else {
      throw MalformedPacket(.forbiddenValue(field: "version", value: UInt64(first >> 4)), at: start)
    }
    headerLength = Int(first & 15) * 4
    guard headerLength >= Self.minimumHeaderLength else {
      throw MalformedPacket(.badLength(field: "header_length", value: headerLength), at: start)
    }
    trafficClass = fixed.uint8(at: 1)
    totalLength = fixed.uint16(at: 2)
    identification = fixed.uint16(at: 4)
    fragmentation = fixed.uint16(at: 6)
    timeToLive = fixed.uint8(at: 8)
    ipProtocol = IPProtocol(rawValue: fixed.uint8(at: 9))
    headerChecksum = fixed.uint16(at: 10)
    source = IPAddress(low: UInt64(fixed.uint32(at: 12)))
    destination = IPAddress(low: UInt64(fixed.uint32(at: 16)))
    if headerLength > Self.minimumHeaderLength {
      let options = try octets.take(headerLength - Self.minimumHeaderLength)
      finalDestination = IPv4Options.finalDestination(options)
    }
    headerChecksumStatus = Self.verify(whole.prefix(headerLength), stored: headerChecksum)
    let length = Int(totalLength)
    if length == 0 {
      // Segmentation offload: the payload is whatever the frame holds.
    } else if length < headerLength {
      fault = MalformedPacket(.badLength(field: "total_length", value: length), at: start + 2)
    } else if !octets.limit(to: length - headerLength) {
      fault = MalformedPacket(.badLength(field: "total_length", value: length), at: start + 2)
    }
  }

  /// Octets from the start of the datagram's payload (RFC 791: units of eight).
  @inlinable public var fragmentOffset: Int { Int(fragmentation & 0x1fff) * 8 }
  @inlinable public var dontFragment: Bool { fragmentation & 0x4000 != 0 }
  @inlinable public var moreFragments: Bool { fragmentation & 0x2000 != 0 }

  @inlinable public var next: LayerKey { .ipProtocol(ipProtocol) }

  @inlinable
  public func contribute(to facts: inout PacketFacts) {
    facts.version = .four
    facts.source = source
    facts.destination = destination
    facts.ipProtocol = ipProtocol
    facts.hopLimit = timeToLive
    facts.identification = UInt32(identification)
    facts.fragmentOffset = fragmentOffset
    facts.moreFragments = moreFragments
    facts.headerChecksum = headerChecksumStatus
    facts.finalDestination = finalDestination
  }

  /// A card that computes the header checksum on the way out leaves a zero for a capture on its own host to see.
  @usableFromInline
  static func verify(_ header: ByteView, stored: UInt16) -> ChecksumStatus {
    var sum = InternetChecksum()
    sum.add(header.span)
    if sum.folded == 0xffff { return .good }
    return stored == 0 ? .offloaded : .bad
  }
}
