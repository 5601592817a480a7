import ApplicationModel
import Flows
import PacketModel

/// An exchange as a line of JSON: as the report's `http[]` has it, with its flow, the flow's ends, and its WebSocket session.
public enum ExchangeRecord {
  public static func writeLine(_ view: ExchangeView, to text: inout [UInt8]) {
    var json = JSONWriter()
    // Swapped in and out: the octets before must not be copied for each line.
    swap(&json.octets, &text)
    json.object { write(view, to: &$0) }
    json.octets.append(UInt8(ascii: "\n"))
    swap(&json.octets, &text)
  }

  private static func write(_ view: ExchangeView, to json: inout JSONWriter) {
    let conversation = view.conversation
    let facts = conversation.facts
    // Roles are the flow's, as in the report: its client may be the one who is asked.
    let client = conversation.finished.roles.client
    json.member("flow", FlowRecord.id(view.flow.firstFrame, depth: view.flow.depth))
    json.member("exchange", view.number)
    json.object("client") { end(client, conversation, to: &$0) }
    json.object("server") { end(client.other, conversation, to: &$0) }
    if !facts.proxies.isEmpty {
      json.array("proxy_protocol") { json in
        for header in facts.proxies { json.object { ProxyHeaderRecord.write(header, to: &$0) } }
      }
    }
    let context = conversation.context
    if view.number != nil { HTTPRecord.write(view.exchange, view.log, at: view.place, context, to: &json) }
    guard let session = view.session else { return }
    let wasAsked = view.exchange.hasWebSocketKey
    json.object("websocket") { WebSocketRecord.write(session, wasAsked: wasAsked, context, to: &$0) }
  }

  private static func end(_ side: Endpoint, _ conversation: HTTPConversation, to json: inout JSONWriter) {
    json.member("address", conversation.address(side))
    json.member("port", Int(conversation.port(side)))
  }
}

extension HTTPConversation {
  /// How its exchanges are written. Roles are the flow's, as in the report.
  var context: ApplicationRecord.Context {
    let flowClient = finished.roles.client
    return ApplicationRecord.Context(
      redaction: redaction, client: flowClient, isReversed: client != flowClient, repair: repair, http2: http2)
  }
}
