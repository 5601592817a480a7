public import ApplicationModel
public import Secrets
import Synchronization

/// Opens the records that one side protected with one set of keys (RFC 8446 §5.2, RFC 5246 §6.2.3).
///
/// A reference, so that it can be kept in a value; calls from several threads take turns.
///
/// Ciphers are libcrypto's throughout, with a context kept from record to record. swift-crypto's AES.GCM.open prepares the key
/// anew for every record and hands each plaintext out in memory of its own: as fast on records of 16 KiB (3 GB/s on a core
/// either way), but 5 µs for one of 256 octets, against 0.7 µs here, which is `openssl speed`'s figure too. Here nothing is
/// allocated for a record.
public final class RecordOpener: Sendable {
  /// Octets that protection adds to every record, where that is the same for all: explicit nonce, tag, TLS 1.3's inner type.
  public let overhead: Int?
  private let machine: Mutex<OpeningMachine>
  /// TLS 1.3: what the next keys are made of.
  private let traffic: (suite: CipherSuite, secret: Secret)?

  /// TLS 1.3: keys from a traffic secret (RFC 8446 §7.3). Nothing where the suite is none of TLS 1.3 that is known.
  public static func tls13(_ suite: CipherSuite, trafficSecret: Secret) -> RecordOpener? {
    guard SuiteProtection.tls13.contains(suite.rawValue), let protection = SuiteProtection(suite),
      trafficSecret.count == protection.derivationHash.length,
      let keys = RecordKeys(protection, trafficSecret: trafficSecret),
      let machine = OpeningMachine(protection, nil, keys, encryptThenMAC: false)
    else { return nil }
    return RecordOpener(machine, traffic: (suite, trafficSecret))
  }

  /// TLS 1.2 and before: both sides' keys from the master secret (RFC 5246 §6.3; SSL 3.0: RFC 6101 §6.2.2). `randoms` are 32
  /// octets each. Nothing where the suite is not known.
  public static func pair(
    _ version: TLSVersion, _ suite: CipherSuite, masterSecret: Secret, clientRandom: [UInt8], serverRandom: [UInt8],
    encryptThenMAC: Bool
  ) -> (client: RecordOpener, server: RecordOpener)? {
    guard let function = PseudoRandomFunction(version, suite), let protection = SuiteProtection(suite),
      !SuiteProtection.tls13.contains(suite.rawValue), protection.macLength > 0 || function.generation == .tls12,
      let keys = RecordKeys.pair(
        function, protection, master: masterSecret, clientRandom: clientRandom, serverRandom: serverRandom),
      let client = OpeningMachine(protection, function.generation, keys.client, encryptThenMAC: encryptThenMAC),
      let server = OpeningMachine(protection, function.generation, keys.server, encryptThenMAC: encryptThenMAC)
    else { return nil }
    return (RecordOpener(client), RecordOpener(server))
  }

  private init(_ machine: consuming OpeningMachine, traffic: (CipherSuite, Secret)? = nil) {
    overhead = machine.overhead
    self.traffic = traffic
    self.machine = Mutex(machine)
  }

  /// Opens a record's fragment (what follows its header). `plaintext` is emptied and filled, its memory kept; after a failure
  /// it is empty.
  ///
  /// The type is that of the record; what is answered is the type of what was inside (TLS 1.3: the inner one, padding removed)
  /// and the octets of padding removed. After a failure the same record may be tried with another number; RC4 alone goes on
  /// from the record last given.
  public func open(
    type: UInt8, version: UInt16, _ fragment: Span<UInt8>, sequence: UInt64, into plaintext: inout [UInt8]
  ) throws(RecordFailure) -> (type: UInt8, padding: Int) {
    plaintext.removeAll(keepingCapacity: true)
    do {
      return try machine.withLock { machine throws(RecordFailure) in
        try machine.open(type: type, version: version, fragment, sequence: sequence, into: &plaintext)
      }
    } catch {
      plaintext.removeAll(keepingCapacity: true)
      throw error
    }
  }

  /// Octets of this side's records were not captured: state that chains from record to record is lost. With CBC before TLS 1.1
  /// one record cannot be opened then, with RC4 none.
  public func loseState() { machine.withLock { $0.loseState() } }

  /// TLS 1.3: the opener for what follows a KeyUpdate (RFC 8446 §7.2).
  public func updated() -> RecordOpener? {
    guard let traffic, let protection = SuiteProtection(traffic.suite) else { return nil }
    let hash = protection.derivationHash
    return KeyExpansion.expand(traffic.secret, "traffic upd", hash, count: hash.length).flatMap {
      Self.tls13(traffic.suite, trafficSecret: $0)
    }
  }
}
