import SwiftASN1

/// A Name (RFC 5280 §4.1.2.4) in the manner of RFC 4514, the last part first: `CN=example.com,O=Example\, Inc.`.
///
///     Name ::= SEQUENCE OF SET OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }
struct DistinguishedNameText {
  let text: String

  init?(_ name: ASN1Node) {
    guard name.identifier == .sequence else { return nil }
    var parts: [String] = []
    var sets = name.children
    while let set = sets.next() {
      var attributes = set.children
      var part: [String] = []
      while let attribute = attributes.next() {
        if let text = Self.attribute(attribute) { part.append(text) }
      }
      parts.append(part.reversed().joined(separator: "+"))
    }
    text = parts.reversed().joined(separator: ",")
  }

  private static func attribute(_ node: ASN1Node) -> String? {
    var fields = node.children
    guard let type = fields.next().flatMap({ try? ASN1ObjectIdentifier(derEncoded: $0) }), let value = fields.next() else {
      return nil
    }
    let number = type.description
    guard let name = names[number] else { return "\(number)=\(dump(value))" }
    return "\(name)=\(string(value).map(escaped) ?? dump(value))"
  }

  /// RFC 4514 §2.4: what has no text stands as the hexadecimal form of its BER.
  private static func dump(_ value: ASN1Node) -> String { "#" + HexText.lowercase(value.encodedBytes).uppercased() }

  // MARK: - Strings

  private static func string(_ node: ASN1Node) -> String? {
    guard let octets = node.primitive else { return nil }
    switch node.identifier {
    case .utf8String: return String(decoding: octets, as: UTF8.self)
    // ASCII by definition; software that wrote more meant Latin-1, as TeletexString is read everywhere.
    case .printableString, .ia5String, .teletexString, .numericString, .visibleString, .utcTime, .generalizedTime:
      return String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
    case .bmpString: return scalars(octets, width: 2)
    case .universalString: return scalars(octets, width: 4)
    default: return nil
    }
  }

  /// Big-endian numbers of characters; one that is none gives U+FFFD.
  private static func scalars(_ octets: ArraySlice<UInt8>, width: Int) -> String? {
    guard octets.count.isMultiple(of: width) else { return nil }
    var text = String.UnicodeScalarView()
    var number: UInt32 = 0
    for (place, octet) in octets.enumerated() {
      number = number << 8 | UInt32(octet)
      guard place % width == width &- 1 else { continue }
      text.append(Unicode.Scalar(number) ?? "\u{fffd}")
      number = 0
    }
    return String(text)
  }

  /// RFC 4514 §2.4, and control characters in hexadecimal so that names cannot draw on a terminal.
  private static func escaped(_ value: String) -> String {
    var text = ""
    let last = value.unicodeScalars.count &- 1
    for (place, scalar) in value.unicodeScalars.enumerated() {
      switch scalar {
      case ",", "+", "\"", "<", ">", ";", "\\": text += "\\\(scalar)"
      case "#" where place == 0: text += "\\#"
      case " " where place == 0 || place == last: text += "\\ "
      case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}":
        for octet in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          text += "\\" + HexText.lowercase([octet]).uppercased()
        }
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// RFC 4514 §3, RFC 4519, and what certificates use besides, by OpenSSL's short names.
  private static let names = [
    "2.5.4.3": "CN",
    "2.5.4.4": "SN",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "street",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "title",
    "2.5.4.13": "description",
    "2.5.4.15": "businessCategory",
    "2.5.4.17": "postalCode",
    "2.5.4.18": "postOfficeBox",
    "2.5.4.20": "telephoneNumber",
    "2.5.4.41": "name",
    "2.5.4.42": "GN",
    "2.5.4.43": "initials",
    "2.5.4.44": "generationQualifier",
    "2.5.4.46": "dnQualifier",
    "2.5.4.65": "pseudonym",
    "2.5.4.97": "organizationIdentifier",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "emailAddress",
    "1.2.840.113549.1.9.2": "unstructuredName",
    "1.3.6.1.4.1.311.60.2.1.1": "jurisdictionL",
    "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionST",
    "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionC",
  ]
}
