import ApplicationModel
import Flows
import PacketModel

/// What a session's facts are called in sentences.
extension TLSSession.Failure.Reason {
  /// Behind a colon or a comma.
  var words: String {
    switch self {
    case .noCommonVersion: "no version in common"
    case .noCommonCipher: "no cipher suite or parameters in common"
    case .noCommonProtocol: "no application protocol in common"
    case .unrecognizedName: "the server does not know the name it was asked for"
    case .certificateExpired: "the certificate has expired"
    case .certificateUnknownAuthority: "the certificate's authority is not known"
    case .certificateRejected: "the certificate was rejected"
    case .certificateRequired: "the server asks for a certificate"
    case .certificateRevoked: "the certificate has been revoked"
    case .decryptFailed: "what was sent could not be decrypted"
    case .plaintext: "the answer was plain text, not TLS"
    case .alert: "an alert"
    case .encryptedAlert: "an alert that is encrypted"
    case .reset: "the connection was reset"
    case .closed: "the connection was closed"
    case .silence: "no answer came"
    }
  }
}

extension TLSSession.Failure {
  /// Who ended it. Whose a RST was, the connection tells.
  func ender(_ connection: ConnectionReport?) -> Endpoint? {
    sender ?? (reason == .reset ? connection?.resetBy : nil)
  }
}

extension TLSSession.Failure.Stage {
  /// Behind "failed".
  var words: String {
    switch self {
    case .clientHello: "before the ServerHello"
    case .serverHello: "at the ServerHello"
    case .certificate: "at the certificate"
    case .keyExchange: "at the key exchange"
    case .finished: "at Finished"
    }
  }
}

extension TLSSession.Resumption {
  /// Nothing where it is not known.
  var words: String? {
    switch self {
    case .unknown: nil
    case .full: "full handshake"
    case .sessionID: "resumed by session id"
    case .ticket: "resumed by ticket"
    case .psk: "resumed with a pre-shared key"
    }
  }
}

extension TLSSession.Decryption.Problem {
  var words: String {
    switch self {
    case .noSecret: "no secret of this connection is known"
    case .secretMissing: "a secret of one of its phases is missing"
    case .unsupported: "Weir cannot undo its cipher suite"
    case .handshakeMissing: "the capture lacks the hellos that keys are derived from"
    case .wrongSecret: "no record's tag is right with the secret there is"
    }
  }
}

extension TLSSession {
  /// The alert behind a failure: the first fatal one. Warnings end handshakes too.
  var fatalAlert: Alert? {
    alerts.first { alert in
      guard let description = alert.description, description != .closeNotify else { return false }
      return alert.level == 2 || failure?.frames.contains(alert.point.frame) == true
    }
  }

  /// Every point in time that is told of it, in no order.
  var points: [StreamPoint] {
    let hellos = [clientHello?.first, serverHello?.last, times.clientFinished, times.serverFinished]
    return (hellos + [messages.first?.first, messages.last?.last, alerts.first?.point, alerts.last?.point]).compactMap(\.self)
  }

  /// The server's own certificate, with the message it came in.
  var serverLeaf: (certificate: TLSCertificate, chain: TLSCertificateChain)? {
    for chain in certificates where chain.sender != client {
      if let leaf = chain.certificates.first { return (leaf, chain) }
    }
    return nil
  }
}
