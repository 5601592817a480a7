import ApplicationModel
import PacketModel

/// Writes what HTTP/2 adds to an exchange (`http[]`): who pushed it, who ended it early, what it waited for.
enum HTTP2ExchangeRecord {
  typealias Context = ApplicationRecord.Context

  /// Writes members of the exchange's object.
  static func write(
    _ exchange: borrowing HTTPExchange, _ stream: HTTP2Stream?, _ log: HTTPLog, _ account: HTTP2Account?,
    _ context: Context, to json: inout JSONWriter
  ) {
    if let parent = stream?.pushedBy {
      json.object("pushed_by") { json in
        json.member("stream", parent)
        json.member("exchange", account?.exchanges[parent])
      }
    }
    if let reset = stream?.reset {
      json.object("reset") { json in
        HTTP2RecordEvents.place(reset.point, reset.sender, context, to: &json)
        HTTP2RecordEvents.code(reset.code, to: &json)
      }
    }
    let field = exchange.request.flatMap { log.value("priority", in: $0.message.fields) }
    guard stream?.priority != nil || field != nil else { return }
    json.object("priority") { json in
      if let priority = stream?.priority { HTTP2RecordEvents.priority(priority, to: &json) }
      if let field { HTTP2RecordEvents.priority(.field(Array(field)), to: &json) }
    }
  }

  /// Writes members of the exchange's `timing`: what of it was waiting for windows, and for others' losses.
  static func timing(
    _ timing: HTTPTiming, stream: Int, _ account: HTTP2Account, _ context: Context, to json: inout JSONWriter
  ) {
    let client = context.isReversed ? context.client.other : context.client
    let send = account.flowControl.spans(of: stream, client)?.time(in: timing.sending) ?? 0
    let receive = account.flowControl.spans(of: stream, client.other)?.time(in: timing.receiving) ?? 0
    if send > 0 || receive > 0 {
      json.object("flow_control") { json in
        if send > 0 { json.member("send_s", nanoseconds: send) }
        if receive > 0 { json.member("receive_s", nanoseconds: receive) }
      }
    }
    if let cost = account.headOfLine.streams[stream], cost.spans.total > 0 {
      json.member("head_of_line_s", nanoseconds: cost.spans.total)
    }
  }
}
