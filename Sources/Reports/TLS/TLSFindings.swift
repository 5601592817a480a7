import ApplicationModel
import Flows
import PacketModel

/// What a user should know of a connection's TLS sessions: what failed, what is about to, what is weak.
///
/// Of a kind there is one finding a flow: the first session's that has it.
struct TLSFindings {
  private(set) var found: [Finding] = []
  private let facts: ApplicationFacts
  private let connection: ConnectionReport?

  static func all(_ facts: ApplicationFacts, _ connection: ConnectionReport?) -> [Finding] {
    var findings = TLSFindings(facts, connection)
    for session in facts.tls { findings.look(at: session) }
    return findings.found
  }

  static func all(of session: TLSSession, _ facts: ApplicationFacts, _ connection: ConnectionReport?) -> [Finding] {
    var findings = TLSFindings(facts, connection)
    findings.look(at: session)
    return findings.found
  }

  private init(_ facts: ApplicationFacts, _ connection: ConnectionReport?) {
    self.facts = facts
    self.connection = connection
  }

  private mutating func look(at session: TLSSession) {
    failure(session)
    for chain in session.certificates { certificates(chain, session) }
    name(session)
    strength(session)
    records(session)
    truncation(session)
    remarks(session)
  }

  /// A finding needs frames that prove it, and there is one of a kind.
  private mutating func note(
    _ id: String, _ severity: Finding.Severity, _ text: String, _ points: StreamPoint?..., values: [Finding.Entry] = []
  ) {
    note(id, severity, text, frames: points.compactMap { $0?.frame }, values: values)
  }

  private mutating func note(
    _ id: String, _ severity: Finding.Severity, _ text: String, frames: [Int], values: [Finding.Entry]
  ) {
    let frames = Set(frames).filter { $0 > 0 }.sorted()
    guard !frames.isEmpty, !found.contains(where: { $0.id == id }) else { return }
    found.append(Finding(id, severity, text, frames: frames, values: values))
  }

  // MARK: - Failures

  private mutating func failure(_ session: TLSSession) {
    guard let failure = session.failure else { return }
    if failure.reason == .plaintext {
      let text = "The ClientHello was answered in plain text: one of the two does not speak TLS here."
      return note("tls_plaintext_answer", .warning, text, frames: failure.frames, values: values(session, failure))
    }
    let who = failure.ender(connection).map { $0 == session.client ? ", ended by the client" : ", ended by the server" } ?? ""
    let alert = session.fatalAlert?.description.map { " (\($0.name))" } ?? ""
    let text = "A TLS handshake failed \(failure.stage.words)\(who): \(failure.reason.words)\(alert)."
    note("tls_handshake_failed", Self.severity(failure), text, frames: failure.frames, values: values(session, failure))
  }

  /// Who goes away without a word may have other reasons than TLS.
  private static func severity(_ failure: TLSSession.Failure) -> Finding.Severity {
    switch failure.reason {
    case .closed, .silence: .warning
    default: .error
    }
  }

  private func values(_ session: TLSSession, _ failure: TLSSession.Failure) -> [Finding.Entry] {
    var values: [Finding.Entry] = [
      .init("stage", .text(failure.stage.rawValue)), .init("reason", .text(failure.reason.rawValue)),
    ]
    if let sender = failure.ender(connection) {
      values.append(.init("sender", .text(sender == session.client ? "client" : "server")))
    }
    if let alert = session.fatalAlert?.description { values.append(.init("alert", .text(alert.name))) }
    return values + Self.serverName(session)
  }

  private static func serverName(_ session: TLSSession) -> [Finding.Entry] {
    session.serverName.map { [.init("server_name", .text(NetworkText.string($0[...])))] } ?? []
  }

  // MARK: - Certificates

  /// Certificates this close to their end are told of, in seconds; those made for less than `longLife` end so all the time.
  private static let soon: Int64 = 14 * 86_400
  private static let longLife: Int64 = 60 * 86_400

  private mutating func certificates(_ chain: TLSCertificateChain, _ session: TLSSession) {
    let isServer = chain.sender != session.client
    let whose = isServer ? "server" : "client"
    for (index, certificate) in chain.certificates.enumerated() {
      let which = index == 0 ? "The \(whose)'s certificate" : "A certificate of the \(whose)'s chain"
      validity(of: certificate, which, isLeaf: index == 0, chain)
      if certificate.keyType == "rsa", let bits = certificate.keyBits, bits < 2048 {
        let values: [Finding.Entry] = [.init("bits", .number(bits))] + Self.subject(certificate)
        note("tls_weak_key", .warning, "\(which) has an RSA key of \(bits) bits.", chain.first, chain.last, values: values)
      }
    }
    guard let leaf = chain.certificates.first else { return }
    if isServer, leaf.isSelfIssued {
      let text = "The server's certificate is signed by itself: who trusts it must have it already."
      note("tls_self_signed", .note, text, chain.first, chain.last, values: Self.subject(leaf))
    }
    faults(chain, whose)
  }

  private mutating func validity(
    of certificate: TLSCertificate, _ which: String, isLeaf: Bool, _ chain: TLSCertificateChain
  ) {
    let severity: Finding.Severity = isLeaf ? .warning : .note
    let (first, last) = (chain.first, chain.last)
    switch certificate.validity(at: last.time) {
    case .expired:
      let end = certificate.notAfter.flatMap(CertificateTime.date)
      let values = Self.subject(certificate) + (end.map { [.init("not_after", .text($0))] } ?? [])
      let text = "\(which) had expired when it was sent\(end.map { ": on \($0)" } ?? "")."
      note("tls_certificate_expired", severity, text, first, last, values: values)
    case .notYetValid:
      let start = certificate.notBefore.flatMap(CertificateTime.date)
      let values = Self.subject(certificate) + (start.map { [.init("not_before", .text($0))] } ?? [])
      let text = "\(which) was not valid yet when it was sent\(start.map { ": it is from \($0) on" } ?? "")."
      note("tls_certificate_not_yet_valid", severity, text, first, last, values: values)
    case .valid:
      guard isLeaf, let start = certificate.notBefore, let end = certificate.notAfter, end - start > Self.longLife else {
        return
      }
      let left = end - last.time.nanoseconds / 1_000_000_000
      guard left < Self.soon else { return }
      let text = "\(which) ends \(HumanUnits.count(Int(left / 86_400), "day")) after it was sent."
      let values = Self.subject(certificate) + [.init("days", .number(Int(left / 86_400)))]
      note("tls_certificate_expiring", .note, text, first, last, values: values)
    case nil: break
    }
  }

  private mutating func faults(_ chain: TLSCertificateChain, _ whose: String) {
    let rows: [(TLSCertificateChain.Faults, String, Finding.Severity, String)] = [
      (.malformed, "malformed", .warning, "The \(whose)'s Certificate message breaks the format."),
      (.broken, "broken", .warning, "A certificate of the \(whose)'s chain is signed by none that was sent."),
      (.wrongOrder, "wrong_order", .note, "The \(whose)'s certificates are not in the order in which they sign each other."),
      (
        .leafAlone, "incomplete", .note,
        "The \(whose) sent its certificate alone: who does not know the authority that signed it cannot verify it."
      ),
    ]
    // Who asks for a client's certificate knows who signs them.
    let isAlone = whose == "client" && chain.faults.contains(.leafAlone)
    for (fault, slug, severity, text) in rows where chain.faults.contains(fault) && !(isAlone && fault == .leafAlone) {
      let values = chain.certificates.first.map(Self.subject) ?? []
      note("tls_chain_\(slug)", severity, text, chain.first, chain.last, values: values)
    }
  }

  private mutating func name(_ session: TLSSession) {
    guard let name = session.serverName, let (leaf, chain) = session.serverLeaf,
      CertificateNames.matches(leaf, name) == false
    else { return }
    let shown = leaf.names.prefix(4).joined(separator: ", ") + (leaf.names.count > 4 ? " …" : "")
    note(
      "tls_certificate_name_mismatch", .warning,
      "The server's certificate is not for the name that the client asked for.", session.clientHello?.first, chain.first,
      chain.last, values: Self.serverName(session) + (shown.isEmpty ? Self.subject(leaf) : [.init("names", .text(shown))]))
  }

  private static func subject(_ certificate: TLSCertificate) -> [Finding.Entry] {
    certificate.subject.map { [.init("subject", .text($0))] } ?? []
  }

  // MARK: - Strength

  private mutating func strength(_ session: TLSSession) {
    guard let hello = session.serverHello else { return }
    let points = (session.clientHello?.first, hello.first)
    let version = hello.version
    if version.isOld {
      let severity: Finding.Severity = version.isBroken ? .warning : .note
      let text = "\(version.title) was agreed on, which nobody should speak any more."
      note("tls_old_version", severity, text, points.0, points.1, values: [.init("version", .text(version.name))])
    }
    if hello.cipherSuite.isWeak {
      let text = "A weak cipher suite was agreed on: \(hello.cipherSuite.name)."
      note("tls_weak_cipher", .warning, text, points.0, points.1, values: [.init("cipher", .text(hello.cipherSuite.name))])
    }
  }

  // MARK: - Records

  private mutating func records(_ session: TLSSession) {
    let decryption = session.decryption
    let failed = decryption.client.failed &+ decryption.server.failed
    if failed > 0, decryption.records > 0 {
      let text = "\(HumanUnits.count(failed, "record was", "records were")) not what their sender protected: the tag is wrong."
      let first = [decryption.client.firstFailure, decryption.server.firstFailure]
      note("tls_record_damaged", .warning, text, first[0], first[1], values: [.init("count", .number(failed))])
    }
    guard let problem = decryption.problem, problem != .noSecret else { return }
    let text = "Not all of a TLS session could be decrypted: \(problem.words)."
    let point = session.clientHello?.first ?? session.serverHello?.first ?? decryption.client.firstFailure
    note(
      "tls_not_decrypted", .note, text, point ?? decryption.server.firstFailure ?? session.messages.first?.first,
      values: [.init("problem", .text(TLSRecordSides.name(problem)))])
  }

  /// Only where it may matter: not of who went when the other had said good-bye.
  private mutating func truncation(_ session: TLSSession) {
    for sender in [session.client.other, session.client] where session.isTruncated(sender) {
      let (own, other) = (session.side(sender), session.side(sender.other))
      if let end = own.end, let farewell = other.closeNotify, farewell.frame <= end.frame { continue }
      let who = sender == session.client ? "client" : "server"
      if sender != session.client, hasOpenBody(session) {
        let text =
          "The server ended without close_notify a body that only its end delimits: whether it is whole cannot be told."
        note("tls_truncated", .warning, text, own.end, values: [.init("sender", .text(who))])
      } else {
        let text = "The \(who) ended the connection without close_notify: whether more should have come cannot be told."
        note("tls_truncated", .note, text, own.end, values: [.init("sender", .text(who))])
      }
    }
  }

  /// Whether a response inside it goes on until the connection ends.
  private func hasOpenBody(_ session: TLSSession) -> Bool {
    facts.http.contains { log in
      log.scheme == "https" && log.tunnel == session.tunnel
        && log.exchanges.contains { $0.tunnel == nil && $0.response?.message.framing == .close }
    }
  }

  // MARK: - What else happened

  private mutating func remarks(_ session: TLSSession) {
    if session.earlyData == .rejected {
      let text = "The server did not take the early data: the client had to send it again."
      note("tls_early_data_rejected", .note, text, session.clientHello?.first, session.serverHello?.first)
    }
    guard let first = session.renegotiations.first else { return }
    let isSafe = session.serverHello?.renegotiationInfo != nil
    let danger = isSafe ? "" : ", without the extension that ties the two together (RFC 5746)"
    note(
      "tls_renegotiation", isSafe ? .note : .warning, "The two began another handshake inside the first\(danger).", first,
      session.renegotiations.last, values: [.init("count", .number(session.renegotiations.count))])
  }
}

extension TLSVersion {
  /// RFC 8996, RFC 7568, RFC 6176.
  var isOld: Bool { isBroken || self == .tls10 || self == .tls11 || self == .dtls10 }
  var isBroken: Bool { self == .ssl2 || self == .ssl3 }
}
