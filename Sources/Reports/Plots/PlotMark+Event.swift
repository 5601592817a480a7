import Flows
import PacketModel

extension PlotMark {
  /// The marks of one direction: what its sender did, and what its receiver said of it. In the order of frames.
  static func marks(of finished: borrowing FinishedFlow, _ direction: PlotDirection, _ time: PlotTime) -> [PlotMark] {
    var marks: [PlotMark] = []
    let places = Places(finished, direction, time)
    let client = finished.roles.client
    for segment in finished.trace { marks += flags(of: segment, places, client: client) }
    for event in finished.analysis?.events ?? [] {
      guard let kind = Kind(event, drawing: direction.sender) else { continue }
      let place = places.place(of: event)
      marks.append(
        PlotMark(
          kind: kind, isSpurious: event.kind == .retransmission && event.necessity == .spurious, time: place.time,
          positions: place.positions, frame: event.frame, text: event.tooltip(since: time.start, positions: place.positions)))
    }
    return marks
  }

  private static func flags(of segment: TracedSegment, _ places: Places, client: Endpoint) -> [PlotMark] {
    let isOwn = segment.sender == places.direction.sender
    let moment = segment.time.nanoseconds(since: places.time.start)
    func mark(_ kind: Kind, at position: Int) -> PlotMark {
      let who = segment.sender == client ? "client" : "server"
      return PlotMark(
        kind: kind, time: moment, positions: position..<position, frame: segment.frame,
        text: "Frame \(segment.frame), \(PlotUnits.moment(moment)): \(kind.label) of the \(who)")
    }
    var marks: [PlotMark] = []
    if isOwn, segment.flags.contains(.syn) { marks.append(mark(.syn, at: segment.position)) }
    if isOwn, segment.flags.contains(.fin) { marks.append(mark(.fin, at: segment.position &+ segment.length)) }
    // A reset ends both directions; the other one's where it had come to.
    if segment.flags.contains(.rst) {
      marks.append(mark(.reset, at: isOwn ? segment.position : segment.acknowledged ?? places.direction.positions.upperBound))
    }
    return marks
  }
}

extension PlotMark.Kind {
  /// What an event is in the drawing of the direction from `sender`; nothing when it belongs to the other, or is not drawn.
  init?(_ event: SegmentEvent, drawing sender: Endpoint) {
    let isOwn = event.sender == sender
    switch event.kind {
    case .retransmission where isOwn:
      switch event.trigger {
      case .timeout: self = .timeout
      case .fast: self = .fast
      case .tailProbe: self = .tailProbe
      case .syn, .fin: self = .handshake
      case .unknown: self = .unknown
      }
    case .outOfOrder where isOwn: self = .outOfOrder
    case .networkDuplicate where isOwn: self = .networkDuplicate
    case .gap where isOwn: self = .gap
    case .zeroWindowProbe where isOwn: self = .zeroWindowProbe
    case .windowFull where isOwn: self = .windowFull
    case .keepAlive where isOwn: self = .keepAlive
    case .portReuse where isOwn: self = .portReuse
    case .dataAfterClose where isOwn: self = .dataAfterClose
    case .conflictingOverlap where isOwn: self = .conflictingOverlap
    case .ackedUnseen where !isOwn: self = .ackedUnseen
    case .duplicateAck where !isOwn: self = .duplicateAck
    case .zeroWindow where !isOwn: self = .zeroWindow
    case .zeroWindowProbeAck where !isOwn: self = .zeroWindowProbeAck
    case .windowUpdate where !isOwn: self = .windowUpdate
    case .keepAliveAck where !isOwn: self = .keepAliveAck
    case .challengeAck where !isOwn: self = .challengeAck
    // The capture's doing, often of every segment: the trace is without them, and the head says how many there are.
    default: return nil
    }
  }
}

/// Where events stand in one direction's drawing.
private struct Places {
  let direction: PlotDirection
  let time: PlotTime
  private let trace: [TracedSegment]
  private let initial: SequenceNumber

  init(_ finished: borrowing FinishedFlow, _ direction: PlotDirection, _ time: PlotTime) {
    self.direction = direction
    self.time = time
    trace = finished.trace
    initial = finished.connection?[direction.sender].initialSequence ?? SequenceNumber(rawValue: 0)
  }

  func place(of event: SegmentEvent) -> (time: Int64, positions: Range<Int>) {
    let moment = event.time.nanoseconds(since: time.start)
    let segment = segment(of: event)
    if event.sender != direction.sender, event.kind != .ackedUnseen {
      // What the receiver said stands at what it acknowledged.
      let position = segment?.acknowledged ?? direction.positions.lowerBound
      return (moment, position..<position)
    }
    // Around a position that is known, the 32 bits of the wire say which one is meant.
    let near =
      segment.map { $0.sender == direction.sender ? $0.position : $0.acknowledged ?? 0 } ?? direction.positions.upperBound
    let start = near &+ (event.sequence - (initial + near))
    return (moment, start..<(start &+ max(0, event.length)))
  }

  /// The segment that an event is about, found by its frame: a trace is in the order of frames.
  private func segment(of event: SegmentEvent) -> TracedSegment? {
    var low = 0
    var high = trace.count
    while low < high {
      let middle = (low + high) / 2
      if trace[middle].frame < event.frame { low = middle + 1 } else { high = middle }
    }
    return low < trace.count && trace[low].frame == event.frame && trace[low].sender == event.sender ? trace[low] : nil
  }
}

extension SegmentEvent {
  /// What a reader who points at its mark is told.
  fileprivate func tooltip(since start: Timestamp, positions: Range<Int>) -> String {
    var clauses: [String] = []
    if length > 0 {
      clauses.append("octets \(HumanUnits.count(positions.lowerBound)) to \(HumanUnits.count(positions.upperBound - 1))")
    }
    if segments > 1 { clauses.append("\(segments) segments joined") }
    if let originalFrame { clauses.append("before in frame \(originalFrame)") }
    if let delay {
      clauses.append(kind == .zeroWindow ? "lasted \(PlotUnits.duration(delay))" : "\(PlotUnits.duration(delay)) after")
    }
    if stall > 0 { clauses.append("the receiver waited \(PlotUnits.duration(stall)) for it") }
    if let basis { clauses.append("known by \(basis.rawValue.words)") }
    let evidence = evidence.frames
    if !evidence.isEmpty {
      clauses.append("see frame\(evidence.count == 1 ? "" : "s") \(evidence.map(String.init).joined(separator: ", "))")
    }
    let moment = PlotUnits.moment(time.nanoseconds(since: start))
    return (["Frame \(frame), \(moment): \(verdict)"] + clauses).joined(separator: "; ")
  }

  private var verdict: String {
    var words = [kind.name.words]
    if !isCertain { words.append("(likely)") }
    if kind == .retransmission {
      if trigger != .unknown { words.append("by \(trigger.rawValue.words)\(isSlowStart ? ", slow start" : "")") }
      if necessity != .unknown { words.append("\(trigger == .unknown ? "" : "– ")\(necessity.rawValue)") }
      if let proof { words.append("(\(proof.rawValue.words))") }
    }
    if isCaptureOrder { words.append("(by the capture)") }
    if isAcknowledged { words.append("(the receiver has it)") }
    if hasDuplicateSACK { words.append("with D-SACK") }
    return words.joined(separator: " ")
  }
}

extension String {
  /// "d_sack" to "d sack": names of the report as words.
  fileprivate var words: String { String(map { $0 == "_" ? " " : $0 }) }
}
