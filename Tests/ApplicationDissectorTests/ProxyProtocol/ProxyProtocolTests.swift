import ApplicationDissectors
import ApplicationModel
import Dissection
import Octets
import PacketModel
import Testing

@Suite struct ProxyProtocolTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var header: [UInt8]
    /// What is told of the header, and the problems found.
    var lines: [String]

    init(_ name: String, _ header: [UInt8], _ lines: [String]) {
      testDescription = name
      self.header = header
      self.lines = lines
    }

    init(_ name: String, _ line: String, _ lines: [String]) { self.init(name, Array(line.utf8), lines) }
  }

  static let signature = octets("0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a")

  /// A header of version 2.
  static func block(_ command: UInt8, _ family: UInt8, _ body: [UInt8], length: Int? = nil) -> [UInt8] {
    let length = length ?? body.count
    return signature + [command, family, UInt8(length >> 8), UInt8(length & 255)] + body
  }

  static func value(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
    [type, UInt8(value.count >> 8), UInt8(value.count & 255)] + value
  }

  static func value(_ type: UInt8, _ text: String) -> [UInt8] { value(type, Array(text.utf8)) }

  /// 192.168.0.1:56324 to 192.168.0.11:443, as §2.1's example.
  static let four = octets("c0 a8 00 01 c0 a8 00 0b dc 04 01 bb")
  static let six =
    octets("20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01") + octets("20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02")
    + octets("dc 04 01 bb")
  static let paths =
    Array("/run/a".utf8) + Array(repeating: 0, count: 102) + [0] + Array("abstract".utf8) + Array(repeating: 0, count: 99)

  private static func sealed(_ header: [UInt8]) -> [UInt8] {
    // The checksum's four octets stand last.
    var crc = CRC32C()
    crc.add(header.span)
    return Array(header.dropLast(4)) + (0..<4).map { UInt8(truncatingIfNeeded: crc.value >> (24 - 8 * UInt32($0))) }
  }

  static let ends = "192.168.0.1:56324 -> 192.168.0.11:443"

  static let lines: [Example] = [
    Example("TCP4", "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n", ["1 tcp4 47 \(ends)"]),
    Example(
      "TCP6", "PROXY TCP6 2001:db8::1 ::ffff:192.0.2.1 0 65535\r\n",
      ["1 tcp6 49 2001:db8::1:0 -> ::ffff:192.0.2.1:65535"]),
    Example(
      "TCP6 with all its digits",
      "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF 65535 65535\r\n",
      [
        "1 tcp6 104 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff:65535 -> ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff:65535"
      ]),
    Example("UNKNOWN", "PROXY UNKNOWN\r\n", ["1 unknown 15"]),
    Example("UNKNOWN and more", "PROXY UNKNOWN what ever\r\n", ["1 unknown 25"]),
    Example(
      "a line that ends with LF alone", "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\n",
      ["1 tcp4 46 \(ends)", "! the line ends without CR"]),
    Example(
      "UDP", "PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n", ["1 unknown 32", "! the protocol is none of TCP4, TCP6 and UNKNOWN"]),
    Example("two spaces", "PROXY TCP4  1.2.3.4 1.2.3.4 1 2\r\n", ["1 tcp4 33", "! the line does not have six words"]),
    Example(
      "the wrong family", "PROXY TCP4 ::1 1.2.3.4 1 2\r\n",
      ["1 tcp4 28 none -> 1.2.3.4:2", "! the source address is no IPv4 address"]),
    Example(
      "a leading zero", "PROXY TCP4 1.2.3.04 1.2.3.4 1 2\r\n",
      ["1 tcp4 33 none -> 1.2.3.4:2", "! the source address is no IPv4 address"]),
    Example(
      "three colons, and ten digits too many", "PROXY TCP6 1:::2 12345::1 1 2\r\n",
      [
        "1 tcp6 31", "! the source address is no IPv6 address", "! the destination address is no IPv6 address",
      ]),
    Example(
      "nine groups, and seven", "PROXY TCP6 1:2:3:4:5:6:7:8:9 1:2:3:4:5:6:7 1 2\r\n",
      [
        "1 tcp6 48", "! the source address is no IPv6 address", "! the destination address is no IPv6 address",
      ]),
    Example(
      "a port too great", "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n",
      ["1 tcp4 36 1.2.3.4:1 -> none", "! the destination port is no number up to 65535"]),
  ]

  static let blocks: [Example] = [
    Example("TCP over IPv4", block(0x21, 0x11, four), ["2 tcp4 28 \(ends)"]),
    Example("UDP over IPv4", block(0x21, 0x12, four), ["2 udp4 28 \(ends)"]),
    Example("TCP over IPv6", block(0x21, 0x21, six), ["2 tcp6 52 2001:db8::1:56324 -> 2001:db8::2:443"]),
    Example("UDP over IPv6", block(0x21, 0x22, six), ["2 udp6 52 2001:db8::1:56324 -> 2001:db8::2:443"]),
    Example("Unix streams", block(0x21, 0x31, paths), ["2 unix 232 '/run/a' -> '\0abstract'"]),
    Example("Unix datagrams", block(0x21, 0x32, paths), ["2 unix_datagram 232 '/run/a' -> '\0abstract'"]),
    Example("LOCAL", block(0x20, 0x00, []), ["2 local unknown 16"]),
    Example("LOCAL with addresses, which mean nothing", block(0x20, 0x11, four), ["2 local unknown 28"]),
    Example("LOCAL with a value", block(0x20, 0x00, value(5, "id")), ["2 local unknown 21 unique_id=id"]),
    Example("unspecified, with whatever octets", block(0x21, 0x00, [1, 2, 3, 4]), ["2 unknown 20"]),
    Example(
      "values",
      block(
        0x21, 0x11,
        four + value(1, "h2") + value(2, "example.com") + value(4, "") + value(5, "id") + value(0x30, "ns") + value(0xe0, "own")
      ),
      ["2 tcp4 66 \(ends) alpn=h2 authority=example.com noop= unique_id=id netns=ns 224=own"]),
    Example(
      "a client's TLS",
      block(
        0x21, 0x11,
        four
          + value(
            0x20,
            [7, 0, 0, 0, 0] + value(0x21, "TLSv1.3") + value(0x22, "example.com") + value(0x23, "AES")
              + value(0x24, "RSA-SHA256") + value(0x25, "RSA2048"))),
      ["2 tcp4 89 \(ends) tls(TLSv1.3 example.com AES RSA-SHA256 RSA2048 certificate verified)"]),
    Example(
      "TLS, and no certificate", block(0x21, 0x11, four + value(0x20, [1, 0, 0, 0, 1])), ["2 tcp4 36 \(ends) tls()"]),
    Example(
      "a checksum", sealed(block(0x21, 0x11, four + value(3, [0, 0, 0, 0]))), ["2 tcp4 35 \(ends) crc32c right"]),
    Example(
      "a wrong checksum", block(0x21, 0x11, four + value(3, [1, 2, 3, 4])),
      ["2 tcp4 35 \(ends) crc32c wrong", "! proxy_protocol_bad_checksum"]),
    Example("version 3", block(0x31, 0x11, four), ["! the version is not 2"]),
    Example("an unknown command", block(0x22, 0x11, four), ["2 unknown 28", "! the command is neither LOCAL nor PROXY"]),
    Example(
      "an unknown family", block(0x21, 0x41, four), ["2 unknown 28", "! the address family or transport is unassigned"]),
    Example("addresses too short", block(0x21, 0x21, four), ["2 unknown 28", "! the addresses do not fit the length"]),
    Example(
      "values that do not fit", block(0x21, 0x11, four + [1, 0, 9, 1]),
      ["2 tcp4 32 \(ends)", "! the additional values do not fit the length"]),
    Example(
      "TLS values that do not fit", block(0x21, 0x11, four + value(0x20, [1, 0, 0, 0, 0, 0x21, 0, 9])),
      ["2 tcp4 39 \(ends)", "! the TLS values do not fit their length"]),
    Example(
      "an id too long", block(0x21, 0x11, four + value(5, String(repeating: "x", count: 129))),
      ["2 tcp4 160 \(ends) unique_id=129", "! the unique id is longer than 128 octets"]),
  ]

  static let request = "GET / HTTP/1.1\r\nHost: 192.168.0.11\r\n\r\n"
  static let response = "HTTP/1.1 204 No Content\r\n\r\n"

  @Test("headers, with HTTP behind them", arguments: lines + blocks)
  func whole(_ example: Example) { expect(example, cutInto: .max) }

  @Test("headers, however the network cuts them", arguments: lines + blocks, [1, 2, 3, 64])
  func cut(_ example: Example, size: Int) { expect(example, cutInto: size) }

  private func expect(_ example: Example, cutInto size: Int) {
    let facts = Dialogue([.octets(example.header + Array(Self.request.utf8), .low), .server(Self.response)]).facts(
      cutInto: size)
    #expect(facts.proxyLines == example.lines)
    #expect(facts.protocols == [.proxyProtocol, .http])
    #expect(facts.client == .low)
    #expect(facts.http.map(\.exchanges.count) == [1])
    #expect(facts.http.first?.exchanges.first?.response?.status == 204)
  }

  // MARK: - What is around headers

  @Test("two proxies, one behind the other")
  func chain() {
    let facts = Dialogue([
      .octets(
        Array("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n".utf8) + Self.block(0x21, 0x11, Self.four) + Array(Self.request.utf8), .low),
      .server(Self.response),
    ]).facts()
    #expect(facts.proxyLines == ["1 tcp4 32 1.2.3.4:1 -> 5.6.7.8:2", "2 tcp4 28 \(Self.ends)"])
    #expect(facts.protocols == [.proxyProtocol, .proxyProtocol, .http])
  }

  @Test("a server that speaks first")
  func serverFirst() {
    let facts = Dialogue([
      .server("220 ready\r\n"), .client("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n"), .client("EHLO a\r\n"),
    ]).facts()
    #expect(facts.proxyLines == ["1 tcp4 47 \(Self.ends)"])
    #expect(facts.protocols == [.proxyProtocol, .smtp])
  }

  @Test("the sender is the client, whoever opened the connection")
  func sender() {
    let facts = Dialogue([.server("PROXY UNKNOWN\r\n" + Self.request), .client(Self.response)]).facts()
    #expect(facts.client == .high)
    #expect(facts.http.first?.exchanges.first?.response?.status == 204)
  }

  @Test("a line that does not end")
  func endless() {
    for size in [1, 3, 64, .max] {
      let facts = Dialogue([.client("PROXY UNKNOWN " + String(repeating: "x", count: 93) + Self.request)]).facts(cutInto: size)
      #expect(facts.proxyLines == ["! the line does not end within 107 octets"])
      #expect(facts.http.first?.exchanges.count == 1)
    }
  }

  @Test("a header of which the capture lacks some")
  func hole() {
    let facts = Dialogue([
      .client("PROXY TCP4 1.2.3.4 "), .lost(20, .low), .client(Self.request), .server(Self.response),
    ]).facts()
    #expect(facts.proxyLines == ["! the capture lacks some of it"])
    #expect(facts.http.first?.exchanges.count == 1)
  }

  @Test("a stream that ends within its header", arguments: [StreamEnding.closed, .cut])
  func cutShort(_ ending: StreamEnding) {
    let facts = Dialogue([.client("PROXY TCP4 1.2.3.4 "), .end(.low, ending)]).facts()
    #expect(facts.proxyLines == [ending == .cut ? "! the capture lacks some of it" : "! the stream ends within it"])
    #expect(facts.findings.map(\.severity) == [ending == .cut ? .note : .warning])
  }

  static let recognitions: [(octets: [UInt8], expected: Recognition)] = [
    (Array("P".utf8), .maybe), (Array("PROXY TC".utf8), .maybe), (Array("PROXY TCP4".utf8), .client),
    (Array("PROXY / HTTP/1.1".utf8), .no), (Array("PROXY TRUE".utf8), .no), (Array("proxy tcp4".utf8), .no),
    ([13, 10], .maybe), (signature, .client), (Array("\r\n\r\nGET / HTTP/1.1".utf8), .no), (Array("POST".utf8), .no),
  ]

  @Test("beginnings", arguments: recognitions)
  func recognition(_ row: (octets: [UInt8], expected: Recognition)) {
    #expect(ProxyProtocolDissector.recognise(ByteView(row.octets.span)) == row.expected)
  }

  @Test("the largest header is kept once and read at last")
  func largest() {
    let header = Self.block(0x21, 0x11, Self.four + Self.value(4, Array(repeating: 0, count: 0xffff - 15)))
    let facts = Dialogue([.octets(header + Array(Self.request.utf8), .low)]).facts(cutInto: 1460)
    #expect(facts.proxies.map(\.length) == [16 + 0xffff])
    #expect(facts.http.first?.exchanges.count == 1)
    // As many values as fit are read, and some of them kept.
    let many = Array(repeatElement(Self.value(0xe0, []), count: 20_000).joined())
    let kept = Dialogue([.octets(Self.block(0x21, 0x11, Self.four + many), .low)]).facts().proxies.first?.extensions.count
    #expect(kept == 64)
  }
}

// MARK: - What was read, in lines

extension ApplicationFacts {
  fileprivate var proxyLines: [String] {
    proxies.map(\.line)
      + findings.filter { $0.id.hasPrefix("proxy_") }.map { finding in
        let problem = finding.text.split(separator: ": ", maxSplits: 1).last.map { $0.dropLast() } ?? ""
        return "! " + (finding.id == "proxy_protocol_malformed" ? String(problem) : finding.id)
      }
  }
}

extension ProxyHeader {
  fileprivate var line: String {
    var words = ["\(version)"]
    if isLocal { words.append("local") }
    words += [transport.rawValue, "\(length)"]
    if source != nil || destination != nil { words.append("\(text(source)) -> \(text(destination))") }
    if let sourcePath, let destinationPath {
      words.append("'\(String(decoding: sourcePath, as: UTF8.self))' -> '\(String(decoding: destinationPath, as: UTF8.self))'")
    }
    for each in extensions where each.type != .tls && each.type != .crc32c {
      let value = each.value.count > 64 ? "\(each.value.count)" : String(decoding: each.value, as: UTF8.self)
      words.append("\(each.type.name ?? "\(each.type.rawValue)")=\(value)")
    }
    if let tls {
      var parts = [tls.version, tls.commonName, tls.cipher, tls.signature, tls.key].compactMap { $0 }
        .map { String(decoding: $0, as: UTF8.self) }
      if tls.hasCertificate, tls.hadCertificate { parts.append("certificate") }
      if tls.isVerified { parts.append("verified") }
      words.append("tls(\(parts.joined(separator: " ")))")
    }
    if let isChecksumRight { words.append(isChecksumRight ? "crc32c right" : "crc32c wrong") }
    return words.joined(separator: " ")
  }

  private func text(_ end: End?) -> String { end.map { "\($0.address.text($0.version)):\($0.port)" } ?? "none" }
}
