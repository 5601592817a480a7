import Secrets

/// The MAC of records whose cipher does not authenticate them: HMAC (RFC 5246 §6.2.3.1), or what SSL 3.0 had before it was
/// invented (RFC 6101 §5.2.3.1).
struct RecordMAC: ~Copyable, Sendable {
  /// Octets.
  let length: Int
  private var keyed: MACContext?
  private var digest: DigestContext?
  /// SSL 3.0's key.
  private let key: Secret
  private let padding: Int

  init?(_ generation: ProtocolGeneration, _ hash: RecordHash, key: Secret) {
    length = hash.length
    self.key = key
    // Up to 64 octets with the key, but for SHA-1, which gets 60.
    padding = hash == .md5 ? 48 : 40
    if generation == .ssl3 {
      keyed = nil
      digest = DigestContext(hash)
      if digest == nil { return nil }
    } else {
      digest = nil
      keyed = key.withOctets { MACContext(hash, key: $0) }
      if keyed == nil { return nil }
    }
  }

  /// Whether that is the MAC of a content.
  mutating func matches(_ code: Span<UInt8>, _ header: RecordHeader, _ content: Span<UInt8>) -> Bool {
    if keyed != nil {
      keyed?.begin()
      keyed?.add(header.octets.span)
      keyed?.add(content)
      return keyed?.ends(with: code) ?? false
    }
    return matchesOld(code, header, content)
  }

  /// hash(key + 5C… + hash(key + 36… + number + type + length + content)).
  private mutating func matchesOld(_ code: Span<UInt8>, _ header: RecordHeader, _ content: Span<UInt8>) -> Bool {
    var hash = InlineArray<64, UInt8>(repeating: 0)
    let header = header.octets.span
    begin(0x36)
    digest?.add(header.extracting(..<RecordHeader.version.lowerBound))
    digest?.add(header.extracting(RecordHeader.version.upperBound...))
    digest?.add(content)
    end(into: &hash)
    begin(0x5c)
    digest?.add(hash.span.extracting(first: length))
    end(into: &hash)
    let found = hash.span.extracting(first: length)
    return code.count == length && found.indices.reduce(0) { $0 | (found[$1] ^ code[$1]) } == 0
  }

  private mutating func begin(_ pad: UInt8) {
    digest?.begin()
    key.withOctets { digest?.add($0) }
    let pads = InlineArray<48, UInt8>(repeating: pad)
    digest?.add(pads.span.extracting(first: padding))
  }

  private mutating func end(into hash: inout InlineArray<64, UInt8>) {
    var span = hash.mutableSpan
    digest?.end(into: &span)
  }
}
