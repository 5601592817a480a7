import ApplicationModel
import Flows
import PacketModel

/// A session as a line of JSON: as the report's `tls` or `tls_inner[]` has it, with its flow and the flow's ends.
public enum HandshakeRecord {
  public static func writeLine(_ view: HandshakeView, to text: inout [UInt8]) {
    var json = JSONWriter()
    // Swapped in and out: the octets before must not be copied for each line.
    swap(&json.octets, &text)
    json.object { write(view, to: &$0) }
    json.octets.append(UInt8(ascii: "\n"))
    swap(&json.octets, &text)
  }

  private static func write(_ view: HandshakeView, to json: inout JSONWriter) {
    let conversation = view.conversation
    let client = conversation.client
    json.member("flow", FlowRecord.id(view.flow.firstFrame, depth: view.flow.depth))
    json.member("session", view.number)
    json.object("client") { FlowRecord.endpoint(client, of: view.flow, to: &$0) }
    json.object("server") { FlowRecord.endpoint(client.other, of: view.flow, to: &$0) }
    let context = ApplicationRecord.Context(
      redaction: Redaction(), client: client, isReversed: view.session.client != client, repair: RepairTimes(nil),
      connection: conversation.connection)
    TLSRecord.write(view.session, context, to: &json)
  }
}
