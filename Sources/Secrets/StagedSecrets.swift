/// A secret and what is known of it.
struct StoredSecret: Sendable {
  var secret: Secret
  var source: SecretSource
  /// Learned from a connection; otherwise a key log had it.
  var isLearned: Bool
}

/// Secrets that wait to be published, and what the key logs were so far.
struct StagedSecrets: Sendable {
  private(set) var summary = KeyLogSummary()
  private var waiting: [SecretName: StoredSecret] = [:]
  /// Learned secrets that were published.
  private var learned = 0

  var isWaiting: Bool { !waiting.isEmpty }

  /// Counts a line, and answers the secret it has.
  mutating func add(_ line: Span<UInt8>, from source: SecretSource) -> (name: SecretName, secret: Secret)? {
    summary.lines &+= 1
    switch KeyLogLine(line) {
    case .blank: break
    case .unused: summary.unused &+= 1
    case .unknown: summary.unknown &+= 1
    case .malformed: summary.malformed &+= 1
    case .secret(let name, let secret): return (name, secret)
    }
    return nil
  }

  /// Keeps a key log's secret, unless there was one `before`. It goes before one that was learned and still waits.
  mutating func add(_ secret: Secret, for name: SecretName, from source: SecretSource, before: StoredSecret?) {
    if let there = before ?? waiting[name].flatMap({ $0.isLearned ? nil : $0 }) {
      if there.secret.isSame(as: secret) { summary.repeated &+= 1 } else { summary.conflicting &+= 1 }
    } else if summary.secrets >= SecretStore.maximumLogSecrets {
      summary.beyondBound &+= 1
    } else {
      summary.secrets &+= 1
      waiting[name] = StoredSecret(secret: secret, source: source, isLearned: false)
    }
  }

  mutating func learn(_ secret: Secret, for name: SecretName, from source: SecretSource) {
    if let there = waiting[name] {
      guard there.isLearned else { return }
      switch secret.order(before: there.secret) {
      case false?: return
      // The same secret, from two places.
      case nil where source == .capture: return
      default: break
      }
    }
    waiting[name] = StoredSecret(secret: secret, source: source, isLearned: true)
  }

  /// Moves what waits; answers whether any of it was new. Sorted, so that what the bound leaves out depends on the secrets
  /// alone.
  mutating func publish(into table: inout [SecretName: StoredSecret]) -> Bool {
    var isNew = false
    for (name, stored) in waiting.sorted(by: { $0.key < $1.key }) where table[name] == nil {
      if stored.isLearned {
        guard learned < SecretStore.maximumLearnedSecrets else { continue }
        learned &+= 1
      }
      table[name] = stored
      isNew = true
    }
    waiting.removeAll()
    return isNew
  }
}
