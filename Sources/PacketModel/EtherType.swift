/// What an Ethernet frame carries (IEEE "EtherType"; IANA "IEEE 802 Numbers").
public struct EtherType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable public static var ipv4: EtherType { EtherType(rawValue: 0x0800) }
  @inlinable public static var arp: EtherType { EtherType(rawValue: 0x0806) }
  @inlinable public static var transparentEthernetBridging: EtherType { EtherType(rawValue: 0x6558) }
  @inlinable public static var rarp: EtherType { EtherType(rawValue: 0x8035) }
  @inlinable public static var vlan: EtherType { EtherType(rawValue: 0x8100) }
  @inlinable public static var ipx: EtherType { EtherType(rawValue: 0x8137) }
  @inlinable public static var ipv6: EtherType { EtherType(rawValue: 0x86dd) }
  @inlinable public static var ppp: EtherType { EtherType(rawValue: 0x880b) }
  @inlinable public static var mpls: EtherType { EtherType(rawValue: 0x8847) }
  @inlinable public static var mplsMulticast: EtherType { EtherType(rawValue: 0x8848) }
  @inlinable public static var pppoeDiscovery: EtherType { EtherType(rawValue: 0x8863) }
  @inlinable public static var pppoeSession: EtherType { EtherType(rawValue: 0x8864) }
  @inlinable public static var serviceVLAN: EtherType { EtherType(rawValue: 0x88a8) }
  @inlinable public static var jumboLLC: EtherType { EtherType(rawValue: 0x8870) }
  @inlinable public static var vnTag: EtherType { EtherType(rawValue: 0x8926) }
  @inlinable public static var erspan: EtherType { EtherType(rawValue: 0x88be) }
  @inlinable public static var erspanIII: EtherType { EtherType(rawValue: 0x22eb) }
  @inlinable public static var providerBackboneBridging: EtherType { EtherType(rawValue: 0x88e7) }
  @inlinable public static var nsh: EtherType { EtherType(rawValue: 0x894f) }
  @inlinable public static var oldServiceVLAN: EtherType { EtherType(rawValue: 0x9100) }
  @inlinable public static var olderServiceVLAN: EtherType { EtherType(rawValue: 0x9200) }
}
