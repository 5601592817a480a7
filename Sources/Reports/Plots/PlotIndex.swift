public import Flows
import PacketModel

/// The page that lists drawings, each with its connection's main figures: HTML without scripts, needing no other file.
public enum PlotIndex {
  public static let fileName = "index.html"

  /// A line of it.
  public struct Entry: Sendable {
    public let order: FlowOrder
    fileprivate let ends: String
    fileprivate let cells: [String]
    fileprivate let ending: String
    fileprivate let waited: Int64

    public init(_ finished: FinishedFlow) {
      let names = PlotNames(finished)
      let flow = finished.flow
      let sides = [names.client, names.client.other]
      let report = ConnectionReport(finished, client: names.client)
      let candidate = PlotCandidate(finished)
      order = finished.order
      ends = names.ends
      waited = candidate.waited
      let figures = finished.analysis
      let sum = { (part: (SideFigures) -> Int) in figures.map { part($0.low) + part($0.high) } ?? 0 }
      let again = sum { $0.retransmissions.segments }
      let spurious = sum { $0.retransmissions.spurious }
      cells = [
        flow.firstTime.seconds, PlotUnits.duration(flow.lastTime.nanoseconds(since: flow.firstTime)),
        PlotUnits.size(flow[sides[0]].payloadOctets), PlotUnits.size(flow[sides[1]].payloadOctets),
        report?.roundTrip.map(PlotUnits.duration) ?? "",
        Self.count(again) + (spurious > 0 ? " (\(HumanUnits.count(spurious)) spurious)" : ""),
        Self.count(sum { $0.outOfOrder }), Self.count(sum { $0.networkDuplicates }), Self.count(sum { $0.zeroWindows }),
        waited > 0 ? PlotUnits.duration(waited) : "",
      ]
      ending = report.map { PlotFigures.teardown($0, client: names.client) } ?? ""
    }

    /// Nothing is easier to pass over than a zero.
    private static func count(_ value: Int) -> String { value == 0 ? "" : HumanUnits.count(value) }
  }

  private static let columns = [
    "start", "duration", "sent by client", "by server", "handshake", "retransmitted", "out of order", "duplicated",
    "zero windows", "waited",
  ]

  /// - Parameter leftOut: connections with payload that are not drawn.
  public static func html(_ entries: [Entry], captures: [String], leftOut: Int) -> [UInt8] {
    var html = SVGWriter()
    let title = captures.joined(separator: ", ")
    html.raw(
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <meta name="viewport" content="width=device-width"/><meta name="color-scheme" content="light dark"/>

      """)
    html.title("Weir: \(title)")
    html.raw("\n<style>\n\(sheet)</style></head><body>\n<h1>TCP connections</h1>\n<p>")
    html.text(title)
    html.raw("<br/>")
    html.text(Self.summary(entries.count, leftOut: leftOut))
    html.raw("</p>\n<table><thead><tr><th>flow</th><th class=\"l\">client → server</th>")
    for column in columns {
      html.raw("<th>")
      html.text(column)
      html.raw("</th>")
    }
    html.raw("<th class=\"l\">ending</th></tr></thead><tbody>\n")
    for entry in entries { row(entry, to: &html) }
    html.raw("</tbody></table>\n<p class=\"note\">\(legend)</p>\n</body></html>\n")
    return html.octets
  }

  private static func row(_ entry: Entry, to html: inout SVGWriter) {
    html.raw(entry.waited > 0 ? "<tr class=\"w\">" : "<tr>")
    html.raw("<td><a href=\"")
    html.text(FlowPlot.fileName(entry.order))
    html.raw("\">")
    html.text(FlowRecord.id(entry.order.frame, depth: entry.order.depth))
    html.raw("</a></td><td class=\"l\">")
    html.text(entry.ends)
    html.raw("</td>")
    for cell in entry.cells {
      html.raw("<td>")
      html.text(cell)
      html.raw("</td>")
    }
    html.raw("<td class=\"l\">")
    html.text(entry.ending)
    html.raw("</td></tr>\n")
  }

  private static func summary(_ count: Int, leftOut: Int) -> String {
    guard leftOut > 0 else { return "\(HumanUnits.count(count, "connection")) drawn." }
    return "\(HumanUnits.count(count, "connection")) drawn: those that suffered most and the biggest. "
      + "\(HumanUnits.count(leftOut, "other")) left out; weir report --plots with --flow or --max-plots draws them."
  }

  private static let legend =
    "“waited”: how long the receivers’ streams stood still for losses, and senders for closed windows. Sizes go by 1000."

  private static let sheet = """
    :root{color-scheme:light dark}
    body{font:14px/1.45 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;margin:2rem;color:#1f2733;background:#fff}
    h1{font-size:1.4rem;margin:0 0 .3rem}
    p{margin:0 0 1.2rem;overflow-wrap:anywhere}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums}
    th,td{padding:.3rem .7rem;text-align:right;white-space:nowrap;border-bottom:1px solid #e4e9f0}
    th{font-weight:600;position:sticky;top:0;background:#fff;border-bottom-color:#aeb8c6}
    .l{text-align:left}
    a{color:#0b62b0;font-weight:600}
    tbody tr:hover{background:#f2f6fb}
    .w td:nth-child(12){color:#b34700;font-weight:600}
    .note{color:#566273;margin-top:1rem}
    @media (prefers-color-scheme:dark){
    body,th{color:#e3e8f0;background:#10141b}
    th,td{border-bottom-color:#222b37}
    th{border-bottom-color:#465365}
    a{color:#74b9ff}
    tbody tr:hover{background:#182030}
    .w td:nth-child(12){color:#ff9d5c}
    .note{color:#9aa7b8}
    }

    """
}
