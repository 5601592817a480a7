import ApplicationModel
import PacketModel

/// What a stream did, and when: what its row of a timeline is drawn from.
struct StreamBar {
  enum Kind: CaseIterable {
    case send, wait, receive
    /// Its octets had come, and waited for the repair of another stream's.
    case held
    /// Its sender waited for a window to open.
    case blocked
    case reset, push
    /// It goes on when the capture, or the connection, ends.
    case open
  }

  struct Part {
    var kind: Kind
    var range: Range<Int64>
  }

  let stream: Int
  let start: Timestamp
  private(set) var end: Timestamp
  /// One behind the other; those that began before the one in front had ended cut it short.
  private(set) var parts: [Part] = []
  private(set) var held = TimeSpans()
  /// Of both sides.
  private(set) var blocked = TimeSpans()
  private(set) var reset: Timestamp?
  private(set) var pushed: Timestamp?
  private(set) var isOpen = false

  /// `last` is when the connection's last octet came.
  init(
    _ exchange: borrowing HTTPExchange, _ stream: HTTP2Stream?, _ account: HTTP2Account, isConnect: Bool = false,
    until last: Timestamp
  ) {
    let number = exchange.stream ?? 0
    let request = exchange.request?.message
    let response = exchange.response?.message
    self.stream = number
    start = exchange.start
    reset = stream?.reset?.point.time
    if stream?.pushedBy != nil { pushed = exchange.start }
    held = account.headOfLine.streams[number]?.spans ?? TimeSpans()
    blocked = TimeSpans(
      [Endpoint.low, .high].flatMap { account.flowControl.spans(of: number, $0)?.spans ?? [] })
    // A CONNECT that is refused has no end of its own.
    let isWhole = response?.isComplete == true && (isConnect || request?.isComplete ?? true)
    let known = [request?.last.time, response?.last.time, exchange.interim.last?.first.time, stream?.reset?.point.time]
    let seen = known.compactMap(\.self).max() ?? exchange.start
    isOpen = !isWhole && stream?.reset == nil
    end = isOpen ? max(seen, last) : seen
    let answered = response?.first.time ?? end
    if let request {
      let sent = request.isComplete ? request.last.time : min(answered, end)
      add(.send, request.first.time, min(sent, answered))
      add(.wait, min(sent, answered), answered)
    }
    if let response { add(.receive, response.first.time, response.isComplete ? response.last.time : end) }
  }

  private mutating func add(_ kind: Kind, _ start: Timestamp, _ end: Timestamp) {
    parts.append(Part(kind: kind, range: start.nanoseconds..<max(start.nanoseconds, end.nanoseconds)))
  }

  /// What is drawn for a stretch of time; nothing where the stream was not there.
  func kind(in cell: Range<Int64>) -> Kind? {
    if let reset, cell.contains(reset.nanoseconds) { return .reset }
    if let pushed, cell.contains(pushed.nanoseconds) { return .push }
    guard start.nanoseconds < cell.upperBound, end.nanoseconds >= cell.lowerBound else { return nil }
    if isOpen, cell.contains(end.nanoseconds) { return .open }
    let part = Timestamp(nanoseconds: cell.lowerBound)..<Timestamp(nanoseconds: cell.upperBound)
    let here = min(cell.upperBound, end.nanoseconds) &- max(cell.lowerBound, start.nanoseconds)
    // A wait is drawn from a quarter of the cell: it is what one looks for.
    for (kind, spans) in [(Kind.held, held), (.blocked, blocked)] where !spans.isEmpty {
      let time = spans.time(in: part)
      if time > 0, time >= here / 4 { return kind }
    }
    // The response's end and short responses must not be lost in the wait before them.
    if let received = parts.last, received.kind == .receive, cell.contains(received.range.upperBound) { return .receive }
    let shares = parts.map { ($0.kind, Self.overlap($0.range, cell)) }
    return shares.max { $0.1 < $1.1 }?.0
  }

  /// What lies in the cell; of what takes no time, one nanosecond less than any that takes some.
  private static func overlap(_ range: Range<Int64>, _ cell: Range<Int64>) -> Int64 {
    if range.isEmpty { return cell.contains(range.lowerBound) ? 0 : -1 }
    return min(range.upperBound, cell.upperBound) &- max(range.lowerBound, cell.lowerBound)
  }
}
