import ApplicationModel
import Flows

/// HTTP/2 connections: how they and their streams were ended, and what streams waited for that was not theirs.
extension ReportText {
  var http2: [String] {
    let http2 = digest.http2
    guard http2.connections > 0 else { return [] }
    let connections = HumanUnits.count(http2.connections, "connection")
    var lines = [heading("HTTP/2: \(HumanUnits.count(http2.streams, "stream")) in \(connections)")]
    lines += wrapped(http2Beginnings.joined(separator: ", "))
    if !http2.resets.isEmpty { lines += wrapped("resets: " + http2Resets.joined(separator: ", ")) }
    if !http2.goAways.isEmpty { lines += wrapped("GOAWAY: " + http2Ends.joined(separator: ", ")) }
    if let pings = http2Pings { lines += wrapped(pings) }
    if http2.hidden > 0 {
      lines += wrapped(
        "\(HumanUnits.count(http2.hidden, "header field")) not known: header compression refers to what is missing")
    }
    lines += table("Connections ended by an error", "", http2.failed, hasTime: false, ink: .bad)
    let held = "Streams held by losses that were not theirs, \(HumanUnits.duration(http2.held)) in all"
    lines += table(held, "", http2.mostHeld, hasTime: true, ink: .doubt)
    let blocked = "Streams that waited for windows to open, \(HumanUnits.duration(http2.blocked)) in all"
    return lines + table(blocked, "", http2.mostBlocked, hasTime: true, ink: .doubt)
  }

  /// "2 by ALPN, 1 with prior knowledge, at most 100 streams at once, 12 pushed"
  private var http2Beginnings: [String] {
    let http2 = digest.http2
    let starts = [HTTP2Session.Start.alpn, .priorKnowledge, .upgrade, .frames].compactMap { start in
      http2.starts[start].map { "\(HumanUnits.count($0)) \(start.words)" }
    }
    let pushed = http2.pushed > 0 ? ["\(HumanUnits.count(http2.pushed)) pushed"] : []
    return starts + ["at most \(HumanUnits.count(http2.maximumConcurrent, "stream")) at once"] + pushed
  }

  /// "3 CANCEL by clients, 1 REFUSED_STREAM by servers": the commonest first.
  private var http2Resets: [String] {
    let sorted = digest.http2.resets.sorted { a, b in
      (b.value, a.key.code.rawValue, a.key.isClient ? 0 : 1) < (a.value, b.key.code.rawValue, b.key.isClient ? 0 : 1)
    }
    return sorted.prefix(Self.listedCodes).map { reset, count in
      "\(HumanUnits.count(count)) \(reset.code.title) by \(reset.isClient ? "clients" : "servers")"
    }
  }

  private var http2Ends: [String] {
    let sorted = digest.http2.goAways.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    return sorted.prefix(Self.listedCodes).map { "\(HumanUnits.count($0.value)) \($0.key.title)" }
  }

  private static let listedCodes = 8

  private var http2Pings: String? {
    let pings = digest.http2.pings
    let lost = pings.unanswered > 0 ? "\(HumanUnits.count(pings.unanswered, "PING")) without an answer" : nil
    guard pings.count > 0 else { return lost }
    let mean = HumanUnits.duration(Int64(pings.sum / Double(pings.count)))
    let range =
      pings.count == 1
      ? mean : "\(HumanUnits.duration(pings.least)) to \(HumanUnits.duration(pings.most)), \(mean) on average"
    return "\(HumanUnits.count(pings.count, "PING")) answered in \(range)" + (lost.map { "; \($0)" } ?? "")
  }

  private func table(
    _ title: String, _ words: String, _ list: TopList<HTTP2Digest.Line>, hasTime: Bool, ink: TextStyle.Ink
  ) -> [String] {
    guard list.count > 0 else { return [] }
    let time = hasTime ? [TextTable.Column(title: "time")] : []
    var table = TextTable(
      columns: [.init(title: "", isLeft: true), .init(title: words, isLeft: true, rank: 1)] + time
        + [.init(title: "flow"), .init(title: "frames", rank: 2)])
    table.indent = 4
    for (_, line) in list.elements {
      let took = hasTime ? [HumanUnits.duration(line.time)] : []
      let flow = FlowRecord.id(line.flow.frame, depth: line.flow.depth)
      table.rows.append([line.server, line.words] + took + [flow, line.frames.map(String.init).joined(separator: " -> ")])
    }
    let rest = list.count - list.elements.count
    return [style.paint("  \(title)", ink)] + table.lines(style) + (rest > 0 ? ["    and \(HumanUnits.count(rest)) more"] : [])
  }
}
