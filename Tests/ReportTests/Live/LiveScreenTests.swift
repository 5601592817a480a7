import Analysis
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("The screen of a live capture")
struct LiveScreenTests {
  @Test("80 by 24")
  func usual() {
    var view = LiveExamples.running()
    let lines = view.screen(width: 80, height: 24)
    print("=====80x24\n" + lines.map { "        \"" + $0.replacing("\"", with: "\\\"") + "\"," }.joined(separator: "\n"))
  }

  @Test("120 by 40, two interfaces, a flow chosen")
  func large() {
    var view = LiveExamples.running(interfaces: ["eth0", "lo"])
    _ = view.press(.down)
    _ = view.press(.down)
    let lines = view.screen(width: 120, height: 40)
    print("=====120x40\n" + lines.map { "        \"" + $0.replacing("\"", with: "\\\"") + "\"," }.joined(separator: "\n"))
  }

  @Test("40 by 10, in ASCII")
  func small() {
    var view = LiveExamples.running(isASCII: true)
    let lines = view.screen(width: 40, height: 10)
    print("=====40x10\n" + lines.map { "        \"" + $0.replacing("\"", with: "\\\"") + "\"," }.joined(separator: "\n"))
    #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
  }

  @Test("an opened flow, and exchanges on the whole screen")
  func pages() {
    var view = LiveExamples.running()
    #expect(view.press(.enter) == .surveyNow)
    var snapshot = LiveExamples.snapshot(30)
    snapshot.survey.opened = LiveExamples.opened
    view.update(snapshot, exchanges: [])
    let lines = view.screen(width: 80, height: 30)
    print("=====opened\n" + lines.map { "        \"" + $0.replacing("\"", with: "\\\"") + "\"," }.joined(separator: "\n"))
    #expect(!lines.contains { $0.contains("secret") })
    _ = view.press(.escape)
    _ = view.press(.character("e"))
    let exchanges = view.screen(width: 100, height: 12)
    print("=====exch\n" + exchanges.map { "        \"" + $0.replacing("\"", with: "\\\"") + "\"," }.joined(separator: "\n"))
    print("=====150\n" + LiveExamples.screenText(view, 200, 50))
  }

  @Test("every size has as many lines, none too wide", arguments: LiveSizes.pages)
  func sizes(page: LiveKey?) {
    var view = LiveExamples.running(interfaces: ["eth0", "wlan0", "any"], colour: true)
    if let page { _ = view.press(page) }
    for (width, height) in LiveSizes.all {
      let lines = view.screen(width: width, height: height)
      #expect(lines.count == height)
      for line in lines { #expect(TerminalColumns.width(of: line) <= width, "\(width)x\(height): \(line)") }
    }
  }

  @Test("what the network says cannot leave its place")
  func hostile() {
    var view = LiveView(
      style: TextStyle(width: 80, colour: true), title: LiveTitle(interfaces: ["\u{1b}[31m\u{202e}"], filter: "\u{7}"))
    let urls = [
      "http://\u{1b}]0;title\u{7}/\u{1b}[2J", "http://\u{202e}\u{2028}/\r\n\r\n", String(repeating: "漢字", count: 500),
      "z" + String(repeating: "\u{301}", count: 5000), "\u{9b}31m\u{9c}", String(repeating: "👩‍👩‍👧", count: 90), "",
    ]
    let exchanges = urls.enumerated().map { LiveExamples.exchange($0, url: $1) }
    view.update(LiveExamples.snapshot(1), exchanges: exchanges)
    for page: LiveKey? in [nil, .character("e")] {
      if let page { _ = view.press(page) }
      for width in [20, 79, 80, 200] {
        for line in view.screen(width: width, height: 30) {
          #expect(TerminalColumns.width(of: line) <= width)
          #expect(line.unicodeScalars.count <= width * 6 + 200)
          let painted = line.replacing(/\u{1b}\[[0-9]*m/, with: "")
          #expect(painted.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) })
        }
      }
    }
  }
}

/// Sizes and pages that are drawn for their shape alone.
enum LiveSizes {
  static let all = [1, 2, 7, 39, 40, 79, 80, 81, 120, 300].flatMap { width in
    [0, 1, 2, 3, 5, 8, 10, 13, 24, 60, 200].map { (width, $0) }
  }
  static let pages: [LiveKey?] = [nil, .enter, .character("e"), .character("?"), .character("/"), .character("t")]
}
extension LiveExamples {
  static func screenText(_ view: LiveView, _ width: Int, _ height: Int) -> String {
    var view = view
    _ = view.press(.escape)
    return view.screen(width: width, height: height).joined(separator: "\n")
  }
}
