import Crypto
import PacketModel

/// Community ID v1: the same short name for a flow in every tool (github.com/corelight/community-id-spec).
///
///     "1:" + base64(SHA-1(
///       seed (2) | lower address | higher address | protocol (1) | 0 (1) | lower port (2) | higher port (2)))
enum CommunityID {
  /// Octets of an id.
  static let length = 30

  /// Appends the flow's id where there is room for `length` octets. `isOneWayICMP` messages have a type no other answers: they
  /// are not put in order, the sender stays first.
  static func append(_ key: FlowKey, originator: Endpoint, seed: UInt16 = 0, to output: inout OutputSpan<UInt8>) {
    output.append(UInt8(ascii: "1"))
    output.append(UInt8(ascii: ":"))
    appendBase64(Insecure.SHA1.hash(data: input(key, originator: originator, seed: seed)), to: &output)
  }

  private static func input(_ key: FlowKey, originator: Endpoint, seed: UInt16) -> [UInt8] {
    var low = (key.lowAddress, key.lowPort)
    var high = (key.highAddress, key.highPort)
    if isOneWay(key, originator: originator), originator == .high { swap(&low, &high) }
    return [UInt8](capacity: 40) { input in
      append(seed, &input)
      append(low.0, key.version, &input)
      append(high.0, key.version, &input)
      input.append(key.transport.rawValue)
      input.append(0)
      if hasPorts(key.transport) {
        append(low.1, &input)
        append(high.1, &input)
      }
    }
  }

  private static func hasPorts(_ transport: IPProtocol) -> Bool {
    switch transport {
    case .tcp, .udp, .udpLite, .sctp, .icmp, .icmpv6: true
    default: false
    }
  }

  /// Whether the ports are type and code of an ICMP message that has no answer.
  static func isOneWay(_ key: FlowKey, originator: Endpoint) -> Bool {
    guard key.transport == .icmp || key.transport == .icmpv6 else { return false }
    let type = originator == .low ? key.lowPort : key.highPort
    switch (key.version, type) {
    case (.four, 0), (.four, 8...10), (.four, 13...18): return false
    case (.six, 128...131), (.six, 133...136), (.six, 139...140), (.six, 144...145): return false
    default: return true
    }
  }

  private static func append(_ value: UInt16, _ input: inout OutputSpan<UInt8>) {
    input.append(UInt8(truncatingIfNeeded: value >> 8))
    input.append(UInt8(truncatingIfNeeded: value))
  }

  private static func append(_ address: IPAddress, _ version: IPVersion, _ input: inout OutputSpan<UInt8>) {
    if version == .six {
      for shift in 1...8 { input.append(UInt8(truncatingIfNeeded: address.high >> UInt64(64 &- shift &* 8))) }
    }
    let octets = version == .six ? 8 : 4
    for shift in 1...octets { input.append(UInt8(truncatingIfNeeded: address.low >> UInt64((octets &- shift) &* 8))) }
  }

  // MARK: - Base64 (RFC 4648 §4)

  private static func appendBase64(_ digest: some Sequence<UInt8>, to output: inout OutputSpan<UInt8>) {
    // Bits not written yet, the latest lowest.
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for octet in digest {
      bits = bits << 8 | UInt32(octet)
      count &+= 8
      while count >= 6 {
        count &-= 6
        output.append(base64Digit(UInt8(truncatingIfNeeded: bits >> count & 63)))
      }
    }
    guard count > 0 else { return }
    output.append(base64Digit(UInt8(truncatingIfNeeded: bits << (6 &- count) & 63)))
    // Two bits over ask for two more octets' worth, four for one.
    for _ in 0..<((6 &- count) / 2) { output.append(UInt8(ascii: "=")) }
  }

  private static func base64Digit(_ value: UInt8) -> UInt8 {
    switch value {
    case 0..<26: value &+ UInt8(ascii: "A")
    case 26..<52: value &- 26 &+ UInt8(ascii: "a")
    case 52..<62: value &- 52 &+ UInt8(ascii: "0")
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
  }
}
