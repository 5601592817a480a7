import Dissection
import NetworkDissectors
import Octets
import PacketModel
import Testing
import TransportDissectors

/// A header, who reads it, and what some of its fields must be.
struct Example: Sendable, CustomTestStringConvertible {
  enum Kind: Sendable { case tcp, udp, udpLite, sctp, icmp, icmpv6, quoted }

  var testDescription: String
  var kind: Kind
  var octets: [UInt8]
  var expected: [String: FieldValue]

  init(_ name: String, _ kind: Kind, _ octets: String, _ expected: [String: FieldValue]) {
    testDescription = name
    self.kind = kind
    self.octets = hex(octets)
    self.expected = expected
  }

  var found: [String: FieldValue] {
    var facts = PacketFacts()
    facts.ipProtocol = .tcp
    switch kind {
    case .tcp: return fields(TCPLayer.self, octets)
    case .udp: return fields(UDPLayer.self, octets)
    case .udpLite: return fields(UDPLiteLayer.self, octets)
    case .sctp: return fields(SCTPLayer.self, octets)
    case .icmp: return fields(ICMPLayer.self, octets)
    case .icmpv6:
      facts.version = .six
      return fields(ICMPv6Layer.self, octets, facts: facts)
    case .quoted: return fields(QuotedTransportLayer.self, octets, facts: facts)
    }
  }

  func damage(_ octets: [UInt8]) {
    switch kind {
    case .tcp: survives(TCPLayer.self, octets, version: .four)
    case .udp: survives(UDPLayer.self, octets, version: .six)
    case .udpLite: survives(UDPLiteLayer.self, octets, version: .four)
    case .sctp: survives(SCTPLayer.self, octets, version: .four)
    case .icmp: survives(ICMPLayer.self, octets, version: .four)
    case .icmpv6: survives(ICMPv6Layer.self, octets, version: .six)
    case .quoted: survives(QuotedTransportLayer.self, octets, version: .four)
    }
  }
}

private let ports = "d431 0050"
/// A TCP header of `words` 32-bit words, a SYN, up to its options.
private func tcp(_ words: Int, flags: String = "02") -> String {
  "\(ports) 00000001 00000000 \(String(words, radix: 16))0\(flags) ffff 0000 0000"
}

@Suite("Header fields of transports")
struct FieldTests {
  static let examples = [
    Example(
      "a SYN with the usual options", .tcp, tcp(10) + "020405b4 0402 080a 00000001 00000000 01 030307",
      [
        "source_port": .number(54321), "destination_port": .number(80), "sequence_number": .number(1),
        "data_offset": .number(10),
        "flags.syn": .flag(true), "flags.ack": .flag(false), "window": .number(65535), "options.0.mss": .number(1460),
        "options.0.kind_name": .text("Maximum Segment Size"), "options.1.kind": .number(4),
        "options.2.timestamp_value": .number(1), "options.3.kind": .number(1), "options.4.shift_count": .number(7),
        "options.4.multiplier": .number(128), "payload_length": .number(0),
      ]),
    Example(
      "accurate ECN in a SYN", .tcp, "\(ports) 00000001 00000000 51c2 ffff 0000 0000",
      ["flags.ae": .flag(true), "flags.cwr": .flag(true), "flags.ece": .flag(true), "reserved": .number(0)]),
    Example(
      "SACK blocks", .tcp, tcp(11, flags: "10") + "0101 0512 00000010 00000020 00000030 00000040 00000000",
      [
        "options.2.blocks.0.left_edge": .number(16), "options.2.blocks.1.right_edge": .number(64), "options.3.kind": .number(0),
      ]),
    Example(
      "a Fast Open cookie and a request in the experimental form", .tcp, tcp(9) + "220a 0102030405060708 fe04 f989 0000",
      [
        "options.0.cookie": .octets([1, 2, 3, 4, 5, 6, 7, 8]), "options.0.cookie_request": .flag(false),
        "options.1.experiment_id": .number(0xf989), "options.1.cookie_request": .flag(true),
      ]),
    Example(
      "Multipath TCP: MP_CAPABLE, then DSS", .tcp,
      tcp(15) + "1e0c 01 81 1122334455667788 1e14 20 05 00000009 00000001 00000002 0010 abcd 01010101 0101 0101",
      [
        "options.0.subtype_name": .text("MP_CAPABLE"), "options.0.version": .number(1), "options.0.hmac_sha256": .flag(true),
        "options.0.sender_key": .octets([0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]),
        "options.1.subtype_name": .text("DSS"),
        "options.1.data_ack": .number(9), "options.1.data_sequence_number": .number(1),
        "options.1.data_level_length": .number(16),
      ]),
    Example(
      "Multipath TCP: MP_JOIN and ADD_ADDR with a port", .tcp,
      tcp(11) + "1e0c 11 05 aabbccdd 00000007 1e0a 30 02 c0000201 1f90 0101",
      [
        "options.0.backup": .flag(true), "options.0.receiver_token": .number(0xaabb_ccdd),
        "options.0.random_number": .number(7),
        "options.1.address": .text("192.0.2.1"), "options.1.port": .number(8080),
      ]),
    Example(
      "user timeout, TCP-AO, MD5", .tcp,
      tcp(14) + "1c04 8005 1d10 0102 0102030405060708090a0b0c 1312 000102030405060708090a0b0c0d0e0f 0000".replacingSpaces,
      [
        "options.0.granularity": .text("minutes"), "options.0.user_timeout": .number(5), "options.1.key_id": .number(1),
        "options.1.receive_next_key_id": .number(2),
      ]),
    Example(
      "accurate ECN counters and encryption negotiation", .tcp, tcp(9) + "ae0b 000001 000002 000003 4505 01 21 22",
      [
        "options.0.ee1b": .number(1), "options.0.eceb": .number(2), "options.0.ee0b": .number(3),
        "options.1.suboptions.0.passive_role": .flag(true), "options.1.suboptions.1.encryption_protocol": .number(0x21),
      ]),
    Example(
      "an unknown option", .tcp, tcp(6) + "c803 ff 00",
      ["options.0.kind": .number(200), "options.0.value": .octets([0xff]), "options.1.kind": .number(0)]),
    Example(
      "an option longer than the header", .tcp, tcp(6) + "0101 0809",
      ["options.2.malformed": .text("length beyond the header")]),
    Example("an option of length zero", .tcp, tcp(6) + "02000000", ["options.0.malformed": .text("length below 2")]),
    Example("an MSS of three octets", .tcp, tcp(6) + "020305 01", ["options.0.malformed": .text("length not of this kind")]),
    Example(
      "UDP without a checksum", .udp, "0035 d431 000c 0000 01020304",
      ["length": .number(12), "checksum_status": .text("absent"), "payload_length": .number(4)]),
    Example(
      "UDP-Lite that covers its header", .udpLite, "0001 0002 0008 1234 01020304",
      ["checksum_coverage": .number(8), "checksum_status": .text("bad")]),
    Example(
      "SCTP: DATA and SACK", .sctp,
      "0b59 0b59 00000e50 00000000 0003 0014 00000001 0002 0003 0000003c 01020304 0300 0018 00000007 00000100 0001 0001 0002 0003 00000009",
      [
        "verification_tag": .number(0xe50), "chunks.0.type_name": .text("DATA"), "chunks.0.tsn": .number(1),
        "chunks.0.payload_protocol_identifier_name": .text("NGAP"), "chunks.1.cumulative_tsn_ack": .number(7),
        "chunks.1.gap_ack_blocks.0.end": .number(3), "chunks.1.duplicate_tsns.0": .number(9),
      ]),
    Example(
      "an echo request", .icmp, "0800 f7fd 0001 0001 ",
      [
        "type_name": .text("Echo"), "identifier": .number(1), "sequence_number": .number(1), "checksum_status": .text("good"),
      ]),
    Example(
      "fragmentation needed, with a label stack", .icmp,
      "0304 0000 0005 05dc 4500001400000000000100000a0000010a000002 2000 0000 0008 0101 00018140",
      [
        "code_name": .text("Fragmentation Needed and Don't Fragment was Set"), "next_hop_mtu": .number(1500),
        "length": .number(5),
        "extensions.objects.0.class_number": .number(1), "extensions.objects.0.labels.0.label": .number(24),
        "extensions.objects.0.labels.0.bottom_of_stack": .flag(true), "extensions.objects.0.labels.0.time_to_live": .number(64),
        "extensions.checksum_status": .text("absent"),
      ]),
    Example(
      "a redirect", .icmp, "0501 0000 0a000001 4500",
      ["gateway_address": .text("10.0.0.1"), "code_name": .text("Redirect Datagram for the Host")]),
    Example(
      "router advertisement of 1991", .icmp, "0900 0000 0102 0708 0a000001 80000000",
      [
        "lifetime": .number(1800), "routers.0.router_address": .text("10.0.0.1"),
        "routers.0.preference_level": .signed(-2_147_483_648),
      ]),
    Example(
      "a neighbor solicitation", .icmpv6, "8700 0000 00000000 fe800000000000000000000000000001 0101 001122334455",
      [
        "type_name": .text("Neighbor Solicitation"), "target_address": .text("fe80::1"),
        "options.0.link_layer_address": .text("00:11:22:33:44:55"), "options.0.type_name": .text("Source Link-layer Address"),
      ]),
    Example(
      "a router advertisement", .icmpv6,
      "8600 0000 40 c8 0708 00000001 00000002 0304 40c0 00000e10 00000708 00000000 20010db8000000000000000000000000 0501 0000 000005dc "
        + "1f03 0000 00000e10 036c616e 07656e7472616c650000 0000".replacingSpaces,
      [
        "current_hop_limit": .number(64), "managed_address_configuration": .flag(true), "other_configuration": .flag(true),
        "default_router_preference": .text("high"), "router_lifetime": .number(1800), "options.0.prefix": .text("2001:db8::"),
        "options.0.prefix_length": .number(64), "options.0.valid_lifetime": .number(3600), "options.1.mtu": .number(1500),
      ]),
    Example(
      "a version 2 listener report", .icmpv6,
      "8f00 0000 0000 0001 0400 0001 ff020000000000000000000000000001 20010db8000000000000000000000001",
      [
        "number_of_records": .number(1), "records.0.record_type_name": .text("CHANGE_TO_EXCLUDE_MODE"),
        "records.0.multicast_address": .text("ff02::1"), "records.0.source_addresses.0": .text("2001:db8::1"),
      ]),
    Example(
      "a neighbor option of length zero", .icmpv6, "8500 0000 00000000 0100 001122334455",
      ["options.0.malformed": .text("length of zero")]),
    Example(
      "packet too big", .icmpv6, "0200 0000 00000500 6000000000000000",
      ["mtu": .number(1280), "type_name": .text("Packet Too Big")]),
    Example(
      "a whole TCP header, quoted", .quoted, tcp(5),
      ["sequence_number": .number(1), "flags.syn": .flag(true), "window": .number(65535)]),
    Example("eight octets, quoted", .quoted, "\(ports) 00000001", ["sequence_number": .number(1)]),
  ]

  @Test("fields have their values", arguments: examples)
  func values(_ example: Example) {
    let found = example.found
    for (path, value) in example.expected { #expect(found[path] == value, "\(path)") }
  }

  @Test("no cut traps", arguments: examples)
  func cuts(_ example: Example) {
    for length in 0...example.octets.count { example.damage(Array(example.octets.prefix(length))) }
  }

  @Test("no mutation traps", arguments: examples)
  func mutations(_ example: Example) {
    var random = Seeded(state: UInt64(example.octets.count))
    for _ in 0..<400 {
      var octets = example.octets
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        octets[Int.random(in: 0..<octets.count, using: &random)] =
          [0, 1, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &random)]
          .randomElement(using: &random) ?? 0
      }
      example.damage(Array(octets.prefix(Int.random(in: 0...octets.count, using: &random))))
    }
  }
}

extension String {
  var replacingSpaces: String { filter { $0 != " " } }
}
