import Analysis
import Capture
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Figures of a live capture")
struct LiveFigureTests {
  @Test(
    "columns of text",
    arguments: [
      ("", 0), ("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("\u{1b}[31mred\u{1b}[0m", 3), ("한글", 4), ("ﾊﾟ", 2), ("Ａ", 2), ("😀", 2),
      ("→", 1), ("\u{1b}[1m\u{301}x\u{1b}[0m", 1), ("\u{1112}\u{1161}", 2), ("№", 1),
    ])
  func columns(text: String, width: Int) {
    #expect(TerminalColumns.width(of: text) == width)
    for room in 0...6 {
      #expect(TerminalColumns.width(of: TerminalColumns.fit(text, to: room)) <= room)
      #expect(TerminalColumns.width(of: TerminalColumns.pad(text.replacing(/\u{1b}\[\d*m/, with: ""), to: room)) == room)
    }
  }

  @Test("what is cut loses its middle, and no half characters")
  func cutting() {
    #expect(TerminalColumns.cut("0123456789", to: 10) == "0123456789")
    #expect(TerminalColumns.cut("0123456789a", to: 10) == "0123...89a")
    #expect(TerminalColumns.cut("0123456789", to: 4) == "0123")
    #expect(TerminalColumns.cut("漢字漢字漢字", to: 10) == "漢字...字")
    #expect(TerminalColumns.cut("[2001:db8::1:2:3:4]:443", to: 15) == "[2001:...4]:443")
    #expect(TerminalColumns.fit("\u{1b}[31mlong text\u{1b}[0m", to: 4) == "\u{1b}[31mlong\u{1b}[0m")
  }

  @Test("rates of a clock that goes on, stands still, or steps back")
  func rates() {
    var rates = LiveRates()
    var snapshot = LiveSnapshot()
    #expect(rates.now.packets == 0)
    for tenth in 0...50 {
      snapshot.frames = tenth * 10
      snapshot.octets = tenth * 1000
      rates.add(snapshot, at: Int64(tenth) * 100_000_000)
    }
    #expect(abs(rates.now.packets - 100) < 1e-6)
    #expect(abs(rates.now.octets - 10_000) < 1e-6)
    let parts = rates.octets(parts: 60)
    #expect(parts.prefix(55).allSatisfy { $0 == nil })
    #expect(parts.suffix(5).allSatisfy { abs(($0 ?? 0) - 10_000) < 1e-6 })
    rates.add(snapshot, at: 5_000_000_000)
    #expect(rates.now.packets > 0)
    rates.add(snapshot, at: 8_000_000_000)
    #expect(rates.now.packets == 0)
    rates.add(snapshot, at: 1)
    #expect(rates.now.packets == 0)
    for second in 0..<1000 { rates.add(snapshot, at: Int64(second) * 1_000_000_000) }
    #expect(rates.octets(parts: 60).allSatisfy { $0 == 0 })
  }

  @Test("sparklines")
  func sparklines() {
    #expect(Sparkline.text([nil, 0, 1, 50, 100], isASCII: false) == " _▁▄█")
    #expect(Sparkline.text([nil, 0, 1, 50, 100], isASCII: true) == " _.=@")
    #expect(Sparkline.text([0, 0], isASCII: false) == "__")
    #expect(Sparkline.text([], isASCII: false) == "")
  }

  @Test("shares of durations by their bounds")
  func latencies() {
    var histogram = LatencyHistogram()
    #expect(histogram.words == nil)
    histogram.add(90_000)
    #expect(histogram.words == "median <= 100 us, 95 % <= 100 us")
    for _ in 0..<9 { histogram.add(3_000_000) }
    #expect(histogram.words == "median <= 5 ms, 95 % <= 5 ms")
    for _ in 0..<2 { histogram.add(60_000_000_000) }
    #expect(histogram.words == "median <= 5 ms, 95 % > 10 s")
  }

  @Test("plain lines")
  func lines() {
    let (first, second) = (LiveExamples.snapshot(4), LiveExamples.snapshot(6))
    #expect(
      LiveLines.status(first, since: nil)
        == "22:13:24.000  10,000 packets; dropped 0 by the kernel, 0 by the interface; flows 12 alive, 400 ended, 0 evicted, "
        + "3.00 MiB; 8 exchanges, 1 failed; sent again 0.3 %")
    #expect(
      LiveLines.status(second, since: first).hasPrefix("22:13:26.000  21,000 packets (5,500 packets/s, 35.2 Mbit/s); dropped"))
    #expect(LiveLines.status(LiveSnapshot(), since: nil).hasPrefix("0 packets; drops not known; flows 0 alive"))
    #expect(
      LiveLines.exchange(LiveExamples.exchange(1, url: "http://a/\u{1b}[2J"))
        == "22:13:20.500  10.0.0.1:40001  404  1.40 ms  POST  http://a/\\u{1b}[2J  flow 17")
    #expect(
      LiveLines.exchange(LiveExamples.exchange(24, url: "http://a/"))
        == "22:13:32.000  10.0.0.1:40000  -  -  -  http://a/  flow 10")
  }

  @Test("a failed interface is told, on the screen and in lines")
  func failure() {
    var snapshot = LiveExamples.snapshot(4)
    snapshot.interfaces[0].statistics.failure = "eth0 went down"
    #expect(LiveLines.status(snapshot, since: nil).hasSuffix("; eth0 went down"))
    var view = LiveExamples.view(colour: true)
    view.update(snapshot, exchanges: [])
    #expect(view.screen(width: 80, height: 24).contains { $0.hasPrefix("\u{1b}[31meth0 went down\u{1b}[0m") })
  }
}
