import Analysis
import Capture
import PacketModel

extension ReportText {
  /// Captures told one by one; of more, the total.
  private static let listedCaptures = 8
  /// Lines of comments.
  private static let listedComments = 3

  var captures: [String] {
    var lines = result.captures.prefix(Self.listedCaptures).flatMap(lines)
    let rest = result.captures.count - Self.listedCaptures
    if rest > 0 { lines.append("and \(HumanUnits.count(rest, "more capture"))") }
    if result.captures.count > 1 { lines += total }
    return lines
  }

  private func lines(_ capture: CaptureSummary) -> [String] {
    let description = capture.description
    var lines = [heading(description.path == "-" ? "standard input" : SafeText.escape(description.path))]
    lines += TextFlow.lines(
      [format(description)] + amounts(capture.packets, capture.octets, from: capture.firstTime, to: capture.lastTime),
      width: style.width, indent: 2, hanging: 2, separator: ", ")
    if let first = capture.firstTime, let last = capture.lastTime { lines.append("  \(Self.span(first, last))") }
    if let live = capture.live { lines.append(drops(live)) }
    if capture.filtered > 0 {
      let all = HumanUnits.count(capture.packets + capture.filtered, "packet")
      lines.append("  the filter let \(HumanUnits.count(capture.packets)) of \(all) pass")
    }
    return lines + words(description)
  }

  /// "12 received, 0 dropped by the kernel, 0 by the interface"; what was dropped is missing in all that is told.
  private func drops(_ live: LiveStatistics) -> String {
    var parts: [String] = []
    if let received = live.received { parts.append("\(HumanUnits.count(received)) received") }
    if let dropped = live.droppedByKernel { parts.append("\(HumanUnits.count(dropped)) dropped by the kernel") }
    if let dropped = live.droppedByInterface { parts.append("\(HumanUnits.count(dropped)) by the interface") }
    return "  " + (parts.isEmpty ? "what was dropped is not known" : parts.joined(separator: ", "))
  }

  private func format(_ description: CaptureDescription) -> String {
    let types = description.linkTypes.map(CaptureRecord.name)
    return [description.format?.rawValue ?? "empty", types.joined(separator: " + ")].filter { !$0.isEmpty }.joined(
      separator: ", ")
  }

  private func amounts(_ packets: Int, _ octets: Int, from first: Timestamp?, to last: Timestamp?) -> [String] {
    let amounts = [HumanUnits.count(packets, "packet"), HumanUnits.size(octets)]
    guard let first, let last, last > first else { return amounts }
    let duration = last.nanoseconds(since: first)
    let seconds = Double(duration) / 1e9
    let rate = Double(octets) * 8 / seconds
    return amounts + ["in \(HumanUnits.duration(duration))"] + (rate >= 1 ? [HumanUnits.rate(bits: rate)] : [])
  }

  /// What the file says in its own words.
  private func words(_ description: CaptureDescription) -> [String] {
    var lines: [String] = []
    let origin = [description.application, description.os, description.hardware].compactMap(\.self)
    if !origin.isEmpty { lines += wrapped("written by " + SafeText.escape(origin.joined(separator: "; "))) }
    let names = description.interfaces.compactMap { $0.name ?? $0.description }
    if !names.isEmpty {
      let listed = names.prefix(4).map(SafeText.escape).joined(separator: ", ")
      lines += wrapped("captured on \(listed)" + (names.count > 4 ? " and \(names.count - 4) more" : ""))
    }
    return lines + comments(description.comments)
  }

  /// The first lines of what people wrote, a line each.
  private func comments(_ comments: [String]) -> [String] {
    let lines = comments.flatMap { $0.split(whereSeparator: \.isNewline) }
    let shown = lines.prefix(Self.listedComments).map { line in
      let text = "  comment: " + SafeText.escape(String(line))
      return text.count > style.width ? text.prefix(style.width - 3) + "..." : text
    }
    let rest = lines.count - shown.count
    return rest > 0 ? shown + ["  and \(HumanUnits.count(rest, "more line"))"] : shown
  }

  private var total: [String] {
    let first = result.captures.compactMap(\.firstTime).min()
    let last = result.captures.compactMap(\.lastTime).max()
    let packets = result.captures.reduce(0) { $0 + $1.packets }
    let octets = result.captures.reduce(0) { $0 + $1.octets }
    let all = HumanUnits.count(result.captures.count, "capture")
    return [heading("\(all) together")]
      + TextFlow.lines(
        amounts(packets, octets, from: first, to: last), width: style.width, indent: 2, hanging: 2, separator: ", ")
  }

  /// "2026-11-23 20:06:00.000001 to 20:06:12.345678 UTC"
  private static func span(_ first: Timestamp, _ last: Timestamp) -> String {
    let (from, to) = (moment(first), moment(last))
    return "\(from.day) \(from.time) to \(from.day == to.day ? "" : "\(to.day) ")\(to.time) UTC"
  }

  private static func moment(_ time: Timestamp) -> (day: Substring, time: Substring) {
    let text = time.rfc3339
    return (text.prefix(10), text.dropFirst(11).prefix(15))
  }
}
