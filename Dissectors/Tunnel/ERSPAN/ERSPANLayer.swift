public import Dissection
public import Octets
public import PacketModel

/// An ERSPAN header of type II or III (draft-foschiano-erspan): a mirrored frame on its way to an analyzer, inside GRE.
///
///     II:  version (4 bits), VLAN (12) | COS (3), En (2), T, session (10) | reserved (12), index (20)
///     III: version (4), VLAN (12) | COS (3), BSO (2), T, session (10) | timestamp (4) | SGT (2) | P, FT, Hw, D, Gra, O (2) | …
public struct ERSPANLayer: Layer {
  public static let id = ProtocolID.erspan

  /// 1 is type II, 2 is type III.
  public var version: UInt8
  public var sessionID: UInt16
  public var next: LayerKey

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let fixed = try octets.take(8)
    version = fixed.uint8(at: 0) >> 4
    sessionID = fixed.uint16(at: 2) & 0x3ff
    next = .direct(.ethernet)
    switch version {
    case 1: break
    case 2:
      let rest = try octets.take(4)
      let flags = rest.uint16(at: 2)
      // O: the platform-specific subheader follows.
      if flags & 1 != 0 { _ = try octets.take(8) }
      // FT 0 is an Ethernet frame; 2 is an IP packet.
      if flags >> 10 & 31 == 2 { next = Self.packet(octets) }
    default: throw MalformedPacket(.forbiddenValue(field: "version", value: UInt64(version)), at: start)
    }
  }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.erspan, identifier: UInt32(sessionID), isSymmetric: true, ends: facts.ends)
  }

  private static func packet(_ octets: ByteView) -> LayerKey { IPInIP.key(octets) ?? .none }
}
