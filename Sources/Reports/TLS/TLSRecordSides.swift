import ApplicationModel
import PacketModel

/// Writes what each side of a session sent and how it ended, and what of it could be decrypted.
enum TLSRecordSides {
  static func write(_ session: TLSSession, isReversed: Bool, to json: inout JSONWriter) {
    let (client, server) = isReversed ? (session.client.other, session.client) : (session.client, session.client.other)
    json.member("records", client: session.side(client).records, server: session.side(server).records)
    json.object("sides") { json in
      json.object("client") { write(session.side(client), to: &$0) }
      json.object("server") { write(session.side(server), to: &$0) }
    }
    let ends = [("client", client), ("server", server)].filter { session.side($0.1).hasEnd }
    if !ends.isEmpty {
      json.object("close") { json in
        for (key, side) in ends { json.object(key) { end(of: side, in: session, to: &$0) } }
      }
    }
    json.member("decrypted", session.isDecrypted)
    json.member("key_source", word: session.decryption.source.map(name))
    if session.decryption.isTold { json.object("decryption") { write(session.decryption, isReversed, to: &$0) } }
  }

  private static func write(_ side: TLSSession.Side, to json: inout JSONWriter) {
    json.member("records", side.records)
    json.member("data_records", side.dataRecords)
    json.member("protected_bytes", side.protectedOctets)
    json.member("plaintext_bytes", unlessZero: side.plaintextOctets)
    json.member("padding_bytes", unlessZero: side.padding)
    json.member("missing_bytes", unlessZero: side.missingOctets)
    json.member("unread_bytes", unlessZero: side.unreadOctets)
    json.member("malformed_frame", side.malformed?.frame)
  }

  private static func end(of sender: Endpoint, in session: TLSSession, to json: inout JSONWriter) {
    let side = session.side(sender)
    json.member("close_notify_frame", side.closeNotify?.frame)
    json.member("ended_by", word: side.ending.map(name))
    json.member("frame", side.end?.frame)
    if session.isTruncated(sender) { json.member("truncated", true) }
  }

  // MARK: - Decryption

  private static func write(_ decryption: TLSSession.Decryption, _ isReversed: Bool, to json: inout JSONWriter) {
    json.object("client") { write(isReversed ? decryption.server : decryption.client, to: &$0) }
    json.object("server") { write(isReversed ? decryption.client : decryption.server, to: &$0) }
    if !decryption.labels.isEmpty {
      json.array("labels") { json in
        for label in decryption.labels { json.element(word: label) }
      }
    }
    if decryption.fromSession { json.member("from_session", true) }
    json.member("problem", word: decryption.problem.map(name))
  }

  private static func write(_ side: TLSSession.Decryption.Side, to json: inout JSONWriter) {
    json.member("records", side.records)
    json.member("failed", unlessZero: side.failed)
    json.member("without_key", unlessZero: side.withoutKey)
    json.member("first_failure_frame", side.firstFailure?.frame)
  }

  // MARK: - Words

  private static func name(_ ending: TLSSession.Side.Ending) -> String {
    switch ending {
    case .closed: "fin"
    case .reset: "reset"
    case .cut: "capture_end"
    }
  }

  private static func name(_ source: TLSSession.Decryption.Source) -> String {
    switch source {
    case .keyLog: "key_log"
    case .capture: "capture"
    }
  }

  static func name(_ problem: TLSSession.Decryption.Problem) -> String {
    switch problem {
    case .noSecret: "no_secret"
    case .secretMissing: "secret_missing"
    case .unsupported: "unsupported"
    case .handshakeMissing: "handshake_missing"
    case .wrongSecret: "wrong_secret"
    }
  }
}

extension TLSSession.Side {
  var hasEnd: Bool { closeNotify != nil || ending != nil }
}

extension TLSSession {
  /// Whether a side's stream ended with a FIN and no close_notify, so that nobody can know whether more should have come
  /// (RFC 8446 §6.1). A fatal alert ends both sides; an alert that nobody can read may have been the close_notify.
  func isTruncated(_ sender: Endpoint) -> Bool {
    let side = side(sender)
    guard isComplete, side.ending == .closed, side.closeNotify == nil, side.missingOctets == 0, side.unreadOctets == 0,
      side.malformed == nil
    else { return false }
    let end = side.end?.frame ?? .max
    return !alerts.contains {
      ($0.level == 2 && $0.point.frame < end) || ($0.sender == sender && $0.description == nil)
    }
  }

  /// Whether application data was opened; of a session without any, whether anything was.
  var isDecrypted: Bool {
    if clientSide.plaintextOctets > 0 || serverSide.plaintextOctets > 0 { return true }
    return clientSide.dataRecords == 0 && serverSide.dataRecords == 0 && decryption.records > 0
  }
}

extension TLSSession.Decryption {
  /// Whether there is more to tell than that no keys were given.
  var isTold: Bool {
    records > 0 || client.failed > 0 || server.failed > 0 || !labels.isEmpty || problem != nil
  }
}
