import ApplicationModel
import Flows

/// Findings by kind, with the first of each.
struct FindingDigest: Sendable {
  struct Kind: Sendable {
    var id: String
    var severity: Finding.Severity
    /// Findings of the kind, and the flows they are of.
    var count = 0
    var flows = 0
    var first: Finding
    var firstFlow: FlowOrder
  }

  private var kinds: [String: Kind] = [:]
  /// Findings of kinds beyond the limit.
  private(set) var others = 0

  /// More kinds than readers have: their ids are ours, not the network's.
  private static let limit = 256

  mutating func add(_ findings: [Finding], of flow: FlowOrder) {
    var seen: Set<String> = []
    for finding in findings {
      guard kinds[finding.id] != nil || kinds.count < Self.limit else {
        others &+= 1
        continue
      }
      var kind = kinds[finding.id] ?? Kind(id: finding.id, severity: finding.severity, first: finding, firstFlow: flow)
      kind.count &+= 1
      if seen.insert(finding.id).inserted { kind.flows &+= 1 }
      kinds[finding.id] = kind
    }
  }

  /// The gravest first, of these the commonest.
  var sorted: [Kind] {
    kinds.values.sorted { (Self.rank($0.severity), $1.count, $0.id) < (Self.rank($1.severity), $0.count, $1.id) }
  }

  private static func rank(_ severity: Finding.Severity) -> Int {
    switch severity {
    case .error: 0
    case .warning: 1
    case .note: 2
    }
  }
}
