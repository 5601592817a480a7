import Capture
import DissectorCatalog
import Fixtures
import Foundation
import Octets
import PacketModel
import Testing

/// A frame and the layers it must have.
struct Frame: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var octets: [UInt8]
  var path: String

  /// `inner` is what follows an IPv4 header of `ipProtocol`.
  init(_ name: String, ipProtocol: UInt8, _ inner: String, _ path: String) {
    testDescription = name
    octets = Self.ipv4(ipProtocol, Self.hex(inner))
    self.path = path
  }

  init(_ name: String, port: UInt16, _ inner: String, _ path: String) {
    testDescription = name
    let payload = Self.hex(inner)
    let length = UInt16(payload.count + 8)
    let udp: [UInt8] = [0xc0, 0, UInt8(port >> 8), UInt8(port & 255), UInt8(length >> 8), UInt8(length & 255), 0, 0]
    octets = Self.ipv4(17, udp + payload)
    self.path = path
  }

  static func ipv4(_ ipProtocol: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let length = UInt16(payload.count + 20)
    return [0x45, 0, UInt8(length >> 8), UInt8(length & 255), 0, 1, 0, 0, 64, ipProtocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
      + payload
  }

  static func hex(_ text: String) -> [UInt8] {
    var octets: [UInt8] = []
    var high: UInt8?
    for character in text {
      guard let digit = character.hexDigitValue.map(UInt8.init) else { continue }
      if let first = high {
        octets.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return octets
  }
}

/// An IPv4 packet with eight octets of UDP, an IPv6 packet without payload, and frames around the first.
private let ipv4 = "4500001c 00010000 40110000 c0000201 c0000202 c001 c002 0008 0000"
private let ipv6 = "60000000 0000 3b40 20010000000000000000000000000001 20010db8000000000000000000000002"
private let ethernet = "020000000001 020000000002 0800 " + ipv4

@Suite("Ways through tunnels")
struct PathTests {
  static let frames = [
    Frame("IP in IP", ipProtocol: 4, ipv4, "ipv4/ipv4/udp"),
    Frame("6in4", ipProtocol: 41, ipv6, "ipv4/ipv6"),
    Frame("GRE", ipProtocol: 47, "0000 0800" + ipv4, "ipv4/gre/ipv4/udp"),
    Frame("GRE with all fields", ipProtocol: 47, "b000 0800 0000 0000 00000001 00000002" + ipv4, "ipv4/gre/ipv4/udp"),
    Frame("GRE bridging", ipProtocol: 47, "2000 6558 00000001" + ethernet, "ipv4/gre/ethernet/ipv4/udp"),
    Frame("GRE of PPTP", ipProtocol: 47, "3081 880b 0020 0001 00000001 00000002 ff03 0021" + ipv4, "ipv4/gre/ppp/ipv4/udp"),
    Frame("ERSPAN type I", ipProtocol: 47, "0000 88be" + ethernet, "ipv4/gre/ethernet/ipv4/udp"),
    Frame(
      "ERSPAN type II", ipProtocol: 47, "1000 88be 00000001 1001 0001 00000000" + ethernet, "ipv4/gre/erspan/ethernet/ipv4/udp"),
    Frame(
      "ERSPAN type III with its subheader", ipProtocol: 47,
      "1000 22eb 00000001 2001 0001 00000000 0000 0001 0000000000000000" + ethernet, "ipv4/gre/erspan/ethernet/ipv4/udp"),
    Frame("EtherIP", ipProtocol: 97, "3000" + ethernet, "ipv4/etherip/ethernet/ipv4/udp"),
    Frame("VXLAN", port: 4789, "08000000 00002a00" + ethernet, "ipv4/udp/vxlan/ethernet/ipv4/udp"),
    Frame("VXLAN with a group but no flag", port: 4789, "08008c0d 00007b00" + ethernet, "ipv4/udp/vxlan/ethernet/ipv4/udp"),
    Frame("VXLAN on Linux's port", port: 8472, "08000000 00002a00" + ethernet, "ipv4/udp/vxlan/ethernet/ipv4/udp"),
    Frame("VXLAN-GPE", port: 4790, "0c000001 00002a00" + ipv4, "ipv4/udp/vxlan_gpe/ipv4/udp"),
    Frame("VXLAN-GPE with NSH", port: 4790, "0c000004 00002a00 0fc2 0201 00000aff" + ipv4, "ipv4/udp/vxlan_gpe/nsh/ipv4/udp"),
    Frame(
      "Geneve with an option", port: 6081, "02006558 00002a00 01020301 00000000" + ethernet, "ipv4/udp/geneve/ethernet/ipv4/udp"
    ),
    Frame("GTP-U", port: 2152, "30ff001c 00000001" + ipv4, "ipv4/udp/gtp/ipv4/udp"),
    Frame("GTP-U with an extension", port: 2152, "34ff0024 00000001 00000085 01001000" + ipv4, "ipv4/udp/gtp/ipv4/udp"),
    Frame("GTP-C", port: 2123, "48200008 00000001 00000100", "ipv4/udp/gtp_control"),
    Frame("Teredo", port: 3544, ipv6, "ipv4/udp/teredo/ipv6"),
    Frame(
      "Teredo with both indications", port: 3544, "00010000 0000000000000000 00 0000 ffff ffffffff" + ipv6,
      "ipv4/udp/teredo/ipv6"),
    Frame("Teredo between clients", port: 50000, ipv6, "ipv4/udp/teredo/ipv6"),
    Frame("L2TP data", port: 1701, "0002 0001 0002 ff03 0021" + ipv4, "ipv4/udp/l2tp/ppp/ipv4/udp"),
    Frame("TZSP", port: 37008, "01000001 01" + ethernet, "ipv4/udp/tzsp/ethernet/ipv4/udp"),
    Frame("LISP", port: 4341, "00000000 00000001" + ipv4, "ipv4/udp/lisp/ipv4/udp"),
    Frame("AMT", port: 2268, "0600" + ipv4, "ipv4/udp/amt/ipv4/udp"),
    Frame("CAPWAP", port: 5247, "00100000 00000000" + ethernet, "ipv4/udp/capwap/ethernet/ipv4/udp"),
    Frame("MPLS in UDP", port: 6635, "00064140" + ipv4, "ipv4/udp/mpls/ipv4/udp"),
    // A port proves nothing: these are whatever else their owners like.
    Frame("text on VXLAN's port", port: 4789, "48656c6c 6f2c2077 6f726c64 21202020", "ipv4/udp"),
    Frame("text on Geneve's port", port: 6081, "48656c6c 6f2c2077 6f726c64 21202020", "ipv4/udp"),
    Frame("text on GTP's port", port: 2152, "48656c6c 6f2c2077 6f726c64 21202020", "ipv4/udp"),
    Frame("text on Teredo's port", port: 3544, "48656c6c 6f2c2077 6f726c64 21202020", "ipv4/udp"),
    Frame("text on L2TP's port", port: 1701, "48656c6c 6f2c2077 6f726c64 21202020", "ipv4/udp"),
  ]

  private static func inspect(_ octets: [UInt8], missing: Int = 0) -> InspectedPacket {
    var inspector = PacketInspector()
    return inspector.inspect(
      ByteView(octets.span, missing: missing), linkType: .ipv4, number: 1, time: Timestamp(nanoseconds: 0),
      wireLength: octets.count + missing)
  }

  @Test("the layers of a frame", arguments: frames)
  func path(_ frame: Frame) {
    let packet = Self.inspect(frame.octets)
    #expect(packet.layers.map(\.id.name).joined(separator: "/") == frame.path)
    #expect(packet.malformed == nil && packet.faults.isEmpty, "\(packet.malformed.map { "\($0.error)" } ?? "")")
  }

  @Test("no cut and no mutation traps", arguments: frames)
  func damage(_ frame: Frame) {
    for length in 0...frame.octets.count {
      _ = Self.inspect(Array(frame.octets.prefix(length)))
      // What the capture cut is nobody's fault.
      let cut = Self.inspect(Array(frame.octets.prefix(length)), missing: frame.octets.count - length)
      if let malformed = cut.malformed { #expect(malformed.error.isCutByCapture, "\(length): \(malformed.error)") }
    }
    var state = UInt64(frame.octets.count)
    for _ in 0..<500 {
      var octets = frame.octets
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        octets[Int(state >> 33) % octets.count] = UInt8(truncatingIfNeeded: state >> 56)
      }
      _ = Self.inspect(octets)
    }
  }

  /// Captures of other projects, and the layers some frame of them must have.
  private static let captures = [
    (
      "zeek/tunnels__vxlan-triple-v2.pcap",
      "ethernet/ipv4/udp/vxlan/ethernet/ipv4/udp/vxlan/ethernet/ipv4/udp/vxlan/ethernet/ipv4/udp"
    ),
    ("zeek/tunnels__gre-erspan3-dot1q.pcap", "ethernet/ipv4/gre/erspan/ethernet/vlan/ipv4/icmp"),
    ("zeek/tunnels__gtp__gtp_ext_header.pcap", "ethernet/ipv4/udp/gtp/ipv4/tcp"),
    ("zeek/tunnels__gtp__gtp8_teredo.pcap", "ethernet/ipv4/udp/gtp/ipv4/udp/teredo/ipv6/icmpv6"),
    ("tcpdump/geneve.pcap", "ethernet/ipv4/udp/geneve/ethernet/ipv4/icmp"),
  ]

  @Test("captures of other projects", arguments: captures)
  func capture(_ file: String, _ path: String) throws {
    guard let shared = Fixture.shared?.appending(path: "corpus/" + file), FileManager.default.fileExists(atPath: shared.path)
    else {
      print("No shared corpus: \(file) not read.")
      return
    }
    var reader = try CaptureReader(path: shared.path)
    var inspector = PacketInspector()
    var records: [PacketRecord] = []
    var paths: Set<String> = []
    while let storage = try reader.read(into: &records, limit: 1000) {
      storage.withOctets { octets in
        for record in records {
          let packet = inspector.inspect(
            ByteView(octets.extracting(record.octets), missing: record.wireLength - record.octets.count),
            linkType: record.linkType,
            number: 1, time: record.time, wireLength: record.wireLength)
          paths.insert(packet.layers.map(\.id.name).joined(separator: "/"))
        }
      }
    }
    #expect(paths.contains(path), "\(paths.sorted())")
  }
}
