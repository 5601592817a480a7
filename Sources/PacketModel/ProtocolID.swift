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
  @inlinable public static var ethernet: ProtocolID { ProtocolID(rawValue: 1) }
  @inlinable public static var llc: ProtocolID { ProtocolID(rawValue: 2) }
  @inlinable public static var snap: ProtocolID { ProtocolID(rawValue: 3) }
  @inlinable public static var vlan: ProtocolID { ProtocolID(rawValue: 4) }
  @inlinable public static var linuxCooked: ProtocolID { ProtocolID(rawValue: 5) }
  @inlinable public static var linuxCooked2: ProtocolID { ProtocolID(rawValue: 6) }
  @inlinable public static var raw: ProtocolID { ProtocolID(rawValue: 7) }
  @inlinable public static var loopback: ProtocolID { ProtocolID(rawValue: 8) }
  @inlinable public static var ppp: ProtocolID { ProtocolID(rawValue: 9) }
  @inlinable public static var pppoe: ProtocolID { ProtocolID(rawValue: 10) }
  @inlinable public static var mpls: ProtocolID { ProtocolID(rawValue: 11) }
  @inlinable public static var ciscoHDLC: ProtocolID { ProtocolID(rawValue: 12) }
  @inlinable public static var ieee80211: ProtocolID { ProtocolID(rawValue: 13) }
  @inlinable public static var radiotap: ProtocolID { ProtocolID(rawValue: 14) }
  @inlinable public static var pktap: ProtocolID { ProtocolID(rawValue: 15) }
  @inlinable public static var nflog: ProtocolID { ProtocolID(rawValue: 16) }
  @inlinable public static var ipOverInfiniBand: ProtocolID { ProtocolID(rawValue: 17) }
  @inlinable public static var arcnet: ProtocolID { ProtocolID(rawValue: 18) }
  @inlinable public static var fddi: ProtocolID { ProtocolID(rawValue: 19) }
  @inlinable public static var frameRelay: ProtocolID { ProtocolID(rawValue: 20) }
  @inlinable public static var arp: ProtocolID { ProtocolID(rawValue: 21) }
  @inlinable public static var pseudowireControlWord: ProtocolID { ProtocolID(rawValue: 22) }
  @inlinable public static var providerBackboneBridging: ProtocolID { ProtocolID(rawValue: 23) }
  @inlinable public static var tokenRing: ProtocolID { ProtocolID(rawValue: 24) }
  @inlinable public static var prism: ProtocolID { ProtocolID(rawValue: 25) }
  @inlinable public static var avs: ProtocolID { ProtocolID(rawValue: 26) }
  @inlinable public static var slip: ProtocolID { ProtocolID(rawValue: 27) }
  @inlinable public static var sunATM: ProtocolID { ProtocolID(rawValue: 28) }
  @inlinable public static var ipnet: ProtocolID { ProtocolID(rawValue: 29) }
  @inlinable public static var distributedSwitchTag: ProtocolID { ProtocolID(rawValue: 30) }
  @inlinable public static var broadcomTag: ProtocolID { ProtocolID(rawValue: 31) }
  // Network
  @inlinable public static var ipv4: ProtocolID { ProtocolID(rawValue: 32) }
  @inlinable public static var ipv6: ProtocolID { ProtocolID(rawValue: 33) }
  @inlinable public static var ipv6HopByHop: ProtocolID { ProtocolID(rawValue: 34) }
  @inlinable public static var ipv6Routing: ProtocolID { ProtocolID(rawValue: 35) }
  @inlinable public static var ipv6Fragment: ProtocolID { ProtocolID(rawValue: 36) }
  @inlinable public static var ipv6DestinationOptions: ProtocolID { ProtocolID(rawValue: 37) }
  @inlinable public static var authenticationHeader: ProtocolID { ProtocolID(rawValue: 38) }
  @inlinable public static var mobility: ProtocolID { ProtocolID(rawValue: 39) }
  @inlinable public static var icmp: ProtocolID { ProtocolID(rawValue: 40) }
  @inlinable public static var icmpv6: ProtocolID { ProtocolID(rawValue: 41) }
  @inlinable public static var hostIdentity: ProtocolID { ProtocolID(rawValue: 42) }
  @inlinable public static var shim6: ProtocolID { ProtocolID(rawValue: 43) }
  @inlinable public static var ipv4Fragment: ProtocolID { ProtocolID(rawValue: 44) }
  @inlinable public static var igmp: ProtocolID { ProtocolID(rawValue: 45) }
  @inlinable public static var esp: ProtocolID { ProtocolID(rawValue: 46) }
  // Transport
  @inlinable public static var tcp: ProtocolID { ProtocolID(rawValue: 64) }
  @inlinable public static var udp: ProtocolID { ProtocolID(rawValue: 65) }
  @inlinable public static var udpLite: ProtocolID { ProtocolID(rawValue: 66) }
  @inlinable public static var sctp: ProtocolID { ProtocolID(rawValue: 67) }
  @inlinable public static var quotedTransport: ProtocolID { ProtocolID(rawValue: 68) }
  // Tunnels
  @inlinable public static var gre: ProtocolID { ProtocolID(rawValue: 80) }
  @inlinable public static var erspan: ProtocolID { ProtocolID(rawValue: 81) }
  @inlinable public static var vxlan: ProtocolID { ProtocolID(rawValue: 82) }
  @inlinable public static var geneve: ProtocolID { ProtocolID(rawValue: 83) }
  @inlinable public static var gtp: ProtocolID { ProtocolID(rawValue: 84) }
  @inlinable public static var teredo: ProtocolID { ProtocolID(rawValue: 85) }
  @inlinable public static var l2tp: ProtocolID { ProtocolID(rawValue: 86) }
  @inlinable public static var nsh: ProtocolID { ProtocolID(rawValue: 87) }
  @inlinable public static var vxlanGPE: ProtocolID { ProtocolID(rawValue: 88) }
  @inlinable public static var gtpControl: ProtocolID { ProtocolID(rawValue: 89) }
  @inlinable public static var etherIP: ProtocolID { ProtocolID(rawValue: 90) }
  @inlinable public static var tzsp: ProtocolID { ProtocolID(rawValue: 91) }
  @inlinable public static var lisp: ProtocolID { ProtocolID(rawValue: 92) }
  @inlinable public static var amt: ProtocolID { ProtocolID(rawValue: 93) }
  @inlinable public static var capwap: ProtocolID { ProtocolID(rawValue: 94) }
  // IP directly in IP: ways through tunnels that have no header of their own, so no layer has these names.
  @inlinable public static var ipInIP: ProtocolID { ProtocolID(rawValue: 95) }
  @inlinable public static var ipv6InIPv4: ProtocolID { ProtocolID(rawValue: 96) }
  @inlinable public static var ipv4InIPv6: ProtocolID { ProtocolID(rawValue: 97) }
  @inlinable public static var ipv6InIPv6: ProtocolID { ProtocolID(rawValue: 98) }
  // More of the link layer: control protocols, and payloads that no registry of numbers names
  @inlinable public static var lcp: ProtocolID { ProtocolID(rawValue: 112) }
  @inlinable public static var ipcp: ProtocolID { ProtocolID(rawValue: 113) }
  @inlinable public static var ipv6cp: ProtocolID { ProtocolID(rawValue: 114) }
  @inlinable public static var ccp: ProtocolID { ProtocolID(rawValue: 115) }
  @inlinable public static var pap: ProtocolID { ProtocolID(rawValue: 116) }
  @inlinable public static var chap: ProtocolID { ProtocolID(rawValue: 117) }
  @inlinable public static var pppControl: ProtocolID { ProtocolID(rawValue: 118) }
  @inlinable public static var pppDirection: ProtocolID { ProtocolID(rawValue: 119) }
  @inlinable public static var spanningTree: ProtocolID { ProtocolID(rawValue: 120) }
  @inlinable public static var ciscoDiscovery: ProtocolID { ProtocolID(rawValue: 121) }
  @inlinable public static var vlanTrunking: ProtocolID { ProtocolID(rawValue: 122) }
  @inlinable public static var dynamicTrunking: ProtocolID { ProtocolID(rawValue: 123) }
  @inlinable public static var unidirectionalLinkDetection: ProtocolID { ProtocolID(rawValue: 124) }
  @inlinable public static var serialLineARP: ProtocolID { ProtocolID(rawValue: 125) }
  @inlinable public static var netlink: ProtocolID { ProtocolID(rawValue: 126) }
  @inlinable public static var associatedChannel: ProtocolID { ProtocolID(rawValue: 127) }
  @inlinable public static var ipOverFirewire: ProtocolID { ProtocolID(rawValue: 128) }
  @inlinable public static var ipOverFibreChannel: ProtocolID { ProtocolID(rawValue: 129) }
  @inlinable public static var compressedTCP: ProtocolID { ProtocolID(rawValue: 130) }
  @inlinable public static var vnTag: ProtocolID { ProtocolID(rawValue: 131) }

  // Applications
  @inlinable public static var http: ProtocolID { ProtocolID(rawValue: 160) }
  @inlinable public static var webSocket: ProtocolID { ProtocolID(rawValue: 161) }
  @inlinable public static var proxyProtocol: ProtocolID { ProtocolID(rawValue: 162) }
  @inlinable public static var http2: ProtocolID { ProtocolID(rawValue: 163) }
  @inlinable public static var tls: ProtocolID { ProtocolID(rawValue: 164) }
  @inlinable public static var dtls: ProtocolID { ProtocolID(rawValue: 165) }
  @inlinable public static var smtp: ProtocolID { ProtocolID(rawValue: 166) }
  @inlinable public static var imap: ProtocolID { ProtocolID(rawValue: 167) }
  @inlinable public static var pop3: ProtocolID { ProtocolID(rawValue: 168) }
  @inlinable public static var ftp: ProtocolID { ProtocolID(rawValue: 169) }
  @inlinable public static var postgresql: ProtocolID { ProtocolID(rawValue: 170) }
  @inlinable public static var ldap: ProtocolID { ProtocolID(rawValue: 171) }
  @inlinable public static var xmpp: ProtocolID { ProtocolID(rawValue: 172) }
  @inlinable public static var mysql: ProtocolID { ProtocolID(rawValue: 173) }
  @inlinable public static var nntp: ProtocolID { ProtocolID(rawValue: 174) }
  @inlinable public static var sieve: ProtocolID { ProtocolID(rawValue: 175) }
  @inlinable public static var irc: ProtocolID { ProtocolID(rawValue: 176) }

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
      (http, "http"), (webSocket, "websocket"), (proxyProtocol, "proxy_protocol"), (http2, "http2"), (tls, "tls"),
      (dtls, "dtls"), (smtp, "smtp"), (imap, "imap"), (pop3, "pop3"), (ftp, "ftp"), (postgresql, "postgresql"), (ldap, "ldap"),
      (xmpp, "xmpp"), (mysql, "mysql"), (nntp, "nntp"), (sieve, "sieve"), (irc, "irc"),
    ] as [(ProtocolID, String)] {
      names[Int(id.rawValue)] = name
    }
    return names
  }()
}
