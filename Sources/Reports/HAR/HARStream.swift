import ApplicationModel
import Flows
import PacketModel

/// What HTTP/2 adds to an entry.
///
/// `headers` has the fields alone: the pseudo-header fields (RFC 9113 §8.3) are none, and what they say stands in `method`,
/// `url` and `status`. Chrome writes them among the headers, Firefox does not, and importers that send requests again choke on
/// a name with a colon; so they are here as they were sent.
struct HARStream {
  private let view: ExchangeView
  private let stream: Int

  init(_ view: ExchangeView, _ stream: Int) {
    self.view = view
    self.stream = stream
  }

  func write(to json: inout JSONWriter) {
    // As Chrome says it.
    if view.stream?.pushedBy != nil { json.member("_was_pushed", 1) }
    json.object("_http2") { json in
      json.member("stream", stream)
      json.member("pushedBy", view.stream?.pushedBy)
      if let request = view.exchange.request {
        pseudoField("scheme", request.scheme, to: &json)
        pseudoField("authority", request.authority, to: &json)
        pseudoField("protocol", view.stream?.protocolName ?? 0..<0, to: &json)
      }
      if let reset = view.stream?.reset {
        json.object("reset") { json in
          json.member("sender", word: view.conversation.name(reset.sender))
          json.member("code", word: reset.code.title)
          json.member("frame", reset.point.frame)
        }
      }
      // Milliseconds, as the timings.
      if view.blocked > 0 { json.member("flowControl", milliseconds: view.blocked) }
      if view.held > 0 { json.member("headOfLine", milliseconds: view.held) }
    }
  }

  private func pseudoField(_ key: String, _ place: Range<Int>, to json: inout JSONWriter) {
    if !place.isEmpty { json.member(key, NetworkText.string(view.log.octets(at: place))) }
  }
}
