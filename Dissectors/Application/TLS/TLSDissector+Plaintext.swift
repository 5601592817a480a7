import ApplicationModel
public import Dissection
import Octets
public import PacketModel

/// Opened octets of early data, and the record they came in.
struct TLSEarlyData: Sendable {
  var octets: [UInt8]
  var record: TLSRecord

  /// Octets of early data kept until the server has said whether it takes them: servers allow 16 KiB, mostly.
  static let maximum = 64 << 10
}

/// What comes out of records, on its way to the protocol inside.
extension TLSDissector {
  /// Application data of one record.
  mutating func pass(_ content: ByteView, _ record: TLSRecord, _ sender: Endpoint) {
    if self[sender].protection == .early {
      guard session.earlyData != .rejected else { return }
      let kept = early.reduce(0) { $0 &+ $1.octets.count }
      guard kept &+ content.count <= TLSEarlyData.maximum else { return }
      return early.append(TLSEarlyData(octets: content.copied(), record: record))
    }
    noteData(sender, record.first.point)
    deliver(content, record, sender)
  }

  /// The server has taken the early data: they come before all else that the client sends.
  mutating func deliverEarlyData() {
    let pieces = early
    early = []
    for piece in pieces { deliver(ByteView(piece.octets.span), piece.record, client) }
  }

  mutating func rejectEarlyData() {
    session.earlyData = .rejected
    early = []
  }

  /// Hands octets on as they came: each segment's part with its own frame and time.
  private mutating func deliver(_ content: ByteView, _ record: TLSRecord, _ sender: Endpoint) {
    makeInner()
    let start = self[sender].positions.count
    self[sender].positions.add(content.count, endingAt: record.end)
    context.options.plaintext?.add(
      content.span, from: sender, at: record.first.point, flow: flow, nesting: session.nesting)
    let prefix = handshake.isTLS13 ? 0 : Self.explicitNonce
    var at = 0
    for index in record.parts.indices {
      let isLast = index == record.parts.count &- 1
      let next = isLast ? content.count : min(content.count, max(at, record.parts[index &+ 1].start &- prefix))
      if next > at { hand(content.dropping(at).prefix(next &- at), start &+ at, record.parts[index].place, sender, at == 0) }
      at = next
    }
    if record.parts.isEmpty, !content.isEmpty { hand(content, start, record.last, sender, true) }
  }

  /// Octets before the ciphertext of most suites of TLS 1.2 (RFC 5288 §3): which segment a few octets are told of hangs on it,
  /// no more.
  private static let explicitNonce = 8

  private mutating func hand(
    _ octets: ByteView, _ position: Int, _ place: StreamPlace, _ sender: Endpoint, _ isRecordStart: Bool
  ) {
    let place = place.inside(acknowledged: acknowledged(at: place, by: sender), isSegmentStart: isRecordStart)
    inner?.receive(ByteView(octets.span, offset: position), from: sender, at: place)
  }

  /// Octets that are known to be missing.
  mutating func passOver(_ count: Int, _ sender: Endpoint, _ place: StreamPlace) {
    makeInner()
    self[sender].positions.add(count, endingAt: self[sender].position)
    context.options.plaintext?.skip(count, from: sender, at: place.point, flow: flow, nesting: session.nesting)
    let place = place.inside(acknowledged: acknowledged(at: place, by: sender), isSegmentStart: false)
    inner?.skip(count, from: sender, at: place)
  }

  /// Octets came once more: so did what they hold.
  public mutating func repeated(_ octets: Range<Int>, from sender: Endpoint, at place: StreamPlace) {
    guard inner != nil, let range = self[sender].positions.plaintext(of: octets) else { return }
    inner?.repeated(range, from: sender, at: place)
  }

  private var flow: (frame: Int, depth: UInt8) { (context.connection.firstFrame, context.connection.depth) }

  /// What a side had acknowledged, in the other's plaintext. Mutating, and so not made to copy the reader for each segment.
  private mutating func acknowledged(at place: StreamPlace, by sender: Endpoint) -> Int? {
    guard let position = place.acknowledged else { return nil }
    return sender == .low ? high.positions.plaintext(at: position) : low.positions.plaintext(at: position)
  }

  /// The protocol inside: the one agreed on, else whatever its content tells.
  private mutating func makeInner() {
    guard inner == nil else { return }
    let handover = Handover(exchange: context.handover?.exchange, log: context.handover?.log ?? 0)
    var inside = context.inside(handover, client: client, logs: context.logs)
    inside.isSecure = true
    let agreed = session.selectedProtocol.flatMap { context.registry[alpn: $0] }
    inner = RecognisedStream(inside, as: agreed)
  }
}

extension StreamPlace {
  /// The place as the protocol inside sees it.
  fileprivate func inside(acknowledged: Int?, isSegmentStart: Bool) -> StreamPlace {
    StreamPlace(frame: frame, time: time, acknowledged: acknowledged, isSegmentStart: isSegmentStart)
  }
}
