import ApplicationModel
import PacketModel

/// Writes a log's exchanges (`http[]`).
enum HTTPRecord {
  typealias Context = ApplicationRecord.Context

  static func write(_ log: HTTPLog, at place: Int, _ context: Context, to json: inout JSONWriter) {
    log.exchanges.look { index, exchange in
      json.open(UInt8(ascii: "{"))
      write(exchange, log, at: (place, index), context, to: &json)
      json.close(UInt8(ascii: "}"))
    }
  }

  /// Writes an exchange's members into an object already open.
  static func write(
    _ exchange: borrowing HTTPExchange, _ log: HTTPLog, at place: (log: Int, index: Int), _ context: Context,
    to json: inout JSONWriter
  ) {
    let version = exchange.version
    json.member("version", word: version.text)
    json.member("stream", exchange.stream)
    let stream = exchange.stream == nil ? nil : log.streams[place.index]
    if let request = exchange.request {
      json.open("request", UInt8(ascii: "{"))
      write(request, log, stream, context, to: &json)
      json.close(UInt8(ascii: "}"))
    }
    interim(exchange.interim, log, context, to: &json)
    if let response = exchange.response {
      json.open("response", UInt8(ascii: "{"))
      write(response, log, context, version, to: &json)
      events(exchange.events, omitted: exchange.omittedEvents, to: &json)
      json.close(UInt8(ascii: "}"))
    }
    let account = exchange.stream == nil ? nil : context.http2[place.log]
    timing(HTTPTiming(exchange), stream: exchange.stream, account, context, to: &json)
    if let tunnel = exchange.tunnel { write(tunnel, exchange.request, log, context, to: &json) }
    json.member("via_exchange", log.tunnel)
    if exchange.stream != nil { HTTP2ExchangeRecord.write(exchange, stream, log, account, context, to: &json) }
    if exchange.isEarly { json.member("early", true) }
    json.member("unpaired", word: exchange.unpaired?.rawValue)
    GRPCRecord.write(exchange, log, index: place.index, context, to: &json)
  }

  // MARK: - Messages

  private static func write(
    _ request: HTTPRequest, _ log: HTTPLog, _ stream: HTTP2Stream?, _ context: Context, to json: inout JSONWriter
  ) {
    let uri = RequestURI(request, in: log)
    places(request.message, to: &json)
    // What header compression hides, or CONNECT does without, is absent.
    let isFramed = request.message.version.major >= 2
    if !isFramed || !request.method.isEmpty { json.member("method", octets: log.octets(at: request.method)) }
    if !isFramed || !request.target.isEmpty {
      json.member("target", octets: context.redaction.target(log.octets(at: request.target)))
    }
    json.member("authority", octets: uri.authority)
    if let scheme = uri.scheme {
      json.member("scheme", octets: scheme)
    } else if !uri.isConnect, !isFramed {
      json.member("scheme", log.scheme)
    }
    if let name = stream?.protocolName { json.member("protocol", octets: log.octets(at: name)) }
    HTTPMessageRecord.write(request.message, log, context.redaction, to: &json)
  }

  private static func write(
    _ response: HTTPResponse, _ log: HTTPLog, _ context: Context, _ version: HTTPVersion, to json: inout JSONWriter
  ) {
    places(response.message, to: &json)
    if response.message.version != version { json.member("version", word: response.message.version.text) }
    // HTTP/0.9 has no status line.
    json.member("status", unlessZero: response.status)
    let reason = log.octets(at: response.reason)
    if !reason.isEmpty { json.member("reason", octets: reason) }
    HTTPMessageRecord.write(response.message, log, context.redaction, to: &json)
  }

  private static func places(_ message: borrowing HTTPMessage, to json: inout JSONWriter) {
    json.member("frame", message.first.frame)
    json.member("last_frame", message.last.frame)
    json.member("time", message.first.time)
  }

  private static func interim(_ responses: [HTTPInterim], _ log: HTTPLog, _ context: Context, to json: inout JSONWriter) {
    guard !responses.isEmpty else { return }
    json.array("interim") { json in
      for response in responses {
        json.object { json in
          json.member("frame", response.first.frame)
          json.member("time", response.first.time)
          json.member("status", response.status)
          HTTPMessageRecord.fields("headers", response.fields, log, context.redaction, isFolded: true, to: &json)
        }
      }
    }
  }

  /// Server-sent events (WHATWG HTML §9.2).
  private static func events(_ events: [ServerSentEvent], omitted: Int, to json: inout JSONWriter) {
    if !events.isEmpty {
      json.array("events") { json in
        for event in events {
          json.object { json in
            json.member("frame", event.point.frame)
            json.member("time", event.point.time)
            json.member("event", octets: event.type?[...])
            json.member("id", octets: event.id?[...])
            json.member("retry_ms", event.retry)
            json.member("bytes", event.octets)
            json.member("data", octets: NetworkText.preview(event.preview, of: event.octets))
          }
        }
      }
    }
    json.member("events_omitted", unlessZero: omitted)
  }

  // MARK: - Time

  private static func timing(
    _ timing: HTTPTiming, stream: Int?, _ account: HTTP2Account?, _ context: Context, to json: inout JSONWriter
  ) {
    guard timing.send != nil || timing.receive != nil else { return }
    json.open("timing", UInt8(ascii: "{"))
    if let time = timing.send { json.member("send_s", nanoseconds: time) }
    if let time = timing.wait { json.member("wait_s", nanoseconds: time) }
    if let time = timing.receive { json.member("receive_s", nanoseconds: time) }
    if let time = timing.total { json.member("total_s", nanoseconds: time) }
    if let share = context.repair.share(of: timing) {
      json.object("repair") { json in
        if share.send > 0 { json.member("send_s", nanoseconds: share.send) }
        if share.wait > 0 { json.member("wait_s", nanoseconds: share.wait) }
        if share.receive > 0 { json.member("receive_s", nanoseconds: share.receive) }
      }
    }
    if let stream, let account { HTTP2ExchangeRecord.timing(timing, stream: stream, account, context, to: &json) }
    json.close(UInt8(ascii: "}"))
  }

  // MARK: - Tunnels

  private static func write(
    _ tunnel: HTTPExchange.Tunnel, _ request: HTTPRequest?, _ log: HTTPLog, _ context: Context, to json: inout JSONWriter
  ) {
    if case .upgrade(let token) = tunnel.kind { json.member("upgrade", token) }
    json.object("tunnel") { json in
      if tunnel.kind == .connect, let request { json.member("authority", octets: RequestURI(request, in: log).authority) }
      json.member("protocol", word: tunnel.content?.name)
      json.sides("bytes", tunnel.clientOctets, tunnel.serverOctets, isReversed: context.isReversed)
    }
  }
}
