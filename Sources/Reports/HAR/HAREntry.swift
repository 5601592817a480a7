import ApplicationModel
import Flows
import PacketModel

/// An exchange as an archive's entry.
struct HAREntry {
  let view: ExchangeView
  let options: HAROptions
  let timings: HARTimings

  init(_ view: ExchangeView, _ options: HAROptions) {
    self.view = view
    self.options = options
    timings = HARTimings(view)
  }

  func write(to json: inout JSONWriter) {
    json.member("startedDateTime", HARTime.text(timings.start))
    json.member("time", milliseconds: timings.total)
    json.object("request") { HARRequest(view, options).write(to: &$0) }
    json.object("response") { HARResponse(view, options).write(to: &$0) }
    json.object("cache") { _ in }
    json.object("timings") { timings.write(to: &$0) }
    json.member("serverIPAddress", view.conversation.address(view.conversation.client.other))
    // Unique, unlike a port.
    json.member("connection", FlowRecord.id(view.flow.firstFrame, depth: view.flow.depth))
    if let type = resourceType { json.member("_resourceType", word: type) }
    if let stream = view.exchange.stream { HARStream(view, stream).write(to: &json) }
    GRPCRecord.write(view.exchange, view.log, index: view.place.index, as: "_grpc", view.conversation.context, to: &json)
    if let session = view.session { HARWebSocket(session, view.conversation, options).write(to: &json) }
    evidence(to: &json)
  }

  /// As Chrome names what its importer cannot tell by the content's type.
  private var resourceType: String? {
    if view.session != nil { return "websocket" }
    return view.exchange.events.isEmpty ? nil : "eventsource"
  }

  /// What leads back to the capture.
  private func evidence(to json: inout JSONWriter) {
    json.member("_flow", FlowRecord.id(view.flow.firstFrame, depth: view.flow.depth))
    json.member("_client", view.conversation.clientText)
    json.object("_frames") { json in
      json.member("first", view.firstFrame)
      json.member("last", view.lastFrame)
      json.member("request", view.exchange.request?.message.first.frame)
      json.member("response", view.exchange.response?.message.first.frame)
    }
    if let session = view.tls {
      json.object("_tls") { json in
        json.member("version", word: session.version?.name)
        json.member("cipher", word: session.cipherSuite?.name)
        json.member("serverName", session.serverName.map { NetworkText.string($0[...]) })
        json.member("alpn", session.selectedProtocol.map { NetworkText.string($0[...]) })
      }
    }
    let remarks = ExchangeRemarks(view: view).clauses
    if !remarks.isEmpty { json.member("comment", remarks.joined(separator: "; ")) }
  }
}

enum HARTime {
  /// ISO 8601 in UTC, to the millisecond as ECMAScript has it, or as much finer as the time is.
  static func text(_ time: Timestamp) -> String {
    var text: [UInt8] = []
    time.appendRFC3339(to: &text)
    text.removeLast()
    let zeros = Array("000".utf8)
    if text.suffix(3).elementsEqual(zeros) { text.removeLast(3) }
    if text.count > Self.fine, text.suffix(3).elementsEqual(zeros) { text.removeLast(3) }
    return String(decoding: text, as: UTF8.self) + "Z"
  }

  /// "2026-11-23T20:06:00.000"
  private static let fine = 23
}
