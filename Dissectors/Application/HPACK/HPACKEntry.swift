import ApplicationModel

/// One entry of a header table: a field, as places in the log's octets, and what of it is known.
struct HPACKEntry: Hashable, Sendable {
  var field: HTTPField
  var kind: HTTPFieldKind
  var isNameKnown = true
  var isValueKnown = true

  /// Its size in the table (RFC 7541 §4.1), as far as it is known.
  var size: Int { field.name.count &+ field.value.count &+ 32 }

  /// One of which nothing is known.
  static let unknown = HPACKEntry(
    field: HTTPField(name: 0..<0, value: 0..<0), kind: .regular, isNameKnown: false, isValueKnown: false)
}

/// What a field means to its reader.
enum HTTPFieldKind: UInt8, Hashable, Sendable {
  case regular
  /// Pseudo-header fields (RFC 9113 §8.3, RFC 8441 §4).
  case authority, method, path, scheme, status, protocolName, otherPseudo
  case contentLength, contentType, contentEncoding
  /// Fields of a connection, which HTTP/2 does not have (RFC 9113 §8.2.2).
  case connection

  var isPseudo: Bool {
    switch self {
    case .authority, .method, .path, .scheme, .status, .protocolName, .otherPseudo: true
    case .regular, .contentLength, .contentType, .contentEncoding, .connection: false
    }
  }

  /// The kind of a name, as sent.
  init(_ name: Span<UInt8>) {
    self = .regular
    guard name.count > 0 else { return }
    if name[0] == UInt8(ascii: ":") {
      self = Self.pseudo(name)
      return
    }
    switch name.count {
    case 7 where name.spells("upgrade"): self = .connection
    case 10 where name.spells("connection") || name.spells("keep-alive"): self = .connection
    case 12 where name.spells("content-type"): self = .contentType
    case 14 where name.spells("content-length"): self = .contentLength
    case 16 where name.spells("content-encoding"): self = .contentEncoding
    case 16 where name.spells("proxy-connection"): self = .connection
    case 17 where name.spells("transfer-encoding"): self = .connection
    default: break
    }
  }

  private static func pseudo(_ name: Span<UInt8>) -> HTTPFieldKind {
    switch name.count {
    case 5 where name.spells(":path"): .path
    case 7 where name.spells(":method"): .method
    case 7 where name.spells(":scheme"): .scheme
    case 7 where name.spells(":status"): .status
    case 9 where name.spells(":protocol"): .protocolName
    case 10 where name.spells(":authority"): .authority
    default: .otherPseudo
    }
  }
}

extension Span<UInt8> {
  /// Whether these are the octets of a word of the same length.
  fileprivate func spells(_ word: String) -> Bool {
    let wanted = word.utf8.span
    guard wanted.count == count else { return false }
    for index in indices where self[index] != wanted[index] { return false }
    return true
  }
}
