import Analysis
public import ApplicationModel
import Flows
import PacketModel

/// An exchange as a record of its own, written when it has ended while its connection goes on: as the flow's `http[]` has it,
/// but for what is known of a connection only at its end (the shares of TCP's repairs, head-of-line blocking and windows).
public enum LiveExchangeRecord {
  public static func writeLine(
    _ index: Int, of log: borrowing HTTPLog, in connection: ExchangeConnection, _ redaction: Redaction, to text: inout [UInt8]
  ) {
    var json = JSONWriter()
    // Swapped in and out: the octets before must not be copied for each line.
    swap(&json.octets, &text)
    json.open(UInt8(ascii: "{"))
    json.member("record", word: "exchange")
    json.member("flow", FlowRecord.id(connection.firstFrame, depth: connection.depth))
    // Which number an exchange inside a tunnel has is known when its connection has ended.
    if log.id == 0 { json.member("exchange", log.released &+ index) }
    json.object("client") { end(connection.client, connection.key, to: &$0) }
    json.object("server") { end(connection.client.other, connection.key, to: &$0) }
    let context = ApplicationRecord.Context(
      redaction: redaction, client: connection.client, isReversed: false, repair: RepairTimes(nil))
    HTTPRecord.write(log.exchanges[index], copy log, at: (log.id, index), context, to: &json)
    json.endLine()
    swap(&json.octets, &text)
  }

  private static func end(_ side: Endpoint, _ key: FlowKey, to json: inout JSONWriter) {
    json.member("address", side == .low ? key.lowAddress : key.highAddress, key.version)
    json.member("port", Int(side == .low ? key.lowPort : key.highPort))
  }
}
