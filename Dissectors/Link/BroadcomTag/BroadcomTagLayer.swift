public import Dissection
public import Octets
public import PacketModel

/// The tag of a Broadcom switch: between addresses and type (LINKTYPE_DSA_TAG_BRCM), or in front of the whole frame
/// (LINKTYPE_DSA_TAG_BRCM_PREPEND).
///
///     opcode (3 bits), traffic class (3), … | reason or … | port map …                                          4 octets
public struct BroadcomTagLayer<Place: BroadcomTagPlace>: Layer {
  public static var id: ProtocolID { .broadcomTag }

  public var addresses: (destination: MACAddress, source: MACAddress)?
  public var tag: UInt32
  public var typeOrLength: TypeOrLength?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    if Place.isFirst {
      tag = try octets.take(4).uint32(at: 0)
    } else {
      let header = try octets.take(18)
      addresses = (MACAddress(header, at: 0), MACAddress(header, at: 6))
      tag = header.uint32(at: 12)
      typeOrLength = TypeOrLength(header.uint16(at: 16), before: &octets)
    }
  }

  public var next: LayerKey { typeOrLength?.next ?? .direct(.ethernet) }

  public func contribute(to facts: inout PacketFacts) {
    guard let addresses else { return }
    facts.sourceMAC = addresses.source
    facts.destinationMAC = addresses.destination
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    var index = 0
    if let addresses {
      fields.mac("destination", addresses.destination, 0..<6)
      fields.mac("source", addresses.source, 6..<12)
      index = 12
    }
    fields.number("opcode", tag >> 29, index..<(index + 1), name: tag >> 29 == 0 ? "egress" : tag >> 29 == 1 ? "ingress" : nil)
    fields.number("traffic_class", tag >> 26 & 7, index..<(index + 1))
    // From the host the rest is a map of ports to send to; to the host a reason and the port it came by.
    if tag >> 29 == 1 {
      fields.number("tag_enforcement", tag >> 24 & 3, index..<(index + 1))
      fields.number("destination_port_map", tag & 0x7f_ffff, (index + 1)..<(index + 4))
    } else {
      fields.number("reason_code", tag >> 16 & 0xff, (index + 1)..<(index + 2))
      fields.number("source_port", tag & 0x1f, (index + 3)..<(index + 4))
    }
    if let typeOrLength { fields.typeOrLength(typeOrLength, (index + 4)..<(index + 6)) }
  }
}

/// Where the tag stands.
public protocol BroadcomTagPlace: Sendable {
  static var isFirst: Bool { get }
}

public enum BroadcomTagInside: BroadcomTagPlace {
  public static var isFirst: Bool { false }
}

public enum BroadcomTagPrepended: BroadcomTagPlace {
  public static var isFirst: Bool { true }
}
