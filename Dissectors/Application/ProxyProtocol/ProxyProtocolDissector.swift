public import ApplicationModel
public import Dissection
public import Octets
public import PacketModel

/// The PROXY protocol (haproxy's proxy-protocol.txt): a header before what a client says, then any protocol.
public struct ProxyProtocolDissector: ApplicationDissector {
  public static var id: ProtocolID { .proxyProtocol }
  public static var isEnvelope: Bool { true }

  private let client: Endpoint
  /// The header's first octets, until all of it is there.
  private var held: [UInt8] = []
  private var start: StreamPoint?
  private var isPassing = false
  private var header: ProxyHeader?
  private var findings: [Finding] = []
  private var inner: RecognisedStream

  public init(_ context: StreamContext) {
    client = context.client
    inner = RecognisedStream(context.inside(Handover(), client: context.client, logs: context.logs))
  }

  /// A signature, or a line's first word and the beginning of its second, which is no target that HTTP could have.
  public static func recognise(_ octets: ByteView) -> Recognition {
    if let first = octets.octet(at: 0), first != 0x0d, first != UInt8(ascii: "P") { return .no }
    for beginning in beginnings {
      let count = min(octets.count, beginning.count)
      guard (0..<count).allSatisfy({ octets.uint8(at: $0) == beginning[$0] }) else { continue }
      return count == beginning.count ? .client : .maybe
    }
    return .no
  }

  private static let beginnings = [
    ProxyHeaderReading.signature, Array("PROXY TCP".utf8), Array("PROXY UNKNOWN".utf8), Array("PROXY UDP".utf8),
  ]

  // MARK: - Octets

  public mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    guard sender == client, !isPassing else { return inner.receive(octets, from: sender, at: place) }
    let since = start ?? place.point
    start = since
    let before = held.count
    if before > 0 { octets.append(to: &held) }
    let known = held
    let length = before > 0 ? read(ByteView(known.span), since) : read(octets, since)
    guard let length else {
      if before == 0 { held = octets.copied() }
      return
    }
    held = []
    isPassing = true
    let rest = octets.dropping(length &- before)
    var place = place
    place.isSegmentStart = false
    if !rest.isEmpty { inner.receive(rest, from: sender, at: place) }
  }

  public mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    if sender == client { giveUp("the capture lacks some of it", .note, place) }
    inner.skip(count, from: sender, at: place)
  }

  public mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    if sender == client {
      let isCut = ending == .cut
      giveUp(isCut ? "the capture lacks some of it" : "the stream ends within it", isCut ? .note : .warning, place)
    }
    inner.finish(sender, ending, at: place)
  }

  public var isDone: Bool { isPassing && inner.isDone }

  public var isWaiting: Bool { inner.isWaiting }

  public mutating func reconsider() { inner.reconsider() }

  public var memory: Int { held.capacity &+ (header?.length ?? 0) &+ inner.memory }

  public mutating func tell(_ facts: inout ApplicationFacts) {
    if facts.client == nil { facts.client = client }
    if let header { facts.proxies.append(header) }
    facts.findings.append(contentsOf: findings.prefix(max(0, Finding.maximum &- facts.findings.count)))
    inner.tell(&facts)
  }

  // MARK: - The header

  /// Reads the header once all of it is there. Answers how many octets it takes.
  private mutating func read(_ octets: ByteView, _ point: StreamPoint) -> Int? {
    switch ProxyHeaderReading.extent(of: octets) {
    case .cut: return nil
    case .endless:
      note("the line does not end within 107 octets", .error, [point.frame])
      return ProxyHeaderReading.maximumLine
    case .whole(let length):
      let reading = ProxyHeaderReading(octets.prefix(length), at: point)
      header = reading.header
      for problem in reading.problems { note(problem, .error, [point.frame]) }
      if reading.header?.isChecksumRight == false {
        let text = "The PROXY header's checksum is wrong: a receiver must end the connection (proxy-protocol.txt §2.2.3)."
        findings.append(Finding("proxy_protocol_bad_checksum", .error, text, frames: [point.frame]))
      }
      return length
    }
  }

  private mutating func giveUp(_ reason: String, _ severity: Finding.Severity, _ place: StreamPlace) {
    guard !isPassing else { return }
    isPassing = true
    held = []
    note(reason, severity, [start?.frame ?? place.frame])
  }

  private mutating func note(_ problem: String, _ severity: Finding.Severity, _ frames: [Int]) {
    let text = "The PROXY header is not as it should be: \(problem)."
    guard findings.count < Self.maximumFindings else { return }
    findings.append(Finding("proxy_protocol_malformed", severity, text, frames: frames))
  }

  /// Findings on one header: a hostile one has a problem in every value.
  private static let maximumFindings = 16
}
