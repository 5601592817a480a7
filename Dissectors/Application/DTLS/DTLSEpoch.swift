/// Epochs of DTLS 1.3 (RFC 9147 §6.1): 1 early data, 2 handshake, 3 application data, and more with each key update.
enum DTLSEpoch {
  static let earlyData: UInt16 = 1
  static let handshake: UInt16 = 2
  static let applicationData: UInt16 = 3

  /// The epoch of which a header shows the lowest two bits: none that is more than one beyond the highest so far, or the first
  /// that are protected (RFC 9147 §4.2.2).
  static func reckon(_ bits: UInt16, highest: UInt16) -> UInt16 {
    guard highest > applicationData else { return bits == 0 ? (highest == applicationData ? 4 : 0) : bits }
    let limit = highest &+ 1
    return limit &- ((limit &- bits) & 3)
  }
}
