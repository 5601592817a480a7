/// A protocol that Weir can name in a layer path, as one octet.
///
/// The number has no meaning outside the program: it only makes a path of layers a machine word or two
/// (`LayerPath`), so that the per-packet path needs neither strings nor tables. What leaves the program is the name.
public struct ProtocolID: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The name used in reports, in `layers` and in paths.
  public var name: String {
    Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "unknown"
  }
}

// MARK: - The protocols

extension ProtocolID {
  // Link
  public static let ethernet = ProtocolID(rawValue: 1)
  public static let llc = ProtocolID(rawValue: 2)
  public static let snap = ProtocolID(rawValue: 3)
  public static let vlan = ProtocolID(rawValue: 4)
  public static let linuxCooked = ProtocolID(rawValue: 5)
  public static let linuxCooked2 = ProtocolID(rawValue: 6)
  public static let raw = ProtocolID(rawValue: 7)
  public static let loopback = ProtocolID(rawValue: 8)
  public static let ppp = ProtocolID(rawValue: 9)
  public static let pppoe = ProtocolID(rawValue: 10)
  public static let mpls = ProtocolID(rawValue: 11)
  public static let ciscoHDLC = ProtocolID(rawValue: 12)
  public static let ieee80211 = ProtocolID(rawValue: 13)
  public static let radiotap = ProtocolID(rawValue: 14)
  public static let pktap = ProtocolID(rawValue: 15)
  public static let nflog = ProtocolID(rawValue: 16)
  public static let ipOverInfiniBand = ProtocolID(rawValue: 17)
  public static let arcnet = ProtocolID(rawValue: 18)
  public static let fddi = ProtocolID(rawValue: 19)
  public static let frameRelay = ProtocolID(rawValue: 20)
  public static let arp = ProtocolID(rawValue: 21)
  public static let pseudowireControlWord = ProtocolID(rawValue: 22)
  public static let providerBackboneBridging = ProtocolID(rawValue: 23)
  public static let tokenRing = ProtocolID(rawValue: 24)
  public static let prism = ProtocolID(rawValue: 25)
  public static let avs = ProtocolID(rawValue: 26)
  public static let slip = ProtocolID(rawValue: 27)
  public static let sunATM = ProtocolID(rawValue: 28)
  public static let ipnet = ProtocolID(rawValue: 29)
  public static let distributedSwitchTag = ProtocolID(rawValue: 30)
  public static let broadcomTag = ProtocolID(rawValue: 31)
  // Network
  public static let ipv4 = ProtocolID(rawValue: 32)
  public static let ipv6 = ProtocolID(rawValue: 33)
  public static let ipv6HopByHop = ProtocolID(rawValue: 34)
  public static let ipv6Routing = ProtocolID(rawValue: 35)
  public static let ipv6Fragment = ProtocolID(rawValue: 36)
  public static let ipv6DestinationOptions = ProtocolID(rawValue: 37)
  public static let authenticationHeader = ProtocolID(rawValue: 38)
  public static let mobility = ProtocolID(rawValue: 39)
  public static let icmp = ProtocolID(rawValue: 40)
  public static let icmpv6 = ProtocolID(rawValue: 41)
  public static let hostIdentity = ProtocolID(rawValue: 42)
  public static let shim6 = ProtocolID(rawValue: 43)
  public static let ipv4Fragment = ProtocolID(rawValue: 44)
  public static let igmp = ProtocolID(rawValue: 45)
  public static let esp = ProtocolID(rawValue: 46)
  // Transport
  public static let tcp = ProtocolID(rawValue: 64)
  public static let udp = ProtocolID(rawValue: 65)
  public static let udpLite = ProtocolID(rawValue: 66)
  public static let sctp = ProtocolID(rawValue: 67)
  public static let quotedTransport = ProtocolID(rawValue: 68)
  // Tunnels
  public static let gre = ProtocolID(rawValue: 80)
  public static let erspan = ProtocolID(rawValue: 81)
  public static let vxlan = ProtocolID(rawValue: 82)
  public static let geneve = ProtocolID(rawValue: 83)
  public static let gtp = ProtocolID(rawValue: 84)
  public static let teredo = ProtocolID(rawValue: 85)
  public static let l2tp = ProtocolID(rawValue: 86)
  public static let nsh = ProtocolID(rawValue: 87)
  public static let vxlanGPE = ProtocolID(rawValue: 88)
  public static let gtpControl = ProtocolID(rawValue: 89)
  public static let etherIP = ProtocolID(rawValue: 90)
  public static let tzsp = ProtocolID(rawValue: 91)
  public static let lisp = ProtocolID(rawValue: 92)
  public static let amt = ProtocolID(rawValue: 93)
  public static let capwap = ProtocolID(rawValue: 94)
  // IP directly in IP: ways through tunnels that have no header of their own, so no layer has these names.
  public static let ipInIP = ProtocolID(rawValue: 95)
  public static let ipv6InIPv4 = ProtocolID(rawValue: 96)
  public static let ipv4InIPv6 = ProtocolID(rawValue: 97)
  public static let ipv6InIPv6 = ProtocolID(rawValue: 98)
  // More of the link layer: control protocols, and payloads that no registry of numbers names
  public static let lcp = ProtocolID(rawValue: 112)
  public static let ipcp = ProtocolID(rawValue: 113)
  public static let ipv6cp = ProtocolID(rawValue: 114)
  public static let ccp = ProtocolID(rawValue: 115)
  public static let pap = ProtocolID(rawValue: 116)
  public static let chap = ProtocolID(rawValue: 117)
  public static let pppControl = ProtocolID(rawValue: 118)
  public static let pppDirection = ProtocolID(rawValue: 119)
  public static let spanningTree = ProtocolID(rawValue: 120)
  public static let ciscoDiscovery = ProtocolID(rawValue: 121)
  public static let vlanTrunking = ProtocolID(rawValue: 122)
  public static let dynamicTrunking = ProtocolID(rawValue: 123)
  public static let unidirectionalLinkDetection = ProtocolID(rawValue: 124)
  public static let serialLineARP = ProtocolID(rawValue: 125)
  public static let netlink = ProtocolID(rawValue: 126)
  public static let associatedChannel = ProtocolID(rawValue: 127)
  public static let ipOverFirewire = ProtocolID(rawValue: 128)
  public static let ipOverFibreChannel = ProtocolID(rawValue: 129)
  public static let compressedTCP = ProtocolID(rawValue: 130)
  public static let vnTag = ProtocolID(rawValue: 131)

  /// Names by number: a new protocol takes a free number above and its name here.
  private static let names: [String] = {
    var names = Array(repeating: "unknown", count: 256)
    for (id, name) in [
      (ethernet, "ethernet"), (llc, "llc"), (snap, "snap"), (vlan, "vlan"), (linuxCooked, "sll"), (linuxCooked2, "sll2"),
      (raw, "raw"), (loopback, "loopback"), (ppp, "ppp"), (pppoe, "pppoe"), (mpls, "mpls"), (ciscoHDLC, "chdlc"),
      (ieee80211, "ieee80211"), (radiotap, "radiotap"), (pktap, "pktap"), (nflog, "nflog"), (ipOverInfiniBand, "ipoib"),
      (arcnet, "arcnet"), (fddi, "fddi"), (frameRelay, "frame_relay"), (arp, "arp"), (pseudowireControlWord, "pw_control_word"),
      (providerBackboneBridging, "pbb"), (tokenRing, "token_ring"), (prism, "prism"), (avs, "avs"), (slip, "slip"),
      (sunATM, "sunatm"), (ipnet, "ipnet"), (distributedSwitchTag, "dsa"), (broadcomTag, "brcm_tag"),
      (ipv4, "ipv4"), (ipv6, "ipv6"), (ipv6HopByHop, "ipv6_hop_by_hop"), (ipv6Routing, "ipv6_routing"),
      (ipv6Fragment, "ipv6_fragment"), (ipv6DestinationOptions, "ipv6_destination_options"), (authenticationHeader, "ah"),
      (mobility, "mobility"), (icmp, "icmp"), (icmpv6, "icmpv6"), (hostIdentity, "hip"), (shim6, "shim6"),
      (ipv4Fragment, "ipv4_fragment"), (igmp, "igmp"), (esp, "esp"),
      (tcp, "tcp"), (udp, "udp"), (udpLite, "udp_lite"), (sctp, "sctp"), (quotedTransport, "quoted_transport"),
      (gre, "gre"), (erspan, "erspan"), (vxlan, "vxlan"), (geneve, "geneve"), (gtp, "gtp"), (teredo, "teredo"), (l2tp, "l2tp"),
      (nsh, "nsh"), (vxlanGPE, "vxlan_gpe"), (gtpControl, "gtp_control"), (etherIP, "etherip"), (tzsp, "tzsp"), (lisp, "lisp"),
      (amt, "amt"), (capwap, "capwap"), (ipInIP, "ipip"), (ipv6InIPv4, "6in4"), (ipv4InIPv6, "4in6"), (ipv6InIPv6, "6in6"),
      (lcp, "lcp"), (ipcp, "ipcp"), (ipv6cp, "ipv6cp"), (ccp, "ccp"), (pap, "pap"), (chap, "chap"), (pppControl, "ppp_control"),
      (pppDirection, "ppp_direction"), (spanningTree, "stp"), (ciscoDiscovery, "cdp"), (vlanTrunking, "vtp"),
      (dynamicTrunking, "dtp"), (unidirectionalLinkDetection, "udld"), (serialLineARP, "slarp"), (netlink, "netlink"),
      (associatedChannel, "ach"), (ipOverFirewire, "ip1394"), (ipOverFibreChannel, "ipfc"), (compressedTCP, "vj_tcp"),
      (vnTag, "vntag"),
    ] as [(ProtocolID, String)] {
      names[Int(id.rawValue)] = name
    }
    return names
  }()
}
