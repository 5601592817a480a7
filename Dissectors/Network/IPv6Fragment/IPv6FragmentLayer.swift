public import Dissection
public import Octets
public import PacketModel

/// A Fragment header (RFC 8200 §4.5).
///
///     next header | reserved | offset (13 bits), reserved (2), more fragments (1) | identification (4)
public struct IPv6FragmentLayer: Layer {
  public static let id = ProtocolID.ipv6Fragment
  public static let headerLength = 8

  public var nextHeader: IPProtocol
  public var reserved: UInt8
  /// Offset, reserved bits and the flag, as sent.
  public var fragmentation: UInt16
  public var identification: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    nextHeader = IPProtocol(rawValue: header.uint8(at: 0))
    reserved = header.uint8(at: 1)
    fragmentation = header.uint16(at: 2)
    identification = header.uint32(at: 4)
  }

  /// Octets from the start of the fragmentable part.
  public var fragmentOffset: Int { Int(fragmentation & 0xfff8) }
  public var moreFragments: Bool { fragmentation & 1 != 0 }

  public var next: LayerKey { .extensionHeader(nextHeader) }

  public func contribute(to facts: inout PacketFacts) {
    facts.ipProtocol = nextHeader
    facts.identification = identification
    facts.fragmentOffset = fragmentOffset
    facts.moreFragments = moreFragments
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("next_header", nextHeader.rawValue, 0..<1, name: nextHeader.name)
    fields.number("reserved", reserved, 1..<2)
    fields.number("fragment_offset", fragmentOffset, 2..<4)
    fields.number("reserved_bits", fragmentation >> 1 & 3, 3..<4)
    fields.flag("more_fragments", moreFragments, 3..<4)
    fields.number("identification", identification, 4..<8)
  }
}
