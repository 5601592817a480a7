import ApplicationModel
import Dissection
import PacketModel

/// Why a handshake did not come to its end, as far as the wire tells.
extension TLSDissector {
  mutating func diagnose() {
    guessResumption()
    session.decryption.problem = session.decryption.problem ?? session.decryptionProblem(context.options.secrets)
    guard session.clientHello != nil || session.serverHello != nil else { return }
    session.failure = failure
    // A server may refuse behind both sides' Finished: then the handshake has failed all the same.
    if session.failure != nil { session.isComplete = false }
  }

  private var failure: TLSSession.Failure? {
    if let point = session.plaintextAnswer {
      return TLSSession.Failure(
        stage: stage, reason: .plaintext, sender: client.other, frames: frames(session.clientHello?.last, point))
    }
    if let alert = rejection {
      return TLSSession.Failure(
        stage: stage(alert), reason: reason(alert), sender: alert.sender,
        frames: frames(lastMessage(before: alert.point), alert.point))
    }
    guard !session.isComplete, session.times.clientFinished == nil || session.times.serverFinished == nil else { return nil }
    if let alert = session.alerts.first(where: { $0.isInferred || $0.level == nil }) {
      return TLSSession.Failure(
        stage: stage, reason: .encryptedAlert, sender: alert.sender, frames: frames(session.serverHello?.last, alert.point))
    }
    return failureByEnding
  }

  /// The fatal alert that ended the handshake; or, in TLS 1.3, the one that answers a Finished before any data: a server looks
  /// at a client's certificate only then.
  private var rejection: TLSSession.Alert? {
    session.alerts.first { alert in
      guard let description = alert.description, description != .closeNotify, !isReaction(alert) else { return false }
      let isWarning = alert.level == 1 && !handshake.isTLS13
      guard !isWarning || Self.endings.contains(description.rawValue) else { return false }
      guard session.isComplete else { return true }
      return alert.sender != client && session.times.serverData == nil
        && (Self.certificateAlerts.contains(description.rawValue) || description.rawValue == 51)
    }
  }

  /// Whether the other side had gone before: an alert only says so then.
  private func isReaction(_ alert: TLSSession.Alert) -> Bool {
    let other = session.side(alert.sender.other)
    return other.ending == .closed && (other.end?.frame ?? .max) < alert.point.frame
  }

  /// user_canceled and no_renegotiation end nothing by themselves; unrecognized_name as a warning does neither (RFC 6066 §3).
  private static let endings: Set<UInt8> = [90]
  private static let certificateAlerts: Set<UInt8> = [41, 42, 43, 44, 45, 46, 48, 49, 111, 113, 114, 116]

  private func reason(_ alert: TLSSession.Alert) -> TLSSession.Failure.Reason {
    switch alert.description?.rawValue {
    case 70: .noCommonVersion
    // "unable to negotiate an acceptable set of security parameters" (RFC 8446 §6.2), before any was chosen.
    case 40 where session.serverHello == nil && alert.sender != client, 71: .noCommonCipher
    case 120: .noCommonProtocol
    case 112: .unrecognizedName
    case 45: .certificateExpired
    case 48: .certificateUnknownAuthority
    case 44: .certificateRevoked
    case 41, 116: .certificateRequired
    // TLS 1.2 has no word of its own for it.
    case 40 where alert.sender != client && lacksClientCertificate: .certificateRequired
    case 42, 43, 46, 49, 111, 113, 114: .certificateRejected
    case 20, 21, 51: .decryptFailed
    default: .alert
    }
  }

  private func stage(_ alert: TLSSession.Alert) -> TLSSession.Failure.Stage {
    let isCertificate = alert.description.map { Self.certificateAlerts.contains($0.rawValue) } ?? false
    return isCertificate || reason(alert) == .certificateRequired ? .certificate : stage
  }

  /// Whether the server asked for a certificate and got none.
  private var lacksClientCertificate: Bool {
    session.certificateRequest != nil
      && !session.certificates.contains { $0.sender == client && !$0.certificates.isEmpty }
  }

  /// Without an alert: who went away, or said nothing.
  private var failureByEnding: TLSSession.Failure? {
    // With octets missing, anything may have passed.
    guard session.clientSide.missingOctets == 0, session.serverSide.missingOctets == 0, session.clientHello != nil else {
      return nil
    }
    let (client, server) = (session.clientSide, session.serverSide)
    let last = session.messages.last?.last
    // A RST behind a FIN changes nothing.
    let isReset = client.ending == .reset || server.ending == .reset
    if isReset, client.ending != .closed, server.ending != .closed {
      // Whose RST it was, and its frame, the flow tells.
      return TLSSession.Failure(stage: stage, reason: .reset, sender: nil, frames: frames(last))
    }
    let ends = [(client.ending, client.end, self.client), (server.ending, server.end, self.client.other)]
      .filter { $0.0 == .closed }.sorted { ($0.1?.frame ?? 0) < ($1.1?.frame ?? 0) }
    if let silent = silence(until: ends.first?.2 == self.client ? ends.first?.1?.time : nil) { return silent }
    if let (_, end, sender) = ends.first {
      // A client that does not understand what the server says goes away.
      if sender == self.client, let point = context.strangeWords(of: sender.other) {
        return TLSSession.Failure(stage: stage, reason: .plaintext, sender: sender.other, frames: frames(point, last, end))
      }
      return TLSSession.Failure(stage: stage, reason: .closed, sender: sender, frames: frames(last, end))
    }
    return silence(until: lastTime)
  }

  /// A server that has not said anything for long: until the client went away, or the flow ended. The capture may simply end
  /// here, so that a short silence says nothing.
  private func silence(until end: Timestamp?) -> TLSSession.Failure? {
    guard session.serverSide.records == 0, context.strangeWords(of: client.other) == nil, let hello = session.clientHello?.last,
      let end, end.nanoseconds(since: hello.time) >= Self.silence
    else { return nil }
    return TLSSession.Failure(
      stage: .clientHello, reason: .silence, sender: client.other, frames: frames(hello, session.clientSide.end))
  }

  /// Nanoseconds without an answer to a ClientHello, after which a server is silent and not slow: clients give up after two to
  /// sixty seconds.
  private static let silence: Int64 = 2_000_000_000

  /// How far the handshake had come.
  private var stage: TLSSession.Failure.Stage {
    if session.times.clientFinished != nil || session.times.serverFinished != nil { return .finished }
    if session.messages.contains(where: { $0.type == TLSHandshakeType.clientKeyExchange }) { return .keyExchange }
    if !session.certificates.isEmpty { return .certificate }
    return session.serverHello == nil ? .clientHello : .serverHello
  }

  private func lastMessage(before point: StreamPoint) -> StreamPoint? {
    session.messages.last { $0.last.frame <= point.frame && !$0.isInferred }?.last ?? session.clientHello?.last
  }

  private func frames(_ points: StreamPoint?...) -> [Int] { Set(points.compactMap { $0?.frame }).sorted() }

  /// Where the server's ChangeCipherSpec was not seen, a certificate or key exchange tells that the handshake was a full one.
  private mutating func guessResumption() {
    if session.resumption == .unknown, handshake.isFull, !handshake.isTLS13 { session.resumption = .full }
  }
}
