import Capture
import PacketModel
import Testing

@Suite("Packet filters")
struct PacketFilterTests {
  /// IPv4, UDP from port 53 to port 1000, without a link header.
  private static let datagram: [UInt8] = [
    0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0, 53, 3, 0xe8, 0, 8, 0, 0,
  ]
  private static let ethernet: [UInt8] = Array(repeating: 2, count: 12) + [8, 0]

  struct Match: Sendable, CustomTestStringConvertible {
    var expression: String
    var link: UInt16
    var octets: [UInt8]
    var wireLength: Int?
    var isMatch: Bool
    var testDescription: String { "\(expression), link type \(link)" }
  }

  static let matches = [
    Match(expression: "udp port 53", link: 1, octets: ethernet + datagram, isMatch: true),
    Match(expression: "tcp port 53", link: 1, octets: ethernet + datagram, isMatch: false),
    Match(expression: "", link: 1, octets: ethernet + datagram, isMatch: true),
    Match(expression: "src host 192.0.2.1", link: 101, octets: datagram, isMatch: true),
    Match(expression: "udp port 53", link: 101, octets: datagram, isMatch: true),
    Match(expression: "udp port 53", link: 101, octets: Array(datagram.prefix(21)), isMatch: false),
    Match(expression: "greater 1000", link: 1, octets: ethernet + datagram, wireLength: 1500, isMatch: true),
    Match(expression: "greater 1000", link: 1, octets: ethernet + datagram, isMatch: false),
    Match(expression: "udp", link: 1, octets: [], wireLength: 60, isMatch: false),
    Match(expression: "wlan type mgt", link: 105, octets: [0x80, 0] + Array(repeating: 0, count: 30), isMatch: true),
  ]

  @Test("packets pass as in tcpdump", arguments: matches)
  func match(_ row: Match) throws {
    let filter = try PacketFilter(expression: row.expression)
    for _ in 0..<2 {
      let isMatch = try filter.matches(
        linkType: LinkType(rawValue: row.link), time: Timestamp(nanoseconds: 0),
        wireLength: row.wireLength ?? row.octets.count, row.octets.span)
      #expect(isMatch == row.isMatch)
    }
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var expression: String
    /// The expression with nothing but a caret under the offending word.
    var pointer: String
    var says: String
    var testDescription: String { expression }
  }

  static let mistakes = [
    Mistake(expression: "tcp port foo", pointer: "         ^", says: "unknown port 'foo'"),
    Mistake(expression: "tcp prot 80", pointer: "    ^", says: "syntax error"),
    Mistake(expression: "tcp and", pointer: "       ^", says: "syntax error"),
    Mistake(expression: "host", pointer: "    ^", says: "syntax error"),
    Mistake(expression: "tcp[13 & 2", pointer: "          ^", says: "syntax error"),
    Mistake(expression: "(tcp[13] & 2) = and udp", pointer: "                ^", says: "syntax error"),
    Mistake(expression: "port 80 and and tcp", pointer: "            ^", says: "syntax error"),
    Mistake(expression: "port 80 && && tcp", pointer: "           ^", says: "syntax error"),
    Mistake(expression: "(tcp or udp", pointer: "           ^", says: "syntax error"),
    Mistake(expression: "tcp) or udp", pointer: "   ^", says: "syntax error"),
    Mistake(expression: "port 99999 and tcp", pointer: "     ^", says: "illegal port number"),
    Mistake(expression: "tcp and net 10.0.0.0/33", pointer: "            ^", says: "mask length"),
    Mistake(expression: "proto blah or udp", pointer: "      ^", says: "blah"),
    Mistake(expression: "ether host 1:2 and tcp", pointer: "           ^", says: "link layer address"),
    Mistake(expression: "udp or ip[0:3]=1", pointer: "             ^", says: "data size"),
    Mistake(expression: "vlan and xyz and tcp", pointer: "         ^", says: "syntax error"),
    Mistake(expression: "tcp @ udp", pointer: "    ^", says: ""),
  ]

  @Test("a mistake is pointed at", arguments: mistakes)
  func mistake(_ row: Mistake) throws {
    let error = #expect(throws: PacketFilterError.self) { _ = try PacketFilter(expression: row.expression) }
    let message = error?.description ?? ""
    #expect(message.contains(row.says))
    #expect(message.hasSuffix("\n  \(row.expression)\n  \(row.pointer)"), "\(message)")
  }

  @Test("a filter that means nothing on a link type names it")
  func unsuitable() throws {
    let filter = try PacketFilter(expression: "wlan type mgt")
    let error = #expect(throws: PacketFilterError.self) {
      _ = try filter.matches(
        linkType: LinkType(rawValue: 1), time: Timestamp(nanoseconds: 0), wireLength: 60, [UInt8](repeating: 0, count: 60).span)
    }
    #expect(error?.linkType == LinkType(rawValue: 1))
    #expect(error?.description.contains("link type 1:") == true)
  }
}
