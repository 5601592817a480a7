/// What kind of header a frame begins with: the LINKTYPE_ values of pcap and pcapng files
/// (draft-ietf-opsawg-pcaplinktype; registry at tcpdump.org/linktypes.html).
public struct LinkType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable public static var null: LinkType { LinkType(rawValue: 0) }
  @inlinable public static var ethernet: LinkType { LinkType(rawValue: 1) }
  @inlinable public static var tokenRing: LinkType { LinkType(rawValue: 6) }
  @inlinable public static var arcnetBSD: LinkType { LinkType(rawValue: 7) }
  @inlinable public static var slip: LinkType { LinkType(rawValue: 8) }
  @inlinable public static var ppp: LinkType { LinkType(rawValue: 9) }
  @inlinable public static var fddi: LinkType { LinkType(rawValue: 10) }
  /// DLT_RAW as some systems number it; files should have 101.
  @inlinable public static var rawBSD: LinkType { LinkType(rawValue: 12) }
  /// DLT_RAW of OpenBSD.
  @inlinable public static var rawOpenBSD: LinkType { LinkType(rawValue: 14) }
  @inlinable public static var pppHDLC: LinkType { LinkType(rawValue: 50) }
  @inlinable public static var pppoe: LinkType { LinkType(rawValue: 51) }
  @inlinable public static var atmRFC1483: LinkType { LinkType(rawValue: 100) }
  @inlinable public static var raw: LinkType { LinkType(rawValue: 101) }
  @inlinable public static var ciscoHDLC: LinkType { LinkType(rawValue: 104) }
  @inlinable public static var ieee80211: LinkType { LinkType(rawValue: 105) }
  @inlinable public static var atmClassicalIP: LinkType { LinkType(rawValue: 106) }
  @inlinable public static var frameRelay: LinkType { LinkType(rawValue: 107) }
  @inlinable public static var loop: LinkType { LinkType(rawValue: 108) }
  @inlinable public static var linuxCooked: LinkType { LinkType(rawValue: 113) }
  @inlinable public static var prism: LinkType { LinkType(rawValue: 119) }
  @inlinable public static var ipOverFibreChannel: LinkType { LinkType(rawValue: 122) }
  @inlinable public static var sunATM: LinkType { LinkType(rawValue: 123) }
  @inlinable public static var radiotap: LinkType { LinkType(rawValue: 127) }
  @inlinable public static var arcnetLinux: LinkType { LinkType(rawValue: 129) }
  @inlinable public static var ipOverFirewire: LinkType { LinkType(rawValue: 138) }
  @inlinable public static var irda: LinkType { LinkType(rawValue: 144) }
  /// A number that Darwin's own files use for PKTAP.
  @inlinable public static var pktapDarwin: LinkType { LinkType(rawValue: 149) }
  @inlinable public static var avs: LinkType { LinkType(rawValue: 163) }
  @inlinable public static var pppPPPD: LinkType { LinkType(rawValue: 166) }
  @inlinable public static var pppWithDirection: LinkType { LinkType(rawValue: 204) }
  @inlinable public static var ipnet: LinkType { LinkType(rawValue: 226) }
  @inlinable public static var controllerAreaNetwork: LinkType { LinkType(rawValue: 227) }
  @inlinable public static var ipv4: LinkType { LinkType(rawValue: 228) }
  @inlinable public static var ipv6: LinkType { LinkType(rawValue: 229) }
  @inlinable public static var ieee802154: LinkType { LinkType(rawValue: 230) }
  @inlinable public static var nflog: LinkType { LinkType(rawValue: 239) }
  @inlinable public static var ipOverInfiniBand: LinkType { LinkType(rawValue: 242) }
  @inlinable public static var netlink: LinkType { LinkType(rawValue: 253) }
  @inlinable public static var pktap: LinkType { LinkType(rawValue: 258) }
  @inlinable public static var linuxCooked2: LinkType { LinkType(rawValue: 276) }
  @inlinable public static var broadcomTag: LinkType { LinkType(rawValue: 281) }
  @inlinable public static var broadcomTagPrepended: LinkType { LinkType(rawValue: 282) }
  @inlinable public static var distributedSwitchTag: LinkType { LinkType(rawValue: 284) }
  @inlinable public static var etherTypeDistributedSwitchTag: LinkType { LinkType(rawValue: 285) }
}
