import ApplicationModel
import PacketModel

/// A transcript's lines: notes, and what was sent, with what proves it at the right.
protocol TranscriptText {
  var style: TextStyle { get }
  var lines: [String] { get set }
}

extension TranscriptText {
  mutating func note(_ text: String) { lines.append(style.paint("* " + text, .faint)) }

  /// A line, and what proves it at its right.
  mutating func line(_ text: String, _ ink: TextStyle.Ink = .plain, at point: StreamPoint? = nil, since start: Timestamp? = nil)
  {
    guard let point else { return lines.append(style.paint(text, ink)) }
    let proof = Self.proof(point, since: start)
    lines.append(style.paint(text, ink) + spaces(max(2, style.width - text.count - proof.count)) + style.paint(proof, .faint))
  }

  /// "frame 12, 20:06:00.123456", or "frame 14, +12.3 ms".
  static func proof(_ point: StreamPoint, since start: Timestamp?) -> String {
    if let start { return "frame \(point.frame), +\(HumanUnits.duration(point.time.nanoseconds(since: start)))" }
    var time: [UInt8] = []
    point.time.appendTimeOfDay(to: &time)
    return "frame \(point.frame), \(String(decoding: time, as: UTF8.self))"
  }
}
