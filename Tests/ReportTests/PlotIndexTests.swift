import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Which connections are drawn, and the page that lists them")
struct PlotIndexTests {
  @Test("half of the places go to those that suffered most, the others to the biggest, in whatever order they come")
  func selection() {
    var candidates = (1...50).map { PlotCandidate(order: FlowOrder(frame: $0, depth: 0), octets: 1000 * $0) }
    candidates += (51...60).map { PlotCandidate(order: FlowOrder(frame: $0, depth: 0), octets: 1, waited: Int64($0)) }
    candidates.append(PlotCandidate(order: FlowOrder(frame: 99, depth: 0), octets: 60_000, waited: 1, amiss: 1))
    for seed in 0..<5 {
      var selection = PlotSelection(limit: 6)
      var kept: Set<FlowOrder> = []
      for index in candidates.indices {
        let candidate = candidates[(index * 17 + seed * 23) % candidates.count]
        guard selection.wants(candidate) else { continue }
        kept.insert(candidate.order)
        kept.subtract(selection.add(candidate))
      }
      #expect(selection.chosen.map(\.frame) == [49, 50, 58, 59, 60, 99])
      #expect(kept.isSuperset(of: selection.chosen))
      #expect(kept.count <= 9)
    }
  }

  @Test("with few connections, all; with none that suffered, the biggest")
  func few() {
    var selection = PlotSelection(limit: 4)
    for frame in 1...3 {
      #expect(selection.add(PlotCandidate(order: FlowOrder(frame: frame, depth: 0), octets: frame)) == [])
    }
    #expect(selection.chosen.map(\.frame) == [1, 2, 3])
    for frame in 4...9 { _ = selection.add(PlotCandidate(order: FlowOrder(frame: frame, depth: 0), octets: frame)) }
    #expect(selection.chosen.map(\.frame) == [6, 7, 8, 9])
  }

  @Test("a capture's name cannot become markup, and the page is well formed")
  func escaping() throws {
    let flow = PlotFlows.flow(PlotFlows.download(5), frame: 17, depth: 1)
    let name = "<script>alert(1)</script>&\"'\u{1b}[2J\u{202e}.pcap"
    let html = String(decoding: PlotIndex.html([PlotIndex.Entry(flow)], captures: [name], leftOut: 3), as: UTF8.self)
    #expect(!html.contains("<script"))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;\\u{1b}[2J\\u{202e}.pcap"))
    #expect(html.contains("<a href=\"flow-17.1.svg\">17.1</a></td><td class=\"l\">10.0.0.1:40000 → 10.0.0.2:443</td>"))
    #expect(html.contains("1 connection drawn") && html.contains("3 others left out"))
    try SVGCheck.isWellFormed(html.replacing("<!DOCTYPE html>\n", with: ""))
  }

  @Test("text in a drawing is escaped")
  func text() {
    var svg = SVGWriter()
    svg.label("a<b>&\"c\"\u{0}", x: 1, y: 2, class: "note")
    #expect(
      String(decoding: svg.octets, as: UTF8.self)
        == "<text x=\"1\" y=\"2\" class=\"note\">a&lt;b&gt;&amp;&quot;c&quot;\\u{0}</text>\n")
  }

  @Test("files are named after flows", arguments: [(17, 0, "flow-17.svg"), (17, 1, "flow-17.1.svg")])
  func names(_ frame: Int, _ depth: Int, _ name: String) {
    #expect(FlowPlot.fileName(FlowOrder(frame: frame, depth: UInt8(depth))) == name)
  }
}
