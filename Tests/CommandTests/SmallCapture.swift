/// Captures small enough to be written by hand.
enum SmallCapture {
  /// `count` UDP datagrams over raw IPv4, each a flow of its own, a millisecond apart.
  static func datagrams(_ count: Int, second: UInt32 = 1_000_000_000) -> [UInt8] {
    var octets: [UInt8] = []
    for value in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 101] as [UInt32] { octets += little(value) }
    for index in 0..<count {
      let packet = datagram(from: UInt16(1 + index % 65_535))
      octets += little(second + UInt32(index / 1000)) + little(UInt32(index % 1000) * 1000)
      octets += little(UInt32(packet.count)) + little(UInt32(packet.count)) + packet
    }
    return octets
  }

  /// A pcapng file whose only packet's section says `comment`.
  static func commented(_ comment: String) -> [UInt8] {
    let text = Array(comment.utf8)
    let padded = text + Array(repeating: 0, count: (4 - text.count % 4) % 4)
    let options = little(UInt16(1)) + little(UInt16(text.count)) + padded + little(UInt32(0))
    let packet = datagram(from: 5000)
    return block(0x0a0d_0d0a, little(UInt32(0x1a2b_3c4d)) + little(UInt32(1)) + Array(repeating: 0xff, count: 8) + options)
      + block(1, little(UInt16(101)) + [0, 0] + little(UInt32(0)))
      + block(3, little(UInt32(packet.count)) + packet)
  }

  private static func datagram(from port: UInt16) -> [UInt8] {
    var header: [UInt8] = [0x45, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
    var sum = stride(from: 0, to: header.count, by: 2).reduce(0) { $0 + (Int(header[$1]) << 8 | Int(header[$1 + 1])) }
    sum = (sum & 0xffff) + (sum >> 16)
    header[10] = UInt8(truncatingIfNeeded: ~sum >> 8)
    header[11] = UInt8(truncatingIfNeeded: ~sum)
    return header + [UInt8(port >> 8), UInt8(port & 255), 0x23, 0x28, 0, 12, 0, 0, 1, 2, 3, 4]
  }

  private static func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
    let length = little(UInt32(body.count + 12))
    return little(type) + length + body + length
  }

  private static func little<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> Value($0 * 8)) }
  }
}
