import ApplicationModel
import Octets

/// Additional values, §2.2: type (8) | length (16) | value, one behind the other.
extension ProxyHeaderReading {
  /// Additional values of a header that are kept: the types with a meaning are a dozen.
  static let maximumExtensions = 64

  /// `mayBeOther` says that the octets need not be values: then they are no problem when they are none.
  mutating func readExtensions(
    _ octets: ByteView, _ whole: ByteView, mayBeOther: Bool, _ header: inout ProxyHeader
  ) {
    guard Self.isList(octets) else {
      if !mayBeOther { problems.append("the additional values do not fit the length") }
      return
    }
    var rest = octets
    while rest.count >= 3 {
      let type = ProxyHeader.ExtensionType(rawValue: rest.uint8(at: 0))
      let value = rest.dropping(3).prefix(Int(rest.uint16(at: 1)))
      rest = rest.dropping(3 &+ value.count)
      if header.extensions.count < Self.maximumExtensions {
        header.extensions.append(ProxyHeader.Extension(type: type, value: value.copied()))
      }
      switch type {
      case .crc32c: check(value, whole, &header)
      case .tls: readTLS(value, &header)
      case .uniqueID where value.count > 128: problems.append("the unique id is longer than 128 octets")
      default: break
      }
    }
  }

  private static func isList(_ octets: ByteView) -> Bool {
    var rest = octets
    while !rest.isEmpty {
      guard rest.count >= 3 else { return false }
      let length = 3 &+ Int(rest.uint16(at: 1))
      guard length <= rest.count else { return false }
      rest = rest.dropping(length)
    }
    return true
  }

  /// §2.2.3: CRC-32C of the whole header with zeros where the checksum stands.
  private mutating func check(_ value: ByteView, _ whole: ByteView, _ header: inout ProxyHeader) {
    guard value.count == 4 else { return problems.append("the checksum is not four octets long") }
    let start = value.offset &- whole.offset
    var checksum = CRC32C()
    checksum.add(whole.prefix(start).span)
    checksum.addFourZeros()
    checksum.add(whole.dropping(start &+ 4).span)
    header.isChecksumRight = checksum.value == value.uint32(at: 0)
  }

  /// §2.2.6: client (8) | verify (32) | further values.
  private mutating func readTLS(_ octets: ByteView, _ header: inout ProxyHeader) {
    guard octets.count >= 5, Self.isList(octets.dropping(5)) else {
      return problems.append("the TLS values do not fit their length")
    }
    var tls = ProxyHeader.TLS(flags: octets.uint8(at: 0), verification: octets.uint32(at: 1))
    var rest = octets.dropping(5)
    while rest.count >= 3 {
      let type = ProxyHeader.ExtensionType(rawValue: rest.uint8(at: 0))
      let value = rest.dropping(3).prefix(Int(rest.uint16(at: 1)))
      rest = rest.dropping(3 &+ value.count)
      switch type {
      case .tlsVersion: tls.version = value.copied()
      case .tlsCommonName: tls.commonName = value.copied()
      case .tlsCipher: tls.cipher = value.copied()
      case .tlsSignature: tls.signature = value.copied()
      case .tlsKey: tls.key = value.copied()
      default: break
      }
    }
    header.tls = tls
  }
}
