import Octets

/// A frame's masking key (RFC 6455 §5.3): octet i of the payload was combined with octet i mod 4 of the key.
struct WebSocketMask: Hashable, Sendable {
  /// Its first octet is the highest.
  var key: UInt32

  static let none = WebSocketMask(key: 0)

  /// The key as it falls on a piece of the payload that begins at `offset`.
  func turned(to offset: Int) -> WebSocketMask {
    let bits = UInt32(truncatingIfNeeded: offset & 3) &* 8
    return WebSocketMask(key: key << bits | (bits == 0 ? 0 : key >> (32 &- bits)))
  }

  /// The key for eight octets.
  var word: UInt64 { UInt64(key) << 32 | UInt64(key) }

  @inline(__always)
  subscript(index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: key >> (24 &- UInt32(truncatingIfNeeded: index & 3) &* 8))
  }

  /// Appends a piece of payload unmasked; the key must have been turned to where the piece begins.
  func append(_ octets: ByteView, to array: inout [UInt8]) {
    guard key != 0 else { return octets.append(to: &array) }
    let span = octets.span
    array.append(addingCapacity: span.count) { output in
      for index in span.indices { output.append(span[index] ^ self[index]) }
    }
  }
}
