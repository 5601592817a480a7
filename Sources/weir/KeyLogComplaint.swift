import Secrets

/// What is wrong with a key log, in words; how many lines, never what stands in them.
struct KeyLogComplaint {
  private(set) var lines: [String] = []

  init(of path: String, before: KeyLogSummary, after: KeyLogSummary) {
    let count = after.lines - before.lines
    let useful = after.secrets - before.secrets + after.repeated - before.repeated
    let conflicting = after.conflicting - before.conflicting
    let strange = after.malformed - before.malformed + after.unknown - before.unknown
    let beyond = after.beyondBound - before.beyondBound
    let isAnySecret = useful + conflicting + beyond + after.unused - before.unused > 0
    let name = path == "-" ? "standard input" : path
    if count == 0 {
      lines.append("the key log \(name) is empty: did the program that spoke TLS write it?")
    } else if !isAnySecret, strange > 0 {
      lines.append(
        "\(name) is no key log: \(Self.lines(strange)) of \(count) could not be understood, and no other has a secret")
    } else if !isAnySecret {
      lines.append("the key log \(name) has no secrets")
    } else if strange > 0 {
      lines.append("\(Self.lines(strange)) of the key log \(name) could not be understood")
    }
    if conflicting > 0 {
      lines.append("\(Self.lines(conflicting)) of the key log \(name) contradict earlier ones, which stay")
    }
    if beyond > 0 {
      lines.append(
        "\(Self.lines(beyond)) of the key log \(name) are left out: at most \(SecretStore.maximumLogSecrets) are kept")
    }
  }

  private static func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(count) lines" }
}
