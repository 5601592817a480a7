import Dissection
@testable import Flows
import Octets
import PacketModel
import Testing

/// Urgent octets are no part of what a reader reads, as with sockets; tshark leaves them where they stand.
@Suite struct UrgentTests {
  struct Reader: StreamDissector {
    var text = ""
    var urgent = ""

    mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
      text += String(decoding: octets.copied(), as: UTF8.self)
    }
    mutating func receive(urgent octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
      urgent += String(decoding: octets.copied(), as: UTF8.self)
    }
    mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) { text += "[\(count)]" }
    mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {}
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Pieces with the position of their first octet, in the order in which they come.
    var pieces: [(Int, String)]
    var urgent: [Int]
    var text: String
    var taken: String
  }

  static let rows = [
    Row(testDescription: "alone", pieces: [(1, "GET "), (5, "!"), (6, "/")], urgent: [5], text: "GET /", taken: "!"),
    Row(testDescription: "inside a segment", pieces: [(1, "ab!cd")], urgent: [3], text: "abcd", taken: "!"),
    Row(testDescription: "at both ends, told twice", pieces: [(1, "!ab?")], urgent: [4, 1, 4], text: "ab", taken: "!?"),
    Row(testDescription: "behind a hole", pieces: [(4, "d!f"), (1, "abc")], urgent: [5], text: "abcdf", taken: "!"),
    Row(testDescription: "told too late", pieces: [(1, "ab")], urgent: [0, -5], text: "ab", taken: ""),
  ]

  @Test(arguments: rows)
  func isLeftOut(row: Row) {
    var assembler = StreamAssembler(.low, isFromStart: true)
    var reader: any StreamDissector = Reader()
    let place = StreamPlace(frame: 1, time: Timestamp(nanoseconds: 0))
    for position in row.urgent { assembler.note(urgent: position) }
    for (position, text) in row.pieces {
      let octets = Array(text.utf8)
      assembler.accept(ByteView(octets.span), at: position, place, after: .max, to: &reader)
      _ = assembler.release(after: .max, at: place, to: &reader)
    }
    #expect((reader as? Reader)?.text == row.text)
    #expect((reader as? Reader)?.urgent == row.taken)
  }
}
