import ApplicationModel
import PacketModel

/// An entry's request.
struct HARRequest {
  private let view: ExchangeView
  private let options: HAROptions

  init(_ view: ExchangeView, _ options: HAROptions) {
    self.view = view
    self.options = options
  }

  func write(to json: inout JSONWriter) {
    let request = view.exchange.request
    let url = HARURL(view, options.redaction)
    json.member("method", view.method ?? "")
    json.member("url", url.text)
    json.member("httpVersion", "HTTP/\(view.exchange.version.text)")
    let fields = HARFields(view, request?.message, options.redaction)
    json.array("cookies") { fields.cookies(of: "cookie", to: &$0) }
    json.array("headers") { fields.headers(to: &$0) }
    json.array("queryString") { Self.parameters(url.query, to: &$0) }
    if let message = request?.message, message.bodyOctets > 0 || message.wireBodyOctets > 0 {
      json.object("postData") { postData(message, to: &$0) }
    }
    json.member("headersSize", request.map(\.message.headOctets) ?? -1)
    json.member("bodySize", request.map(\.message.wireBodyOctets) ?? -1)
    fields.trailers(to: &json)
  }

  // MARK: - Body

  private func postData(_ message: HTTPMessage, to json: inout JSONWriter) {
    let type = view.value("content-type", of: message)
    let body = HARBody(message, type: type, options)
    json.member("mimeType", type ?? "")
    json.array("params") { json in
      if BodyText.isForm(type) {
        Self.parameters(Array((body.text ?? "").utf8)[...], to: &json)
      } else {
        for part in message.parts { Self.write(part, to: &json) }
      }
    }
    body.write(encodingKey: "_encoding", to: &json)
    if let comment = body.comment { json.member("comment", comment) }
  }

  private static func write(_ part: BodyPart, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", part.name.map { NetworkText.string($0) } ?? "")
      json.member("fileName", part.fileName.map { NetworkText.string($0) })
      json.member("contentType", part.contentType.map { NetworkText.string($0) })
    }
  }

  /// Parameters as sent: percent-encoding is left alone, as Chrome does.
  private static func parameters(_ text: ArraySlice<UInt8>, to json: inout JSONWriter) {
    for parameter in text.split(separator: UInt8(ascii: "&")) {
      let name = parameter.prefix { $0 != UInt8(ascii: "=") }
      json.object { json in
        json.member("name", NetworkText.string(name))
        json.member("value", NetworkText.string(parameter.dropFirst(name.count + 1)))
      }
    }
  }
}

/// An entry's response. Where there is none, it has the status 0, as browsers write it.
struct HARResponse {
  private let view: ExchangeView
  private let options: HAROptions

  init(_ view: ExchangeView, _ options: HAROptions) {
    self.view = view
    self.options = options
  }

  func write(to json: inout JSONWriter) {
    let response = view.exchange.response
    let message = response?.message
    // HTTP/0.9 has no status, and what comes is taken for the content (Fetch §4.6): a browser has 200 for it.
    json.member("status", message?.version == .zeroNine ? 200 : response?.status ?? 0)
    json.member("statusText", response.map { view.text(of: $0.reason) } ?? "")
    json.member("httpVersion", "HTTP/\((message ?? view.exchange.request?.message)?.version.text ?? "1.1")")
    let fields = HARFields(view, message, options.redaction)
    json.array("cookies") { fields.cookies(of: "set-cookie", to: &$0) }
    json.array("headers") { fields.headers(to: &$0) }
    json.object("content") { content(message, to: &$0) }
    json.member("redirectURL", fields.shown("location") ?? "")
    json.member("headersSize", message?.headOctets ?? -1)
    json.member("bodySize", message?.wireBodyOctets ?? -1)
    if let message { json.member("_transferSize", message.headOctets &+ message.wireBodyOctets) }
    fields.trailers(to: &json)
    if let error { json.member("_error", error) }
  }

  private func content(_ message: HTTPMessage?, to json: inout JSONWriter) {
    json.member("size", message?.bodyOctets ?? 0)
    if let message, message.coding != .identity, message.coding != .unknown {
      json.member("compression", message.bodyOctets &- message.encodedBodyOctets)
    }
    // What Chrome writes for what has no type, and reads as such.
    let type = view.value("content-type", of: message)
    json.member("mimeType", type ?? "x-unknown")
    guard let message, message.bodyOctets > 0 else { return }
    let body = HARBody(message, type: type, options)
    if body.isShown { body.write(encodingKey: "encoding", to: &json) }
    if let comment = body.comment { json.member("comment", comment) }
  }

  /// What a browser would have called a failure.
  private var error: String? {
    if let reset = view.stream?.reset, view.exchange.response?.message.isComplete != true {
      return "the \(view.conversation.name(reset.sender)) reset the stream: \(reset.code.title)"
    }
    switch view.exchange.unpaired {
    case .gap: return "octets of the exchange are missing from the capture"
    case .captureStarted: return "the capture began during the exchange"
    case .captureEnded: return "the capture ended before the response"
    case .noResponse: return "the connection ended without a response"
    case .noRequest: return "a response to no request"
    case .malformed: return "what stands beside it is no HTTP"
    case nil: break
    }
    if view.exchange.stream != nil, view.status == nil { return "the status is not known: the capture began later" }
    let isWhole = view.exchange.tunnel != nil || (view.exchange.response?.message.isComplete ?? true)
    return isWhole ? nil : "the response is incomplete"
  }
}
