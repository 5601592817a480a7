import PacketModel

/// Counts traffic by host, or by pair of hosts, in bounded memory.
///
/// Past `limit` keys the half with the least octets is merged into `others`: the greatest stay, and nothing is dropped
/// unseen. A key that comes back afterwards starts anew, so its row may be too small, never too large.
struct TrafficTable<Key: Hashable & Comparable & Sendable>: Sendable {
  struct Row: Sendable {
    var flows = 0
    var packets = 0
    /// Sent by the key's host, or by the first of the pair; and the other way.
    var sent = 0
    var received = 0

    var octets: Int { sent &+ received }

    mutating func add(_ other: Row) {
      flows &+= other.flows
      packets &+= other.packets
      sent &+= other.sent
      received &+= other.received
    }
  }

  /// A hundred octets each: a few megabytes.
  static var limit: Int { 1 << 16 }

  private var rows: [Key: Row] = [:]
  private(set) var others = Row()
  /// Keys merged into `others`; one that came back and went again counts twice.
  private(set) var merged = 0

  var count: Int { rows.count &+ merged }

  mutating func add(_ key: Key, _ row: Row) {
    rows[key, default: Row()].add(row)
    if rows.count > Self.limit { merge() }
  }

  /// The `count` keys with the most octets.
  func top(_ count: Int) -> [(key: Key, row: Row)] {
    Array(sorted.prefix(count))
  }

  /// What is not among the first `count`.
  func rest(after count: Int) -> Row {
    sorted.dropFirst(count).reduce(into: others) { $0.add($1.row) }
  }

  private var sorted: [(key: Key, row: Row)] {
    rows.map { ($0.key, $0.value) }.sorted {
      $0.row.octets != $1.row.octets ? $0.row.octets > $1.row.octets : $0.key < $1.key
    }
  }

  private mutating func merge() {
    for (key, row) in sorted.dropFirst(Self.limit / 2) {
      others.add(row)
      merged &+= 1
      rows[key] = nil
    }
  }
}

/// A host, as far as an address tells one.
struct Host: Hashable, Comparable, Sendable {
  var version: IPVersion
  var address: IPAddress

  static func < (a: Host, b: Host) -> Bool {
    a.version != b.version ? a.version.rawValue < b.version.rawValue : a.address < b.address
  }

  var text: String { address.text(version) }
}

/// Two hosts, the lower address first.
struct HostPair: Hashable, Comparable, Sendable {
  var low: Host
  var high: Host

  static func < (a: HostPair, b: HostPair) -> Bool { a.low != b.low ? a.low < b.low : a.high < b.high }
}
