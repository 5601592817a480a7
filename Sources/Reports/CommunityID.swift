import Crypto
import Foundation
public import PacketModel

/// Community ID v1: the same short name for a flow in every tool (github.com/corelight/community-id-spec).
///
///     "1:" + base64(SHA-1(
///       seed (2) | lower address | higher address | protocol (1) | 0 (1) | lower port (2) | higher port (2)))
public enum CommunityID {
  /// The flow's id. `isOneWayICMP` messages have a type no other answers: they are not put in order, the sender stays first.
  public static func v1(_ key: FlowKey, originator: Endpoint, seed: UInt16 = 0) -> String {
    var input: [UInt8] = []
    input.reserveCapacity(40)
    append(seed, &input)
    var low = (key.lowAddress, key.lowPort)
    var high = (key.highAddress, key.highPort)
    if isOneWay(key, originator: originator), originator == .high { swap(&low, &high) }
    append(low.0, key.version, &input)
    append(high.0, key.version, &input)
    input.append(key.transport.rawValue)
    input.append(0)
    if hasPorts(key.transport) {
      append(low.1, &input)
      append(high.1, &input)
    }
    return "1:" + Data(Insecure.SHA1.hash(data: input)).base64EncodedString()
  }

  private static func hasPorts(_ transport: IPProtocol) -> Bool {
    [.tcp, .udp, .udpLite, .sctp, .icmp, .icmpv6].contains(transport)
  }

  /// Whether the ports are type and code of an ICMP message that has no answer.
  static func isOneWay(_ key: FlowKey, originator: Endpoint) -> Bool {
    guard key.transport == .icmp || key.transport == .icmpv6 else { return false }
    let type = originator == .low ? key.lowPort : key.highPort
    return key.version == .four
      ? ![0, 8, 9, 10, 13, 14, 15, 16, 17, 18].contains(type)
      : ![128, 129, 130, 131, 133, 134, 135, 136, 139, 140, 144, 145].contains(type)
  }

  private static func append(_ value: UInt16, _ input: inout [UInt8]) {
    input.append(UInt8(truncatingIfNeeded: value >> 8))
    input.append(UInt8(truncatingIfNeeded: value))
  }

  private static func append(_ address: IPAddress, _ version: IPVersion, _ input: inout [UInt8]) {
    let words = version == .four ? [(address.low, 24)] : [(address.high, 56), (address.low, 56)]
    for (word, top) in words {
      for shift in stride(from: top, through: 0, by: -8) { input.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
    }
  }
}
