import ApplicationModel
import Flows
import PacketModel

/// The phases of an exchange, one behind the other from `start`, in nanoseconds; `total` is their sum.
struct HARTimings {
  private(set) var start: Timestamp
  /// Of the first exchange on a connection whose handshakes were captured: from the first SYN to the end of the last one.
  private(set) var connect: Int64?
  /// How much of it TLS took.
  private(set) var ssl: Int64?
  private(set) var send: Int64 = 0
  private(set) var wait: Int64 = 0
  private(set) var receive: Int64 = 0

  var total: Int64 { (connect ?? 0) &+ send &+ wait &+ receive }

  init(_ view: ExchangeView) {
    start = view.start
    let request = view.exchange.request?.message
    let response = view.exchange.response?.message
    if let request { send = max(0, request.last.time.nanoseconds(since: request.first.time)) }
    if let request, let response { wait = max(0, response.first.time.nanoseconds(since: request.last.time)) }
    if response == nil { wait = view.leastWait ?? 0 }
    if let response {
      // What came while the request was still being sent is no time of its own.
      let begin = max(response.first.time, request?.last.time ?? response.first.time)
      receive = max(0, max(response.last.time, view.end).nanoseconds(since: begin))
    } else if view.exchange.request == nil {
      receive = max(0, view.end.nanoseconds(since: view.start))
    }
    // An exchange through a tunnel is the first on the tunnel's TLS, but not on the connection.
    guard view.place.index == 0, view.number != nil else { return }
    if view.number == 0, let time = view.conversation.connection?.openingTime, time >= 0 { connect = time }
    if let session = view.tls, let time = TLSTiming(session, opened: nil).handshake, time >= 0 {
      ssl = time
      connect = (connect ?? 0) &+ time
    }
    // The phases follow each other: so that the request stands where it was sent, the handshakes stand right before it.
    start.nanoseconds &-= connect ?? 0
  }

  func write(to json: inout JSONWriter) {
    json.member("blocked", -1)
    json.member("dns", -1)
    if let connect { json.member("connect", milliseconds: connect) } else { json.member("connect", -1) }
    json.member("send", milliseconds: send)
    json.member("wait", milliseconds: wait)
    json.member("receive", milliseconds: receive)
    // Part of connect, as the format has it.
    if let ssl { json.member("ssl", milliseconds: ssl) } else { json.member("ssl", -1) }
  }
}
