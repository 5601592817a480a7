/// Two hosts' addresses and ports. Both are IPv4 (4 octets) or IPv6 (16).
struct Endpoints {
  var client: [UInt8]
  var server: [UInt8]
  var clientPort: UInt16
  var serverPort: UInt16
}

/// Builds Ethernet frames with right lengths and checksums, in memory that is used again.
struct FrameBuilder {
  /// What payloads are cut from: text, so that it looks like something, of 64 KiB.
  private let filler: [UInt8]
  private(set) var frame: [UInt8] = []
  private var identification: UInt16 = 0

  init() {
    var random = SeededRandom(seed: 7)
    filler = (0..<1 << 16).map { _ in UInt8(32 + random.next() % 95) }
    frame.reserveCapacity(1 << 14)
  }

  struct Segment {
    var fromClient: Bool
    var flags: UInt8
    var sequence: UInt32 = 0
    var acknowledgment: UInt32 = 0
    var window: UInt16 = 501
    /// Octets.
    var payload: Int
    /// What the payload is; filler where nothing is given.
    var octets: ArraySlice<UInt8>?
  }

  static let fin: UInt8 = 1
  static let syn: UInt8 = 2
  static let reset: UInt8 = 4
  static let push: UInt8 = 8
  static let ack: UInt8 = 16

  mutating func tcp(_ ends: Endpoints, _ segment: Segment, milliseconds: Int) {
    let isOpening = segment.flags & Self.syn != 0
    let header = isOpening ? 40 : 32
    begin(ends, fromClient: segment.fromClient, transport: 6, length: header + segment.payload)
    let start = frame.count
    ports(ends, segment.fromClient)
    append32(segment.sequence)
    append32(segment.acknowledgment)
    frame.append(UInt8(header / 4) << 4)
    frame.append(segment.flags)
    append16(segment.window)
    append32(0)
    // RFC 9293 maximum segment size, RFC 2018 SACK permitted, RFC 7323 timestamps and window scale.
    if isOpening { frame += [2, 4, 5, 0xb4, 4, 2, 8, 10] } else { frame += [1, 1, 8, 10] }
    append32(UInt32(truncatingIfNeeded: milliseconds))
    append32(isOpening && segment.fromClient ? 0 : UInt32(truncatingIfNeeded: milliseconds &- 10))
    if isOpening { frame += [1, 3, 3, 7] }
    if let octets = segment.octets {
      frame += octets
    } else {
      payload(segment.payload, at: Int(segment.sequence & 0x7fff))
    }
    seal(start, checksumAt: 16, transport: 6, ends)
  }

  /// A DNS question about a name of its `number`, or its response with addresses up to `count` octets of payload.
  mutating func lookup(_ ends: Endpoints, fromClient: Bool, payload count: Int, number: Int) {
    begin(ends, fromClient: fromClient, transport: 17, length: 8 + count)
    let start = frame.count
    let answers = (count - Self.questionLength) / Self.answerLength
    ports(ends, fromClient)
    append16(UInt16(8 + count))
    append16(0)
    append16(UInt16(truncatingIfNeeded: number))
    append16(fromClient ? 0x0100 : 0x8180)
    append16(1)
    append16(UInt16(answers))
    append32(0)
    frame += [6, UInt8(ascii: "h")]
    for digit in [10_000, 1000, 100, 10, 1] { frame.append(UInt8(48 + number / digit % 10)) }
    frame += [7] + Array("example".utf8) + [0, 0, 1, 0, 1]
    for answer in 0..<answers { frame += [0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4, 198, 18, 1, UInt8(answer)] }
    seal(start, checksumAt: 6, transport: 17, ends)
  }

  /// Octets of a DNS message with a question and no answer, and of an answer more.
  static let questionLength = 32
  static let answerLength = 16

  // MARK: - Headers

  private mutating func begin(_ ends: Endpoints, fromClient: Bool, transport: UInt8, length: Int) {
    let source = fromClient ? ends.client : ends.server
    let destination = fromClient ? ends.server : ends.client
    frame.removeAll(keepingCapacity: true)
    frame += fromClient ? [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2] : [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]
    if source.count == 4 {
      identification &+= 1
      append16(0x0800)
      append16(0x4500)
      append16(UInt16(20 + length))
      append16(identification)
      append16(0x4000)
      frame += [64, transport, 0, 0]
      frame += source
      frame += destination
      put16(~fold(sum(14..<34)), at: 24)
    } else {
      append16(0x86dd)
      append32(0x6000_0000)
      append16(UInt16(length))
      frame += [transport, 64]
      frame += source
      frame += destination
    }
  }

  private mutating func ports(_ ends: Endpoints, _ fromClient: Bool) {
    append16(fromClient ? ends.clientPort : ends.serverPort)
    append16(fromClient ? ends.serverPort : ends.clientPort)
  }

  private mutating func payload(_ count: Int, at place: Int) { frame.append(contentsOf: filler[place..<(place + count)]) }

  /// Writes the checksum over the pseudo-header, the same for both directions, and everything from `start` on.
  private mutating func seal(_ start: Int, checksumAt offset: Int, transport: UInt8, _ ends: Endpoints) {
    let addresses = start - 2 * ends.client.count
    let total = sum(addresses..<start) &+ sum(start..<frame.count) &+ UInt64(transport) &+ UInt64(frame.count - start)
    let checksum = ~fold(total)
    put16(transport == 17 && checksum == 0 ? 0xffff : checksum, at: start + offset)
  }

  // MARK: - Octets

  private mutating func append16(_ value: UInt16) {
    frame.append(UInt8(value >> 8))
    frame.append(UInt8(truncatingIfNeeded: value))
  }

  private mutating func append32(_ value: UInt32) {
    append16(UInt16(value >> 16))
    append16(UInt16(truncatingIfNeeded: value))
  }

  private mutating func put16(_ value: UInt16, at index: Int) {
    frame[index] = UInt8(value >> 8)
    frame[index + 1] = UInt8(truncatingIfNeeded: value)
  }

  private func sum(_ range: Range<Int>) -> UInt64 {
    var total: UInt64 = 0
    var index = range.lowerBound
    while index &+ 1 < range.upperBound {
      total &+= UInt64(frame[index]) << 8 | UInt64(frame[index &+ 1])
      index &+= 2
    }
    return index < range.upperBound ? total &+ UInt64(frame[index]) << 8 : total
  }

  private func fold(_ total: UInt64) -> UInt16 {
    var total = total
    while total > 0xffff { total = total >> 16 &+ total & 0xffff }
    return UInt16(total)
  }
}
