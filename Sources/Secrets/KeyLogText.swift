/// Writes a key log.
enum KeyLogText {
  /// A line each, in the order of their names; what was learned from connections is left out.
  static func text(of secrets: [(name: SecretName, stored: StoredSecret)]) -> [UInt8] {
    let lines = secrets.filter { !$0.stored.isLearned }.sorted { $0.name < $1.name }
    var text: [UInt8] = []
    // At once, for an array that grows leaves copies behind.
    text.reserveCapacity(lines.reduce(0) { $0 &+ length($1.name, $1.stored.secret) })
    for (name, stored) in lines {
      text.append(contentsOf: name.kind.head.utf8)
      for index in 0..<Int(name.count) { append(name[index], to: &text) }
      text.append(contentsOf: name.kind.middle.utf8)
      stored.secret.withOctets { octets in
        for index in octets.indices { append(octets[index], to: &text) }
      }
      text.append(0x0a)
    }
    return text
  }

  private static func length(_ name: SecretName, _ secret: Secret) -> Int {
    name.kind.head.utf8.count &+ name.kind.middle.utf8.count &+ 2 &* (Int(name.count) &+ secret.count) &+ 1
  }

  private static func append(_ octet: UInt8, to text: inout [UInt8]) {
    for digit in [octet >> 4, octet & 15] { text.append(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit) }
  }
}

extension SecretName.Kind {
  /// Those that a key log has.
  static let logged = allCases.filter { $0 != .ticket }

  /// What stands before the name, and between it and the secret.
  fileprivate var head: String { label.map { "\($0.rawValue) " } ?? "RSA Session-ID:" }
  fileprivate var middle: String { label == nil ? " Master-Key:" : " " }
}
