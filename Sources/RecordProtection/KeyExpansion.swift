import Secrets

/// TLS 1.3: what is derived from a traffic secret.
enum KeyExpansion {
  /// HKDF-Expand-Label without a context (RFC 8446 §7.1). At most as many octets as the hash has, so one HMAC is enough; no
  /// key, nonce or secret needs more.
  static func expand(_ secret: Secret, _ label: String, _ hash: RecordHash, count: Int) -> Secret? {
    guard 0...hash.length ~= count, var mac = secret.withOctets({ MACContext(hash, key: $0) }) else { return nil }
    let name = Array("tls13 \(label)".utf8)
    let info = [0, UInt8(count), UInt8(truncatingIfNeeded: name.count)] + name + [0, 1]
    mac.add(info.span)
    return Secret(count: count) { mac.end(into: &$0) }
  }
}
