import ApplicationModel
import Flows
import PacketModel

/// An HTTP/2 connection as a line of JSON: as the report's `http2` or `http2_inner[]` has it, with its flow and the flow's
/// ends.
public enum HTTP2LineRecord {
  public static func writeLine(_ view: HTTP2View, to text: inout [UInt8]) {
    var json = JSONWriter()
    // Swapped in and out: the octets before must not be copied for each line.
    swap(&json.octets, &text)
    json.object { write(view, to: &$0) }
    json.octets.append(UInt8(ascii: "\n"))
    swap(&json.octets, &text)
  }

  private static func write(_ view: HTTP2View, to json: inout JSONWriter) {
    let conversation = view.conversation
    // Roles are the flow's, as in the report: its client may be the one who is asked.
    let client = conversation.finished.roles.client
    json.member("flow", FlowRecord.id(view.flow.firstFrame, depth: view.flow.depth))
    json.member("session", view.number)
    json.object("client") { FlowRecord.endpoint(client, of: view.flow, to: &$0) }
    json.object("server") { FlowRecord.endpoint(client.other, of: view.flow, to: &$0) }
    let context = ApplicationRecord.Context(
      redaction: conversation.redaction, client: client, isReversed: conversation.client != client, repair: RepairTimes(nil))
    HTTP2Record.write(view.account, context, to: &json)
  }
}
