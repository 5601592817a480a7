import Testing

@testable import Reports

@Suite("The summary's parts")
struct SummaryTests {
  @Test(
    "sizes, counts, durations and shares as people read them",
    arguments: [
      (HumanUnits.size(0), "0 B"), (HumanUnits.size(1023), "1023 B"), (HumanUnits.size(1024), "1.00 KiB"),
      (HumanUnits.size(10 * 1024), "10.0 KiB"), (HumanUnits.size(1024 * 1024 - 1), "1.00 MiB"),
      (HumanUnits.size(.max), "8.00 EiB"), (HumanUnits.count(0), "0"), (HumanUnits.count(1000), "1,000"),
      (HumanUnits.count(-1_234_567), "-1,234,567"), (HumanUnits.count(1, "packet"), "1 packet"),
      (HumanUnits.count(2, "packet"), "2 packets"), (HumanUnits.duration(0), "0 ns"), (HumanUnits.duration(999), "999 ns"),
      (HumanUnits.duration(1500), "1.50 us"), (HumanUnits.duration(-250_000_000), "-250 ms"),
      (HumanUnits.duration(59_990_000_000), "60.0 s"), (HumanUnits.duration(61_000_000_000), "1 min 1 s"),
      (HumanUnits.duration(.max), "106751 d 23 h"), (HumanUnits.duration(.min), "-106751 d 23 h"),
      (HumanUnits.rate(bits: 1_500_000), "1.50 Mbit/s"), (HumanUnits.share(1, of: 3), "33.3 %"),
      (HumanUnits.share(1, of: 1_000_000), "<0.1 %"), (HumanUnits.share(999_999, of: 1_000_000), "99.9 %"),
      (HumanUnits.share(0, of: 0), "0 %"), (HumanUnits.share(7, of: 7), "100 %"),
    ])
  func units(_ text: String, _ expected: String) { #expect(text == expected) }

  @Test(
    "text of strangers keeps its letters and loses its commands",
    arguments: [
      ("plain", "plain"), ("grüße 漢字 🦆", "grüße 漢字 🦆"), ("\u{1b}[2J", "\\u{1b}[2J"), ("a\r\nb", "a\\u{d}\\u{a}b"),
      ("\u{7f}\u{85}\u{9b}", "\\u{7f}\\u{85}\\u{9b}"), ("\u{202e}gpj.exe", "\\u{202e}gpj.exe"), ("\u{2028}", "\\u{2028}"),
      ("e\u{301}\u{1b}", "e\u{301}\\u{1b}"),
    ])
  func safe(_ text: String, _ expected: String) { #expect(SafeText.escape(text) == expected) }

  @Test("the greatest few, and of equals the first")
  func top() {
    var list = TopList<Int>(limit: 3)
    for (index, weight) in [5, 1, 9, 5, 9, 2, 5].enumerated() { list.add(index, weight: weight) }
    #expect(list.elements.map(\.element) == [2, 4, 0])
    #expect(list.count == 7)
  }

  @Test("a table past its bound keeps the greatest, and counts the others")
  func traffic() {
    var table = TrafficTable<Int>()
    let many = TrafficTable<Int>.limit * 3
    for key in 0..<many { table.add(key, .init(flows: 1, packets: 2, sent: key == 7 ? 1_000_000 : 1, received: key)) }
    #expect(table.top(2).map(\.key) == [7, many - 1])
    #expect(table.count == many)
    let rest = table.rest(after: 2)
    #expect(rest.flows == many - 2)
    #expect(rest.packets == 2 * (many - 2))
  }

  @Test("a table too wide leaves out what matters least, then folds, but cuts nothing", arguments: [60, 40, 20])
  func fitting(_ width: Int) {
    var table = TextTable(columns: [
      .init(title: "who", isLeft: true), .init(title: "bytes"), .init(title: "packets", rank: 1),
      .init(title: "flows", rank: 2),
    ])
    table.add("2001:db8::1 <-> 2001:db8::2", "12.0 KiB", "3", "1")
    var style = TextStyle()
    style.width = width
    let lines = table.lines(style)
    let expected =
      switch width {
      case 60:
        [
          "  who                             bytes  packets  flows", "  2001:db8::1 <-> 2001:db8::2  12.0 KiB        3      1",
        ]
      case 40: ["  who                             bytes", "  2001:db8::1 <-> 2001:db8::2  12.0 KiB"]
      default: ["  who", "       bytes", "  2001:db8::1 <-> 2001:db8::2", "    12.0 KiB"]
      }
    #expect(lines == expected)
  }

  @Test("lines break between words, and hang")
  func wrapping() {
    let words = "one two three four five".split(separator: " ").map(String.init)
    #expect(TextFlow.lines(words, width: 12, indent: 2, hanging: 4) == ["  one two", "    three", "    four", "    five"])
  }
}
