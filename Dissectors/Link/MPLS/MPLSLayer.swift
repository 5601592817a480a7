public import Dissection
public import Octets
public import PacketModel

/// One entry of an MPLS label stack (RFC 3032 §2.1).
///
///     label (20 bits), traffic class (3), bottom of stack (1), time to live (8)
public struct MPLSLayer: Layer {
  public static let id = ProtocolID.mpls
  public static let headerLength = 4

  public var entry: UInt32
  public var next: LayerKey

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    entry = try octets.take(Self.headerLength).uint32(at: 0)
    next = entry & 0x100 == 0 ? .etherType(.mpls) : MPLSPayload.guess(octets, label: entry >> 12)
  }

  public var label: UInt32 { entry >> 12 }
  public var isBottomOfStack: Bool { entry & 0x100 != 0 }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.mpls, identifier: label, isSymmetric: false)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("label", label, 0..<3, name: Self.name(of: label))
    fields.number("traffic_class", entry >> 9 & 7, 2..<3)
    fields.flag("bottom_of_stack", isBottomOfStack, 2..<3)
    fields.number("time_to_live", entry & 0xff, 3..<4)
  }

  /// IANA "Special-Purpose MPLS Label Values".
  private static func name(of label: UInt32) -> String? {
    switch label {
    case 0: "IPv4 Explicit NULL"
    case 1: "Router Alert"
    case 2: "IPv6 Explicit NULL"
    case 3: "Implicit NULL"
    case 7: "Entropy Label Indicator"
    case 13: "GAL"
    case 14: "OAM Alert"
    case 15: "Extension"
    default: nil
    }
  }
}

/// What stands behind the last label: nothing says so but the octets themselves (RFC 4928 §2).
enum MPLSPayload {
  static func guess(_ octets: ByteView, label: UInt32) -> LayerKey {
    guard let first = octets.octet(at: 0) else { return .none }
    switch (first >> 4, label) {
    // RFC 5586: the Generic Associated Channel.
    case (1, _): return .direct(.associatedChannel)
    case (4, _) where isIPv4(octets): return .etherType(.ipv4)
    case (6, _) where isIPv6(octets): return .etherType(.ipv6)
    case (0, _) where isEthernet(octets, at: 4): return .direct(.pseudowireControlWord)
    case (_, 0): return .etherType(.ipv4)
    case (_, 2): return .etherType(.ipv6)
    default: return isEthernet(octets, at: 0) ? .direct(.ethernet) : .none
    }
  }

  private static func isIPv4(_ octets: ByteView) -> Bool {
    guard octets.count >= 20 else { return true }
    let length = Int(octets.uint16(at: 2))
    return octets.uint8(at: 0) & 15 >= 5 && (length == 0 || length >= 20 && length <= octets.wireCount)
  }

  private static func isIPv6(_ octets: ByteView) -> Bool {
    octets.count < 40 || Int(octets.uint16(at: 4)) + 40 <= octets.wireCount
  }

  /// Whether an Ethernet frame may begin at `index`: its type is a known one, or a length that fits.
  private static func isEthernet(_ octets: ByteView, at index: Int) -> Bool {
    guard octets.count >= index + 14 else { return false }
    let type = octets.uint16(at: index + 12)
    return type <= 1500 ? index + 14 + Int(type) <= octets.wireCount : EtherType(rawValue: type).name != nil
  }
}

/// A pseudowire's control word, in front of an Ethernet frame (RFC 4385 §3, RFC 4448 §4.6).
///
///     0000 (4 bits), flags (4), fragmentation (2), length (6) | sequence number (2)
public struct PseudowireControlWordLayer: Layer {
  public static let id = ProtocolID.pseudowireControlWord

  public var word: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    word = try octets.take(4).uint32(at: 0)
  }

  public var next: LayerKey { .direct(.ethernet) }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("flags", word >> 24 & 15, 0..<1)
    fields.number("fragmentation", word >> 22 & 3, 1..<2)
    fields.number("length", word >> 16 & 0x3f, 1..<2)
    fields.number("sequence_number", word & 0xffff, 2..<4)
  }
}
