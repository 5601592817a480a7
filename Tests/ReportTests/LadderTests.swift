import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("A flow drawn as a ladder")
struct LadderTests {
  @Test("a loss and its repair, with room for verdicts below the arrows")
  func repaired() {
    let lines = Ladder(LadderExample.repaired.finished, style: TextStyle(width: 92)).lines
    #expect(
      Array(lines.drop { !$0.hasPrefix("frame") }) == [
        "frame      time      after  client                                                    server",
        "    1  0.000000             │── SYN seq 0 win 65000 ──────────────────────────────────────>│",
        "    2  0.000100    +100 us  │<──────────────────────────── SYN,ACK seq 0 ack 1 win 65000 ──│",
        "    3  0.000200    +100 us  │── ACK seq 1 ack 1 ──────────────────────────────────────────>│",
        "    4  0.000300    +100 us  │── PSH,ACK seq 1 ack 1 len 200 ──────────────────────────────>│",
        "    5  0.001000    +700 us  │<──────────────────────────── ACK seq 1001 ack 201 len 1000 ──│",
        "                            │  1,000 octets ahead of it (1–1001) not captured, but the     │",
        "                            │    receiver has them                                         │",
        "    6  0.001010   +10.0 us  │── ACK seq 201 ack 1 sack 1001–2001 ─────────────────────────>│",
        "                            │  duplicate ACK                                               │",
        "    7  0.022400   +21.4 ms  │<─────────────────────────── PSH,ACK seq 1 ack 201 len 1000 ──│",
        "                            │  retransmission (fast recovery, needed), 21.4 ms after the   │",
        "                            │    hole opened; the stream stood still for 21.4 ms; by its   │",
        "                            │    original, which never passed here in 6                    │",
        "    8  0.022410   +10.0 us  │── ACK seq 201 ack 2001 win 0 ───────────────────────────────>│",
        "                            │  zero window for 1.20 s                                      │",
        "                            ⋮ 1.28 s                                                       ⋮",
        "    9  1.300000    +1.28 s  │<───────────────────────────────────── ACK seq 2000 ack 201 ──│",
        "                            │  probes the zero window                                      │",
        "   10  1.300100    +100 us  │── RST,ACK seq 201 ack 2001 ─────────────────────────────────>│",
      ])
  }

  @Test("a narrow one, in ASCII")
  func narrow() {
    var options = Ladder.Options()
    options.isASCII = true
    let lines = Ladder(LadderExample.repaired.finished, style: TextStyle(width: 60), options: options).lines
    #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
    #expect(
      lines.drop { !$0.hasPrefix("    5") }.prefix(6) == [
        "    5  0.001000  |<------- ACK seq 1001 ack 201 len 1000 --|",
        "                 |  1,000 octets ahead of it (1-1001) not  |",
        "                 |    captured, but the receiver has them  |",
        "    6  0.001010  |-- ACK seq 201 ack 1 sack 1001-2001 ---->|",
        "                 |  duplicate ACK                          |",
        "    7  0.022400  |<------ PSH,ACK seq 1 ack 201 len 1000 --|",
      ])
    #expect(lines.contains("                 : 1.28 s                                  :"))
  }

  @Test("a wide one has its verdicts beside the arrows")
  func wide() {
    let lines = Ladder(LadderExample.repaired.finished, style: TextStyle(width: 140)).lines
    #expect(lines.contains { $0.hasPrefix("    6") && $0.hasSuffix("│  duplicate ACK") })
    #expect(lines.filter { $0.contains("SYN seq 0") }.allSatisfy { $0.hasSuffix(">│") })
  }

  @Test(
    "no line is wider than it may be", arguments: [60, 61, 72, 83, 84, 100, 131, 132, 200],
    [LadderExample.repaired, .extreme, .long(pairs: 100)])
  func width(_ width: Int, _ example: LadderExample) {
    for isASCII in [false, true] {
      var options = Ladder.Options()
      options.isASCII = isASCII
      let lines = Ladder(example.finished, style: TextStyle(width: width), options: options).lines
      #expect(lines.filter { $0.unicodeScalars.count > width } == [])
    }
  }

  @Test("without an analysis there are arrows alone, and without segments a word about it")
  func bare() {
    var example = LadderExample.repaired
    example.analysis = nil
    let lines = Ladder(example.finished, style: TextStyle(width: 92)).lines
    #expect(lines.filter { $0.hasSuffix("│") }.count == 10)
    example.segments = []
    #expect(Ladder(example.finished, style: TextStyle()).lines.last == "  none of its segments were kept")
  }

  @Test("colour on demand only, and none of it counts as width")
  func colour() {
    let flow = LadderExample.repaired.finished
    let plain = Ladder(flow, style: TextStyle(width: 92)).lines
    let coloured = Ladder(flow, style: TextStyle(width: 92, colour: true)).lines
    #expect(!plain.joined().contains("\u{1b}"))
    #expect(coloured.map { $0.replacing(/\u{1b}\[\d+m/, with: "") } == plain)
    // The segment that repairs a loss is red from its tail to its head.
    #expect(coloured.contains { $0.contains("│\u{1b}[31m<──") && $0.contains("len 1000 ──\u{1b}[0m│") })
  }

  @Test("windows without a known scale do not pass for octets")
  func unscaled() {
    var example = LadderExample()
    example.isOpened = false
    example.add("<", ".", 1, 1, at: 0, window: 0)
    example.add("<", ".", 1, 1, at: 10, window: 500)
    #expect(Ladder(example.finished, style: TextStyle()).lines.last?.contains("win 500 unscaled ──") == true)
    example.isOpened = true
    #expect(Ladder(example.finished, style: TextStyle()).lines.last?.contains("win 500 ──") == true)
  }

  @Test("each side's figures stand above")
  func figures() {
    var example = LadderExample.repaired
    example.analysis?.tap = .at(.high)
    let header = Ladder(example.finished, style: TextStyle(width: 120)).lines.prefix { !$0.isEmpty }
    #expect(header.first == "Flow 1: 10 segments in 1.30 s")
    #expect(header.contains("  captured at the server"))
    #expect(header.contains("  client  10.0.0.1:40000  6 segments, 200 B"))
    let extreme = Ladder(LadderExample.extreme.finished, style: TextStyle(width: 120)).lines.joined(separator: " ")
      .replacing(#/ +/#, with: " ")
    #expect(extreme.contains("123,456 sent again (12,345 fast recovery, 12,345 timeout, 12,345 tail loss probe, 12,345 SYN,"))
    #expect(extreme.contains("12,345 needed, 12,345 spurious), stood still for 1 d 0 h, 123,456 zero windows for 1 d 0 h,"))
    #expect(extreme.contains("round trips 1.23 ms to 99.9 ms, 2.34 ms on average"))
    #expect(extreme.contains("too many to tell one by one: 123,456,789 retransmissions"))
  }
}
