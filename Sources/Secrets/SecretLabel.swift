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
