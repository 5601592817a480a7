public import Secrets

/// What readers of streams keep beside what every report needs.
public struct ApplicationOptions: Sendable {
  /// Octets kept of each decoded HTTP body.
  public var keptBodyOctets = 0
  /// Octets kept of each WebSocket message and server-sent event: enough to recognise it by.
  public var previewOctets = 128
  /// Where decoded bodies go whole.
  public var bodies: (any BodySink)?
  /// Where what was decrypted goes whole.
  public var plaintext: (any PlaintextSink)?
  /// What opens protected records; nothing is decrypted without.
  public var secrets: SecretStore?

  public init() {}
}
