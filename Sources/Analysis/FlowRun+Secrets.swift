import Capture
import Secrets

/// Secrets become visible between rounds only, when the workers are idle; then readers that waited for them look again.
extension FlowRun {
  /// Times in a row that readers look again for what others, or their own octets, have just taught: a chain of sessions, each
  /// resumed by a ticket of the one before, is as long as that in one round at most.
  static let maximumLooks = 64

  /// Whether a reader may be waiting for secrets, or begin to.
  var mayWait: Bool {
    if let secrets = options.secrets, secrets.mayGrow || !secrets.isEmpty { return true }
    return workers.contains { $0.waiting.count > 0 }
  }

  /// Adds a capture's own secrets, to be published. Answers whether there are any that can be used.
  @discardableResult
  func stage(_ secrets: [CaptureSecret]) -> Bool {
    guard let store = options.secrets else { return false }
    let keyLogs = secrets.filter { $0.type == .tlsKeyLog }
    for keyLog in keyLogs { keyLog.secret.withOctets { _ = store.add(keyLog: $0, from: .capture, atEnd: true) } }
    return !keyLogs.isEmpty
  }

  /// Publishes what was learned, lets readers that wait look again for as long as they learn more, and tells the flows that
  /// have ended meanwhile.
  mutating func settleWaiting() {
    options.findSecrets?()
    for _ in 0..<Self.maximumLooks {
      options.secrets?.publish()
      let revision = options.secrets?.revision ?? 0
      let isNew = revision != consideredRevision
      consideredRevision = revision
      let waiting = workers.map(\.waiting)
      guard waiting.contains(where: { $0.isNew || (isNew && $0.count > 0) }) else { break }
      each { $0.reconsider(all: isNew) }
    }
    guard workers.contains(where: { $0.waiting.parked > 0 }) else { return }
    let tables = FlowTables(decoder)
    each { $0.finishParked(tables: tables) }
  }
}
