import ApplicationModel
import PacketModel
import Protobuf

/// Writes a gRPC call (`http[].grpc`).
enum GRPCRecord {
  typealias Context = ApplicationRecord.Context

  /// Of an exchange that is one.
  static func write(
    _ exchange: borrowing HTTPExchange, _ log: HTTPLog, index: Int, as key: String = "grpc", _ context: Context,
    to json: inout JSONWriter
  ) {
    guard let call = log.calls[index] else { return }
    let server = context.isReversed ? context.client : context.client.other
    let deadline = GRPCDeadline(call, exchange, log.streams[index], server: server)
    json.object(key) { json in
      name("service", call.service, log, to: &json)
      name("method", call.method, log, to: &json)
      if call.isGuess { json.member("recognised_by", word: "shape") }
      if call.transport != .grpc { json.member("transport", word: call.transport.rawValue) }
      if call.format != .proto { json.member("format", word: call.format.rawValue) }
      json.member("kind", word: call.kind?.rawValue)
      json.member("kind_declared", word: GRPCDescription(call, log)?.kind.rawValue)
      if let deadline {
        json.member("timeout_s", nanoseconds: deadline.timeout)
        if let outcome = deadline.outcome {
          json.member("deadline_met", outcome == .met)
          json.member("deadline", word: outcome.rawValue)
        }
      }
      status(call, context.redaction, to: &json)
      json.object("request") { side(call.request, to: &$0) }
      json.object("response") { side(call.response, to: &$0) }
      messages(call, log, context, to: &json)
      json.member("messages_omitted", unlessZero: call.omittedMessages)
      if let fault = call.fault {
        json.object("malformed") { json in
          json.member("kind", word: fault.kind.rawValue)
          json.member("frame", fault.point.frame)
          json.member("sender", word: context.name(fault.isRequest ? server.other : server))
          json.member("count", call.faults)
        }
      }
    }
  }

  private static func name(_ key: String, _ place: Range<Int>, _ log: HTTPLog, to json: inout JSONWriter) {
    let octets = log.octets(at: place)
    if !octets.isEmpty { json.member(key, octets: octets) }
  }

  private static func status(_ call: GRPCCall, _ redaction: Redaction, to json: inout JSONWriter) {
    if let status = call.status {
      json.member("status", status)
      json.member("status_name", word: GRPCCall.name(ofStatus: status))
    }
    if let message = call.statusMessage, !message.isEmpty {
      json.member("message", octets: redaction.value(ofField: Array("grpc-message".utf8)[...], message[...]))
    }
    if call.isTrailersOnly { json.member("trailers_only", true) }
  }

  private static func side(_ side: GRPCCall.Side, to json: inout JSONWriter) {
    if !side.encoding.isEmpty { json.member("encoding", octets: side.encoding[...]) }
    json.member("messages", side.messages)
    json.member("bytes", side.octets)
    json.member("wire_bytes", side.wireOctets)
    json.member("compressed_messages", unlessZero: side.compressedMessages)
    json.member("missing_bytes", unlessZero: side.missingOctets)
    json.member("unread_bytes", unlessZero: side.unreadOctets)
  }

  // MARK: - Messages

  private static func messages(_ call: GRPCCall, _ log: HTTPLog, _ context: Context, to json: inout JSONWriter) {
    let description = GRPCDescription(call, log)
    let client = context.isReversed ? context.client.other : context.client
    json.array("messages") { json in
      for message in call.messages {
        json.object { json in
          json.member("frame", message.first.frame)
          json.member("last_frame", message.last.frame)
          json.member("time", message.first.time)
          json.member("sender", word: context.name(message.isRequest ? client : client.other))
          json.member("bytes", message.octets)
          json.member("wire_bytes", message.wireOctets)
          json.member("compressed", message.isCompressed)
          json.member("complete", message.isComplete)
          if !message.isComplete { json.member("declared_bytes", message.length) }
          json.member("missing_bytes", unlessZero: message.missingOctets)
          json.member("decoding_problem", word: HTTPMessageRecord.name(message.decodingProblem))
          GRPCContent(call, message, description).write(context.redaction, to: &json)
        }
      }
    }
  }
}
