import ApplicationModel
import Flows
import PacketModel

/// A handshake as a line of a list.
extension LogLine {
  /// Client, server, outcome, time, version, cipher, ALPN, resumption, flow, frames, server name, remarks.
  public init(_ view: HandshakeView) {
    let session = view.session
    let frames = view.firstFrame == view.lastFrame ? "\(view.firstFrame)" : "\(view.firstFrame)-\(view.lastFrame)"
    let remarks = HandshakeRemarks(view: view)
    let cells = [
      view.flow.text(of: session.client), view.flow.text(of: session.client.other), view.outcome.rawValue, Self.time(view),
      session.version?.title ?? "-", session.cipherSuite?.title ?? "-",
      session.selectedProtocol.map { NetworkText.safe($0) } ?? "-", Self.word(session.resumption),
      FlowRecord.id(view.flow.firstFrame, depth: view.flow.depth), frames,
      view.serverName.map { SafeText.escape($0) } ?? "-", remarks.clauses.joined(separator: "; "),
    ]
    self.init(view.order, start: view.start, isDoubtful: remarks.isDoubtful, cells: cells)
  }

  /// "12.3 ms", ">12.3 ms" for what did not come to its end.
  private static func time(_ view: HandshakeView) -> String {
    if let time = view.timing.handshake { return HumanUnits.duration(time) }
    return view.leastHandshake.map { ">" + HumanUnits.duration($0) } ?? "-"
  }

  private static func word(_ resumption: TLSSession.Resumption) -> String {
    switch resumption {
    case .unknown: "-"
    case .full: "no"
    case .sessionID: "id"
    case .ticket: "ticket"
    case .psk: "psk"
    }
  }
}

/// What about a handshake is worth a word beside its figures.
struct HandshakeRemarks {
  let view: HandshakeView

  private var session: TLSSession { view.session }

  /// Short clauses, what matters most first.
  var clauses: [String] { failure + findings + begin + keys }

  /// Whether something went wrong, or is not known.
  var isDoubtful: Bool { session.failure != nil || !findings.isEmpty }

  private var failure: [String] {
    guard let failure = session.failure else { return [] }
    let who = failure.ender(view.conversation.connection).map { $0 == session.client ? "client: " : "server: " } ?? ""
    let alert = session.fatalAlert?.description.map { " (\($0.name))" } ?? ""
    return [who + failure.reason.words + alert]
  }

  private var findings: [String] {
    guard let (leaf, chain) = session.serverLeaf else { return [] }
    var clauses: [String] = []
    switch leaf.validity(at: chain.last.time) {
    case .expired: clauses.append("certificate expired" + (leaf.notAfter.flatMap(CertificateTime.date).map { " \($0)" } ?? ""))
    case .notYetValid: clauses.append("certificate not valid yet")
    case .valid, nil: break
    }
    if let name = session.serverName, CertificateNames.matches(leaf, name) == false {
      clauses.append("certificate for another name")
    }
    return clauses
  }

  private var begin: [String] {
    var clauses: [String] = []
    if session.isDatagram, session.helloVerifyRequest != nil { clauses.append("cookie asked for") }
    if let start = session.startTLS { clauses.append("STARTTLS in \(SafeText.escape(start.name))") }
    if let target = session.tunnel.flatMap({ view.conversation.facts.target(ofTunnel: $0) }) {
      clauses.append("through \(target)")
    } else if session.nesting > 0, session.startTLS == nil {
      clauses.append("inside a tunnel")
    }
    if session.helloRetryRequest != nil { clauses.append("hello retried") }
    switch session.earlyData {
    case .accepted: clauses.append("early data")
    case .rejected: clauses.append("early data rejected")
    case .offered: clauses.append("early data offered")
    case .none: break
    }
    if session.certificates.contains(where: { $0.sender == session.client && !$0.certificates.isEmpty }) {
      clauses.append("client certificate")
    }
    if !session.renegotiations.isEmpty { clauses.append("renegotiated") }
    return clauses
  }

  private var keys: [String] {
    if session.isDecrypted { return ["decrypted"] }
    guard let problem = session.decryption.problem, problem != .noSecret else { return [] }
    return ["not decrypted: \(problem.words)"]
  }
}
