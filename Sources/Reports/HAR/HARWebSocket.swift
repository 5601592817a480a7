import ApplicationModel
import PacketModel

/// A session's messages as Chrome writes them: `send` and `receive`, seconds since 1970, text or base64.
struct HARWebSocket {
  private let session: WebSocketSession
  private let conversation: HTTPConversation
  private let options: HAROptions

  init(_ session: WebSocketSession, _ conversation: HTTPConversation, _ options: HAROptions) {
    self.session = session
    self.conversation = conversation
    self.options = options
  }

  func write(to json: inout JSONWriter) {
    json.array("_webSocketMessages") { json in
      for message in session.messages { json.object { write(message, to: &$0) } }
    }
    json.member("_webSocketOmittedMessages", unlessZero: session.omittedMessages)
    guard let close = session.close else { return }
    json.object("_webSocketClose") { json in
      json.member("type", word: type(close.sender))
      json.member("time", nanoseconds: close.point.time.nanoseconds)
      json.member("code", close.code)
      if !close.reason.isEmpty { json.member("reason", NetworkText.string(close.reason)) }
      json.member("_frame", close.point.frame)
    }
  }

  private func write(_ message: WebSocketSession.Message, to json: inout JSONWriter) {
    json.member("type", word: type(message.sender))
    json.member("time", nanoseconds: message.last.time.nanoseconds)
    json.member("opcode", Int(message.opcode.rawValue))
    let data = message.preview.prefix(options.maximumBody)
    let isCut = data.count < message.octets
    if message.opcode == .text, let text = BodyText.text(Array(data), isCut: isCut) {
      json.member("data", options.redaction.body(text, type: nil))
    } else {
      json.member("data", word: Base64.text(data))
      if message.opcode == .text { json.member("_encoding", word: "base64") }
    }
    // A part must not pass for the whole.
    if isCut { json.member("_length", message.octets) }
    json.member("_frame", message.last.frame)
  }

  private func type(_ sender: Endpoint) -> String { sender == conversation.client ? "send" : "receive" }
}
