import Flows
import PacketModel

/// An exchange as a line of JSON: as the report's `http[]` has it, with its flow and the flow's ends.
public enum ExchangeRecord {
  public static func writeLine(_ view: ExchangeView, to text: inout [UInt8]) {
    var json = JSONWriter()
    swap(&json.octets, &text)
    let conversation = view.conversation
    json.object { json in
      json.member("flow", FlowRecord.id(view.flow.firstFrame, depth: view.flow.depth))
      json.object("client") { end(conversation.client, conversation, to: &$0) }
      json.object("server") { end(conversation.client.other, conversation, to: &$0) }
      json.member("proxied_client", conversation.proxiedClient)
    }
    json.octets.append(UInt8(ascii: "\n"))
    swap(&json.octets, &text)
  }

  private static func end(_ side: Endpoint, _ conversation: HTTPConversation, to json: inout JSONWriter) {
    json.member("address", conversation.address(side))
    json.member("port", Int(conversation.port(side)))
  }
}
