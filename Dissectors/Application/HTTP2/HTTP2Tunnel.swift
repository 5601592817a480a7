import ApplicationModel
import Dissection
import Octets
import PacketModel

/// What passes on a stream that became a tunnel (RFC 9113 §8.5, RFC 8441): octets in their order, like a connection's.
struct HTTP2Tunnel: Sendable {
  private var inner: RecognisedStream
  private var low = 0
  private var high = 0
  private var lowEnded = false
  private var highEnded = false

  init(_ context: StreamContext, as type: (any ApplicationDissector.Type)?) {
    inner = RecognisedStream(context, as: type)
  }

  var protocolID: ProtocolID? { inner.protocolID }
  var isWaiting: Bool { inner.isWaiting }
  var memory: Int { inner.memory }

  mutating func reconsider() { inner.reconsider() }

  mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    guard !octets.isEmpty else { return }
    let position = sender == .low ? low : high
    if sender == .low { low &+= octets.count } else { high &+= octets.count }
    inner.receive(ByteView(octets.span, offset: position), from: sender, at: place.inside)
  }

  mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    if sender == .low { low &+= count } else { high &+= count }
    inner.skip(count, from: sender, at: place.inside)
  }

  mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    guard !(sender == .low ? lowEnded : highEnded) else { return }
    if sender == .low { lowEnded = true } else { highEnded = true }
    inner.finish(sender, ending, at: place.inside)
  }

  mutating func tell(_ facts: inout ApplicationFacts) { inner.tell(&facts) }

  /// Tunnels of one connection that are looked into.
  static let maximum = 4096
}

extension StreamPlace {
  /// Of a stream's octets, nobody knows what was acknowledged.
  fileprivate var inside: StreamPlace { StreamPlace(frame: frame, time: time, isSegmentStart: true) }
}

extension HTTP2Dissector {
  /// The answer to CONNECT has come: what follows on the stream is another protocol.
  mutating func openTunnel(_ stream: Int) {
    let exchange = streams[stream].exchange
    streams[stream].facts.insert(.isTunnel)
    let token = log.streams[exchange]?.protocolName.map { String(decoding: log.octets(at: $0), as: UTF8.self) }
    log.exchanges[exchange].tunnel = HTTPExchange.Tunnel(token.map { .upgrade($0) } ?? .connect)
    guard tunnels < HTTP2Tunnel.maximum else { return omit("tunnels") }
    tunnels &+= 1
    var handover = Handover(exchange: exchange, log: log.id, isTunnel: true)
    if token != nil { handover.upgrade = extendedConnect(exchange) }
    let inside = context.inside(handover, client: client, logs: context.logs(ofTunnel: tunnels))
    readers[place(ofReadersOf: stream)].tunnel = HTTP2Tunnel(
      inside, as: token.flatMap { context.registry[upgrade: $0] })
  }

  private func extendedConnect(_ exchange: Int) -> Handover.Upgrade {
    var upgrade = Handover.Upgrade()
    upgrade.isExtendedConnect = true
    let (request, response) = (log.exchanges[exchange].request?.message, log.exchanges[exchange].response?.message)
    upgrade.frames = [request?.first.frame, response?.first.frame].compactMap { $0 }
    if let request { upgrade.request = log.named(request.fields) }
    if let response { upgrade.response = log.named(response.fields) }
    return upgrade
  }
}
