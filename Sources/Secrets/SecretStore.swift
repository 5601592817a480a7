import Synchronization

/// The secrets of a run, shared by all its readers.
///
/// What is added or learned is seen only after `publish`, which the run calls between rounds, when no reader is at work: so
/// what a reader sees depends on frame numbers alone, not on threads.
public final class SecretStore: Sendable {
  /// Whether more may still come (a key log that is followed, a capture's own secrets): then readers wait for them, within
  /// bounds.
  public let mayGrow: Bool

  private let published = Mutex<[SecretName: StoredSecret]>([:])
  /// Taken before `published` where both are.
  private let staged = Mutex(StagedSecrets())
  private let publications = Atomic(0)

  /// What readers found, where that is remembered.
  private let found = Mutex<Set<SecretName>>([])
  private let remembersFound: Bool

  /// With `remembersFound`, it can tell which secrets were of use (`keyLog(for:andFound:)`).
  public init(mayGrow: Bool = false, remembersFound: Bool = false) {
    self.mayGrow = mayGrow
    self.remembersFound = remembersFound
  }

  /// Whether nothing was published yet.
  public var isEmpty: Bool { revision == 0 }
  /// Grows with each `publish` that had something to publish.
  public var revision: Int { publications.load(ordering: .acquiring) }
  /// What was added so far, published or not.
  public var summary: KeyLogSummary { staged.withLock { $0.summary } }

  // MARK: Adding

  /// Takes the whole lines of a key log; what follows the last line end is left, unless the log ends here (`atEnd`). Answers
  /// octets taken. A line longer than any can be is taken without its end, as one that is malformed.
  ///
  /// The first secret for a label and random stays. Logs must be added in an order that depends on the input alone.
  @discardableResult
  public func add(keyLog octets: Span<UInt8>, from source: SecretSource, atEnd: Bool = false) -> Int {
    staged.withLock { staged in
      var start = 0
      for index in octets.indices where octets[index] == 0x0a {
        add(octets.extracting(start..<index), from: source, to: &staged)
        start = index &+ 1
      }
      let rest = octets.count &- start
      guard rest > 0, atEnd || rest > Self.maximumLineLength else { return start }
      add(octets.extracting(start..<octets.count), from: source, to: &staged)
      return octets.count
    }
  }

  private func add(_ line: Span<UInt8>, from source: SecretSource, to staged: inout StagedSecrets) {
    let known = staged.add(line, from: source)
    guard let (name, secret) = known else { return }
    let before = published.withLock { $0[name] }
    staged.add(secret, for: name, from: source, before: before)
  }

  /// Tells the master secret of a session, for other connections that resume it or were resumed.
  ///
  /// Readers tell in any order: where two differ, the one that comes first in the order of octets stays. What one round of
  /// frames can tell bounds what waits here.
  public func learn(_ secret: Secret, from source: SecretSource, of session: SessionName) {
    guard let name = SecretName(session) else { return }
    staged.withLock { $0.learn(secret, for: name, from: source) }
  }

  public func publish() {
    staged.withLock { staged in
      guard staged.isWaiting else { return }
      let isNew = published.withLock { staged.publish(into: &$0) }
      if isNew { publications.add(1, ordering: .releasing) }
    }
  }

  // MARK: Finding

  /// The secret of that label for the connection with that client random (or key prefix, for `premasterByKey`).
  public func secret(_ label: SecretLabel, for random: [UInt8]) -> (secret: Secret, source: SecretSource)? {
    guard !isEmpty, let kind = SecretName.Kind(label), let name = SecretName(kind, random.span) else { return nil }
    return find(name)
  }

  /// The master secret of a session, learned from a connection that had it, or from a key log.
  public func masterSecret(of session: SessionName) -> (secret: Secret, source: SecretSource)? {
    guard !isEmpty, let name = SecretName(session) else { return nil }
    return find(name)
  }

  private func find(_ name: SecretName) -> (secret: Secret, source: SecretSource)? {
    guard let stored = published.withLock({ $0[name] }) else { return nil }
    if remembersFound { found.withLock { _ = $0.insert(name) } }
    return (stored.secret, stored.source)
  }

  // MARK: Writing

  /// Key log lines of the published secrets for those randoms, key prefixes and session ids, in their order. The one place
  /// where secrets come out: for a file that the user asked for. To be overwritten after use (`Secret.overwrite`).
  ///
  /// With `andFound`, those that readers have found too, where that is remembered: a renegotiation's, by a random that only
  /// they have seen.
  public func keyLog(for randoms: Set<[UInt8]>, andFound: Bool = false) -> [UInt8] {
    var names = Set(randoms.flatMap { random in SecretName.Kind.logged.compactMap { SecretName($0, random.span) } })
    if andFound { names.formUnion(found.withLock { $0 }.filter { SecretName.Kind.logged.contains($0.kind) }) }
    return published.withLock { table in KeyLogText.text(of: names.compactMap { name in table[name].map { (name, $0) } }) }
  }

  /// Key log lines of all published secrets; what was learned of sessions is not among them.
  public func keyLogOfAll() -> [UInt8] {
    published.withLock { table in KeyLogText.text(of: table.map { ($0.key, $0.value) }) }
  }

  // MARK: Bounds

  /// Secrets of key logs that are kept: 250,000 connections of TLS 1.3, some 200 octets each, in all 200 MiB.
  public static let maximumLogSecrets = 1 << 20
  /// Sessions whose master secrets are kept, beyond those in key logs.
  public static let maximumLearnedSecrets = 1 << 17
  /// Octets of a line: the longest there is has a premaster secret of 1536 octets.
  public static let maximumLineLength = 4096
}
