/// What an Ethernet frame carries (IEEE "EtherType"; IANA "IEEE 802 Numbers").
public struct EtherType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let ipv4 = EtherType(rawValue: 0x0800)
  public static let arp = EtherType(rawValue: 0x0806)
  public static let transparentEthernetBridging = EtherType(rawValue: 0x6558)
  public static let rarp = EtherType(rawValue: 0x8035)
  public static let vlan = EtherType(rawValue: 0x8100)
  public static let ipx = EtherType(rawValue: 0x8137)
  public static let ipv6 = EtherType(rawValue: 0x86dd)
  public static let ppp = EtherType(rawValue: 0x880b)
  public static let mpls = EtherType(rawValue: 0x8847)
  public static let mplsMulticast = EtherType(rawValue: 0x8848)
  public static let pppoeDiscovery = EtherType(rawValue: 0x8863)
  public static let pppoeSession = EtherType(rawValue: 0x8864)
  public static let serviceVLAN = EtherType(rawValue: 0x88a8)
  public static let jumboLLC = EtherType(rawValue: 0x8870)
  public static let vnTag = EtherType(rawValue: 0x8926)
  public static let erspan = EtherType(rawValue: 0x88be)
  public static let erspanIII = EtherType(rawValue: 0x22eb)
  public static let providerBackboneBridging = EtherType(rawValue: 0x88e7)
  public static let nsh = EtherType(rawValue: 0x894f)
  public static let oldServiceVLAN = EtherType(rawValue: 0x9100)
  public static let olderServiceVLAN = EtherType(rawValue: 0x9200)
}
