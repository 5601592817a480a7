public import Dissection
public import Octets
public import PacketModel

/// A GRE header (RFC 2784, RFC 2890; RFC 1701 for routing; version 1, of PPTP: RFC 2637 §4.1).
///
///     flags, version | protocol type | [ checksum | offset ] | [ key ] | [ sequence ] | [ routing … ]
///     version 1: flags | protocol type | payload length | call id | [ sequence ] | [ acknowledgment ]
public struct GRELayer: Layer {
  public static let id = ProtocolID.gre
  public static let minimumHeaderLength = 4

  public var flags: Flags
  public var version: UInt8
  /// An EtherType.
  public var protocolType: EtherType
  public var checksum: UInt16?
  public var key: UInt32?
  public var sequenceNumber: UInt32?
  public var acknowledgmentNumber: UInt32?
  public var next: LayerKey

  public struct Flags: OptionSet, Hashable, Sendable {
    public var rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let checksum = Flags(rawValue: 0x8000)
    public static let routing = Flags(rawValue: 0x4000)
    public static let key = Flags(rawValue: 0x2000)
    public static let sequence = Flags(rawValue: 0x1000)
    public static let strictSourceRoute = Flags(rawValue: 0x0800)
    /// Version 1 only.
    public static let acknowledgment = Flags(rawValue: 0x0080)
  }

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let fixed = try octets.take(Self.minimumHeaderLength)
    let word = fixed.uint16(at: 0)
    flags = Flags(rawValue: word & 0xfff8)
    version = UInt8(word & 7)
    protocolType = EtherType(rawValue: fixed.uint16(at: 2))
    next = .none
    guard version <= 1 else {
      throw MalformedPacket(.forbiddenValue(field: "version", value: UInt64(version)), at: start)
    }
    if flags.contains(.checksum) || flags.contains(.routing) { checksum = try octets.take(4).uint16(at: 0) }
    if flags.contains(.key) { key = try octets.take(4).uint32(at: 0) }
    if flags.contains(.sequence) { sequenceNumber = try octets.take(4).uint32(at: 0) }
    if version == 1 {
      if flags.contains(.acknowledgment) { acknowledgmentNumber = try octets.take(4).uint32(at: 0) }
    } else if flags.contains(.routing) {
      try Self.skipRouting(&octets)
    }
    next = try payloadKey(&octets)
  }

  public func contribute(to facts: inout PacketFacts) {
    // A PPTP call id is chosen by its receiver (RFC 2637 §2.8); a key is configured for the tunnel.
    let identifier = version == 1 ? key.map { $0 & 0xffff } : key
    facts.entering = Encapsulation(.gre, identifier: identifier, isSymmetric: version == 0, ends: facts.ends)
  }

  /// RFC 1701: source route entries, each with its own length, up to one of family 0 and length 0.
  private static func skipRouting(_ octets: inout ByteView) throws(MalformedPacket) {
    while true {
      let entry = try octets.take(4)
      let length = Int(entry.uint8(at: 3))
      if entry.uint16(at: 0) == 0, length == 0 { return }
      _ = try octets.take(length)
    }
  }

  /// Who reads the payload; takes what stands before it without being GRE's own.
  private func payloadKey(_ octets: inout ByteView) throws(MalformedPacket) -> LayerKey {
    if version == 1 { return pointToPointKey(&octets) }
    switch protocolType.rawValue {
    // A keepalive's answer is an empty packet (Cisco).
    case 0: return .none
    // ERSPAN of type I has no header of its own; type II always comes with a sequence number.
    case EtherType.erspan.rawValue where !flags.contains(.sequence): return .direct(.ethernet)
    // WCCP version 2 puts four octets before the packet, which begin with a bit pattern that no IPv4 packet has.
    case 0x883e:
      if octets.octet(at: 0).map({ $0 >> 4 }) != 4 { _ = try octets.take(4) }
      return .etherType(.ipv4)
    default: return .etherType(protocolType)
    }
  }

  private func pointToPointKey(_ octets: inout ByteView) -> LayerKey {
    guard let key else { return .none }
    switch protocolType.rawValue {
    case EtherType.ppp.rawValue:
      _ = octets.limit(to: Int(key >> 16))
      return octets.wireCount == 0 ? .none : .etherType(.ppp)
    // MikroTik's EoIP: the same header, a little-endian tunnel id, an Ethernet frame.
    case 0x6400:
      _ = octets.limit(to: Int(key >> 16))
      return octets.wireCount == 0 ? .none : .direct(.ethernet)
    default: return .none
    }
  }
}
