public import ApplicationModel
public import Secrets

/// Why a record could not be opened.
public enum RecordFailure: Error, Hashable, Sendable {
  /// Its tag or MAC is not right.
  case badTag
  /// Shorter than what its protection adds, or no whole number of blocks.
  case badLength
  /// Its padding cannot be (CBC), or nothing but padding (TLS 1.3).
  case badPadding
  /// The octets before it are needed and were not captured (CBC before TLS 1.1, stream ciphers).
  case stateLost
}

/// Opens the records that one side protected with one set of keys (RFC 8446 §5.2, RFC 5246 §6.2.3).
public final class RecordOpener: Sendable {
  /// TLS 1.3: keys from a traffic secret (RFC 8446 §7.3). Nothing where the suite is none of TLS 1.3 that is known.
  public static func tls13(_ suite: CipherSuite, trafficSecret: Secret) -> RecordOpener? { nil }

  /// TLS 1.2 and before: both sides' keys from the master secret (RFC 5246 §6.3; SSL 3.0: RFC 6101 §6.2.2). `randoms` are 32
  /// octets each. Nothing where the suite is not known.
  public static func pair(
    _ version: TLSVersion, _ suite: CipherSuite, masterSecret: Secret, clientRandom: [UInt8], serverRandom: [UInt8],
    encryptThenMAC: Bool
  ) -> (client: RecordOpener, server: RecordOpener)? { nil }

  private init() {}

  /// Octets that protection adds to every record, where that is the same for all: explicit nonce, tag, and TLS 1.3's inner type.
  public var overhead: Int? { nil }

  /// Opens a record's fragment (what follows its header). `plaintext` is emptied and filled, its memory kept.
  ///
  /// The type is that of the record; what is answered is the type of what was inside (TLS 1.3: the inner one, padding removed)
  /// and the octets of padding removed. After a failure the same record may be tried with another number; ciphers with state
  /// (CBC before TLS 1.1, RC4) go on from the record last given.
  public func open(
    type: UInt8, version: UInt16, _ fragment: Span<UInt8>, sequence: UInt64, into plaintext: inout [UInt8]
  ) throws(RecordFailure) -> (type: UInt8, padding: Int) { throw .badTag }

  /// Octets of this side's records were not captured: state that chains from record to record is lost.
  public func loseState() {}

  /// TLS 1.3: the opener for what follows a KeyUpdate (RFC 8446 §7.2).
  public func updated() -> RecordOpener? { nil }
}

/// What master secrets are made of.
public enum MasterSecret {
  /// From a premaster secret (RFC 5246 §8.1); with `sessionHash`, extended (RFC 7627 §4).
  public static func derive(
    _ version: TLSVersion, _ suite: CipherSuite, premaster: Secret, clientRandom: [UInt8], serverRandom: [UInt8],
    sessionHash: [UInt8]?
  ) -> Secret? { nil }

  /// The hash of handshake messages that an extended master secret is made of, over `messages` end to end.
  public static func sessionHash(_ version: TLSVersion, _ suite: CipherSuite, of messages: [UInt8]) -> [UInt8] { [] }
}
