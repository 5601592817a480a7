public import Dissection
public import Octets
public import PacketModel

/// An Ethernet header with the tag of a Marvell switch behind its addresses (LINKTYPE_DSA_TAG_DSA, LINKTYPE_DSA_TAG_EDSA).
///
///     destination (6) | source (6) | type 0xdada, reserved (2), EDSA | tag (4) | tag's extension (4) | type or length (2)
public struct DistributedSwitchTagLayer<Form: DistributedSwitchTagForm>: Layer {
  public static var id: ProtocolID { .distributedSwitchTag }

  public var destination: MACAddress
  public var source: MACAddress
  public var etherType: UInt16?
  public var tag: UInt32
  public var extensionTag: UInt32?
  public var typeOrLength: TypeOrLength

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let addresses = try octets.take(12)
    destination = MACAddress(addresses, at: 0)
    source = MACAddress(addresses, at: 6)
    if Form.hasEtherType { etherType = try octets.take(4).uint16(at: 0) }
    tag = try octets.take(4).uint32(at: 0)
    // The last bit of the PCP's octet says that four more octets follow (of tags to and from the host).
    if tag & 0x1000 != 0 { extensionTag = try octets.take(4).uint32(at: 0) }
    let type = try octets.take(2).uint16(at: 0)
    typeOrLength = TypeOrLength(type, before: &octets)
  }

  public var mode: UInt32 { tag >> 30 }
  public var identifier: UInt32 { tag & 0xfff }

  public var next: LayerKey { typeOrLength.next }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourceMAC = source
    facts.destinationMAC = destination
    if identifier != 0 { facts.entering = Encapsulation(.vlan, identifier: identifier, isSymmetric: true) }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.mac("destination", destination, 0..<6)
    fields.mac("source", source, 6..<12)
    var index = 12
    if let etherType {
      fields.number("tag_type", etherType, 12..<14)
      fields.number("reserved", header.uint16(at: 14), 14..<16)
      index = 16
    }
    fields.number("mode", mode, index..<(index + 1), name: Self.name(of: mode))
    fields.flag("tagged", tag & 0x2000_0000 != 0, index..<(index + 1))
    fields.number("device", tag >> 24 & 0x1f, index..<(index + 1))
    fields.number("port", tag >> 19 & 0x1f, (index + 1)..<(index + 2))
    fields.number("priority", tag >> 13 & 7, (index + 2)..<(index + 3))
    fields.number("vlan_id", identifier, (index + 2)..<(index + 4))
    index += 4
    if let extensionTag {
      fields.number("extension", extensionTag, index..<(index + 4))
      index += 4
    }
    fields.typeOrLength(typeOrLength, index..<(index + 2))
  }

  private static func name(of mode: UInt32) -> String {
    switch mode {
    case 0: "To CPU"
    case 1: "From CPU"
    case 2: "To Sniffer"
    default: "Forward"
    }
  }
}

/// Which of the two forms a tag has.
public protocol DistributedSwitchTagForm: Sendable {
  static var hasEtherType: Bool { get }
}

public enum PlainSwitchTag: DistributedSwitchTagForm {
  public static var hasEtherType: Bool { false }
}

public enum EtherTypeSwitchTag: DistributedSwitchTagForm {
  public static var hasEtherType: Bool { true }
}
