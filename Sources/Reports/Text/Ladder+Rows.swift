import Flows
import PacketModel

/// A ladder's rows: segments, silence, and what is left out.
extension Ladder {
  /// A segment's arrow, and below it what had no room.
  func rows(_ index: Int, _ windows: Windows) -> [String] {
    let segment = finished.trace[index]
    let told = events.told(with: index..<(index + 1)).map(\.event)
    let (label, rest) = split(labels(segment, told, windows))
    let verdicts = told.map { verdict($0, segment, windows) }
    let ink = ink(segment, told)
    let arrow = style.paint(layout.arrow(label, fromClient: segment.sender == client), ink)

    let time = LadderLayout.seconds(segment.time.nanoseconds(since: finished.flow.firstTime))
    let pause = index == 0 ? "" : LadderLayout.pause(segment.time.nanoseconds(since: finished.trace[index - 1].time))
    // Between the hosts' lines: the arrow, what of its label did not fit, and verdicts where they have no room beside.
    var between = [arrow]
    between += rest.map { layout.between($0, indent: 3) }
    var beside: [String] = []
    for (text, ink) in verdicts {
      if layout.verdict == 0 {
        between += LadderLayout.wrapped(text, layout.innerText, hanging: 2).map { style.paint(layout.between($0), ink) }
      } else {
        beside += LadderLayout.wrapped(text, layout.verdict, hanging: 2).map { style.paint($0, ink) }
      }
    }
    return (0..<max(between.count, beside.count)).map { row in
      let left = row == 0 ? layout.left(String(segment.frame), time, pause) : layout.left()
      let middle = row < between.count ? between[row] : spaces(layout.inner)
      let end = row < beside.count ? "  " + beside[row] : ""
      return left + layout.symbols.line + middle + layout.symbols.line + end
    }
  }

  /// A row for the silence before a segment, when it was long.
  func silenceRow(before index: Int) -> String? {
    guard index > 0 else { return nil }
    let pause = finished.trace[index].time.nanoseconds(since: finished.trace[index - 1].time)
    return pause > silence ? pauseRow(" \(HumanUnits.duration(pause))", indent: 0) : nil
  }

  /// Rows in place of segments that are not drawn.
  func elision(_ hidden: Range<Int>) -> [String] {
    guard let first = hidden.first, let last = hidden.last else { return [] }
    let events = events.told(with: hidden)
    var counts = [Int](repeating: 0, count: SegmentEvent.Kind.allCases.count)
    for (_, event) in events { counts[Int(event.kind.rawValue)] += 1 }
    let kinds = SegmentEvent.Kind.allCases.filter { counts[Int($0.rawValue)] > 0 }
    let told = kinds.map { $0.counted(counts[Int($0.rawValue)]) }.joined(separator: ", ")
    let frames = (finished.trace[first].frame, finished.trace[last].frame)
    let place = frames.0 == frames.1 ? "\(frames.0)" : "\(frames.0)\(layout.symbols.to)\(frames.1)"
    let what = told.isEmpty ? "nothing unusual" : told
    let ellipsis = layout.symbols.ellipsis
    // The last word does not stand alone.
    let text = "\(ellipsis) \(HumanUnits.count(hidden.count, "segment")), \(what) (\(place))\u{a0}\(ellipsis)"
    return LadderLayout.wrapped(text, layout.innerText, hanging: 2).map { pauseRow($0.replacing("\u{a0}", with: " ")) }
  }

  /// What the trace's own limit left out.
  var beyond: [String] {
    guard finished.trace.count >= TraceSelection.maximumSegments else { return [] }
    let text = "no more than \(HumanUnits.count(finished.trace.count)) segments are kept"
    return LadderLayout.wrapped(text, layout.innerText, hanging: 2).map { pauseRow($0) }
  }

  private func pauseRow(_ text: String, indent: Int = 2) -> String {
    let mark = layout.symbols.pause
    return layout.left() + mark + style.paint(layout.between(text, indent: indent), .faint) + mark
  }

  // MARK: - Labels

  /// What stands on an arrow, in pieces, the most important first.
  private func labels(_ segment: TracedSegment, _ events: [SegmentEvent], _ windows: Windows) -> [String] {
    var pieces = [Self.names(segment.flags), "seq \(segment.position)"]
    if let acknowledged = segment.acknowledged { pieces.append("ack \(acknowledged)") }
    if segment.length > 0 { pieces.append("len \(segment.length)") }
    if tellsWindow(segment, events, windows) {
      let isOctets = knowsScale || segment.window == 0 || segment.flags.contains(.syn)
      pieces.append("win \(segment.window)" + (isOctets ? "" : " unscaled"))
    }
    for (number, block) in segment.sack.enumerated() {
      pieces.append((number == 0 ? "sack " : "") + "\(block.lowerBound)\(layout.symbols.to)\(block.upperBound)")
    }
    return pieces
  }

  /// A window matters at the opening, and when it closes, is closed, or opens again.
  private func tellsWindow(_ segment: TracedSegment, _ events: [SegmentEvent], _ windows: Windows) -> Bool {
    if segment.flags.contains(.rst) { return false }
    if segment.window == 0 || segment.flags.contains(.syn) || windows[segment.sender] == 0 { return true }
    return events.contains { $0.kind == .windowUpdate || $0.kind == .zeroWindow || $0.kind == .zeroWindowProbeAck }
  }

  /// Whether windows can be told in octets (RFC 7323 §2.2): both SYNs say so or not.
  private var knowsScale: Bool {
    report.map { $0.half(.low).facts.contains(.syn) && $0.half(.high).facts.contains(.syn) } ?? false
  }

  /// As many pieces as an arrow has room for, and the others in lines.
  private func split(_ pieces: [String]) -> (label: String, rest: [String]) {
    var label = String((pieces.first ?? "").prefix(max(1, layout.label)))
    var used = 1
    while used < pieces.count, label.unicodeScalars.count + 1 + pieces[used].unicodeScalars.count <= layout.label {
      label += " " + pieces[used]
      used += 1
    }
    return (label, LadderLayout.wrapped(pieces[used...].joined(separator: " "), layout.innerText))
  }

  private static func names(_ flags: TCPFlags) -> String {
    let names: [(TCPFlags, String)] = [
      (.syn, "SYN"), (.fin, "FIN"), (.rst, "RST"), (.psh, "PSH"), (.ack, "ACK"), (.urg, "URG"), (.ece, "ECE"), (.cwr, "CWR"),
      (.ae, "AE"),
    ]
    let set = names.filter { flags.contains($0.0) }.map(\.1)
    return set.isEmpty ? "no flags" : set.joined(separator: ",")
  }

  // MARK: - Verdicts

  private func verdict(
    _ event: SegmentEvent, _ segment: TracedSegment, _ windows: Windows
  ) -> (text: String, ink: TextStyle.Ink) {
    let verdict = SegmentVerdict(
      event: event, segment: segment.frame == event.frame ? segment : nil,
      origin: report?.half(event.sender).initialSequence ?? event.sequence,
      otherWindow: knowsScale ? windows[event.sender.other] : nil, dash: layout.symbols.to)
    return (verdict.text, event.ink)
  }

  /// The colour of the worst that is told of a segment.
  private func ink(_ segment: TracedSegment, _ events: [SegmentEvent]) -> TextStyle.Ink {
    if segment.flags.contains(.rst) || events.contains(where: { $0.ink == .bad }) { return .bad }
    return events.contains { $0.ink == .doubt } ? .doubt : .plain
  }
}
