import ApplicationModel
import PacketModel

/// Writes what passed in a session, message by message: the handshake, alerts, what came after it.
enum TLSRecordEvents {
  typealias Context = ApplicationRecord.Context

  static func write(_ session: TLSSession, _ context: Context, to json: inout JSONWriter) {
    list("messages", session.messages, to: &json) { message, json in write(message, context, to: &json) }
    json.member("messages_omitted", unlessZero: session.omittedMessages)
    list("alerts", session.alerts, to: &json) { alert, json in write(alert, context, to: &json) }
    json.member("alerts_omitted", unlessZero: session.omittedAlerts)
    list("renegotiations", session.renegotiations, to: &json) { point, json in
      json.member("frame", point.frame)
      json.member("time", point.time)
    }
    list("key_updates", session.keyUpdates, to: &json) { message, json in
      json.member("frame", message.first.frame)
      json.member("time", message.first.time)
      json.member("sender", word: context.name(message.sender))
    }
    json.member("session_tickets", unlessZero: session.sessionTickets)
  }

  private static func write(_ message: TLSSession.HandshakeMessage, _ context: Context, to json: inout JSONWriter) {
    json.member("type", word: TLSHandshakeType(rawValue: message.type).name)
    json.member("type_id", Int(message.type))
    json.member("sender", word: context.name(message.sender))
    json.member("frame", message.first.frame)
    json.member("last_frame", message.last.frame)
    json.member("time", message.first.time)
    // Of what could not be read the length is not known either.
    if !message.isInferred || message.length > 0 { json.member("bytes", message.length) }
    if message.isDecrypted { json.member("decrypted", true) }
    if message.isInferred { json.member("inferred", true) }
  }

  private static func write(_ alert: TLSSession.Alert, _ context: Context, to json: inout JSONWriter) {
    json.member("frame", alert.point.frame)
    json.member("time", alert.point.time)
    json.member("sender", word: context.name(alert.sender))
    if let level = alert.level {
      json.member("level", word: name(ofLevel: level))
      json.member("level_id", Int(level))
    }
    if let description = alert.description {
      json.member("description", word: description.name)
      json.member("description_id", Int(description.rawValue))
    }
    if alert.isDecrypted { json.member("decrypted", true) }
    if alert.isInferred { json.member("inferred", true) }
  }

  /// RFC 8446 §6.
  static func name(ofLevel level: UInt8) -> String {
    switch level {
    case 1: "warning"
    case 2: "fatal"
    default: "unknown"
    }
  }

  private static func list<Value>(
    _ key: String, _ values: [Value], to json: inout JSONWriter, _ write: (Value, inout JSONWriter) -> Void
  ) {
    guard !values.isEmpty else { return }
    json.array(key) { json in
      for value in values { json.object { write(value, &$0) } }
    }
  }
}
