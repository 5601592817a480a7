import ApplicationModel
import PacketModel

/// Writes what each side of a session sent and how it ended, and what of it could be decrypted.
enum TLSRecordSides {
  /// A side's members, into an object already open.
  static func write(_ side: TLSSession.Side, to json: inout JSONWriter) {
    json.member("records", side.records)
    json.member("data_records", side.dataRecords)
    json.member("protected_bytes", side.protectedOctets)
    json.member("plaintext_bytes", unlessZero: side.plaintextOctets)
    json.member("padding_bytes", unlessZero: side.padding)
    json.member("missing_bytes", unlessZero: side.missingOctets)
    json.member("unread_bytes", unlessZero: side.unreadOctets)
    json.member("malformed_frame", side.malformed?.frame)
    guard side.closeNotify != nil || side.ending != nil else { return }
    json.object("close") { json in
      json.member("close_notify_frame", side.closeNotify?.frame)
      json.member("ended_by", word: side.ending.map(name))
      json.member("frame", side.end?.frame)
      if side.isTruncated { json.member("truncated", true) }
    }
  }

  /// What was decrypted of the two, and with what.
  static func write(_ session: TLSSession, isReversed: Bool, to json: inout JSONWriter) {
    let decryption = session.decryption
    json.member("decrypted", session.isDecrypted)
    json.member("key_source", word: decryption.source.map(name))
    guard decryption.isTold else { return }
    json.object("decryption") { json in
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
  /// A FIN without close_notify: whether more should have come cannot be known (RFC 8446 §6.1).
  var isTruncated: Bool { ending == .closed && closeNotify == nil }
}

extension TLSSession {
  /// Whether application data was opened; of a session without any, whether anything was.
  var isDecrypted: Bool {
    if clientSide.plaintextOctets > 0 || serverSide.plaintextOctets > 0 { return true }
    return clientSide.dataRecords == 0 && serverSide.dataRecords == 0 && decryption.records > 0
  }
}

extension TLSSession.Decryption {
  /// Whether there is more to tell than that nobody had a key.
  var isTold: Bool {
    records > 0 || client.failed > 0 || server.failed > 0 || !labels.isEmpty || (problem != nil && problem != .noSecret)
  }
}
