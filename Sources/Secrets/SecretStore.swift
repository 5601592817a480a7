/// Where a secret came from.
public enum SecretSource: Hashable, Sendable { case keyLog, capture }

/// What a secret is for: the label of a line of the NSS key log (draft-ietf-tls-keylogfile).
public struct SecretLabel: RawRepresentable, Hashable, Sendable {
  public var rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  public static let masterSecret = SecretLabel(rawValue: "CLIENT_RANDOM")
  public static let clientEarly = SecretLabel(rawValue: "CLIENT_EARLY_TRAFFIC_SECRET")
  public static let clientHandshake = SecretLabel(rawValue: "CLIENT_HANDSHAKE_TRAFFIC_SECRET")
  public static let serverHandshake = SecretLabel(rawValue: "SERVER_HANDSHAKE_TRAFFIC_SECRET")
  public static let clientTraffic = SecretLabel(rawValue: "CLIENT_TRAFFIC_SECRET_0")
  public static let serverTraffic = SecretLabel(rawValue: "SERVER_TRAFFIC_SECRET_0")
  /// `RSA`: a premaster secret, by the first 8 octets of its encrypted form; `PMS_CLIENT_RANDOM`: by the client's random.
  public static let premasterByKey = SecretLabel(rawValue: "RSA")
  public static let premasterByRandom = SecretLabel(rawValue: "PMS_CLIENT_RANDOM")
}

/// What names a session of TLS 1.2 and before that several connections share.
public enum SessionName: Hashable, Sendable {
  case id([UInt8])
  case ticket([UInt8])
}

/// The secrets of a run, shared by all its readers.
///
/// What is added or learned is seen only after `publish`, which the run calls between rounds, when no reader is at work: so
/// what a reader sees depends on frame numbers alone, not on threads.
public final class SecretStore: Sendable {
  /// Whether more may still come (a key log that is followed, a capture's own secrets): then readers wait for them, within
  /// bounds.
  public let mayGrow: Bool

  public init(mayGrow: Bool = false) { self.mayGrow = mayGrow }

  /// Whether nothing was published yet.
  public var isEmpty: Bool { true }
  /// Grows with each `publish` that had something to publish.
  public var revision: Int { 0 }

  /// Takes the whole lines of a key log; what follows the last line end is left. Answers octets taken and what they were.
  @discardableResult
  public func add(keyLog octets: Span<UInt8>, from source: SecretSource) -> Int { octets.count }

  public func publish() {}

  /// The secret of that label for the connection with that client random (or key prefix, for `premasterByKey`).
  public func secret(_ label: SecretLabel, for random: [UInt8]) -> (secret: Secret, source: SecretSource)? { nil }

  /// The master secret of a session, learned from a connection that had it.
  public func masterSecret(of session: SessionName) -> (secret: Secret, source: SecretSource)? { nil }

  /// Tells the master secret of a session, for other connections that resume it or were resumed.
  public func learn(_ secret: Secret, from source: SecretSource, of session: SessionName) {}
}
