/// The initialisation vector that passes from record to record before TLS 1.1: each record's last block (RFC 2246 §6.2.3.2).
struct BlockChain: Sendable {
  /// The next record's vector; not known behind octets that were not captured.
  private(set) var vector: InlineArray<16, UInt8>?
  /// The last record's, which could not be opened, and perhaps is tried again.
  private var retry: InlineArray<16, UInt8>?

  init(_ vector: Span<UInt8>) {
    self.vector = Self.block(vector)
  }

  /// The vector of the record whose last block this is; its last block is the next one's.
  mutating func take(_ last: Span<UInt8>) -> InlineArray<16, UInt8>? {
    let next = Self.block(last)
    if let retry, let vector, Self.areSame(vector, next) { return retry }
    let taken = vector
    vector = next
    retry = taken
    return taken
  }

  /// The record was opened: it is not tried again.
  mutating func settle() { retry = nil }

  mutating func lose() {
    vector = nil
    retry = nil
  }

  private static func block(_ octets: Span<UInt8>) -> InlineArray<16, UInt8> {
    InlineArray { $0 < octets.count ? octets[$0] : 0 }
  }

  private static func areSame(_ one: InlineArray<16, UInt8>, _ other: InlineArray<16, UInt8>) -> Bool {
    one.indices.allSatisfy { one[$0] == other[$0] }
  }
}
