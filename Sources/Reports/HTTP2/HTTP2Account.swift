import ApplicationModel
import Flows
import PacketModel

/// An HTTP/2 connection and what its streams lost in it, beside TCP's verdicts. Made once a flow: its many exchanges refer to
/// it.
final class HTTP2Account: Sendable {
  let session: HTTP2Session
  /// Its place among the flow's, and its log's among the flow's logs.
  let number: Int
  let place: Int?
  let headOfLine: HeadOfLineAccount
  let flowControl: FlowControlAccount
  /// The exchange that opened the tunnel it goes through.
  let tunnel: Int?
  /// The numbers of exchanges by their streams, where something refers to them.
  let exchanges: [Int: Int]

  /// A flow's, by the places of their logs.
  static func all(_ facts: ApplicationFacts, _ analysis: ConnectionAnalysis?) -> [Int: HTTP2Account] {
    guard !facts.http2.isEmpty else { return [:] }
    var accounts: [Int: HTTP2Account] = [:]
    for number in facts.http2.indices {
      let account = HTTP2Account(facts, number, analysis)
      // No place is negative: there what has no log stands for itself.
      accounts[account.place ?? -1 - number] = account
    }
    return accounts
  }

  init(_ facts: ApplicationFacts, _ number: Int, _ analysis: ConnectionAnalysis?) {
    session = facts.http2[number]
    self.number = number
    headOfLine = HeadOfLineAccount(session.headOfLine, analysis)
    flowControl = FlowControlAccount(session.flowControl)
    let id = session.log
    place = facts.http.firstIndex { $0.id == id }
    tunnel = place.flatMap { facts.http[$0].tunnel }
    exchanges = session.pushes.isEmpty ? [:] : place.map { Self.numbers(facts, $0) } ?? [:]
  }

  private static func numbers(_ facts: ApplicationFacts, _ place: Int) -> [Int: Int] {
    let first = facts.http[..<place].reduce(0) { $0 + $1.exchanges.count }
    var numbers: [Int: Int] = [:]
    for index in facts.http[place].exchanges.indices {
      if let stream = facts.http[place].exchanges[index].stream { numbers[stream] = first + index }
    }
    return numbers
  }
}

extension HTTP2Session {
  func side(isClient: Bool) -> Side { isClient ? client : server }
}

extension HTTP2ErrorCode {
  /// Of a reset: that nobody wanted the rest, or that it came behind the end, as curl says of what it does not read any more.
  var isHarmless: Bool { self == .noError || self == .cancel || self == .streamClosed }

  /// Its name, or its number in hexadecimal.
  var title: String { name ?? "0x" + String(rawValue, radix: 16) }
}

extension HTTP2Settings.Setting {
  /// Its name, or its number in hexadecimal; GREASE is one of many (RFC 8701).
  var title: String {
    if let name { return name }
    let digits = String(id, radix: 16)
    return "0x" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
