public import Dissection
public import Octets
public import PacketModel

/// A Subnetwork Access Protocol header (IEEE 802-2014 §9.5; RFC 1042).
///
///     OUI (3) | protocol identifier (2)
public struct SNAPLayer: Layer {
  public static let id = ProtocolID.snap
  public static let headerLength = 5

  public var organization: UInt32
  public var protocolIdentifier: UInt16

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    organization = header.uint24(at: 0)
    protocolIdentifier = header.uint16(at: 3)
  }

  public var next: LayerKey {
    switch (organization, protocolIdentifier) {
    // RFC 1042 encapsulates EtherTypes; 0x0000f8 is a bridge tunnel's (IEEE 802.1H), 0x080007 AppleTalk's.
    case (0x000000, let type), (0x0000f8, let type), (0x080007, let type): .etherType(EtherType(rawValue: type))
    // RFC 2427 §4.2, RFC 2684 §5.3: bridged frames, with and without their check sequence.
    case (0x0080c2, 0x0001), (0x0080c2, 0x0007): .direct(.ethernet)
    case (0x0080c2, 0x000e): .direct(.spanningTree)
    case (0x00000c, 0x0104), (0x00000c, 0x010b): .direct(.spanningTree)
    case (0x00000c, 0x0111): .direct(.unidirectionalLinkDetection)
    case (0x00000c, 0x2000): .direct(.ciscoDiscovery)
    case (0x00000c, 0x2003): .direct(.vlanTrunking)
    case (0x00000c, 0x2004): .direct(.dynamicTrunking)
    default: .organization(organization)
    }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("oui", organization, 0..<3, name: Self.organizationName(organization))
    let isNamed = next.kind == .etherType || next.kind == .direct
    fields.number("protocol_id", protocolIdentifier, 3..<5, name: isNamed ? next.registeredName : nil)
  }

  private static func organizationName(_ organization: UInt32) -> String? {
    switch organization {
    case 0x000000: "Encapsulated Ethernet"
    case 0x0000f8: "Bridge Tunnel Encapsulation"
    case 0x00000c: "Cisco"
    case 0x0080c2: "IEEE 802.1"
    case 0x080007: "Apple"
    case 0x00e02b: "Extreme Networks"
    case 0x000ce7: "MediaTek"
    case 0x00e052: "Foundry"
    case 0x009027: "Intel"
    case 0x000081: "Nortel"
    case 0x00a03e: "ATM Forum"
    case 0x00120f: "IEEE 802.3"
    default: nil
    }
  }
}
