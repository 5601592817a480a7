import Octets

/// Builds frames for tests, one header at a time, from the inside out.
struct FrameBuilder {
  var octets: [UInt8]

  init(_ octets: [UInt8] = []) { self.octets = octets }

  static func text(_ text: String) -> FrameBuilder { FrameBuilder(Array(text.utf8)) }

  func behind(_ header: [UInt8]) -> FrameBuilder { FrameBuilder(header + octets) }

  func ethernet(_ type: UInt16) -> FrameBuilder { behind([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + big(type)) }

  func vlan(_ identifier: UInt16, _ type: UInt16) -> FrameBuilder { behind(big(identifier) + big(type)) }

  /// From 10.0.0.1 to 10.0.0.2, identification 7. `fragment` is the flags and the offset in units of eight octets.
  func ipv4(_ protocolNumber: UInt8, length: Int? = nil, fragment: UInt16 = 0x4000) -> FrameBuilder {
    var header: [UInt8] = [0x45, 0] + big(UInt16(length ?? octets.count + 20)) + [0, 7] + big(fragment) + [64, protocolNumber, 0, 0]
    header += [10, 0, 0, 1, 10, 0, 0, 2]
    let sum = checksum(header)
    header.replaceSubrange(10..<12, with: big(sum))
    return behind(header)
  }

  /// From fe80::1 to ff02::1.
  func ipv6(_ nextHeader: UInt8) -> FrameBuilder {
    behind([0x60, 0, 0, 0] + big(UInt16(octets.count)) + [nextHeader, 255] + Self.source6 + Self.destination6)
  }

  func udp(_ source: UInt16, _ destination: UInt16) -> FrameBuilder {
    behind(big(source) + big(destination) + big(UInt16(octets.count + 8)) + [0, 0])
  }

  /// Between the addresses of `ipv4`. `options` are a multiple of four octets.
  func tcp(
    _ source: UInt16, _ destination: UInt16, _ sequence: UInt32, _ acknowledgment: UInt32, _ flags: UInt8,
    options: [UInt8] = [], damage: UInt16 = 0
  ) -> FrameBuilder {
    var segment = big(source) + big(destination) + big(sequence) + big(acknowledgment)
    segment += [UInt8((20 + options.count) / 4) << 4, flags, 0, 64, 0, 0, 0, 0] + options + octets
    let pseudo: [UInt8] = [10, 0, 0, 1, 10, 0, 0, 2, 0, 6] + big(UInt16(segment.count))
    segment.replaceSubrange(16..<18, with: big(checksum(pseudo + segment) ^ damage))
    return FrameBuilder(segment)
  }

  func icmp(_ type: UInt8, _ code: UInt8, _ rest: [UInt8]) -> FrameBuilder {
    var message = [type, code, 0, 0] + rest + octets
    message.replaceSubrange(2..<4, with: big(checksum(message)))
    return FrameBuilder(message)
  }

  /// Between the addresses of `ipv6`.
  func icmpv6(_ type: UInt8, _ rest: [UInt8]) -> FrameBuilder {
    var message = [type, 0, 0, 0] + rest + octets
    let pseudo = Self.source6 + Self.destination6 + [0, 0] + big(UInt16(message.count)) + [0, 0, 0, 58]
    message.replaceSubrange(2..<4, with: big(checksum(pseudo + message)))
    return FrameBuilder(message)
  }

  private static let source6: [UInt8] = [0xfe, 0x80] + Array(repeating: 0, count: 13) + [1]
  private static let destination6: [UInt8] = [0xff, 0x02] + Array(repeating: 0, count: 13) + [1]
}

func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
func big(_ value: UInt32) -> [UInt8] { big(UInt16(value >> 16)) + big(UInt16(value & 0xffff)) }

/// RFC 1071.
private func checksum(_ octets: [UInt8]) -> UInt16 {
  var sum: UInt32 = 0
  for index in stride(from: 0, to: octets.count, by: 2) {
    sum += UInt32(octets[index]) << 8 | (index + 1 < octets.count ? UInt32(octets[index + 1]) : 0)
  }
  while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
  return ~UInt16(sum)
}
