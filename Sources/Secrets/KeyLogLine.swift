/// What a line of a key log is (draft-ietf-tls-keylogfile §2): `<label> <hexadecimal name> <hexadecimal secret>`.
enum KeyLogLine {
  /// Empty, or a comment.
  case blank
  case secret(SecretName, Secret)
  /// Of no use here: exporters' secrets, those of later keys (which follow from the first), ECH's.
  case unused
  case unknown
  /// Cut short, not hexadecimal, or of a wrong length.
  case malformed

  init(_ line: Span<UInt8>) {
    var fields = Fields(line.count)
    let label = fields.next(of: line)
    guard !label.isEmpty, line[label.lowerBound] != 0x23 else {
      self = .blank
      return
    }
    let name = fields.next(of: line)
    let secret = fields.next(of: line)
    let isWhole = fields.next(of: line).isEmpty
    let text = line.extracting(label)
    if text.isEqual(to: "RSA"), line.extracting(name).begins(with: "Session-ID:") {
      self = isWhole ? Self.session(line.extracting(name), line.extracting(secret)) : .malformed
      return
    }
    guard let kind = SecretName.Kind.allCases.first(where: { $0.isLabelled(text) }) else {
      self = Self.isUnused(text) ? .unused : .unknown
      return
    }
    self = isWhole ? Self.secret(kind, line.extracting(name), line.extracting(secret)) : .malformed
  }

  private static func secret(_ kind: SecretName.Kind, _ name: Span<UInt8>, _ digits: Span<UInt8>) -> KeyLogLine {
    guard kind.secretCounts ~= digits.count / 2, let name = SecretName(kind, hexadecimal: name),
      let secret = Secret(hexadecimal: digits)
    else { return .malformed }
    return .secret(name, secret)
  }

  /// `RSA Session-ID:<hexadecimal> Master-Key:<hexadecimal>`, as one writes from what openssl's s_client prints.
  private static func session(_ name: Span<UInt8>, _ secret: Span<UInt8>) -> KeyLogLine {
    guard secret.begins(with: "Master-Key:") else { return .malformed }
    return Self.secret(.sessionID, name.extracting(droppingFirst: 11), secret.extracting(droppingFirst: 11))
  }

  private static func isUnused(_ label: Span<UInt8>) -> Bool {
    label.isEqual(to: "EXPORTER_SECRET") || label.isEqual(to: "EARLY_EXPORTER_SECRET") || label.begins(with: "ECH_")
      || label.begins(with: "CLIENT_TRAFFIC_SECRET_") || label.begins(with: "SERVER_TRAFFIC_SECRET_")
  }

  /// A line's fields one after the other: what spaces and tabs keep apart.
  private struct Fields {
    private var rest: Range<Int>

    init(_ count: Int) { rest = 0..<count }

    /// Empty behind the last one.
    mutating func next(of line: Span<UInt8>) -> Range<Int> {
      let start = rest.first { !line[$0].isBlank } ?? rest.upperBound
      let end = (start..<rest.upperBound).first { line[$0].isBlank } ?? rest.upperBound
      rest = end..<rest.upperBound
      return start..<end
    }
  }
}

extension SecretName.Kind {
  fileprivate func isLabelled(_ text: Span<UInt8>) -> Bool {
    guard let label else { return false }
    return text.isEqual(to: label.rawValue)
  }
}

extension Span<UInt8> {
  fileprivate func isEqual(to text: String) -> Bool { count == text.utf8.count && begins(with: text) }

  fileprivate func begins(with text: String) -> Bool {
    guard count >= text.utf8.count else { return false }
    return zip(indices, text.utf8).allSatisfy { self[$0] == $1 }
  }
}

extension UInt8 {
  /// A space, a tab, or the CR of a line end.
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0d }
}
