import Dissection
@testable import Flows
import Octets
import PacketModel
import Testing

/// What readers are told of a connection's streams, and in which order.
@Suite struct StreamTests {
  /// A conversation and what a reader is told of it. Positions in `tell` count from the first octet of each side.
  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// Whether the capture begins with the handshake.
    var isFromStart: Bool
    var told: [String]
    var talk: @Sendable (inout Talk) -> Void

    init(_ name: String, isFromStart: Bool = true, _ told: [String], _ talk: @escaping @Sendable (inout Talk) -> Void) {
      testDescription = name
      self.isFromStart = isFromStart
      self.told = told
      self.talk = talk
    }
  }

  static let rows: [Row] = order + holes + ends + pickedUp + cut

  // MARK: - Order between the sides

  static let order: [Row] = [
    Row("in order", ["> ask @4", "< answer @5", "> more @6", "< yes @7", "> end @7", "< end @7"]) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.tell("<", 0, "answer", seen: 3, at: 30)
      $0.tell(">", 3, "more", seen: 6, at: 40)
      $0.tell("<", 6, "yes", seen: 7, at: 50)
    },
    Row("an answer captured before its request", ["> ask @5", "< answer @4", "> end @5", "< end @5"]) {
      $0.tell("<", 0, "answer", seen: 3, at: 30)
      $0.tell(">", 0, "ask", seen: 0, at: 30.01)
    },
    Row(
      "an answer captured in the middle of its request",
      ["> aaa @4", "> bbb @7", "< cc @5", "< dd @6", "> end @7", "< end @7"]
    ) {
      $0.tell(">", 0, "aaa", seen: 0, at: 20)
      $0.tell("<", 0, "cc", seen: 6, at: 30)
      $0.tell("<", 2, "dd", seen: 6, at: 30.01)
      $0.tell(">", 3, "bbb", seen: 0, at: 30.02)
    },
    Row(
      "an answer whose request came in the wrong order, too",
      ["> aaa @6", "> bbb @5", "< cc @4", "> end @6", "< end @6"]
    ) {
      $0.tell("<", 0, "cc", seen: 6, at: 30)
      $0.tell(">", 3, "bbb", seen: 0, at: 30.01)
      $0.tell(">", 0, "aaa", seen: 0, at: 30.02)
    },
    Row(
      "a whole conversation backwards",
      ["> 1 @9", "< 2 @8", "> 3 @7", "< 4 @6", "> 5 @5", "< 6 @4", "> end @9", "< end @9"]
    ) {
      $0.tell("<", 2, "6", seen: 3, at: 30)
      $0.tell(">", 2, "5", seen: 2, at: 30.01)
      $0.tell("<", 1, "4", seen: 2, at: 30.02)
      $0.tell(">", 1, "3", seen: 1, at: 30.03)
      $0.tell("<", 0, "2", seen: 1, at: 30.04)
      $0.tell(">", 0, "1", seen: 0, at: 30.05)
    },
    Row("both at once: nobody waits", ["> aa @4", "< bb @5", "> cc @6", "< dd @7", "> end @7", "< end @7"]) {
      $0.tell(">", 0, "aa", seen: 0, at: 20)
      $0.tell("<", 0, "bb", seen: 0, at: 20.1)
      $0.tell(">", 2, "cc", seen: 0, at: 20.2)
      $0.tell("<", 2, "dd", seen: 0, at: 20.3)
    },
    Row(
      "a request sent again, the first copy's place", ["> ask @4", "< answer @6", "> end @7", "< end @7"]
    ) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.tell(">", 0, "ask", seen: 0, at: 300)
      $0.tell("<", 0, "answer", seen: 3, at: 301)
      $0.tell("<", 0, "ANSWER", seen: 3, at: 600)
    },
    Row("repeated with other borders", ["> abc @4", "> def @5", "> gh @6", "> end @6", "< end @6"]) {
      $0.tell(">", 0, "abc", seen: 0, at: 20)
      $0.tell(">", 0, "ABCdef", seen: 0, at: 300)
      $0.tell(">", 4, "EFgh", seen: 0, at: 600)
    },
    Row(
      "held octets keep their place; the first to come stays",
      ["> ab @7", "> cd @4", "> ef @5", "> end @7", "< end @7"]
    ) {
      $0.tell(">", 2, "cd", seen: 0, at: 20)
      $0.tell(">", 3, "Def", seen: 0, at: 20.1)
      $0.tell(">", 2, "CD", seen: 0, at: 300)
      $0.tell(">", 0, "ab", seen: 0, at: 301)
    },
  ]

  // MARK: - Holes

  static let holes: [Row] = [
    Row("a request that was not captured", ["> -3 @4", "< answer @4", "> end @4", "< end @4"]) {
      $0.tell("<", 0, "answer", seen: 3, at: 30)
    },
    Row(
      "… is told before the answer once it has had its time",
      ["> -3 @6", "< answer @4", "> next @5", "< end @7", "> end @7"]
    ) {
      $0.tell("<", 0, "answer", seen: 3, at: 30)
      $0.tell(">", 3, "next", seen: 6, at: 100)
      $0.tell("<", 6, "", seen: 7, at: 231)
      $0.say("<", ack: 7, at: 240, flags: "F")
    },
    Row(
      "… and not before", ["> ask @6", "< answer @4", "> next @5", "> end @6", "< end @6"]
    ) {
      $0.tell("<", 0, "answer", seen: 3, at: 30)
      $0.tell(">", 3, "next", seen: 6, at: 100)
      $0.tell(">", 0, "ask", seen: 0, at: 229)
    },
    Row(
      "or after as many segments as are waited for",
      ["> -3 @69", "< answer @4", "< x @5"] + (6...69).map { "< x @\($0)" } + ["> end @69", "< end @69"]
    ) {
      $0.tell("<", 0, "answer", seen: 3, at: 30)
      for index in 0..<65 { $0.tell("<", 6 + index, "x", seen: 3, at: 31 + Double(index) * 0.1) }
    },
    Row(
      "part of an answer", ["> ask @4", "< aa @5", "< -2 @8", "< cc @6", "> next @7", "> end @8", "< end @8"]
    ) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.tell("<", 0, "aa", seen: 3, at: 30)
      $0.tell("<", 4, "cc", seen: 3, at: 31)
      $0.tell(">", 3, "next", seen: 6, at: 40)
      $0.say("<", ack: 7, at: 41)
    },
    Row(
      "the last part of an answer, told before the next request",
      ["> ask @4", "< aa @5", "< -4 @8", "> next @6", "> again @8", "< yes @9", "> end @9", "< end @9"]
    ) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.tell("<", 0, "aa", seen: 3, at: 30)
      $0.tell(">", 3, "next", seen: 6, at: 40)
      $0.say(">", ack: 6, at: 50)
      $0.tell(">", 7, "again", seen: 6, at: 300)
      $0.tell("<", 6, "yes", seen: 12, at: 310)
    },
    Row("a hole nobody acknowledged", ["> ab @4", "> -2 @6", "> ef @5", "> end @6", "< end @6"]) {
      $0.tell(">", 0, "ab", seen: 0, at: 20)
      $0.tell(">", 4, "ef", seen: 0, at: 21)
      $0.say("<", ack: 2, at: 30)
    },
    Row("several holes that were acknowledged as one", ["> -1 @7", "> b @4", "> -1 @7", "> d @5", "> end @7", "< end @7"]) {
      $0.tell(">", 1, "b", seen: 0, at: 20)
      $0.tell(">", 3, "d", seen: 0, at: 21)
      $0.say("<", ack: 4, at: 30)
      $0.say("<", ack: 4, at: 300)
    },
    Row("a damaged number acknowledges nothing", ["> ask @4", "< answer @5", "> more @7", "< yes @8", "> end @8", "< end @8"]) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.tell("<", 0, "answer", seen: 3, at: 30)
      $0.say("<", ack: 100_000, at: 35)
      $0.tell(">", 3, "more", seen: 6, at: 300)
      $0.tell("<", 6, "yes", seen: 7, at: 600)
    },
    Row(
      "a damaged number beside octets: the order is lost, no octet is",
      ["> ask @4", "> more @6", "< answer @5", "< yes @7", "> end @7", "< end @7"]
    ) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.tell("<", 0, "answer", seen: 100_000, at: 30)
      $0.tell(">", 3, "more", seen: 6, at: 40)
      $0.tell("<", 6, "yes", seen: 7, at: 300)
    },
    Row("… further than any window: they do not wait", ["> ask @4", "< answer @5", "> more @6", "> end @6", "< end @6"]) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.tell("<", 0, "answer", seen: 1 << 30, at: 30)
      $0.tell(">", 3, "more", seen: 6, at: 40)
    },
    Row("octets further ahead than any window", ["> ask @4", "> more @6", "> end @6", "< end @6"]) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.tell(">", 1 << 29, "far", seen: 0, at: 30)
      $0.tell(">", 3, "more", seen: 0, at: 40)
    },
    Row("… twice: the capture lacks so much", ["> ask @4", "> -536870912 @6", "> ther @6", "> end @6", "< end @6"]) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.tell(">", 1 << 29, "far", seen: 0, at: 30)
      $0.tell(">", 3 + 1 << 29, "ther", seen: 0, at: 40)
    },
    Row("each acknowledges what the other has not sent: both come", ["> aa @5", "< bb @4", "> end @5", "< end @5"]) {
      $0.tell("<", 0, "bb", seen: 2, at: 30)
      $0.tell(">", 0, "aa", seen: 2, at: 30.1)
    },
  ]

  // MARK: - Ends

  static let ends: [Row] = [
    Row("FINs end the streams where they stand", ["> ask @4", "> end @5", "< answer @6", "< end @7"]) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.say(">", at: 21, flags: "F")
      $0.tell("<", 0, "answer", seen: 4, at: 30)
      $0.say("<", ack: 4, at: 31, flags: "F")
      $0.say(">", 4..<4, ack: 7, at: 40)
    },
    Row("a FIN before its octets", ["> ask @5", "> end @5", "< answer @6", "< end @6"]) {
      $0.say(">", 3..<3, at: 20, flags: "F")
      $0.tell(">", 0, "ask", seen: 0, at: 20.1)
      $0.tell("<", 0, "answer", seen: 4, at: 30)
    },
    Row("a FIN behind octets that were not captured", ["> -3 @6", "> end @5", "< answer @5", "< end @6"]) {
      $0.say(">", 3..<3, at: 20, flags: "F")
      $0.tell("<", 0, "answer", seen: 4, at: 30)
      $0.say("<", ack: 4, at: 300)
    },
    Row("a FIN waits for what it acknowledges, too", ["> ask @4", "< answer @6", "> end @5", "< end @6"]) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.say(">", ack: 6, at: 30, flags: "F")
      $0.tell("<", 0, "answer", seen: 3, at: 30.1)
    },
    Row("a FIN that was not captured is no hole", ["> ask @4", "< answer @5", "< more @6", "> end @7", "< end @7"]) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.tell("<", 0, "answer", seen: 4, at: 30)
      $0.tell("<", 6, "more", seen: 4, at: 300)
      $0.say(">", 4..<4, ack: 10, at: 301)
    },
    Row("nothing comes behind a FIN", ["> ask @4", "> end @4", "< end @6"]) {
      $0.tell(">", 0, "ask", seen: 0, at: 20, flags: "F")
      $0.tell(">", 3, "late", seen: 0, at: 30)
      $0.tell(">", 9, "late", seen: 0, at: 31)
    },
    Row("nor what was held there", ["> as @6", "> k @4", "> end @5", "< end @6"]) {
      $0.tell(">", 2, "k-late", seen: 0, at: 20)
      $0.say(">", 3..<3, at: 20.1, flags: "F")
      $0.tell(">", 0, "as", seen: 0, at: 20.2)
    },
    Row("what a RST acknowledges may be any number", ["> ask @4", "> end @5", "< end @5"]) {
      $0.tell(">", 0, "ask", seen: 0, at: 20)
      $0.say("<", ack: 1000, at: 30, flags: "R")
    },
  ]

  // MARK: - Connections picked up in the middle

  static let pickedUp: [Row] = [
    Row(
      "in the middle: what comes first is first", isFromStart: false,
      ["> ask @1", "< answer @2", "> more @3", "> end @3", "< end @3"]
    ) {
      $0.tell(">", 1000, "ask", seen: 2000, at: 20)
      $0.tell("<", 2000, "answer", seen: 1003, at: 30)
      $0.tell(">", 1003, "more", seen: 2006, at: 40)
    },
    Row("in the middle of an answer", isFromStart: false, ["< answer @1", "> ask @2", "< yes @3", "> end @3", "< end @3"]) {
      $0.tell("<", 2000, "answer", seen: 1000, at: 30)
      $0.tell(">", 1000, "ask", seen: 2006, at: 40)
      $0.tell("<", 2006, "yes", seen: 1003, at: 50)
    },
    Row(
      "an acknowledgment came first: what it stands at is missing", isFromStart: false,
      ["< answer @2", "> -3 @4", "> more @3", "> end @4", "< end @4"]
    ) {
      $0.say(">", 1000..<1000, ack: 2000, at: 10)
      $0.tell("<", 2000, "answer", seen: 1000, at: 20)
      $0.tell(">", 1003, "more", seen: 2006, at: 40)
      $0.say("<", 2006..<2006, ack: 1007, at: 50)
    },
    Row("a lost request", isFromStart: false, ["> -3 @3", "< answer @2", "> more @4", "> end @4", "< end @4"]) {
      $0.say(">", 1000..<1000, ack: 2000, at: 10)
      $0.tell("<", 2000, "answer", seen: 1003, at: 20)
      $0.say("<", ack: 1003, at: 220.1)
      $0.tell(">", 1003, "more", seen: 2006, at: 230)
    },
    Row("a keep-alive came first", isFromStart: false, ["> ask @3", "< answer @4", "> end @4", "< end @4"]) {
      $0.say(">", 999..<999, ack: 2000, at: 10)
      $0.say("<", 2000..<2000, ack: 1000, at: 11)
      $0.tell(">", 1000, "ask", seen: 2000, at: 20)
      $0.tell("<", 2000, "answer", seen: 1003, at: 30)
    },
    Row("one side only: no order, no holes, no end of the other", isFromStart: false, ["< answer @1", "< more @2", "< end @2"])
    {
      $0.tell("<", 2000, "answer", seen: 1000, at: 20)
      $0.tell("<", 2006, "more", seen: 5000, at: 30)
    },
  ]

  // MARK: - Packets cut by the capture

  static let cut: [Row] = [
    Row("a cut segment", ["> ab @4", "> -2 @4", "> ef @5", "< yes @6", "> end @6", "< end @6"]) {
      $0.tell(">", 0, "abcd", seen: 0, at: 20, captured: 2)
      $0.tell(">", 4, "ef", seen: 0, at: 21)
      $0.tell("<", 0, "yes", seen: 6, at: 30)
    },
    Row("a cut segment that came early", ["> ab @5", "> cd @4", "> -2 @4", "> gh @6", "> end @6", "< end @6"]) {
      $0.tell(">", 2, "cdef", seen: 0, at: 20, captured: 2)
      $0.tell(">", 0, "ab", seen: 0, at: 20.1)
      $0.tell(">", 6, "gh", seen: 0, at: 21)
    },
    Row("headers only", ["> -4 @4", "< -3 @5", "> end @5", "< end @5"]) {
      $0.tell(">", 0, "abcd", seen: 0, at: 20, captured: 0)
      $0.tell("<", 0, "yes", seen: 4, at: 30, captured: 0)
    },
  ]

  @Test("what a reader is told", arguments: rows)
  func told(_ row: Row) {
    var talk = row.isFromStart ? Talk() : Talk(nil)
    row.talk(&talk)
    #expect(talk.told() == row.told)
    // However a pipe cuts it: what is held must not refer to octets that are gone.
    for round in [1, 2, 5] { #expect(talk.told(round: round) == row.told, "\(round) a round") }
  }
}
