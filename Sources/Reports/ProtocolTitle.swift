import PacketModel

extension ProtocolID {
  /// The protocol as people write it.
  var title: String { Self.titles[Int(rawValue)] }

  private static let titles: [String] = (0...255).map { number in
    let name = ProtocolID(rawValue: UInt8(number)).name
    return special[name] ?? name.uppercased().replacing("_", with: " ")
  }

  /// Titles that are not the name in capitals.
  private static let special: [String: String] = [
    "ethernet": "Ethernet", "sll": "Linux cooked", "sll2": "Linux cooked v2", "raw": "Raw IP", "loopback": "Loopback",
    "pppoe": "PPPoE", "chdlc": "Cisco HDLC", "ieee80211": "802.11", "radiotap": "Radiotap", "ipoib": "IPoIB",
    "frame_relay": "Frame Relay", "pw_control_word": "PW control word", "token_ring": "Token Ring", "prism": "Prism",
    "brcm_tag": "Broadcom tag", "dsa": "DSA tag", "ipv4": "IPv4", "ipv6": "IPv6", "ipv6_hop_by_hop": "IPv6 hop-by-hop options",
    "ipv6_routing": "IPv6 routing", "ipv6_fragment": "IPv6 fragment", "ipv6_destination_options": "IPv6 destination options",
    "mobility": "Mobility", "icmpv6": "ICMPv6", "shim6": "Shim6", "ipv4_fragment": "IPv4 fragment", "udp_lite": "UDP-Lite",
    "quoted_transport": "Transport", "geneve": "Geneve", "teredo": "Teredo", "ipv6cp": "IPv6CP", "netlink": "Netlink",
    "vxlan_gpe": "VXLAN-GPE", "gtp_control": "GTP control", "etherip": "EtherIP", "ipip": "IP in IP",
    "6in4": "6in4", "4in6": "4in6", "6in6": "6in6", "vntag": "VN-Tag", "ip1394": "IP over FireWire", "ipfc": "IP over Fibre Channel",
    "ppp_control": "PPP control", "ppp_direction": "PPP direction", "vj_tcp": "Compressed TCP",
  ]
}
