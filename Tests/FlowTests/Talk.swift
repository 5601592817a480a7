import Flows
import PacketModel

/// A TCP connection told by what its sides say, in stream positions from the first octet on, and milliseconds.
///
/// The capture is taken beside the client: a segment takes 10 ms to the server and back, and 0.1 ms to the client and back.
/// Frames count from 1; the handshake has the first three.
struct Talk {
  var conversation = Conversation([])
  /// The sequence number of each side's SYN.
  let clientISN: UInt32
  let serverISN: UInt32
  /// Where each side goes on, and what it has acknowledged so far.
  private var next = (client: 0, server: 0)
  private var acknowledged = (client: 0, server: 0)

  /// What the handshake says.
  struct Opening {
    var sack = true
    /// The largest payload.
    var mss: UInt16 = 1000
    /// Both sides'.
    var scale: UInt8?
    var timestamps: (UInt32, UInt32)?
    /// Before scaling.
    var window: UInt16 = 65_000
    /// The SYNs' identifications go on from it, one counter a side; 0 for none.
    var identification: UInt16 = 0
  }

  static let usual = Opening()

  /// Opens a connection; without an opening the capture begins in the middle.
  init(_ opening: Opening? = usual, clientISN: UInt32 = 1000, serverISN: UInt32 = 500_000) {
    self.clientISN = clientISN
    self.serverISN = serverISN
    guard let opening else { return }
    // RFC 6691 §2: options come off the room for payload.
    let mss = opening.mss + (opening.timestamps == nil ? 0 : 12)
    var options: [UInt8] = [2, 4, UInt8(mss >> 8), UInt8(mss & 255)]
    if opening.sack { options += [1, 1, 4, 2] }
    if let scale = opening.scale { options += [1, 3, 3, scale] }
    var lines: [Conversation.Line] = [
      .init(">", "S", clientISN, 0, at: 0), .init("<", "S.", serverISN, clientISN &+ 1, at: 0.01),
      .init(">", ".", clientISN &+ 1, serverISN &+ 1, at: 0.0101),
    ]
    lines[0].options = options
    lines[1].options = options
    if let (client, server) = opening.timestamps {
      lines[0].timestamps = TCPTimestamps(value: client, echoReply: 0)
      lines[1].timestamps = TCPTimestamps(value: server, echoReply: client)
      lines[2].timestamps = TCPTimestamps(value: client + 10, echoReply: server)
    }
    if opening.identification > 0 {
      lines[0].identification = opening.identification
      // Hosts do not count with one counter.
      lines[1].identification = opening.identification &+ 20_000
      lines[2].identification = opening.identification &+ 1
    }
    for index in lines.indices { lines[index].window = opening.window }
    conversation.lines = lines
  }

  /// A side sends the octets of `range`, or none. What it acknowledges goes on unless `ack` says otherwise. Answers the frame.
  @discardableResult
  mutating func say(
    _ way: Character, _ range: Range<Int>? = nil, ack: Int? = nil, at milliseconds: Double, flags: String = "",
    window: UInt16? = nil, sack: [Range<Int>] = [], stamp: (UInt32, UInt32)? = nil, id: UInt16 = 0, payload: [UInt8]? = nil
  ) -> Int {
    let isClient = way == ">"
    let start = range?.lowerBound ?? (isClient ? next.client : next.server)
    let end = (range?.upperBound ?? start) + (flags.contains("F") ? 1 : 0)
    if let ack { if isClient { acknowledged.client = ack } else { acknowledged.server = ack } }
    let position = isClient ? acknowledged.client : acknowledged.server
    if isClient { next.client = max(next.client, end) } else { next.server = max(next.server, end) }
    let (mine, theirs) = isClient ? (clientISN, serverISN) : (serverISN, clientISN)
    func number(_ isn: UInt32, _ position: Int) -> UInt32 { isn &+ 1 &+ UInt32(truncatingIfNeeded: position) }
    var line = Conversation.Line(
      way, flags + ".", number(mine, start), number(theirs, position), range?.count ?? 0, at: milliseconds / 1000)
    if let window { line.window = window }
    line.identification = id
    line.timestamps = stamp.map { TCPTimestamps(value: $0.0, echoReply: $0.1) }
    line.payload = payload
    if !sack.isEmpty {
      line.options = [1, 1, 5, UInt8(2 + 8 * sack.count)]
      for block in sack {
        line.options += Conversation.big(number(theirs, block.lowerBound)) + Conversation.big(number(theirs, block.upperBound))
      }
    }
    conversation.lines.append(line)
    return conversation.lines.count
  }

  /// The frame comes again, so many milliseconds after it was there first. Answers the copy's frame.
  @discardableResult
  mutating func again(_ frame: Int, after milliseconds: Double, _ change: (inout Conversation.Line) -> Void = { _ in }) -> Int {
    var line = conversation.lines[frame - 1]
    line.time += milliseconds / 1000
    change(&line)
    conversation.lines.append(line)
    return conversation.lines.count
  }

  /// Changes a frame told already.
  mutating func change(_ frame: Int, _ body: (inout Conversation.Line) -> Void) { body(&conversation.lines[frame - 1]) }

  /// Every frame twice, so many milliseconds apart, by whatever way the second one took.
  func doubled(after milliseconds: Double, _ change: (inout Conversation.Line) -> Void = { _ in }) -> Talk {
    var talk = self
    talk.conversation.lines = conversation.lines.flatMap { line in
      var copy = line
      copy.time += milliseconds / 1000
      change(&copy)
      return [line, copy]
    }
    return talk
  }

  /// What its first flow came to.
  var analysis: ConnectionAnalysis { conversation.flows().first?.analysis ?? ConnectionAnalysis() }
}

extension ConnectionAnalysis {
  /// The events in short: frame, kind, and of a retransmission its trigger and necessity.
  var told: [String] {
    events.map { event in
      let detail = event.kind == .retransmission ? " \(event.trigger.rawValue) \(event.necessity.rawValue)" : ""
      return "\(event.frame) \(event.kind.name)\(detail)"
    }
  }

  func first(_ kind: SegmentEvent.Kind) -> SegmentEvent? { events.first { $0.kind == kind } }
}

/// Milliseconds as nanoseconds.
func milliseconds(_ time: Double) -> Int64 { Int64((time * 1e6).rounded()) }
