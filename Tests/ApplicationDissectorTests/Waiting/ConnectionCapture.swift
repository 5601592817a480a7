/// A pcap file of small TCP connections over raw IPv4, written by hand: each opens, its client says something, both close.
struct ConnectionCapture {
  private(set) var octets: [UInt8] = []
  private(set) var frames = 0
  private var connections = 0

  init() {
    for value in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 101] as [UInt32] { octets += Self.little(value) }
  }

  /// Frames of a connection that closes, and of one that does not.
  static let closedFrames = 7
  static let openFrames = 4

  mutating func add(_ payload: [UInt8], second: Int, closes: Bool = true) {
    connections += 1
    let client = UInt16(1000 + connections)
    let length = UInt32(payload.count)
    add(client, isClient: true, sequence: 100, acknowledgment: 0, flags: 0x02, [], second)
    add(client, isClient: false, sequence: 500, acknowledgment: 101, flags: 0x12, [], second)
    add(client, isClient: true, sequence: 101, acknowledgment: 501, flags: 0x10, [], second)
    add(client, isClient: true, sequence: 101, acknowledgment: 501, flags: 0x18, payload, second)
    guard closes else { return }
    add(client, isClient: true, sequence: 101 + length, acknowledgment: 501, flags: 0x11, [], second)
    add(client, isClient: false, sequence: 501, acknowledgment: 102 + length, flags: 0x11, [], second)
    add(client, isClient: true, sequence: 102 + length, acknowledgment: 502, flags: 0x10, [], second)
  }

  private mutating func add(
    _ client: UInt16, isClient: Bool, sequence: UInt32, acknowledgment: UInt32, flags: UInt8, _ payload: [UInt8],
    _ second: Int
  ) {
    frames += 1
    let ports = isClient ? [client, 443] : [443, client]
    let hosts: [UInt8] = isClient ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1]
    let length = UInt16(40 + payload.count)
    let ip = [0x45, 0] + Self.big(length) + Self.big(UInt16(truncatingIfNeeded: frames)) + [0, 0, 64, 6, 0, 0] + hosts
    let tcp =
      Self.big(ports[0]) + Self.big(ports[1]) + Self.big(sequence) + Self.big(acknowledgment) + [
        0x50, flags, 0xff, 0xff, 0, 0, 0, 0,
      ]
    let packet = ip + tcp + payload
    octets += Self.little(UInt32(1_000_000_000 + second)) + Self.little(UInt32(frames % 1000))
    octets += Self.little(UInt32(packet.count)) + Self.little(UInt32(packet.count)) + packet
  }

  private static func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

  private static func big<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    (0..<Value.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: value >> Value($0 * 8)) }
  }
}
