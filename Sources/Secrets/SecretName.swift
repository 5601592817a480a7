import Crypto

/// What a secret is found by: what it is for, and the client's random, key prefix, session id, or ticket's hash.
///
/// 42 octets in place, no array: a key log may have a million of them.
struct SecretName: Hashable, Sendable {
  enum Kind: UInt8, CaseIterable {
    case masterSecret, clientEarly, clientHandshake, serverHandshake, clientTraffic, serverTraffic
    case premasterByKey, premasterByRandom
    case sessionID, ticket
  }

  var kind: Kind
  /// How many octets the name has, 1 to 32.
  private(set) var count: UInt8
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  init?(_ kind: Kind, _ octets: Span<UInt8>) {
    guard 1...Self.maximumCount ~= octets.count else { return nil }
    self.kind = kind
    count = UInt8(octets.count)
    for index in octets.indices { set(octets[index], at: index) }
  }

  init?(_ session: SessionName) {
    switch session {
    case .id(let octets): self.init(.sessionID, octets.span)
    // Tickets are up to 64 KiB long.
    case .ticket(let octets):
      let hash = SHA256.hash(data: octets)
      self.init(.ticket, Array(hash).span)
    }
  }

  /// From hexadecimal digits; nothing where they are not the `count` octets that a name of that kind has.
  init?(_ kind: Kind, hexadecimal digits: Span<UInt8>) {
    let count = digits.count / 2
    guard digits.count.isMultiple(of: 2), kind.nameCounts ~= count else { return nil }
    self.kind = kind
    self.count = UInt8(count)
    for index in 0..<count {
      guard let octet = digits.octet(at: 2 &* index) else { return nil }
      set(octet, at: index)
    }
  }

  subscript(index: Int) -> UInt8 {
    let word =
      switch index >> 3 {
      case 0: words.0
      case 1: words.1
      case 2: words.2
      default: words.3
      }
    return UInt8(truncatingIfNeeded: word >> (8 &* UInt64(7 &- index & 7)))
  }

  private mutating func set(_ octet: UInt8, at index: Int) {
    let placed = UInt64(octet) << (8 &* UInt64(7 &- index & 7))
    switch index >> 3 {
    case 0: words.0 |= placed
    case 1: words.1 |= placed
    case 2: words.2 |= placed
    default: words.3 |= placed
    }
  }

  static func == (one: SecretName, other: SecretName) -> Bool {
    one.words == other.words && one.kind == other.kind && one.count == other.count
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
    hasher.combine(kind)
    hasher.combine(count)
  }

  /// A random, and a hash (SHA-256), have 32 octets; session ids at most as many (RFC 5246 §7.4.1.2).
  static let maximumCount = 32
}

/// By octets first, so that what belongs to one connection stands together.
extension SecretName: Comparable {
  static func < (one: SecretName, other: SecretName) -> Bool {
    if one.words != other.words { return one.words < other.words }
    if one.count != other.count { return one.count < other.count }
    return one.kind.rawValue < other.kind.rawValue
  }
}

extension SecretName.Kind {
  init?(_ label: SecretLabel) {
    guard let kind = Self.allCases.first(where: { $0.label == label }) else { return nil }
    self = kind
  }

  /// Nothing for names of sessions.
  var label: SecretLabel? {
    switch self {
    case .masterSecret: .masterSecret
    case .clientEarly: .clientEarly
    case .clientHandshake: .clientHandshake
    case .serverHandshake: .serverHandshake
    case .clientTraffic: .clientTraffic
    case .serverTraffic: .serverTraffic
    case .premasterByKey: .premasterByKey
    case .premasterByRandom: .premasterByRandom
    case .sessionID, .ticket: nil
    }
  }

  /// Octets of the name.
  var nameCounts: ClosedRange<Int> {
    switch self {
    // The first octets of the encrypted premaster secret.
    case .premasterByKey: 8...8
    case .sessionID: 1...32
    default: 32...32
    }
  }

  /// Octets of the secret.
  var secretCounts: ClosedRange<Int> {
    switch self {
    case .masterSecret, .premasterByKey, .sessionID, .ticket: 48...48
    // As long as the hash of the suite, SHA-256 or SHA-384 (RFC 8446 §7.1).
    case .clientEarly, .clientHandshake, .serverHandshake, .clientTraffic, .serverTraffic: 32...48
    // Of a finite field of up to 8192 bits (RFC 7919), and beside it a pre-shared key (RFC 4279 §2).
    case .premasterByRandom: 1...1536
    }
  }
}
