/// What kind of header a frame begins with: the LINKTYPE_ values of pcap and pcapng files
/// (draft-ietf-opsawg-pcaplinktype; registry at tcpdump.org/linktypes.html).
public struct LinkType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let null = LinkType(rawValue: 0)
  public static let ethernet = LinkType(rawValue: 1)
  public static let tokenRing = LinkType(rawValue: 6)
  public static let arcnetBSD = LinkType(rawValue: 7)
  public static let slip = LinkType(rawValue: 8)
  public static let ppp = LinkType(rawValue: 9)
  public static let fddi = LinkType(rawValue: 10)
  /// DLT_RAW as some systems number it; files should have 101.
  public static let rawBSD = LinkType(rawValue: 12)
  /// DLT_RAW of OpenBSD.
  public static let rawOpenBSD = LinkType(rawValue: 14)
  public static let pppHDLC = LinkType(rawValue: 50)
  public static let pppoe = LinkType(rawValue: 51)
  public static let atmRFC1483 = LinkType(rawValue: 100)
  public static let raw = LinkType(rawValue: 101)
  public static let ciscoHDLC = LinkType(rawValue: 104)
  public static let ieee80211 = LinkType(rawValue: 105)
  public static let atmClassicalIP = LinkType(rawValue: 106)
  public static let frameRelay = LinkType(rawValue: 107)
  public static let loop = LinkType(rawValue: 108)
  public static let linuxCooked = LinkType(rawValue: 113)
  public static let prism = LinkType(rawValue: 119)
  public static let ipOverFibreChannel = LinkType(rawValue: 122)
  public static let sunATM = LinkType(rawValue: 123)
  public static let radiotap = LinkType(rawValue: 127)
  public static let arcnetLinux = LinkType(rawValue: 129)
  public static let ipOverFirewire = LinkType(rawValue: 138)
  public static let irda = LinkType(rawValue: 144)
  /// A number that Darwin's own files use for PKTAP.
  public static let pktapDarwin = LinkType(rawValue: 149)
  public static let avs = LinkType(rawValue: 163)
  public static let pppPPPD = LinkType(rawValue: 166)
  public static let pppWithDirection = LinkType(rawValue: 204)
  public static let ipnet = LinkType(rawValue: 226)
  public static let controllerAreaNetwork = LinkType(rawValue: 227)
  public static let ipv4 = LinkType(rawValue: 228)
  public static let ipv6 = LinkType(rawValue: 229)
  public static let ieee802154 = LinkType(rawValue: 230)
  public static let nflog = LinkType(rawValue: 239)
  public static let ipOverInfiniBand = LinkType(rawValue: 242)
  public static let netlink = LinkType(rawValue: 253)
  public static let pktap = LinkType(rawValue: 258)
  public static let linuxCooked2 = LinkType(rawValue: 276)
  public static let broadcomTag = LinkType(rawValue: 281)
  public static let broadcomTagPrepended = LinkType(rawValue: 282)
  public static let distributedSwitchTag = LinkType(rawValue: 284)
  public static let etherTypeDistributedSwitchTag = LinkType(rawValue: 285)
}
