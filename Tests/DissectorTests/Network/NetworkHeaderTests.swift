import PacketModel
import Testing

@Suite("Network headers")
struct NetworkHeaderTests {
  @Test("the fields of each", arguments: examples)
  func fields(_ example: Example) { expectFields(example) }

  @Test("cut anywhere, by the capture or by the sender", arguments: examples)
  func cuts(_ example: Example) { expectCuts(example) }

  @Test("damaged anywhere", arguments: examples)
  func damage(_ example: Example) { expectDamage(example) }
}

private let examples = [
  Example(
    "IPv4 with every fixed field", LinkType(rawValue: 228),
    """
    45b9 001c abcd 4000 ff11 0cb9 c0000201 c0000202
    00350036 00080000
    """, "ipv4/udp",
    [
      "ipv4.version": "4", "ipv4.header_length": "20", "ipv4.dscp": "46", "ipv4.dscp_name": "EF", "ipv4.ecn": "1",
      "ipv4.total_length": "28", "ipv4.identification": "43981", "ipv4.flags.dont_fragment": "true",
      "ipv4.flags.more_fragments": "false", "ipv4.fragment_offset": "0", "ipv4.time_to_live": "255", "ipv4.protocol": "17",
      "ipv4.protocol_name": "UDP", "ipv4.source": "192.0.2.1", "ipv4.destination": "192.0.2.2",
    ]),
  Example(
    "IPv4 of segmentation offload", LinkType(rawValue: 228),
    """
    4500 0000 0001 0000 4011 f6e8 c0000201 c0000202
    00350036 00080000
    """, "ipv4/udp",
    [
      "ipv4.total_length": "0", "ipv4.header_checksum_status": "good",
    ]),
  Example(
    "IPv4 with a wrong checksum", LinkType(rawValue: 228),
    """
    4500 001c 0001 0000 4011 1234 c0000201 c0000202
    00350036 00080000
    """, "ipv4/udp",
    [
      "ipv4.header_checksum_status": "bad"
    ]),
  Example(
    "IPv4 with its checksum left to the card", LinkType(rawValue: 228),
    """
    4500 001c 0001 0000 4011 0000 c0000201 c0000202
    00350036 00080000
    """, "ipv4/udp",
    [
      "ipv4.header_checksum_status": "offloaded"
    ]),
  Example(
    "IPv4 options: record route, router alert, no operation, end", LinkType(rawValue: 228),
    """
    4b00 0034 0001 0000 4011 0000 c0000201 c0000202
    070708c00002039404000001830b08c0000204c000020500
    00350036 00080000
    """, "ipv4/udp",
    [
      "ipv4.options.0.type_name": "RR", "ipv4.options.0.pointer": "8", "ipv4.options.0.addresses.0": "192.0.2.3",
      "ipv4.options.1.router_alert": "0", "ipv4.options.2.type_name": "NOP", "ipv4.options.3.type": "131",
      "ipv4.options.3.addresses.1": "192.0.2.5", "ipv4.options.4.type_name": "EOOL",
    ]),
  Example(
    "IPv4 options: timestamps, traceroute, unknown", LinkType(rawValue: 228),
    """
    4d00 0024 0001 0000 40fd 0000 c0000201 c0000202
    44 0c 0d 01 c0000203 00000064
    52 0c 0007 0003 0002 c0000209
    1f 03 aa 00 0000 0000
    """, "ipv4/experimentation_1",
    [
      "ipv4.options.0.flag_name": "addresses recorded", "ipv4.options.0.timestamps.0.address": "192.0.2.3",
      "ipv4.options.0.timestamps.0.timestamp": "100", "ipv4.options.1.outbound_hop_count": "3",
      "ipv4.options.1.originator": "192.0.2.9", "ipv4.options.2.type": "31", "ipv4.options.2.data": "aa",
    ]),
  Example(
    "IPv4 options: security, CIPSO, stream", LinkType(rawValue: 228),
    """
    4b00 002c 0001 0000 40fd 0000 c0000201 c0000202
    8204ab80860d000000050107000102030400
    880412340000
    """, "ipv4/experimentation_1",
    [
      "ipv4.options.0.classification_name": "Unclassified", "ipv4.options.1.domain_of_interpretation": "5",
      "ipv4.options.1.tags.0.data": "0001020304",
    ]),
  Example(
    "an IPv4 fragment that is not the first", LinkType(rawValue: 228),
    """
    4500 001c 0001 0001 4011 0000 c0000201 c0000202
    0102030405060708
    """, "ipv4",
    [
      "ipv4.fragment_offset": "8"
    ]),
  Example(
    "an unknown IP protocol", LinkType(rawValue: 228),
    """
    4500 0018 0001 0000 40c8 0000 c0000201 c0000202
    01020304
    """, "ipv4/ip_protocol_200",
    [
      "ipv4.protocol": "200"
    ]),
  Example(
    "IPv6 with every field", LinkType(rawValue: 229),
    """
    6b9a bcde 0008 11 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    00350036 00080000
    """, "ipv6/udp",
    [
      "ipv6.version": "6", "ipv6.traffic_class": "185", "ipv6.dscp": "46", "ipv6.ecn": "1", "ipv6.flow_label": "703710",
      "ipv6.payload_length": "8", "ipv6.next_header": "17", "ipv6.next_header_name": "UDP", "ipv6.hop_limit": "64",
      "ipv6.source": "2001:db8::1", "ipv6.destination": "2001:db8::2",
    ]),
  Example(
    "IPv6 without next header", LinkType(rawValue: 229),
    """
    60000000 0004 3b 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    01020304
    """, "ipv6"),
  Example(
    "hop-by-hop options", LinkType(rawValue: 229),
    """
    60000000 0010 00 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    11 00 0502 0000 0100
    00350036 00080000
    """, "ipv6/ipv6_hop_by_hop/udp",
    [
      "ipv6_hop_by_hop.next_header": "17", "ipv6_hop_by_hop.header_extension_length": "0",
      "ipv6_hop_by_hop.options.0.type_name": "Router Alert", "ipv6_hop_by_hop.options.0.router_alert": "0",
      "ipv6_hop_by_hop.options.1.type_name": "PadN",
    ]),
  Example(
    "a home address", LinkType(rawValue: 229),
    """
    60000000 0020 3c 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    11 02 0102 0000 c910 20010db8000000000000000000000009
    00350036 00080000
    """, "ipv6/ipv6_destination_options/udp",
    [
      "ipv6_destination_options.options.1.home_address": "2001:db8::9"
    ]),
  Example(
    "a type 0 routing header", LinkType(rawValue: 229),
    """
    60000000 0020 2b 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    11 02 00 01 00000000 20010db8000000000000000000000007
    00350036 00080000
    """, "ipv6/ipv6_routing/udp",
    [
      "ipv6_routing.routing_type": "0", "ipv6_routing.segments_left": "1", "ipv6_routing.addresses.0": "2001:db8::7",
    ]),
  Example(
    "a segment routing header", LinkType(rawValue: 229),
    """
    60000000 0030 2b 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    11 04 04 01 01 00 0007 20010db8000000000000000000000007 20010db8000000000000000000000008
    00350036 00080000
    """, "ipv6/ipv6_routing/udp",
    [
      "ipv6_routing.routing_type_name": "Segment Routing", "ipv6_routing.last_entry": "1", "ipv6_routing.tag": "7",
      "ipv6_routing.segments.1": "2001:db8::8",
    ]),
  Example(
    "an RPL source route", LinkType(rawValue: 229),
    """
    60000000 0018 2b 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    11 01 03 02 ff 600000 07 08 000000000000
    00350036 00080000
    """, "ipv6/ipv6_routing/udp",
    [
      "ipv6_routing.compression": "15", "ipv6_routing.pad": "6", "ipv6_routing.addresses.0": "2001:db8::7",
      "ipv6_routing.addresses.1": "2001:db8::8",
    ]),
  Example(
    "a whole packet in one fragment", LinkType(rawValue: 229),
    """
    60000000 0010 2c 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    11 00 0000 00000007
    00350036 00080000
    """, "ipv6/ipv6_fragment/udp",
    [
      "ipv6_fragment.identification": "7", "ipv6_fragment.more_fragments": "false",
    ]),
  Example(
    "a later fragment", LinkType(rawValue: 229),
    """
    60000000 0010 2c 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    11 00 0011 00000007
    00350036 00080000
    """, "ipv6/ipv6_fragment",
    [
      "ipv6_fragment.fragment_offset": "16", "ipv6_fragment.more_fragments": "true",
    ]),
  Example(
    "an authentication header", LinkType(rawValue: 229),
    """
    60000000 0020 33 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    11 04 0000 00000100 00000001 0102030405060708090a0b0c
    00350036 00080000
    """, "ipv6/ah/udp",
    [
      "ah.spi": "256", "ah.sequence_number": "1", "ah.integrity_check_value": "0102030405060708090a0b0c",
    ]),
  Example(
    "an encrypted payload", LinkType(rawValue: 229),
    """
    60000000 000c 32 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    00000100 00000002 a1b2c3d4
    """, "ipv6/esp",
    [
      "esp.spi": "256", "esp.sequence_number": "2",
    ]),
  Example(
    "a binding update", LinkType(rawValue: 229),
    """
    60000000 0010 87 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    3b 01 05 00 abcd 0001 c000 0003 0100 0000
    """, "ipv6/mobility",
    [
      "mobility.type_name": "Binding Update", "mobility.checksum": "43981",
    ]),
  Example(
    "a HIP packet", LinkType(rawValue: 229),
    """
    60000000 0028 8b 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    3b 04 01 11 0000 0000 20010010000000000000000000000001 20010010000000000000000000000002
    """, "ipv6/hip",
    [
      "hip.type_name": "I1", "hip.sender_hit": "20010010000000000000000000000001",
    ]),
  Example(
    "a Shim6 payload header", LinkType(rawValue: 229),
    """
    60000000 0010 8c 40 20010db8000000000000000000000001 20010db8000000000000000000000002
    11 00 80000000002a
    00350036 00080000
    """, "ipv6/shim6/udp",
    [
      "shim6.payload": "true", "shim6.receiver_context_tag": "42",
    ]),
  Example(
    "an IGMPv2 report", LinkType(rawValue: 228),
    """
    4600 0020 0001 0000 0102 0000 c0000201 e0000005
    94040000
    1600 09fa e0000005
    """, "ipv4/igmp",
    [
      "igmp.type_name": "Membership Report (v2)", "igmp.group_address": "224.0.0.5", "igmp.checksum_status": "good",
    ]),
  Example(
    "an IGMPv3 query", LinkType(rawValue: 228),
    """
    4500 0024 0001 0000 0102 0000 c0000201 e0000001
    1164 0000 e0000005 0a7d 0001 c0000207
    """, "ipv4/igmp",
    [
      "igmp.max_response_code": "100", "igmp.queriers_robustness_variable": "2",
      "igmp.suppress_router_side_processing": "true", "igmp.queriers_query_interval_code": "125",
      "igmp.source_addresses.0": "192.0.2.7",
    ]),
  Example(
    "an IGMPv3 report", LinkType(rawValue: 228),
    """
    4500 0028 0001 0000 0102 0000 c0000201 e0000016
    2200 0000 0000 0001 0400 0001 e0000005 c0000207
    """, "ipv4/igmp",
    [
      "igmp.group_records.0.record_type_name": "CHANGE_TO_EXCLUDE_MODE",
      "igmp.group_records.0.multicast_address": "224.0.0.5", "igmp.group_records.0.source_addresses.0": "192.0.2.7",
    ]),
]
