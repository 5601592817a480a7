import ApplicationModel
import Flows
import PacketModel

/// An exchange as `curl -v` would have shown it to its client: `* ` what the layers below tell, `> ` what the client sent, `< `
/// what the server answered, `}` and `{` their bodies.
public struct Transcript: TranscriptText {
  let view: ExchangeView
  let style: TextStyle
  /// Whether the exchange is the first that is told of its connection.
  let isFirst: Bool
  var lines: [String] = []

  public static func text(_ view: ExchangeView, style: TextStyle) -> String {
    var transcript = Transcript(view: view, style: style, isFirst: (view.number ?? 0) == 0)
    transcript.write()
    return transcript.lines.joined(separator: "\n") + "\n"
  }

  private init(view: ExchangeView, style: TextStyle, isFirst: Bool) {
    self.view = view
    self.style = style
    self.isFirst = isFirst
  }

  private mutating func write() {
    heading()
    TranscriptConnection(view: view, isFirst: isFirst).opening.forEach { note($0) }
    // An answer that came early stands behind its request all the same: as the client's program sees it.
    request()
    for interim in view.exchange.interim { self.interim(interim) }
    response()
    tunnel()
    call()
    events()
    session()
    closing()
  }

  // MARK: - The exchange

  private mutating func heading() {
    let flow = view.conversation.finished.flow
    let client = view.conversation.client
    let id = FlowRecord.id(flow.firstFrame, depth: flow.depth)
    // As reports call it.
    let which = view.number.map { "http[\($0)]" } ?? "websocket[\(view.place.index)]"
    let ends = "\(flow.text(of: client)) -> \(flow.text(of: client.other))"
    lines.append(style.paint("* \(which) of flow \(id): \(ends), frames \(view.firstFrame) to \(view.lastFrame)", .heading))
  }

  private mutating func request() {
    guard let request = view.exchange.request else {
      if let unpaired = view.exchange.unpaired { note("The request is not known: \(Self.reason(unpaired))") }
      return
    }
    let version = request.message.version == .zeroNine ? "" : " HTTP/\(request.message.version.text)"
    line("> \(method) \(target)\(version)", .heading, at: request.message.first)
    pseudoFields(request)
    fields(request.message.fields, ">")
    if request.message.version != .zeroNine { lines.append(">") }
    TranscriptBody(view: view, message: request.message, isRequest: true).lines.forEach { lines.append($0) }
    fields(request.message.trailers, ">")
  }

  private var method: String { view.method.map { SafeText.escape($0) } ?? (view.exchange.stream == nil ? "" : "?") }

  private var target: String {
    if view.isTunnel { return NetworkText.safe(view.authority[...]) }
    if view.target.isEmpty, view.exchange.stream != nil { return "?" }
    return NetworkText.safe(view.conversation.redaction.target(view.target))
  }

  /// HTTP/2's that the request's line does not tell (RFC 9113 §8.3.1, RFC 8441 §4).
  private mutating func pseudoFields(_ request: HTTPRequest) {
    let fields = [
      (":scheme", request.scheme), (":authority", view.isTunnel ? 0..<0 : request.authority),
      (":protocol", view.stream?.protocolName ?? 0..<0),
    ]
    for (name, place) in fields where !place.isEmpty {
      lines.append("> \(name): \(NetworkText.safe(view.log.octets(at: place)))")
    }
  }

  private mutating func interim(_ interim: HTTPInterim) {
    line("< HTTP/\(view.exchange.version.text) \(interim.status)", at: interim.first, since: view.start)
    fields(interim.fields, "<")
    lines.append("<")
  }

  private mutating func response() {
    guard let response = view.exchange.response else {
      if view.exchange.request != nil, let unpaired = view.exchange.unpaired { note("No response: \(Self.reason(unpaired))") }
      return
    }
    if response.message.version == .zeroNine {
      line("< (no head: HTTP/0.9)", at: response.message.first, since: view.start)
    } else {
      let reason = SafeText.escape(view.text(of: response.reason))
      let status = response.status > 0 ? String(response.status) : "?"
      let head = "< HTTP/\(response.message.version.text) \(status)" + (reason.isEmpty ? "" : " \(reason)")
      line(head, .heading, at: response.message.first, since: view.start)
      fields(response.message.fields, "<")
      lines.append("<")
    }
    TranscriptBody(view: view, message: response.message, isRequest: false).lines.forEach { lines.append($0) }
    fields(response.message.trailers, "<")
  }

  private mutating func fields(_ place: Range<Int>, _ arrow: String) {
    for field in view.log.fields(at: place) {
      let name = view.log.octets(at: field.name)
      let value = view.conversation.redaction.value(ofField: name, view.log.octets(at: field.value))
      lines.append("\(arrow) \(NetworkText.safe(name)): \(NetworkText.safe(value))")
    }
  }

  private mutating func tunnel() {
    guard let tunnel = view.exchange.tunnel, view.session == nil else { return }
    let became =
      switch tunnel.kind {
      case .connect: "Tunnel established"
      case .upgrade(let token): "The connection became \(SafeText.escape(token))"
      }
    let content = tunnel.content.map { ", \($0.name) inside" } ?? ""
    let out = HumanUnits.count(tunnel.clientOctets, "byte")
    note("\(became)\(content): \(out) from the client, \(HumanUnits.count(tunnel.serverOctets)) from the server")
  }

  /// What the transport and the clock say of it.
  private mutating func closing() {
    let exchange = view.exchange
    if let reset = view.stream?.reset {
      let arrow = reset.sender == view.conversation.client ? ">" : "<"
      line("\(arrow) [RST_STREAM: \(reset.code.title)]", .doubt, at: reset.point, since: view.start)
    }
    for message in [exchange.request?.message, exchange.response?.message].compactMap(\.self) {
      for words in message.oddities.words { note("Odd: \(words)") }
    }
    for finding in view.findings { note("Found (\(finding.severity.rawValue)): \(SafeText.escape(finding.text))") }
    if let timing = TranscriptConnection.timing(view) { note(timing) }
    TranscriptConnection.waits(view).forEach { note($0) }
    TranscriptConnection(view: view, isFirst: isFirst).trouble.forEach { note($0) }
    TranscriptConnection(view: view, isFirst: isFirst).end.forEach { note($0) }
  }

  private static func reason(_ unpaired: HTTPExchange.Unpaired) -> String {
    switch unpaired {
    case .gap: "octets are missing from the capture"
    case .captureStarted: "the capture began later"
    case .captureEnded: "the capture ended first"
    case .noResponse: "the connection ended without one"
    case .noRequest: "nobody asked for this"
    case .malformed: "what stands there is no HTTP"
    }
  }
}
