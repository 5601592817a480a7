public import Protobuf
public import Secrets

/// What readers of streams keep beside what every report needs.
public struct ApplicationOptions: Sendable {
  /// Octets kept of each decoded HTTP body.
  public var keptBodyOctets = 0
  /// Octets kept of each WebSocket message and server-sent event: enough to recognise it by; of gRPC messages, as many, or as
  /// of bodies.
  public var previewOctets = 128
  /// Where decoded bodies go whole.
  public var bodies: (any BodySink)?
  /// Where what was decrypted goes whole.
  public var plaintext: (any PlaintextSink)?
  /// Who is told of exchanges as they end.
  public var exchanges: (any ExchangeSink)?
  /// Octets that a connection's log of exchanges may take before those told are let go of; all are kept when absent.
  public var maximumLogOctets: Int?
  /// What describes gRPC's messages. With it more is kept of each.
  public var proto: ProtoSchema?
  /// What opens protected records; nothing is decrypted without.
  public var secrets: SecretStore?

  public init() {}
}
