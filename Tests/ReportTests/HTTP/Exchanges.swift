import ApplicationModel
import Flows
import PacketModel

@testable import Reports

/// Exchanges written by hand, as lines, transcripts and archives see them.
enum Exchanges {
  /// A flow's exchanges.
  static func views(
    _ redaction: Redaction = Redaction(), sessions: [WebSocketSession] = [], proxies: [ProxyHeader] = [],
    analysis: (inout ConnectionAnalysis) -> Void = { _ in }, _ fill: (inout HandmadeLog) -> Void
  ) -> [ExchangeView] {
    var made = HandmadeLog()
    fill(&made)
    var facts = Handmade.facts(made.log)
    facts.webSockets = sessions
    facts.proxies = proxies
    return HTTPConversation(Handmade.flow(facts, analysis), redaction)?.exchanges ?? []
  }

  static func view(_ redaction: Redaction = Redaction(), _ fill: (inout HandmadeLog) -> Void) -> ExchangeView? {
    views(redaction, fill).first
  }

  /// A request for a target, answered.
  static func asking(
    _ target: String, method: String = "GET", host: String? = "a", redaction: Redaction = Redaction()
  ) -> ExchangeView? {
    view(redaction) { made in
      made.add(made.request(method, target, fields: host.map { [("Host", $0)] } ?? []), made.response())
    }
  }

  /// With a body that was kept whole.
  static func fillBody(_ message: inout HTTPMessage, _ body: [UInt8], framing: HTTPMessage.Framing = .length) {
    message.framing = framing
    message.keptBody = body
    message.bodyOctets = body.count
    message.encodedBodyOctets = body.count
    message.wireBodyOctets = body.count
  }

  static func fillBody(_ message: inout HTTPMessage, _ text: String) { fillBody(&message, Array(text.utf8)) }
}
