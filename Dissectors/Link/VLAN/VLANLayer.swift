public import Dissection
public import Octets
public import PacketModel

/// A VLAN tag behind its EtherType: customer (0x8100) or service (0x88a8) (IEEE 802.1Q-2022 §9.6).
///
///     PCP (3 bits), DEI (1), VID (12) | type or length (2)
public struct VLANLayer: Layer {
  public static let id = ProtocolID.vlan
  public static let headerLength = 4

  public var tagControlInformation: UInt16
  public var typeOrLength: TypeOrLength

  @inlinable
  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    tagControlInformation = header.uint16(at: 0)
    typeOrLength = TypeOrLength(header.uint16(at: 2), before: &octets)
  }

  @inlinable public var identifier: UInt16 { tagControlInformation & 0xfff }

  @inlinable public var next: LayerKey { typeOrLength.next }

  @inlinable
  public func contribute(to facts: inout PacketFacts) {
    // The null VID carries a priority and no VLAN (IEEE 802.1Q §9.6, table 9-2).
    guard identifier != 0 else { return }
    facts.entering = Encapsulation(.vlan, identifier: UInt32(identifier), isSymmetric: true)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    let priority = tagControlInformation >> 13
    fields.number("priority", priority, 0..<1, name: Self.priorityName(priority))
    fields.flag("drop_eligible", tagControlInformation & 0x1000 != 0, 0..<1)
    fields.number("vlan_id", identifier, 0..<2)
    fields.typeOrLength(typeOrLength, 2..<4)
  }

  /// IEEE 802.1Q table I-2.
  private static func priorityName(_ priority: UInt16) -> String {
    switch priority {
    case 0: "Best Effort"
    case 1: "Background"
    case 2: "Excellent Effort"
    case 3: "Critical Applications"
    case 4: "Video"
    case 5: "Voice"
    case 6: "Internetwork Control"
    default: "Network Control"
    }
  }
}
