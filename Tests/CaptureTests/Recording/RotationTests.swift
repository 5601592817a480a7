import PacketModel
import Testing

@testable import Capture

/// The names and moments are those of tcpdump 4.99.3, tried with the same traffic.
@Suite("rotation: names and moments")
struct RotationTests {
  private static func options(
    _ path: String = "f", octets: Int? = nil, seconds: Int? = nil, count: Int? = nil
  ) -> RecordingOptions {
    var options = RecordingOptions(path: path)
    options.rotateOctets = octets
    options.rotateSeconds = seconds
    options.fileCount = count
    return options
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let options: RecordingOptions
    /// Seconds after the start, and whether the file is full by then.
    let packets: [(seconds: Int64, isFull: Bool)]
    let names: [String]
    var finishes = false
  }

  static let examples = [
    Example(
      testDescription: "one file", options: options(), packets: [(0, true), (100, true)], names: ["f"]),
    Example(
      testDescription: "-W alone means nothing", options: options(count: 3), packets: [(0, true), (100, true)], names: ["f"]),
    Example(
      testDescription: "-C", options: options(octets: 10), packets: [(0, false), (0, true), (0, false), (0, true)],
      names: ["f", "f1", "f2"]),
    Example(
      testDescription: "-C -W: a ring", options: options(octets: 10, count: 2), packets: [(0, true), (0, true), (0, true)],
      names: ["f0", "f1", "f0", "f1"]),
    Example(
      testDescription: "-C -W 10: digits of the last", options: options(octets: 10, count: 10), packets: [(0, true)],
      names: ["f0", "f1"]),
    Example(
      testDescription: "-C -W 11: leading zeros", options: options(octets: 10, count: 11), packets: [(0, true)],
      names: ["f00", "f01"]),
    Example(
      testDescription: "-C -W 1: the same again", options: options(octets: 10, count: 1), packets: [(0, true), (0, true)],
      names: ["f", "f", "f"]),
    Example(
      testDescription: "-G", options: options("f-%s", seconds: 10), packets: [(9, true), (10, true), (19, true), (35, true)],
      names: ["f-1000", "f-1010", "f-1035"]),
    Example(
      testDescription: "-G without a time in the name", options: options(seconds: 10), packets: [(10, true), (20, true)],
      names: ["f", "f", "f"]),
    Example(
      testDescription: "-G -W: as many files, then the end", options: options("f-%s", seconds: 10, count: 2),
      packets: [(10, false), (20, false), (30, false)], names: ["f-1000", "f-1010"], finishes: true),
    Example(
      testDescription: "-C -G: numbers begin anew", options: options("f-%s-", octets: 10, seconds: 10),
      packets: [(1, true), (2, true), (10, true), (11, true)],
      names: ["f-1000-", "f-1000-1", "f-1000-2", "f-1010-", "f-1010-1"]),
    Example(
      testDescription: "-C -G -W: a ring in each interval", options: options("f-%s-", octets: 10, seconds: 10, count: 2),
      packets: [(1, true), (2, true), (10, true), (11, true)],
      names: ["f-1000-0", "f-1000-1", "f-1000-0", "f-1010-0", "f-1010-1"]),
    Example(
      testDescription: "a clock set back", options: options("f-%s", seconds: 10),
      packets: [(10, false), (-500, false), (-495, false), (-490, false)], names: ["f-1000", "f-1010", "f-510"]),
  ]

  @Test(arguments: examples)
  func names(_ example: Example) {
    var rotation = RecordingRotation(example.options, start: 1000)
    var names = [rotation.path]
    var isFinished = false
    for packet in example.packets where !isFinished {
      let time = Timestamp(nanoseconds: (1000 + packet.seconds) * 1_000_000_000)
      switch rotation.step(before: time, octets: packet.isFull ? 11 : 10, packets: 1) {
      case .stay: break
      case .next(let name): names.append(name)
      case .finish: isFinished = true
      }
    }
    #expect(names == example.names)
    #expect(isFinished == example.finishes)
  }

  @Test("a file without packets is not followed by another for its size")
  func headersAlone() {
    var rotation = RecordingRotation(Self.options(octets: 10), start: 0)
    #expect(rotation.step(before: Timestamp(nanoseconds: 0), octets: 1000, packets: 0) == .stay)
  }

  @Test("by hand: a file that is still there is not overwritten, one that was taken away leaves its name")
  func byHand() {
    var plain = RecordingRotation(Self.options(), start: 0)
    #expect([true, true, false, true].map { plain.next(at: 5, isThere: $0) } == ["f1", "f2", "f2", "f3"])
    var timed = RecordingRotation(Self.options("f-%s", seconds: 10), start: 0)
    #expect([(1, true), (1, true), (2, true)].map { timed.next(at: $0.0, isThere: $0.1) } == ["f-1", "f-11", "f-21"])
    var ring = RecordingRotation(Self.options(octets: 10, count: 3), start: 0)
    #expect((0..<4).map { _ in ring.next(at: 0, isThere: true) } == ["f1", "f2", "f0", "f1"])
  }

  @Test(
    "sizes as -C has them",
    arguments: [
      ("1", 1_000_000), ("100", 100_000_000), ("1k", 1024), ("3K", 3072), ("2m", 2 << 20), ("5G", 5 << 30), ("0", nil),
      ("-1", nil), ("", nil), ("k", nil), ("1t", nil), ("1.5", nil), ("9223372036854775807", nil),
      ("9223372036854775807g", nil),
    ] as [(String, Int?)])
  func sizes(_ text: String, octets: Int?) { #expect(RecordingOptions.octets(text) == octets) }

  @Test("the folder that files come to be in")
  func folders() {
    #expect(Self.options("f").folder == ".")
    #expect(Self.options("/f").folder == "/")
    #expect(Self.options("/a/b/f").folder == "/a/b")
    #expect(Self.options("/a/%d/f").folder == "/a/%d")
    #expect(Self.options("/a/%d/f", seconds: 1).folder == "/a")
    #expect(Self.options("/a/b/f%d", seconds: 1).folder == "/a/b")
  }
}
