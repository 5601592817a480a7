import ApplicationModel

/// Why a handshake failed, by the alerts that passed before it was complete (RFC 8446 §6.2).
enum DTLSFailure {
  static func failure(of session: TLSSession) -> TLSSession.Failure? {
    guard let alert = session.alerts.first(where: { $0.level != 1 }) else { return nil }
    let stage = stage(of: session)
    let last = session.messages.last { $0.last.frame <= alert.point.frame && !$0.isInferred }?.last.frame
    return TLSSession.Failure(
      stage: stage, reason: reason(alert, session), sender: alert.sender,
      frames: Set([last, alert.point.frame].compactMap { $0 }).sorted())
  }

  /// How far the handshake had come.
  private static func stage(of session: TLSSession) -> TLSSession.Failure.Stage {
    if session.times.clientFinished != nil || session.times.serverFinished != nil { return .finished }
    if session.messages.contains(where: { $0.type == TLSHandshakeType.clientKeyExchange }) { return .keyExchange }
    if !session.certificates.isEmpty { return .certificate }
    return session.serverHello == nil ? .clientHello : .serverHello
  }

  private static func reason(_ alert: TLSSession.Alert, _ session: TLSSession) -> TLSSession.Failure.Reason {
    guard let description = alert.description else { return .encryptedAlert }
    if let reason = certificateAlerts[description.rawValue] { return reason }
    switch description.rawValue {
    case 20, 21, 51: return .decryptFailed
    // "unable to negotiate an acceptable set of security parameters" (RFC 8446 §6.2), before any was chosen.
    case 40 where session.serverHello == nil && alert.sender != session.client, 71: return .noCommonCipher
    case 70: return .noCommonVersion
    case 112: return .unrecognizedName
    case 120: return .noCommonProtocol
    default: return .alert
    }
  }

  private static let certificateAlerts: [UInt8: TLSSession.Failure.Reason] = [
    41: .certificateRequired, 42: .certificateRejected, 43: .certificateRejected, 44: .certificateRevoked,
    45: .certificateExpired, 46: .certificateRejected, 48: .certificateUnknownAuthority, 49: .certificateRejected,
    111: .certificateRejected, 113: .certificateRejected, 114: .certificateRejected, 116: .certificateRequired,
  ]
}

extension TLSHandshakeType {
  /// Of DTLS (RFC 6347 §4.2.1).
  static let helloVerifyRequest: UInt8 = 3
}
