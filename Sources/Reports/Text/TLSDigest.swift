import ApplicationModel
import Flows
import PacketModel

/// What a summary tells of TLS: counts, and the few handshakes worth a line each.
struct TLSDigest: Sendable {
  /// A handshake as a line has it.
  struct Line: Sendable {
    /// "a.example (10.0.0.2:443)", fit for a terminal.
    var server: String
    /// Why it failed, or what was agreed on.
    var words: String
    /// Nanoseconds.
    var time: Int64?
    var frames: (first: Int, last: Int)
    var flow: FlowOrder
  }

  private(set) var sessions = 0
  private(set) var flows = 0
  private(set) var outcomes: [HandshakeView.Outcome: Int] = [:]
  private(set) var versions: [TLSVersion: Int] = [:]
  private(set) var ciphers: [CipherSuite: Int] = [:]
  private(set) var resumed = 0
  private(set) var decrypted = 0
  private(set) var slowest = TopList<Line>(limit: 5)
  /// The first that failed.
  private(set) var failed = TopList<Line>(limit: 8)
  /// Servers' certificates that had expired, each once.
  private(set) var expired = TopList<Line>(limit: 5)
  private var seen: Set<[UInt8]> = []

  /// Characters of a server's name in a line.
  static let longestName = 48
  /// Certificates that are told apart; a hostile peer has a new one for every connection.
  private static let mostCertificates = 1024

  mutating func add(_ conversation: TLSConversation) {
    flows &+= 1
    for view in conversation.handshakes { add(view) }
  }

  private mutating func add(_ view: HandshakeView) {
    let session = view.session
    sessions &+= 1
    let outcome = view.outcome
    outcomes[outcome, default: 0] &+= 1
    if let version = session.version { versions[version, default: 0] &+= 1 }
    if let cipher = session.cipherSuite { ciphers[cipher, default: 0] &+= 1 }
    switch session.resumption {
    case .sessionID, .ticket, .psk: resumed &+= 1
    case .full, .unknown: break
    }
    if session.isDecrypted { decrypted &+= 1 }
    if outcome == .failed, let failure = session.failure {
      failed.add(Self.line(view, Self.words(failure, session)), weight: 0)
    }
    if let time = view.timing.handshake, time > 0, outcome == .done {
      slowest.add(Self.line(view, session.version?.title ?? "-"), weight: Int(time))
    }
    guard let (leaf, chain) = session.serverLeaf, leaf.validity(at: chain.last.time) == .expired,
      seen.count < Self.mostCertificates, seen.insert(leaf.fingerprint).inserted
    else { return }
    let end = leaf.notAfter.flatMap(CertificateTime.date).map { "since \($0)" } ?? "expired"
    expired.add(Self.line(view, end), weight: 0)
  }

  private static func words(_ failure: TLSSession.Failure, _ session: TLSSession) -> String {
    let alert = session.fatalAlert?.description.map { " (\($0.name))" } ?? ""
    return failure.reason.words + alert
  }

  private static func line(_ view: HandshakeView, _ words: String) -> Line {
    Line(
      server: server(view), words: words, time: view.timing.handshake, frames: (view.firstFrame, view.lastFrame),
      flow: view.conversation.finished.order)
  }

  private static func server(_ view: HandshakeView) -> String {
    let address = view.flow.text(of: view.session.client.other)
    guard let name = view.serverName.map(SafeText.escape) else { return address }
    return (name.count > longestName ? name.prefix(longestName - 3) + "..." : name) + " (\(address))"
  }
}
