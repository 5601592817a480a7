import Crypto
import PacketModel

/// Community ID v1: the same short name for a flow in every tool (github.com/corelight/community-id-spec).
///
///     "1:" + base64(SHA-1(
///       seed (2) | lower address | higher address | protocol (1) | 0 (1) | lower port (2) | higher port (2)))
enum CommunityID {
  /// Octets of an id.
  static let length = 30

  /// Appends the flow's id where there is room for `length` octets. The seed is 0, as everywhere by default.
  static func append(_ key: FlowKey, originator: Endpoint, to output: inout OutputSpan<UInt8>) {
    appendText("1:".utf8.span, to: &output)
    appendBase64(Insecure.SHA1.hash(data: input(key, originator: originator)), to: &output)
  }

  /// ICMP messages that no other answers are not put in order: the sender stays first.
  private static func input(_ key: FlowKey, originator: Endpoint) -> [UInt8] {
    var low = (key.lowAddress, UInt32(key.lowPort))
    var high = (key.highAddress, UInt32(key.highPort))
    if isOneWay(key, originator: originator), originator == .high { swap(&low, &high) }
    return [UInt8](capacity: 40) { input in
      input.append(repeating: 0, count: 2)
      append(low.0, key.version, &input)
      append(high.0, key.version, &input)
      input.append(key.transport.rawValue)
      input.append(0)
      if hasPorts(key.transport) { append(low.1 << 16 | high.1, &input) }
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

  private static func append(_ address: IPAddress, _ version: IPVersion, _ input: inout OutputSpan<UInt8>) {
    if version == .six {
      append(UInt32(truncatingIfNeeded: address.high >> 32), &input)
      append(UInt32(truncatingIfNeeded: address.high), &input)
      append(UInt32(truncatingIfNeeded: address.low >> 32), &input)
    }
    append(UInt32(truncatingIfNeeded: address.low), &input)
  }

  private static func append(_ value: UInt32, _ input: inout OutputSpan<UInt8>) {
    input.append(UInt8(truncatingIfNeeded: value >> 24))
    input.append(UInt8(truncatingIfNeeded: value >> 16))
    input.append(UInt8(truncatingIfNeeded: value >> 8))
    input.append(UInt8(truncatingIfNeeded: value))
  }

  // MARK: - Base64 (RFC 4648 §4)

  private static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Appends a SHA-1 digest: six groups of three octets, and two octets.
  private static func appendBase64(_ digest: Insecure.SHA1Digest, to output: inout OutputSpan<UInt8>) {
    let base64 = base64
    let digits = base64.span
    var bits = 0
    var count = 0
    for octet in digest {
      bits = bits << 8 | Int(octet)
      count &+= 1
      guard count == 3 else { continue }
      for shift in [18, 12, 6, 0] { output.append(digits[bits >> shift & 63]) }
      bits = 0
      count = 0
    }
    for shift in [10, 4] { output.append(digits[bits >> shift & 63]) }
    output.append(digits[bits << 2 & 63])
    output.append(UInt8(ascii: "="))
  }
}
