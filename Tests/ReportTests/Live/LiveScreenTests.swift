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
    #expect(
      lines == [
        "weir live: eth0  tcp  -> web.pcapng                                      0:00:29",
        "9,000 packets/s  57.6 Mbit/s            ▁▅▆▃▇▄▄█  total 135,000 packets, 103 MiB",
        "dropped: 0 by kernel, 0 by interface",
        "flows: 12 alive, 2,900 ended, 0 evicted, 3.00 MiB  sent again: 0.3 %",
        "handshakes: median <= 5 ms, 95 % <= 10 ms",
        "requests: median <= 50 ms, 95 % <= 100 ms",
        "Flows by rate: 12",
        "  flow  client          -> server        protocol         rate    octets  again",
        "    10  10.0.0.1:40000  -> 10.0.0.2:80   http      96.0 kbit/s  20.5 KiB      0",
        "    17  10.0.0.1:40001  -> 10.0.0.2:443  tcp       88.0 kbit/s  41.0 KiB      0",
        "    24  10.0.0.1:40002  -> 10.0.0.2:443  tls       80.0 kbit/s  61.5 KiB      0",
        "    31  10.0.0.1:40003  -> 10.0.0.2:80   http      72.0 kbit/s  82.0 KiB      0",
        "    38  10.0.0.1:40004  -> 10.0.0.2:443  tls       64.0 kbit/s   103 KiB      0",
        "    45  10.0.0.1:40005  -> 10.0.0.2:443  tls       56.0 kbit/s   123 KiB     12",
        "    52  10.0.0.1:40006  -> 10.0.0.2:80   http      48.0 kbit/s   144 KiB      0",
        "Newest exchanges of 58, 1 failed",
        "  22:13:49  10.0.0.1:40011  -          -  -       87  http://examp...=[redacted]",
        "  22:13:49  10.0.0.1:40010  503  41.3 ms  GET     80  http://examp...=[redacted]",
        "  22:13:48  10.0.0.1:40009  404  40.6 ms  POST    73  http://examp...=[redacted]",
        "  22:13:48  10.0.0.1:40008  200  39.9 ms  GET     66  http://examp...=[redacted]",
        "In trouble: 3",
        "    24  10.0.0.1:40002  -> 10.0.0.2:443  reset",
        "    45  10.0.0.1:40005  -> 10.0.0.2:443  window closed; 12 sent again",
        "q quit  ? help  s sort  space pause  / filter  t trouble  e exchanges",
      ])
  }

  @Test("120 by 40, two interfaces, a flow chosen")
  func large() {
    var view = LiveExamples.running(interfaces: ["eth0", "lo"])
    _ = view.press(.down)
    _ = view.press(.down)
    let lines = view.screen(width: 120, height: 40)
    #expect(
      lines == [
        "weir live: eth0, lo  tcp  -> web.pcapng                                                                          0:00:29",
        "9,000 packets/s  57.6 Mbit/s                                ▁▁▂▃▄▅▆▇█▃▁▂▃▄▅▅▆▇▅▁▁▂▃▄▅▆▇█  total 135,000 packets, 103 MiB",
        "eth0  67,500 packets, 51.5 MiB       dropped: 0 by kernel, 0 by interface",
        "lo    67,500 packets, 51.5 MiB       dropped: 7 by kernel, 0 by interface",
        "flows: 12 alive, 2,900 ended, 0 evicted, 3.00 MiB  sent again: 0.3 %",
        "handshakes: median <= 5 ms, 95 % <= 10 ms  requests: median <= 50 ms, 95 % <= 100 ms",
        "Flows by rate: 12",
        "  flow  client          -> server        protocol         rate    octets  packets  again  in trouble",
        "    10  10.0.0.1:40000  -> 10.0.0.2:80   http      96.0 kbit/s  20.5 KiB       30      0",
        ">   17  10.0.0.1:40001  -> 10.0.0.2:443  tcp       88.0 kbit/s  41.0 KiB       60      0                                ",
        "    24  10.0.0.1:40002  -> 10.0.0.2:443  tls       80.0 kbit/s  61.5 KiB       90      0  reset",
        "    31  10.0.0.1:40003  -> 10.0.0.2:80   http      72.0 kbit/s  82.0 KiB      120      0",
        "    38  10.0.0.1:40004  -> 10.0.0.2:443  tls       64.0 kbit/s   103 KiB      150      0",
        "    45  10.0.0.1:40005  -> 10.0.0.2:443  tls       56.0 kbit/s   123 KiB      180     12  window closed; 12 sent again",
        "    52  10.0.0.1:40006  -> 10.0.0.2:80   http      48.0 kbit/s   144 KiB      210      0",
        "    59  10.0.0.1:40007  -> 10.0.0.2:443  tls       40.0 kbit/s   164 KiB      240      0",
        "    66  10.0.0.1:40008  -> 10.0.0.2:443  tls       32.0 kbit/s   185 KiB      270      0",
        "    73  10.0.0.1:40009  -> 10.0.0.2:80   http      24.0 kbit/s   205 KiB      300      0  no answer to its SYN",
        "    80  10.0.0.1:40010  -> 10.0.0.2:443  tls       16.0 kbit/s   226 KiB      330      0",
        "    87  10.0.0.1:40011  -> 10.0.0.2:443  tls       8.00 kbit/s   246 KiB      360      0",
        "Newest exchanges of 58, 1 failed",
        "  22:13:49  10.0.0.1:40011  -          -  -       87  http://example.org/things/59?page=[redacted]",
        "  22:13:49  10.0.0.1:40010  503  41.3 ms  GET     80  http://example.org/things/58?page=[redacted]",
        "  22:13:48  10.0.0.1:40009  404  40.6 ms  POST    73  http://example.org/things/57?page=[redacted]",
        "  22:13:48  10.0.0.1:40008  200  39.9 ms  GET     66  http://example.org/things/56?page=[redacted]",
        "  22:13:47  10.0.0.1:40007  301  39.2 ms  POST    59  http://example.org/things/55?page=[redacted]",
        "  22:13:47  10.0.0.1:40006  -          -  GET     52  http://example.org/things/54?page=[redacted]",
        "  22:13:46  10.0.0.1:40005  404  37.8 ms  POST    45  http://example.org/things/53?page=[redacted]",
        "  22:13:46  10.0.0.1:40004  200  37.1 ms  -       38  http://example.org/things/52?page=[redacted]",
        "  22:13:45  10.0.0.1:40003  301  36.4 ms  POST    31  http://example.org/things/51?page=[redacted]",
        "  22:13:45  10.0.0.1:40002  503  35.7 ms  GET     24  http://example.org/things/50?page=[redacted]",
        "  22:13:44  10.0.0.1:40001  -          -  POST    17  http://example.org/things/49?page=[redacted]",
        "  22:13:44  10.0.0.1:40000  200  34.3 ms  GET     10  http://example.org/things/48?page=[redacted]",
        "  22:13:43  10.0.0.1:40011  301  33.6 ms  POST    87  http://example.org/things/47?page=[redacted]",
        "  22:13:43  10.0.0.1:40010  503  32.9 ms  GET     80  http://example.org/things/46?page=[redacted]",
        "In trouble: 3",
        "    24  10.0.0.1:40002  -> 10.0.0.2:443  reset",
        "    45  10.0.0.1:40005  -> 10.0.0.2:443  window closed; 12 sent again",
        "    73  10.0.0.1:40009  -> 10.0.0.2:80   no answer to its SYN",
        "q quit  ? help  s sort  space pause  / filter  t trouble  e exchanges  Enter open",
      ])
  }

  @Test("40 by 10, in ASCII")
  func small() {
    var view = LiveExamples.running(isASCII: true)
    let lines = view.screen(width: 40, height: 10)
    #expect(
      lines == [
        "weir live: eth... -> web.pcapng  0:00:29",
        "9,000 packets/s  57.6 Mbit/s",
        "dropped: 0 by kernel, 0 by interface",
        "Flows by rate: 12",
        "  flow  -> server               rate",
        "    10  -> 10.0.0.2:80   96.0 kbit/s",
        "    17  -> 10.0.0.2:443  88.0 kbit/s",
        "    24  -> 10.0.0.2:443  80.0 kbit/s",
        "    31  -> 10.0.0.2:80   72.0 kbit/s",
        "q quit  ? help  s sort  space pause",
      ])
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
    #expect(
      lines == [
        "weir live: eth0  tcp  -> web.pcapng                                      0:00:30",
        "Flow 10: 30 segments in 29.0 s",
        "  handshake not captured",
        "  still open",
        "  client  10.0.0.1:40000  10 segments, 0 B, 1 zero window",
        "  server  10.0.0.2:80     20 segments, 0 B, 1 sent again",
        "  carries http",
        "  1 of the server's 20 segments sent again, in 23;",
        "  client closed its window, in 24, and did not open it again",
        "",
        "Exchanges, the newest first: 3",
        "  time          status     wait    total  method  url",
        "  22:13:20.200  200     30.0 ms  30.0 ms  GET     http://a/page/...en=[redacted]",
        "  22:13:20.100  500     30.0 ms  30.0 ms  GET     http://a/page/...en=[redacted]",
        "  22:13:20.000  200     30.0 ms  30.0 ms  GET     http://a/page/...en=[redacted]",
        "",
        "What happened, the newest first: 2",
        "  client, frame 24: zero window, not seen to open again",
        "  server, frame 23: retransmission",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "q quit  Esc back  up/down scroll  space pause  e exchanges  ? help",
      ])
    #expect(!lines.contains { $0.contains("secret") })
    _ = view.press(.escape)
    _ = view.press(.character("e"))
    let exchanges = view.screen(width: 100, height: 12)
    #expect(
      exchanges == [
        "weir live: eth0  tcp  -> web.pcapng                                                          0:00:30",
        "Exchanges, the newest first: 60",
        "  time          client          status    total  method  flow  url",
        "  22:13:49.500  10.0.0.1:40011  -             -  -         87  http://example.or...9?page=[redacted]",
        "  22:13:49.000  10.0.0.1:40010  503     41.3 ms  GET       80  http://example.or...8?page=[redacted]",
        "  22:13:48.500  10.0.0.1:40009  404     40.6 ms  POST      73  http://example.or...7?page=[redacted]",
        "  22:13:48.000  10.0.0.1:40008  200     39.9 ms  GET       66  http://example.or...6?page=[redacted]",
        "  22:13:47.500  10.0.0.1:40007  301     39.2 ms  POST      59  http://example.or...5?page=[redacted]",
        "  22:13:47.000  10.0.0.1:40006  -             -  GET       52  http://example.or...4?page=[redacted]",
        "  22:13:46.500  10.0.0.1:40005  404     37.8 ms  POST      45  http://example.or...3?page=[redacted]",
        "  22:13:46.000  10.0.0.1:40004  200     37.1 ms  -         38  http://example.or...2?page=[redacted]",
        "q quit  Esc back  Enter open its flow  space pause  ? help",
      ])
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
