import ApplicationModel
import Flows
import PacketModel

/// The phases of an exchange, one behind the other from `start`, in nanoseconds; `total` is their sum.
struct HARTimings {
  private(set) var start: Timestamp
  /// Of the first exchange on a connection whose handshake was captured: from the first SYN to its end.
  private(set) var connect: Int64?
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
    guard view.number == 0, let connect = view.conversation.connection?.openingTime, connect >= 0 else { return }
    self.connect = connect
    // The phases follow each other: so that the request stands where it was sent, the handshake stands right before it.
    start.nanoseconds &-= connect
  }

  func write(to json: inout JSONWriter) {
    json.member("blocked", -1)
    json.member("dns", -1)
    if let connect { json.member("connect", milliseconds: connect) } else { json.member("connect", -1) }
    json.member("send", milliseconds: send)
    json.member("wait", milliseconds: wait)
    json.member("receive", milliseconds: receive)
    json.member("ssl", -1)
  }
}
