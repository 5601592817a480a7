import PacketModel
import Testing

@Suite("Link headers")
struct LinkHeaderTests {
  @Test("the fields of each", arguments: examples)
  func fields(_ example: Example) { expectFields(example) }

  @Test("cut anywhere, by the capture or by the sender", arguments: examples)
  func cuts(_ example: Example) { expectCuts(example) }

  @Test("damaged anywhere", arguments: examples)
  func damage(_ example: Example) { expectDamage(example) }
}

private let examples = [
  Example(
    "an Ethernet II frame", LinkType(rawValue: 1),
    """
    020000000002 020000000001 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ethernet/ipv4/udp",
    [
      "ethernet.destination": "02:00:00:00:00:02", "ethernet.source": "02:00:00:00:00:01", "ethernet.type": "2048",
      "ethernet.type_name": "IPv4",
    ]),
  Example(
    "an unknown EtherType keeps its number", LinkType(rawValue: 1),
    """
    020000000002 020000000001 0b0b 01020304
    """, "ethernet/ethertype_0x0b0b",
    [
      "ethernet.type": "2827"
    ]),
  Example(
    "an unknown link type keeps its number", LinkType(rawValue: 9999),
    """
    01020304
    """, "linktype_9999"),
  Example(
    "spanning tree over LLC, padded", LinkType(rawValue: 1),
    """
    0180c2000000 020000000001 0026 424203
    0000 000000 0000000000000000 00000000 0000000000000000 0000 0000 1400 0200 0f00
    0000000000000000
    """, "ethernet/llc/stp",
    [
      "ethernet.length": "38", "llc.dsap": "66", "llc.dsap_name": "STP", "llc.control": "3", "llc.control_name": "UI",
    ]),
  Example(
    "a supervisory LLC frame", LinkType(rawValue: 1),
    """
    020000000002 020000000001 0004 f0f1 0145
    """, "ethernet/llc",
    [
      "llc.ssap": "241", "llc.response": "true", "llc.control": "325", "llc.control_name": "RR", "llc.poll_final": "true",
      "llc.receive_sequence_number": "34",
    ]),
  Example(
    "SNAP with an EtherType", LinkType(rawValue: 1),
    """
    020000000002 020000000001 0024 aaaa03 000000 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ethernet/llc/snap/ipv4/udp",
    [
      "snap.oui": "0", "snap.protocol_id": "2048", "snap.protocol_id_name": "IPv4",
    ]),
  Example(
    "SNAP with Cisco's discovery", LinkType(rawValue: 1),
    """
    01000ccccccc 020000000001 000c aaaa03 00000c 2000 02b40000
    """, "ethernet/llc/snap/cdp",
    [
      "snap.oui_name": "Cisco", "snap.protocol_id_name": "cdp",
    ]),
  Example(
    "SNAP with another maker's protocol", LinkType(rawValue: 1),
    """
    01000ccccccc 020000000001 000a aaaa03 123456 2000 0102
    """, "ethernet/llc/snap/oui_123456"),
  Example(
    "Novell's raw IPX", LinkType(rawValue: 1),
    """
    ffffffffffff 020000000001 0022
    ffff 0022 0011 00000000 ffffffffffff 0453 00000000 020000000001 0453 00010000
    """, "ethernet/ipx"),
  Example(
    "IS-IS by its own number", LinkType(rawValue: 1),
    """
    0180c2000014 020000000001 0006 fefe03 831b01
    """, "ethernet/llc/is_is"),
  Example(
    "a VLAN tag", LinkType(rawValue: 1),
    """
    020000000002 020000000001 8100 b064 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ethernet/vlan/ipv4/udp",
    [
      "vlan.priority": "5", "vlan.drop_eligible": "true", "vlan.vlan_id": "100", "vlan.type": "2048",
    ]),
  Example(
    "two VLAN tags", LinkType(rawValue: 1),
    """
    020000000002 020000000001 88a8 000a 8100 0014 86dd
    """, "ethernet/vlan/vlan",
    [
      "vlan.vlan_id": "10", "vlan.type_name": "VLAN",
    ]),
  Example(
    "a tag before LLC", LinkType(rawValue: 1),
    """
    020000000002 020000000001 8100 000a 0003 424203 00000000
    """, "ethernet/vlan/llc/stp",
    [
      "vlan.length": "3"
    ]),
  Example(
    "a VN-Tag", LinkType(rawValue: 1),
    """
    020000000002 020000000001 8926 c0050007 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ethernet/vntag/ipv4/udp",
    [
      "vntag.direction": "1", "vntag.pointer": "true", "vntag.destination": "5", "vntag.source": "7", "vntag.version": "0",
    ]),
  Example(
    "a backbone instance tag", LinkType(rawValue: 1),
    """
    020000000002 020000000001 88e7 28001234
    020000000004 020000000003 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ethernet/pbb/ethernet/ipv4/udp",
    [
      "pbb.service_instance_id": "4660", "pbb.priority": "1", "pbb.use_customer_addresses": "true",
    ]),
  Example(
    "an ARP request, padded", LinkType(rawValue: 1),
    """
    ffffffffffff 020000000001 0806
    0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202
    000000000000000000000000000000000000
    """, "ethernet/arp",
    [
      "arp.hardware_type_name": "Ethernet", "arp.protocol_type": "2048", "arp.operation_name": "REQUEST",
      "arp.sender_hardware_address": "02:00:00:00:00:01", "arp.sender_protocol_address": "192.0.2.1",
      "arp.target_protocol_address": "192.0.2.2",
    ]),
  Example(
    "ARP of other lengths", LinkType(rawValue: 1),
    """
    ffffffffffff 020000000001 0806
    0020 0800 08 02 0002 0102030405060708 0a0b 1112131415161718 1a1b
    """, "ethernet/arp",
    [
      "arp.sender_hardware_address": "0102030405060708", "arp.target_protocol_address": "1a1b",
    ]),
  Example(
    "cooked mode, version 1", LinkType(rawValue: 113),
    """
    0004 0001 0006 0200000000010000 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "sll/ipv4/udp",
    [
      "sll.packet_type_name": "sent by us", "sll.arphrd_type_name": "Ethernet", "sll.address": "02:00:00:00:00:01",
      "sll.protocol": "2048", "sll.unused": "0000",
    ]),
  Example(
    "cooked mode of netlink", LinkType(rawValue: 113),
    """
    0004 0338 0000 0000000000000000 0000 14000000
    """, "sll/netlink",
    [
      "sll.protocol_name": "ROUTE"
    ]),
  Example(
    "cooked mode with LLC", LinkType(rawValue: 113),
    """
    0002 0001 0006 0200000000010000 0004 424203 0000
    """, "sll/llc/stp",
    [
      "sll.protocol_name": "802.2"
    ]),
  Example(
    "cooked mode, version 2", LinkType(rawValue: 276),
    """
    0800 0000 00000002 0001 00 06 0200000000010000
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "sll2/ipv4/udp",
    [
      "sll2.interface_index": "2", "sll2.packet_type_name": "to us", "sll2.address": "02:00:00:00:00:01",
    ]),
  Example(
    "BSD loopback, little-endian", LinkType(rawValue: 0),
    """
    02000000
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "loopback/ipv4/udp",
    [
      "loopback.family": "2", "loopback.byte_order": "little",
    ]),
  Example(
    "BSD loopback, big-endian, of an unknown family", LinkType(rawValue: 0),
    """
    00000007 0102
    """, "loopback/address_family_7",
    [
      "loopback.family": "7", "loopback.byte_order": "big",
    ]),
  Example(
    "OpenBSD loopback", LinkType(rawValue: 108),
    """
    00000002
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "loopback/ipv4/udp"),
  Example(
    "no link header", LinkType(rawValue: 101),
    """
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "raw/ipv4/udp"),
  Example(
    "IPv4 by link type", LinkType(rawValue: 228),
    """
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ipv4/udp"),
  Example(
    "PPP with address and control", LinkType(rawValue: 9),
    """
    ff03 0021
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ppp/ipv4/udp",
    [
      "ppp.address": "255", "ppp.control": "3", "ppp.protocol_name": "IPv4",
    ]),
  Example(
    "PPP, protocol compressed", LinkType(rawValue: 9),
    """
    21
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ppp/ipv4/udp",
    [
      "ppp.protocol": "33"
    ]),
  Example(
    "Cisco's framing among PPP", LinkType(rawValue: 50),
    """
    0f00 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ppp/chdlc/ipv4/udp",
    [
      "chdlc.address_name": "unicast"
    ]),
  Example(
    "LCP", LinkType(rawValue: 9),
    """
    ff03 c021 01 07 000e 0104 05d4 0506 01020304 0000
    """, "ppp/lcp",
    [
      "lcp.code_name": "Configure-Request", "lcp.identifier": "7", "lcp.length": "14",
      "lcp.options.0.type_name": "Maximum-Receive-Unit", "lcp.options.1.data": "01020304",
    ]),
  Example(
    "an unknown PPP protocol", LinkType(rawValue: 9),
    """
    ff03 00f1 0102
    """, "ppp/ppp_0x00f1"),
  Example(
    "PPPoE discovery", LinkType(rawValue: 1),
    """
    ffffffffffff 020000000001 8863
    11 09 0000 000c 0101 0000 0103 0004 01020304
    00000000
    """, "ethernet/pppoe",
    [
      "pppoe.code_name": "PADI", "pppoe.tags.1.type_name": "Host-Uniq", "pppoe.tags.1.value": "01020304",
    ]),
  Example(
    "a PPPoE session", LinkType(rawValue: 1),
    """
    020000000002 020000000001 8864
    11 00 0011 001e 0021
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ethernet/pppoe/ppp/ipv4/udp",
    [
      "pppoe.version": "1", "pppoe.session_id": "17", "pppoe.length": "30",
    ]),
  Example(
    "two MPLS labels", LinkType(rawValue: 1),
    """
    020000000002 020000000001 8847 000640ff 00011b40
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ethernet/mpls/mpls/ipv4/udp",
    [
      "mpls.label": "100", "mpls.bottom_of_stack": "false", "mpls.time_to_live": "255",
    ]),
  Example(
    "an Ethernet pseudowire with control word", LinkType(rawValue: 1),
    """
    020000000002 020000000001 8847 00064140 00000007
    020000000004 020000000003 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ethernet/mpls/pw_control_word/ethernet/ipv4/udp",
    [
      "pw_control_word.sequence_number": "7"
    ]),
  Example(
    "an Ethernet pseudowire without", LinkType(rawValue: 1),
    """
    020000000002 020000000001 8847 00064140
    020000000004 020000000003 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ethernet/mpls/ethernet/ipv4/udp"),
  Example(
    "Cisco HDLC", LinkType(rawValue: 104),
    """
    8f00 8035 00000002 00000001 00000000 ffff
    """, "chdlc/slarp",
    [
      "chdlc.protocol_name": "slarp"
    ]),
  Example(
    "frame relay, RFC 2427", LinkType(rawValue: 107),
    """
    0841 03 cc
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "frame_relay/ipv4/udp",
    [
      "frame_relay.dlci": "36", "frame_relay.nlpid_name": "IPv4",
    ]),
  Example(
    "frame relay, Cisco's", LinkType(rawValue: 107),
    """
    0841 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "frame_relay/ipv4/udp",
    [
      "frame_relay.type_name": "IPv4"
    ]),
  Example(
    "802.11 data under radiotap, with check sequence", LinkType(rawValue: 127),
    """
    0000 0a00 02000000 10 00
    0802 0000 020000000001 020000000002 020000000003 1000
    aaaa03 000000 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    deadbeef
    """, "radiotap/ieee80211/llc/snap/ipv4/udp",
    [
      "radiotap.flags.fcs_at_end": "true", "ieee80211.subtype_name": "Data", "ieee80211.source": "02:00:00:00:00:03",
      "ieee80211.sequence_number": "1",
    ]),
  Example(
    "802.11 QoS data", LinkType(rawValue: 105),
    """
    8801 2c00 020000000001 020000000002 020000000003 0000 0500
    aaaa03 000000 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ieee80211/llc/snap/ipv4/udp",
    [
      "ieee80211.traffic_identifier": "5", "ieee80211.flags.to_ds": "true", "ieee80211.source": "02:00:00:00:00:02",
    ]),
  Example(
    "an 802.11 acknowledgement", LinkType(rawValue: 105),
    """
    d400 0000 020000000001
    """, "ieee80211",
    [
      "ieee80211.subtype_name": "Ack"
    ]),
  Example(
    "netfilter log", LinkType(rawValue: 239),
    """
    02 00 0001 0800 0100 0000 0300 0500 0a00 00000000 2000 0900
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "nflog/ipv4/udp",
    [
      "nflog.resource_id": "1", "nflog.attributes.1.type_name": "PREFIX",
    ]),
  Example(
    "IP over InfiniBand", LinkType(rawValue: 242),
    """
    0000000000000000000000000000000000000000 0000000a 80000550fe800000 00000010e0006600 0800 0000
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ipoib/ipv4/udp",
    [
      "ipoib.destination_queue_pair": "10"
    ]),
  Example(
    "ARCNET of Linux, RFC 1051", LinkType(rawValue: 129),
    """
    be 00 ed08 f0
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "arcnet/ipv4/udp",
    [
      "arcnet.type": "240"
    ]),
  Example(
    "ARCNET of BSD, RFC 1201", LinkType(rawValue: 7),
    """
    be 00 d4 00 0001
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "arcnet/ipv4/udp",
    [
      "arcnet.sequence_number": "1"
    ]),
  Example(
    "FDDI", LinkType(rawValue: 10),
    """
    50 020000000002 020000000001 aaaa03 000000 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "fddi/llc/snap/ipv4/udp",
    [
      "fddi.source": "02:00:00:00:00:01"
    ]),
  Example(
    "Token Ring with a route", LinkType(rawValue: 6),
    """
    10 40 020000000002 820000000001 0630 00110022 aaaa03 000000 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "token_ring/llc/snap/ipv4/udp",
    [
      "token_ring.source": "02:00:00:00:00:01", "token_ring.route": "00110022",
    ]),
  Example(
    "SLIP", LinkType(rawValue: 8),
    """
    01 40 0000000000000000000000000000
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "slip/ipv4/udp",
    [
      "slip.direction_name": "sent"
    ]),
  Example(
    "SunATM", LinkType(rawValue: 123),
    """
    82 01 0064 aaaa03 000000 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "sunatm/llc/snap/ipv4/udp",
    [
      "sunatm.vci": "100", "sunatm.direction": "sent",
    ]),
  Example(
    "Solaris ipnet", LinkType(rawValue: 226),
    """
    01 02 0001 0000001c 00000001 00000002 00000000 00000003
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ipnet/ipv4/udp",
    [
      "ipnet.destination_zone": "3"
    ]),
  Example(
    "a Marvell switch's tag", LinkType(rawValue: 284),
    """
    020000000002 020000000001 c0104064 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "dsa/ipv4/udp",
    [
      "dsa.mode_name": "Forward", "dsa.port": "2", "dsa.vlan_id": "100",
    ]),
  Example(
    "a Marvell switch's tag with its own type", LinkType(rawValue: 285),
    """
    020000000002 020000000001 dada 0000 c0104064 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "dsa/ipv4/udp",
    [
      "dsa.tag_type": "56026"
    ]),
  Example(
    "a Broadcom switch's tag", LinkType(rawValue: 281),
    """
    020000000002 020000000001 00000003 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "brcm_tag/ipv4/udp",
    [
      "brcm_tag.source_port": "3"
    ]),
  Example(
    "a Broadcom switch's tag in front", LinkType(rawValue: 282),
    """
    00000003 020000000002 020000000001 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "brcm_tag/ethernet/ipv4/udp"),
  Example(
    "IP over Firewire", LinkType(rawValue: 138),
    """
    0102030405060708 1112131415161718 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ip1394/ipv4/udp"),
  Example(
    "IP over Fibre Channel", LinkType(rawValue: 122),
    """
    1000020000000002 1000020000000001 aaaa03 000000 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "ipfc/llc/snap/ipv4/udp"),
  Example(
    "PKTAP", LinkType(rawValue: 258),
    """
    6c000000 01000000 01000000 656e30000000000000000000000000000000000000000000
    01000000 02000000 0e000000 00000000 2a000000 6375726c00000000000000000000000000000000
    00000000 0600 0000 ffffffff 0000000000000000000000000000000000000000
    020000000002 020000000001 0800
    4500001c 00010000 4011f6cd c0000201 c0000202
    00350036 00080000
    """, "pktap/ethernet/ipv4/udp",
    [
      "pktap.interface_name": "en0", "pktap.process_id": "42", "pktap.command": "curl", "pktap.effective_process_id": "-1",
    ]),
]
