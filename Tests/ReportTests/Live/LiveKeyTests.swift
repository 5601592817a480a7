import Analysis
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Keys of a live view")
struct LiveKeyTests {
  static let sequences: [(sent: String, keys: [LiveKey])] = [
    ("q", [.character("q")]), ("\u{1b}[A\u{1b}[B", [.up, .down]),
    ("\u{1b}OA\u{1b}OB\u{1b}OH\u{1b}OF", [.up, .down, .home, .end]),
    ("\u{1b}[5~\u{1b}[6~", [.pageUp, .pageDown]), ("\u{1b}[1~\u{1b}[4~\u{1b}[7~\u{1b}[8~", [.home, .end, .home, .end]),
    ("\u{1b}[H\u{1b}[F", [.home, .end]), ("\u{1b}[1;5A", [.up]), ("\r\n", [.enter, .enter]),
    ("\u{7f}\u{8}", [.backspace, .backspace]),
    ("\u{1b}[11~\u{1b}[[Ax", [.up, .character("x")]), ("\u{c}", [.redraw]), ("é漢", [.character("é"), .character("漢")]),
    ("\u{1b}x", []), ("\u{1b}\u{1b}[A", [.escape, .up]), ("\u{3}", [.character("\u{3}")]),
    ("\u{1b}[3~\u{1b}[2~\u{1b}OPs", [.character("s")]),
  ]

  @Test("octets become keys, in whatever pieces they come", arguments: sequences)
  func sequence(sent: String, keys: [LiveKey]) {
    let octets = Array(sent.utf8)
    for size in [1, 2, 3, 64] {
      var reader = LiveKeyReader()
      var found: [LiveKey] = []
      for start in stride(from: 0, to: octets.count, by: size) {
        found += reader.keys(Array(octets[start..<min(start + size, octets.count)]))
      }
      #expect(found == keys, "\(size) at once")
      #expect(!reader.isWaiting)
    }
  }

  @Test("an escape character alone is a key when nothing follows; an endless sequence is none")
  func alone() {
    var reader = LiveKeyReader()
    #expect(reader.keys([0x1b]) == [])
    #expect(reader.isWaiting)
    #expect(reader.flush() == [.escape])
    #expect(reader.keys(Array("\u{1b}[".utf8) + Array(repeating: 0x31, count: 1000)) == [])
    #expect(!reader.isWaiting)
    #expect(reader.keys([0xff, 0xc0, 0x61]) == [.character("a")])
  }

  @Test("the order goes round, in both directions")
  func order() {
    var view = LiveExamples.running()
    let orders = (0..<7).map { _ in
      #expect(view.press(.character("s")) == .surveyNow)
      return view.request.order
    }
    #expect(orders == [.octets, .packets, .retransmissions, .newest, .longest, .rate, .octets])
    #expect(view.press(.character("<")) == .surveyNow)
    #expect(view.request.order == .rate)
    _ = view.press(.character(">"))
    #expect(view.flows.first?.order == LiveExamples.glimpse(11).order)
    #expect(view.screen(width: 80, height: 24).contains { $0.hasPrefix("Flows by octets") })
  }

  @Test("a filter as it is typed")
  func filter() {
    var view = LiveExamples.running()
    #expect(view.press(.character("/")) == .redraw)
    for scalar in "80 htt".unicodeScalars { #expect(view.press(.character(scalar)) == .surveyNow) }
    #expect(view.screen(width: 80, height: 24).last?.hasPrefix("filter: 80 htt_") == true)
    // Keys are letters now.
    _ = view.press(.character("q"))
    _ = view.press(.backspace)
    #expect(view.press(.enter) == .redraw)
    #expect(view.flows.count == 4)
    #expect(view.flows.allSatisfy { view.request.matches?($0) == true })
    #expect(view.request.matches?(LiveExamples.glimpse(1)) == false)
    #expect(view.screen(width: 80, height: 24).contains { $0.contains("filter: 80 htt") })
    #expect(view.press(.escape) == .surveyNow)
    #expect(view.request.matches == nil)
    #expect(view.press(.escape) == LiveAction.none)
  }

  @Test(
    "words of a filter",
    arguments: [
      ("443", true), (":443", true), ("44", false), ("10.0.0.1", true), ("10.", true), ("10.0.0.", true), ("10.0.1", false),
      ("10.0.0.1.", true), ("300.1", false), ("tcp", true), ("TLS", true), ("udp", false), ("fe80::", false), ("tl 443", true),
      ("tls 80", false), ("", true), ("70000", false), ("::", false),
    ])
  func words(text: String, matches: Bool) {
    #expect(LiveFilter(text).matches(LiveExamples.glimpse(4)) == matches)
  }

  @Test("an IPv6 address's beginning")
  func six() {
    var glimpse = LiveExamples.glimpse(4)
    glimpse.flow.key.version = .six
    glimpse.flow.key.lowAddress = IPAddress(high: 0x2001_0db8_0000_0000, low: 1)
    for (text, matches) in [("2001:db8:", true), ("2001:db9:", false), ("10.0.0.1", false), ("443", true)] {
      #expect(LiveFilter(text).matches(glimpse) == matches)
    }
  }

  @Test("a flow is chosen, stays chosen where it goes, and is opened")
  func choosing() {
    var view = LiveExamples.running()
    _ = view.screen(width: 80, height: 24)
    #expect(view.press(.down) == .redraw)
    #expect(view.press(.down) == .redraw)
    let second = LiveExamples.glimpse(1).order
    #expect(view.chosenFlow == second)
    _ = view.press(.character("S"))
    #expect(view.chosenFlow == second)
    #expect(view.press(.end) == .redraw)
    #expect(view.chosenFlow == view.flows.last?.order)
    #expect(view.press(.home) == .redraw)
    #expect(view.press(.pageDown) == .redraw)
    #expect(view.press(.pageUp) == .redraw)
    #expect(view.chosenFlow == view.flows.first?.order)
    #expect(view.press(.up) == .redraw)
    #expect(view.press(.enter) == .surveyNow)
    #expect(view.request.opened == view.chosenFlow)
    #expect(view.screen(width: 80, height: 24).contains { $0.hasSuffix(": looking ...") })
    for _ in 0..<2 { view.update(LiveExamples.snapshot(31), exchanges: []) }
    #expect(view.screen(width: 80, height: 24).contains { $0.contains("has ended") })
    #expect(view.press(.escape) == .redraw)
    #expect(view.request.opened == nil)
  }

  @Test("paused, the view stands still, though keys still turn it")
  func pausing() {
    var view = LiveExamples.running()
    #expect(view.press(.character(" ")) == .redraw)
    let before = view.screen(width: 100, height: 30)
    #expect(before.first?.contains("PAUSED") == true)
    view.update(LiveExamples.snapshot(60, flows: 3), exchanges: [LiveExamples.exchange(99)])
    #expect(view.screen(width: 100, height: 30) == before)
    _ = view.press(.character("s"))
    #expect(view.flows.first?.order == LiveExamples.glimpse(11).order)
    // A flow opened meanwhile is shown as it is at its first look.
    _ = view.press(.enter)
    var snapshot = LiveExamples.snapshot(61)
    var opened = LiveExamples.opened
    opened.flow.firstFrame = LiveExamples.glimpse(11).order.frame
    snapshot.survey.opened = opened
    view.update(snapshot, exchanges: [])
    #expect(view.screen(width: 100, height: 30).contains { $0.hasPrefix("Flow 87:") })
    _ = view.press(.escape)
    #expect(view.press(.character("p")) == .redraw)
    #expect(view.screen(width: 100, height: 30).first?.contains("PAUSED") == false)
    #expect(view.model.exchanges.first == LiveExamples.exchange(99))
  }

  @Test("only flows in trouble; pages over pages; the end")
  func pages() {
    var view = LiveExamples.running()
    #expect(view.press(.character("t")) == .surveyNow)
    #expect(view.request.onlyConcerned)
    #expect(view.flows.count == 3)
    #expect(view.press(.character("e")) == .redraw)
    #expect(view.press(.character("?")) == .redraw)
    #expect(view.page == .help)
    #expect(view.press(.character("h")) == .redraw)
    #expect(view.page == .exchanges)
    #expect(view.press(.enter) == .surveyNow)
    #expect(view.request.opened == LiveExamples.exchange(59).flow)
    #expect(view.press(.backspace) == .redraw)
    #expect(view.press(.character("e")) == .redraw)
    #expect(view.page == .overview)
    #expect(view.press(.character("x")) == LiveAction.none)
    #expect(view.press(.character("q")) == .quit)
    #expect(view.press(.character("\u{3}")) == .quit)
  }

  @Test("a long page turns to its end and back")
  func turning() {
    var view = LiveExamples.running()
    _ = view.press(.character("?"))
    _ = view.screen(width: 80, height: 8)
    _ = view.press(.end)
    #expect(view.screen(width: 80, height: 8)[6].contains("as exact as"))
    _ = view.press(.down)
    _ = view.press(.up)
    #expect(view.screen(width: 80, height: 8)[6].contains("in trouble:"))
    _ = view.press(.home)
    #expect(view.screen(width: 80, height: 8)[1] == "Keys")
    // A taller screen leaves nothing above it.
    _ = view.press(.end)
    #expect(view.screen(width: 80, height: 60)[1] == "Keys")
  }
}
