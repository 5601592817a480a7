import ApplicationModel
import Flows
import PacketModel

/// What the layers below tell of an exchange: how its connection opened, what troubled it, how it ended.
struct TranscriptConnection {
  let view: ExchangeView
  let isFirst: Bool

  private var conversation: HTTPConversation { view.conversation }

  // MARK: - Before

  var opening: [String] {
    var notes: [String] = []
    if isFirst {
      notes += handshake + conversation.facts.proxies.map(words)
    } else if let number = view.number {
      notes.append("Re-using the connection: request \(number + 1) on it")
    }
    if let opener = view.log.tunnel, let (log, outer) = conversation.exchange(opener), let request = outer.request {
      let target = ForeignText.safe(log.octets(at: request.target))
      let answer = outer.response.map { ", answered in frame \($0.message.first.frame)" } ?? ""
      notes.append("Through the tunnel to \(target), asked for in frame \(request.message.first.frame)\(answer)")
    }
    return notes
  }

  private var handshake: [String] {
    let server = conversation.client.other
    let place = "\(conversation.address(server)) port \(conversation.port(server))"
    guard let report = conversation.connection else { return ["To \(place)"] }
    let frames = [report.synFrame, report.synAckFrame, report.ackFrame].compactMap { $0.map(String.init) }
    switch report.handshake {
    case .complete, .simultaneous:
      let time = report.roundTrip.map { ", TCP handshake in \(HumanUnits.duration($0))" } ?? ""
      var notes = ["Connected to \(place)\(time) (frames \(frames.joined(separator: ", ")))"]
      let again = report.synRetransmissions + report.synAckRetransmissions
      if again > 0 { notes.append("The handshake needed \(HumanUnits.count(again, "retransmission"))") }
      if report.isFastOpen { notes.append("TCP Fast Open: the request came with the SYN") }
      return notes
    case .halfOpen: return ["Connected to \(place), half open: the SYN-ACK was never acknowledged"]
    case .refused, .unreachable, .noAnswer: return ["To \(place), which did not answer"]
    case .notCaptured: return ["Connected to \(place) before the capture began, or elsewhere"]
    }
  }

  private func words(_ header: ProxyHeader) -> String {
    let start = "PROXY protocol version \(header.version) in frame \(header.point.frame): "
    if header.isLocal { return start + "the proxy speaks for itself" }
    guard let source = header.source else { return start + "whom it speaks for is \(header.transport.rawValue)" }
    let destination = header.destination.map { ", which connected to \($0.text)" } ?? ""
    return start + "the client is \(source.text)\(destination)"
  }

  // MARK: - During

  static func timing(_ view: ExchangeView) -> String? {
    let timing = view.timing
    var clauses: [String] = []
    if let send = timing.send { clauses.append("sent in \(HumanUnits.duration(send))") }
    if let wait = timing.wait {
      clauses.append("waited \(HumanUnits.duration(wait))")
    } else if let wait = view.leastWait {
      clauses.append("waited \(HumanUnits.duration(wait)) at least")
    }
    if let receive = timing.receive { clauses.append("received in \(HumanUnits.duration(receive))") }
    if let total = timing.total { clauses.append("\(HumanUnits.duration(total)) in all") }
    guard !clauses.isEmpty else { return nil }
    let repair = ExchangeRepair(view).total
    if repair > 0 { clauses.append("of it \(HumanUnits.duration(repair)) for repairing loss") }
    let text = clauses.joined(separator: ", ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// Events of TCP between its first and its last frame.
  var trouble: [String] {
    guard let events = conversation.finished.analysis?.events else { return [] }
    let frames = view.firstFrame...max(view.firstFrame, view.lastFrame)
    let during = events.filter { frames.contains($0.frame) && Self.isTrouble($0.kind) }
    var notes = during.prefix(Self.mostEvents).map { event in
      let verdict = SegmentVerdict(
        event: event, segment: nil, origin: conversation.connection?.half(event.sender).initialSequence ?? event.sequence,
        otherWindow: nil, dash: "-")
      let text = verdict.text
      let who = "by the \(conversation.name(event.sender))"
      return text.prefix(1).uppercased() + text.dropFirst() + ", \(who)"
    }
    if during.count > Self.mostEvents { notes.append("And \(during.count - Self.mostEvents) more events of TCP") }
    return notes
  }

  /// More than these drown the exchange; `weir explain` tells all.
  private static let mostEvents = 8

  private static func isTrouble(_ kind: SegmentEvent.Kind) -> Bool {
    switch kind {
    case .retransmission, .outOfOrder, .networkDuplicate, .gap, .ackedUnseen, .zeroWindow, .windowFull, .dataAfterClose,
      .conflictingOverlap:
      true
    case .captureDuplicate, .duplicateAck, .zeroWindowProbe, .zeroWindowProbeAck, .windowUpdate, .keepAlive, .keepAliveAck,
      .challengeAck, .portReuse:
      false
    }
  }

  // MARK: - After

  /// How the connection ended, behind its last exchange.
  var end: [String] {
    guard isLast, let report = conversation.connection else { return [] }
    switch report.teardown {
    case .closed, .halfClosed:
      let frame = report.firstToClose.flatMap { report.finFrame($0) }.map { " in frame \($0)" } ?? ""
      let who = report.firstToClose.map { "the \(conversation.name($0))" } ?? "both at once"
      return ["Closed by \(who): FIN\(frame)"]
    case .reset:
      let who = report.resetBy.map { " by the \(conversation.name($0))" } ?? ""
      return ["Reset\(who)" + (report.resetFrame.map { " in frame \($0)" } ?? "")]
    case .timedOut: return ["Never closed: silent until it was given up"]
    case .open: return ["Left open"]
    }
  }

  private var isLast: Bool {
    guard let number = view.number else { return true }
    return number + 1 == conversation.facts.http.reduce(0) { $0 + $1.exchanges.count }
  }
}
