import Octets
import PacketModel
import Testing

@Suite("Transport checksums")
struct ChecksumTests {
  static let source = IPAddress(low: 0x0a00_0001)
  static let destination = IPAddress(low: 0x0a00_0002)
  static let lengths = [20, 21, 36, 51, 52, 84, 1480, 1481, 9100, 65_515]

  /// A TCP segment of `length` octets with `checksum` in its field.
  private static func segment(_ length: Int, checksum: UInt16) -> [UInt8] {
    var random = Seeded(state: UInt64(length))
    var octets = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
    octets[16] = UInt8(checksum >> 8)
    octets[17] = UInt8(checksum & 255)
    return octets
  }

  /// RFC 1071's definition, word by word.
  private static func sum(_ octets: [UInt8], ipProtocol: UInt8, length: Int) -> UInt16 {
    var words: [UInt32] = [0x0a00, 1, 0x0a00, 2, UInt32(ipProtocol), UInt32(length)]
    for index in stride(from: 0, to: octets.count, by: 2) {
      words.append(UInt32(octets[index]) << 8 | (index + 1 < octets.count ? UInt32(octets[index + 1]) : 0))
    }
    var sum = words.reduce(0, +)
    while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
    return UInt16(sum)
  }

  private static func verify(_ octets: [UInt8], _ ipProtocol: IPProtocol = .tcp, missing: Int = 0, coverage: UInt16 = 0)
    -> ChecksumStatus
  {
    TransportChecksum.verify(
      ByteView(octets.span, missing: missing), ipProtocol: ipProtocol, version: .four, source: source, destination: destination,
      coverage: coverage)
  }

  @Test("TCP: good, bad, left to the card, cut", arguments: lengths)
  func tcp(_ length: Int) {
    let right = ~Self.sum(Self.segment(length, checksum: 0), ipProtocol: 6, length: length)
    #expect(Self.verify(Self.segment(length, checksum: right)) == .good)
    #expect(Self.verify(Self.segment(length, checksum: right ^ 0x0100)) == .bad)
    #expect(Self.verify(Self.segment(length, checksum: Self.sum([], ipProtocol: 6, length: length))) == .offloaded)
    #expect(Self.verify(Self.segment(length, checksum: Self.sum([], ipProtocol: 6, length: 0))) == .offloaded)
    #expect(Self.verify(Self.segment(length, checksum: 0)) == .offloaded)
    #expect(Self.verify(Self.segment(length, checksum: right), missing: 1) == .unverified)
  }

  @Test("header and payload in two views give one sum", arguments: [0, 1, 7, 8, 20, 33])
  func split(_ at: Int) {
    let right = ~Self.sum(Self.segment(133, checksum: 0), ipProtocol: 6, length: 133)
    let octets = Self.segment(133, checksum: right)
    let whole = ByteView(octets.span)
    let verdict = TransportChecksum.verify(
      whole.prefix(20 + at), payload: whole.dropping(20 + at), ipProtocol: .tcp, version: .four, source: Self.source,
      destination: Self.destination)
    #expect(verdict == .good)
  }

  @Test("UDP: none, forbidden over IPv6, allowed in a tunnel there")
  func udpZero() {
    let plain = hex("d431 0035 000c 0000 01020304")
    let tunnel = hex("d431 12b5 000c 0000 01020304")
    func verify(_ octets: [UInt8], _ version: IPVersion) -> ChecksumStatus {
      TransportChecksum.verify(
        ByteView(octets.span), ipProtocol: .udp, version: version, source: Self.source, destination: Self.destination)
    }
    #expect(verify(plain, .four) == .absent)
    #expect(verify(plain, .six) == .bad)
    #expect(verify(tunnel, .six) == .absent)
  }

  @Test("UDP counts what its length says, not the padding behind")
  func udpPadding() {
    var octets = hex("d431 0035 000c 0000 01020304")
    let right = ~Self.sum(octets, ipProtocol: 17, length: 12)
    octets[6] = UInt8(right >> 8)
    octets[7] = UInt8(right & 255)
    #expect(Self.verify(octets, .udp) == .good)
    #expect(Self.verify(octets + [9, 9, 9], .udp) == .good)
  }

  @Test("UDP-Lite: what is not covered may be damaged, or not be there")
  func udpLite() {
    var octets = hex("d431 0035 0008 0000")
    let right = ~Self.sum(octets, ipProtocol: 136, length: 12)
    octets[6] = UInt8(right >> 8)
    octets[7] = UInt8(right & 255)
    #expect(Self.verify(octets + [1, 2, 3, 4], .udpLite, coverage: 8) == .good)
    #expect(Self.verify(octets, .udpLite, missing: 4, coverage: 8) == .good)
    #expect(Self.verify(octets, .udpLite, missing: 4, coverage: 10) == .unverified)
    #expect(Self.verify(octets + [1, 2, 3, 4], .udpLite, coverage: 13) == .bad)
    #expect(Self.verify(octets + [1, 2, 3, 4], .udpLite, coverage: 7) == .bad)
  }

  @Test("ICMP has no pseudo-header")
  func icmp() {
    #expect(Self.verify(hex("0800 f7fd 0001 0001"), .icmp) == .good)
    #expect(Self.verify(hex("0800 f7fc 0001 0001"), .icmp) == .bad)
  }

  @Test("CRC32c as RFC 3720 §B.4 has it")
  func crc() {
    func value(_ octets: [UInt8]) -> UInt32 {
      var crc = CRC32C()
      crc.add(octets.span)
      return crc.value
    }
    #expect(value(Array("123456789".utf8)) == 0xe306_9283)
    #expect(value(Array(repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(value(Array(repeating: 0xff, count: 32)) == 0x62a8_ab43)
    #expect(value(Array(0..<32)) == 0x46dd_794e)
  }

  @Test("SCTP: good, bad, left to the card")
  func sctp() {
    var octets = hex("0b59 0b59 00000e50 00000000 0b00 0004")
    #expect(Self.verify(octets, .sctp) == .offloaded)
    var crc = CRC32C()
    crc.add(octets.span)
    for index in 0..<4 { octets[8 + index] = UInt8(truncatingIfNeeded: crc.value >> (8 * UInt32(index))) }
    #expect(Self.verify(octets, .sctp) == .good)
    octets[12] ^= 1
    #expect(Self.verify(octets, .sctp) == .bad)
  }
}

@Suite("TCP options as facts")
struct OptionListTests {
  @Test("a SYN's options, SACK blocks, and what breaks off")
  func lists() {
    let syn = TCPOptionList(ByteView(hex("020405b4 0402 080a 00000001 00000002 01 03030f 2202 1303").span))
    #expect(syn.mss == 1460 && syn.windowScale == 15 && syn.effectiveWindowScale == 14 && syn.sackPermitted)
    #expect(syn.timestamps == TCPTimestamps(value: 1, echoReply: 2))
    #expect(syn.fastOpen && syn.fastOpenCookieLength == 0 && syn.isMalformed && !syn.hasMD5)
    let fast = TCPOptionList(ByteView(hex("0101080a 00000001 00000002").span))
    #expect(fast.timestamps == TCPTimestamps(value: 1, echoReply: 2) && !fast.isMalformed)
    var edges: [UInt32] = []
    let acknowledgment = TCPOptionList(ByteView(hex("0101 0512 00000001 00000002 00000003 00000004").span))
    acknowledgment.forEachSACKBlock { edges += [$0.left.rawValue, $0.right.rawValue] }
    #expect(edges == [1, 2, 3, 4])
  }

  @Test("no octets trap")
  func mutations() {
    var random = Seeded(state: 1)
    for _ in 0..<20_000 {
      let octets = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        Bool.random(using: &random) ? UInt8.random(in: 0...34, using: &random) : UInt8.random(in: 0...255, using: &random)
      }
      TCPOptionList(ByteView(octets.span)).forEachSACKBlock { _ in }
    }
  }
}
