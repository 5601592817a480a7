/// One generated flow: its packets are written ahead a few exchanges at a time, and taken one by one.
struct Conversation {
  enum Kind {
    /// Requests and responses over one TCP connection.
    case requests(Int)
    /// The same in HTTP/1.1, so many small exchanges.
    case exchanges(Int)
    /// HTTP/1.1, large bodies one after the other without end.
    case downloads
    /// One response without end.
    case transfer
    /// A question and its answer over UDP.
    case lookup
  }

  let ends: Endpoints
  let isDatagram: Bool
  private let kind: Kind
  private var script: [FrameBuilder.Segment] = []
  private var next = 0
  private var http = HTTPWriter()
  /// The next sequence numbers, the client's and the server's.
  private var client: UInt32
  private var server: UInt32

  init(_ kind: Kind, _ ends: Endpoints, _ random: inout SeededRandom) {
    self.kind = kind
    self.ends = ends
    client = UInt32(truncatingIfNeeded: random.next())
    server = UInt32(truncatingIfNeeded: random.next())
    switch kind {
    case .lookup:
      isDatagram = true
      send(true, 0, FrameBuilder.questionLength)
      send(false, 0, FrameBuilder.questionLength + FrameBuilder.answerLength * Int(1 + random.next() % 12))
    case .requests(let count):
      isDatagram = false
      open()
      for _ in 0..<count { exchange(response: Int(200 + random.next() % (random.once(in: 10) ? 200_000 : 12_000)), &random) }
      close()
    case .exchanges(let count):
      isDatagram = false
      open()
      for number in 1...count { exchange(http.exchange(isLast: number == count, &random), &random) }
      close()
    case .transfer, .downloads:
      isDatagram = false
      open()
    }
  }

  /// The next packet, or nothing when the conversation has ended.
  mutating func take(_ random: inout SeededRandom) -> FrameBuilder.Segment? {
    if next == script.count {
      switch kind {
      case .transfer:
        restart()
        exchange(response: 1 << 20, &random)
      case .downloads:
        restart()
        exchange(http.download(&random), &random)
      case .requests, .exchanges, .lookup: break
      }
    }
    guard next < script.count else { return nil }
    next += 1
    return script[next - 1]
  }

  // MARK: - Writing ahead

  private mutating func restart() {
    script.removeAll(keepingCapacity: true)
    next = 0
  }

  private mutating func open() {
    send(true, FrameBuilder.syn, 0)
    send(false, FrameBuilder.syn | FrameBuilder.ack, 0)
    send(true, FrameBuilder.ack, 0)
  }

  private mutating func exchange(response: Int, _ random: inout SeededRandom) {
    send(true, FrameBuilder.ack | FrameBuilder.push, Int(150 + random.next() % 500))
    send(false, FrameBuilder.ack, 0)
    let first = script.count
    stream(false, response)
    disturb(first, &random)
  }

  /// The request is empty where an earlier one's response goes on.
  private mutating func exchange(_ exchange: HTTPWriter.Exchange, _ random: inout SeededRandom) {
    let first = script.count
    if !exchange.request.isEmpty { stream(true, exchange.request.count, exchange.request) }
    stream(false, exchange.response.count, exchange.response)
    disturb(first, &random)
  }

  /// Octets of one side in full segments, every second one acknowledged.
  private mutating func stream(_ fromClient: Bool, _ count: Int, _ octets: [UInt8]? = nil) {
    var left = count
    var unacknowledged = 0
    while left > 0 {
      let length = min(left, Self.segment)
      let place = count - left
      left -= length
      let flags = left == 0 ? FrameBuilder.ack | FrameBuilder.push : FrameBuilder.ack
      send(fromClient, flags, length, octets?[place..<(place + length)])
      unacknowledged += 1
      if unacknowledged == 2 || left == 0 {
        send(!fromClient, FrameBuilder.ack, 0)
        unacknowledged = 0
      }
    }
  }

  private mutating func close() {
    send(true, FrameBuilder.ack | FrameBuilder.fin, 0)
    send(false, FrameBuilder.ack | FrameBuilder.fin, 0)
    send(true, FrameBuilder.ack, 0)
  }

  /// Repeats one packet in 300 a little later, has one in 500 overtaken, and loses one in 1000 to the capture.
  private mutating func disturb(_ first: Int, _ random: inout SeededRandom) {
    var index = first
    while index < script.count {
      if random.once(in: 300) { script.insert(script[index], at: min(script.count, index + 4)) }
      if random.once(in: 500), index + 1 < script.count { script.swapAt(index, index + 1) }
      if random.once(in: 1000) { script.remove(at: index) }
      index += 1
    }
  }

  private mutating func send(_ fromClient: Bool, _ flags: UInt8, _ payload: Int, _ octets: ArraySlice<UInt8>? = nil) {
    let sequence = fromClient ? client : server
    script.append(
      FrameBuilder.Segment(
        fromClient: fromClient, flags: flags, sequence: sequence,
        acknowledgment: flags & FrameBuilder.ack == 0 ? 0 : (fromClient ? server : client), payload: payload,
        octets: octets))
    let after = sequence &+ UInt32(payload) &+ (flags & (FrameBuilder.syn | FrameBuilder.fin) == 0 ? 0 : 1)
    if fromClient { client = after } else { server = after }
  }

  /// Payload octets of a full segment: an Ethernet MTU less IPv6, TCP and timestamps.
  private static let segment = 1428
}
