import ApplicationModel

/// Why a handshake failed, by the alerts that passed before it was complete (RFC 8446 §6.2).
enum DTLSFailure {
  static func failure(of session: TLSSession) -> TLSSession.Failure? {
    guard let alert = session.alerts.first(where: { $0.level != 1 }) else { return nil }
    let stage = stage(of: session, alert)
    return TLSSession.Failure(
      stage: stage, reason: reason(alert, stage, session), sender: alert.sender, frames: [alert.point.frame])
  }

  /// How far the handshake had come.
  private static func stage(of session: TLSSession, _ alert: TLSSession.Alert) -> TLSSession.Failure.Stage {
    guard session.serverHello != nil else { return .clientHello }
    if let description = alert.description, certificateAlerts[description.rawValue] != nil { return .certificate }
    if session.times.clientFinished != nil || session.times.serverFinished != nil { return .finished }
    return session.messages.contains { $0.type == HandshakeType.clientKeyExchange } ? .keyExchange : .serverHello
  }

  private static func reason(
    _ alert: TLSSession.Alert, _ stage: TLSSession.Failure.Stage, _ session: TLSSession
  ) -> TLSSession.Failure.Reason {
    guard let description = alert.description else { return .encryptedAlert }
    if let reason = certificateAlerts[description.rawValue] { return reason }
    switch description.rawValue {
    case 20, 21, 51: return .decryptFailed
    // handshake_failure, when it answers a ClientHello, and insufficient_security.
    case 40 where stage == .clientHello, 71: return .noCommonCipher
    case 70: return .noCommonVersion
    case 112: return .unrecognizedName
    case 120: return .noCommonProtocol
    default: return .alert
    }
  }

  private static let certificateAlerts: [UInt8: TLSSession.Failure.Reason] = [
    41: .certificateRequired, 42: .certificateRejected, 43: .certificateRejected, 44: .certificateRevoked,
    45: .certificateExpired, 46: .certificateRejected, 48: .certificateUnknownAuthority, 49: .certificateRejected,
    113: .certificateRejected, 114: .certificateRejected, 116: .certificateRequired,
  ]
}

/// Handshake messages (IANA, TLS HandshakeType).
enum HandshakeType {
  static let clientHello: UInt8 = 1
  static let serverHello: UInt8 = 2
  static let helloVerifyRequest: UInt8 = 3
  static let newSessionTicket: UInt8 = 4
  static let certificate: UInt8 = 11
  static let certificateRequest: UInt8 = 13
  static let serverHelloDone: UInt8 = 14
  static let clientKeyExchange: UInt8 = 16
  static let finished: UInt8 = 20
  static let certificateStatus: UInt8 = 22
  static let keyUpdate: UInt8 = 24
}
