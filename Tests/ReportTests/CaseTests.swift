import Fixtures
import Foundation
import Testing

/// The 22 conversations of the laboratory's `cases.pcap`, each made to be one thing.
///
/// Its handshakes take 10 ms to the server and 0.1 ms to the client, so it was taken at the client. The IP identifications are
/// one counter for both hosts: they prove nothing.
@Suite struct CaseTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var port: Int
    /// Kind, frame within the conversation, and what else must be so.
    var events: [Event]
    var why: String

    var testDescription: String { "\(port): \(why)" }

    init(_ port: Int, _ why: String, _ events: [Event] = []) {
      self.port = port
      self.why = why
      self.events = events
    }
  }

  struct Event: Sendable {
    var kind: String
    var frame: Int
    var members: [String: String]

    init(_ kind: String, _ frame: Int, _ members: [String: String] = [:]) {
      self.kind = kind
      self.frame = frame
      self.members = members
    }
  }

  static let examples: [Example] = [
    // tshark says fast retransmission; but the server is 10 ms away, and the hole was 1.3 ms old.
    Example(
      40001, "asked for by two duplicate ACKs, and numbered behind what came before it",
      [
        .init("duplicate_ack", 7, ["count": "2"]), .init("retransmission", 9, ["trigger": "fast", "certainty": "likely"]),
      ]),
    // Two duplicate ACKs suffice where no more can come (RFC 5827).
    Example(
      40002, "two duplicate ACKs, and 25 ms",
      [
        .init("duplicate_ack", 16, ["count": "2"]),
        .init("retransmission", 18, ["trigger": "fast", "necessity": "needed", "certainty": "likely", "basis": "timing"]),
      ]),
    Example(40003, "a hole of 2 ms in a round trip of 10", [.init("out_of_order", 24, ["certainty": "certain"])]),
    Example(
      40004, "a hole of 50 ms in a round trip of 10",
      [.init("retransmission", 30, ["certainty": "likely", "necessity": "needed"])]),
    // tshark: retransmission. No TCP sends anything twice in 10 µs.
    Example(40005, "a copy 10 µs later", [.init("capture_duplicate", 35, ["original_frame": "34"])]),
    // tshark: out of order.
    Example(40006, "a copy 10 µs later, of a segment not the last", [.init("capture_duplicate", 41, ["original_frame": "39"])]),
    Example(
      40007, "again after its acknowledgment",
      [
        .init(
          "retransmission", 47,
          ["necessity": "spurious", "necessity_from": "acknowledged_before", "original_frame": "45", "evidence": "46"])
      ]),
    Example(
      40008, "keep-alive without an octet", [.init("keep_alive", 53), .init("keep_alive_ack", 54, ["original_frame": "53"])]),
    Example(
      40009, "keep-alive with an octet", [.init("keep_alive", 60), .init("keep_alive_ack", 61, ["original_frame": "60"])]),
    // RFC 9293 §3.8.6.1. The octet of the probe goes out again with those behind it: that is no retransmission.
    Example(
      40010, "a window filled, closed, probed, opened",
      [
        .init("window_full", 65), .init("zero_window", 66, ["duration_s": "1.5001", "evidence": "69"]),
        .init("zero_window_probe", 67), .init("zero_window_probe_ack", 68, ["original_frame": "67"]),
        .init("window_update", 69),
      ]),
    Example(
      40011, "400 octets that only the capture lacks, and 300 of which nothing came",
      [
        .init("gap", 75, ["length": "400", "acknowledged": "1", "evidence": "76"]),
        .init("acked_unseen", 76, ["length": "300"]),
      ]),
    Example(40012, "a SYN of another number", [.init("port_reuse", 81, ["original_frame": "77", "evidence": "80"])]),
    // Nobody answered: whether the first SYN came, nothing tells.
    Example(
      40013, "a SYN again",
      [.init("retransmission", 83, ["trigger": "syn", "necessity": "unknown", "original_frame": "82", "delay_s": "1"])]),
    Example(40014, "a FIN again", [.init("retransmission", 88, ["trigger": "fin", "original_frame": "87", "delay_s": "0.3"])]),
    // The connection was used and reset: the same number opens another (tshark 4.0: retransmission).
    Example(40015, "a SYN of the same number after a RST", [.init("port_reuse", 93, ["original_frame": "89"])]),
    // Nothing was under way, so the second is no duplicate ACK (RFC 5681 §2), which tshark makes of it.
    Example(40016, "acknowledgments that differ in the window", [.init("window_update", 99)]),
    // Only the server is heard, and between the numbers of the segments around the hole there is no room for another: nobody
    // asked for it, nobody knows how long a round trip is, and no timer runs so short.
    Example(40017, "a hole of 2 ms, one side only", [.init("out_of_order", 103, ["cause": "unknown", "certainty": "likely"])]),
    Example(40018, "a hole of 4 ms, one side only", [.init("out_of_order", 106, ["cause": "unknown", "certainty": "likely"])]),
    // RFC 8985 §7.2: two round trips, and the time of a delayed acknowledgment where one segment is under way.
    Example(
      40019, "the last segment after 250 ms of silence",
      [.init("retransmission", 113, ["trigger": "tail_probe", "necessity": "unknown", "original_frame": "111"])]),
    // tshark 4.0: out of order; the new one: fast retransmission. The server is 10 ms away, the hole 2.1 ms old.
    Example(
      40020, "asked for by SACK, and numbered behind what came before it",
      [.init("duplicate_ack", 123), .init("retransmission", 124, ["trigger": "fast", "certainty": "likely"])]),
    Example(
      40021, "a D-SACK",
      [
        .init("retransmission", 129, ["necessity": "spurious", "necessity_from": "d_sack", "original_frame": "128"]),
        .init("duplicate_ack", 131, ["d_sack": "1"]),
      ]),
    // tshark: out of order. The octets passed in frame 135; and no timer runs as short as the round trip (RFC 6298 §2).
    Example(
      40022, "a part of a segment that a network card put together",
      [
        .init(
          "retransmission", 137,
          ["trigger": "unknown", "necessity": "unknown", "original_frame": "135", "basis": "octets_seen", "length": "1000"])
      ]),
  ]

  @Test("what each conversation is", arguments: examples)
  func verdict(_ example: Example) throws {
    guard let capture = Fixture.shared?.appending(path: "lab/tcpcases/cases.pcap"),
      FileManager.default.fileExists(atPath: capture.path)
    else {
      print("skipped: ../shared/lab/tcpcases/cases.pcap is not here")
      return
    }
    let flows = try Printed.flows(capture.path).filter { flow in
      [flow["client"], flow["server"]].contains { ($0 as? [String: Any])?["port"] as? Int == example.port }
    }
    #expect(!flows.isEmpty)
    let events = flows.flatMap { ($0["tcp"] as? [String: Any])?["events"] as? [[String: Any]] ?? [] }
    #expect(
      events.map { "\($0["frame"] ?? "") \($0["kind"] ?? "")" } == example.events.map { "\($0.frame) \($0.kind)" })
    for (event, expected) in zip(events, example.events) {
      for (name, value) in expected.members { #expect(Self.text(event[name]) == value, "\(expected.kind): \(name)") }
    }
  }

  /// A JSON value as text; of a list the elements, apart by blanks.
  private static func text(_ value: Any?) -> String? {
    if let list = value as? [Any] { return list.map { "\($0)" }.joined(separator: " ") }
    if let flag = value as? NSNumber { return flag.stringValue }
    return value.map { "\($0)" }
  }
}
