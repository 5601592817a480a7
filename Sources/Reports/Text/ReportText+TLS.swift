import ApplicationModel
import Flows

/// TLS handshakes: what they came to, those that failed, those that took long.
extension ReportText {
  var tls: [String] {
    let tls = digest.tls
    guard tls.sessions > 0 else { return [] }
    let flows = HumanUnits.count(tls.flows, "connection")
    var lines = [heading("TLS: \(HumanUnits.count(tls.sessions, "session")) in \(flows)")]
    lines += wrapped(tlsOutcomes.joined(separator: ", "))
    if !tls.versions.isEmpty { lines += wrapped("versions: " + tlsVersions.joined(separator: ", ")) }
    if !tls.ciphers.isEmpty { lines += wrapped("ciphers: " + tlsCiphers.joined(separator: ", ")) }
    lines += table("Failed handshakes", "why", tls.failed, hasTime: false, ink: .bad)
    lines += table("Expired certificates", "", tls.expired, hasTime: false, ink: .doubt)
    lines += table("Longest handshakes", "version", tls.slowest, hasTime: true, ink: .plain)
    return lines
  }

  /// "12 handshakes done, 2 failed, 3 resumed, 10 decrypted"
  private var tlsOutcomes: [String] {
    let tls = digest.tls
    let outcomes: [(HandshakeView.Outcome, String)] = [
      (.done, "handshakes done"), (.failed, "failed"), (.unfinished, "unfinished"),
      (.joined, "under way when the capture began"),
    ]
    let told = outcomes.compactMap { outcome, words in
      tls.outcomes[outcome].map {
        "\(HumanUnits.count($0)) \($0 == 1 ? words.replacing("handshakes", with: "handshake") : words)"
      }
    }
    let rest = [(tls.resumed, "resumed"), (tls.decrypted, "decrypted")].filter { $0.0 > 0 }
    return told + rest.map { "\(HumanUnits.count($0.0)) \($0.1)" }
  }

  /// The commonest first.
  private var tlsVersions: [String] {
    digest.tls.versions.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
      .prefix(8).map { "\(HumanUnits.count($0.value)) \($0.key.title)" }
  }

  private var tlsCiphers: [String] {
    let sorted = digest.tls.ciphers.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    let rest = sorted.count - Self.listedCiphers
    return sorted.prefix(Self.listedCiphers).map { "\(HumanUnits.count($0.value)) \($0.key.title)" }
      + (rest > 0 ? ["\(HumanUnits.count(rest)) others"] : [])
  }

  private static let listedCiphers = 4

  private func table(
    _ title: String, _ words: String, _ list: TopList<TLSDigest.Line>, hasTime: Bool, ink: TextStyle.Ink
  ) -> [String] {
    guard list.count > 0 else { return [] }
    let time = hasTime ? [TextTable.Column(title: "time", rank: 1)] : []
    var table = TextTable(
      columns: [.init(title: "", isLeft: true), .init(title: words, isLeft: true)] + time
        + [.init(title: "flow"), .init(title: "frames", rank: 2)])
    table.indent = 4
    for (_, line) in list.elements {
      let (first, last) = line.frames
      let took = hasTime ? [line.time.map(HumanUnits.duration) ?? "-"] : []
      let flow = FlowRecord.id(line.flow.frame, depth: line.flow.depth)
      table.rows.append([line.server, line.words] + took + [flow, first == last ? "\(first)" : "\(first)-\(last)"])
    }
    let rest = hasTime ? 0 : list.count - list.elements.count
    return [style.paint("  \(title)", ink)] + table.lines(style) + (rest > 0 ? ["    and \(HumanUnits.count(rest)) more"] : [])
  }
}
