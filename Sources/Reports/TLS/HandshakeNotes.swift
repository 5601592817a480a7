import ApplicationModel
import Flows
import PacketModel

/// What is told of a session, in a transcript's sentences.
struct HandshakeNotes {
  let session: TLSSession

  // MARK: - Offered and agreed on

  /// What the client can do.
  var offer: [String] {
    guard let hello = session.secondClientHello ?? session.clientHello else { return ["The ClientHello was not captured"] }
    var notes: [String] = []
    notes.append(session.serverName.map { "Server name: \(NetworkText.safe($0))" } ?? "No server name")
    let versions = hello.supportedVersions.isEmpty ? [hello.legacyVersion] : hello.supportedVersions
    notes.append("Offered: \(Self.list(versions.map(\.title), most: 6))")
    if !hello.cipherSuites.isEmpty { notes.append("Ciphers: \(Self.list(hello.cipherSuites.map(\.title), most: 4))") }
    if !hello.groups.isEmpty { notes.append("Groups: \(Self.list(hello.groups.map(\.name), most: 6))") }
    if !hello.protocols.isEmpty { notes.append("ALPN: \(Self.list(hello.protocols.map { NetworkText.safe($0) }, most: 6))") }
    if !hello.pskIdentities.isEmpty { notes.append("Offered to resume: \(HumanUnits.count(hello.pskIdentities.count, "key"))") }
    if let ticket = hello.sessionTicket, !ticket.isEmpty {
      notes.append("Offered to resume: a ticket of \(HumanUnits.count(ticket.count, "byte"))")
    }
    if hello.encryptedClientHello != nil { notes.append("Encrypted ClientHello, or what looks like one") }
    let prints = [("JA3", hello.ja3), ("JA4", hello.ja4)].filter { !$0.1.isEmpty }
    if !prints.isEmpty { notes.append(prints.map { "\($0): \($1)" }.joined(separator: ", ")) }
    return notes
  }

  /// "TLS 1.3 / TLS_AES_128_GCM_SHA256 / x25519", as curl has it, and what else was agreed on.
  var agreement: [String] {
    guard let hello = session.serverHello else { return [] }
    let group = hello.group.map { " / \($0.name)" } ?? ""
    var notes = ["\(hello.version.title) / \(hello.cipherSuite.name)\(group)"]
    if let chosen = session.selectedProtocol {
      notes.append("ALPN: the server took \(NetworkText.safe(chosen))")
    } else if session.clientHello?.protocols.isEmpty == false, hello.version != .tls13 || session.decryption.records > 0 {
      notes.append("ALPN: the server took none")
    }
    if let words = session.resumption.words { notes.append(words.prefix(1).uppercased() + words.dropFirst()) }
    switch session.earlyData {
    case .none: break
    case .offered: notes.append("Early data: offered; what came of it cannot be told")
    case .accepted: notes.append("Early data: taken")
    case .rejected: notes.append("Early data: rejected")
    }
    return notes
  }

  // MARK: - What came of it

  func outcome(_ timing: TLSTiming, _ connection: ConnectionReport?) -> [String] {
    if let failure = session.failure {
      let who = failure.ender(connection).map { ", ended by the \(name($0))" } ?? ""
      let frames = failure.frames.map(String.init).joined(separator: ", ")
      return ["Failed \(failure.stage.words)\(who): \(failure.reason.words) (frames \(frames))"]
    }
    guard session.isComplete else { return ["The handshake did not come to its end"] }
    guard let all = timing.handshake else { return [] }
    let parts = [
      ("ServerHello after", timing.serverHello), ("its flight", timing.serverFlight),
      ("client's Finished", timing.clientFinished), ("server's Finished", timing.serverFinished),
    ]
    let told = parts.compactMap { words, time in time.flatMap { $0 > 0 ? "\(words) \(HumanUnits.duration($0))" : nil } }
    return ["Handshake in \(HumanUnits.duration(all))" + (told.isEmpty ? "" : ": " + told.joined(separator: ", "))]
  }

  /// What went through it, and what could be read.
  var content: [String] {
    var notes: [String] = []
    for sender in [session.client, session.client.other] {
      let side = session.side(sender)
      guard side.dataRecords > 0 else { continue }
      let plain = side.plaintextOctets > 0 ? ", \(HumanUnits.count(side.plaintextOctets)) decrypted" : ""
      let records = HumanUnits.count(side.dataRecords, "record")
      notes.append("Data of the \(name(sender)): \(records), \(HumanUnits.count(side.protectedOctets, "byte"))\(plain)")
    }
    if session.sessionTickets > 0 { notes.append("Tickets: \(HumanUnits.count(session.sessionTickets)) from the server") }
    if !session.keyUpdates.isEmpty { notes.append("Keys updated: \(HumanUnits.count(session.keyUpdates.count, "time"))") }
    return notes + decryption
  }

  /// Labels are names of secrets, and no secrets.
  var decryption: [String] {
    let decryption = session.decryption
    var notes: [String] = []
    if decryption.records > 0 {
      let source = decryption.source == .capture ? "the capture's secrets" : "the key log"
      let other = decryption.fromSession ? ", from an earlier connection" : ""
      notes.append(
        "Decrypted: \(HumanUnits.count(decryption.records, "record")) with \(source)\(other)"
          + (decryption.labels.isEmpty ? "" : ": \(Self.list(decryption.labels, most: 8))"))
    }
    let failed = decryption.client.failed &+ decryption.server.failed
    if failed > 0 {
      let first = [decryption.client.firstFailure, decryption.server.firstFailure].compactMap { $0?.frame }.min()
      let place = first.map { ", first in frame \($0)" } ?? ""
      notes.append("Not as protected: the tags of \(HumanUnits.count(failed, "record"))\(place)")
    }
    if let problem = decryption.problem { notes.append("Not decrypted: \(problem.words)") }
    return notes
  }

  /// How the two sides ended.
  var ends: [String] {
    let ends: [String] = [session.client, session.client.other].compactMap { sender in
      let side = session.side(sender)
      if let farewell = side.closeNotify { return "close_notify of the \(name(sender)) in frame \(farewell.frame)" }
      if session.isTruncated(sender), let end = side.end {
        return "FIN of the \(name(sender)) in frame \(end.frame) without close_notify"
      }
      return nil
    }
    guard let first = ends.first else { return [] }
    return [([first.prefix(1).uppercased() + first.dropFirst()] + ends.dropFirst()).joined(separator: ", ")]
  }

  private func name(_ side: Endpoint) -> String { side == session.client ? "client" : "server" }

  /// "a, b, c and 4 more"
  static func list(_ words: [String], most: Int, omitted: Int = 0) -> String {
    let rest = max(0, words.count - most) + omitted
    return words.prefix(most).joined(separator: ", ") + (rest > 0 ? " and \(HumanUnits.count(rest)) more" : "")
  }
}
