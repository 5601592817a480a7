import ApplicationModel

/// A message's head as compressed fields tell it (RFC 9113 §8.3): HTTP/2's, and HTTP/3's.
struct HTTPHead: Sendable {
  /// Pseudo-header fields, as places in the log's octets; empty where there is none, or it is not known.
  var method = 0..<0
  var path = 0..<0
  var authority = 0..<0
  var scheme = 0..<0
  var protocolName: Range<Int>?
  var status = 0
  /// Whether it has a request's pseudo-header fields, and a response's.
  var isRequest = false
  var isResponse = false
  /// The other fields, in the log's list.
  var fields: Range<Int>
  /// Fields of which the name or the value is not known.
  var unresolved = 0
  var neverIndexed = 0
  var isDamaged = false
  var oddities: HTTPMessage.Oddities = []
  var contentLength: Int?
  var hasContentCoding = false
  /// The first Content-Type among the log's fields.
  var contentType: Int?
  /// Fields, and octets of their names and values, those that were not kept too.
  var count = 0
  var octets = 0

  init(firstField: Int) { fields = firstField..<firstField }

  /// Takes a field. Answers whether it was kept.
  @discardableResult @inline(__always)
  mutating func take(_ entry: HPACKEntry, _ log: inout HTTPLog) -> Bool {
    count &+= 1
    guard entry.isNameKnown, entry.isValueKnown else {
      unresolved &+= 1
      return false
    }
    octets &+= entry.field.name.count &+ entry.field.value.count
    // Each field counts as in a table, so that empty ones count too.
    guard octets &+ count &* 32 <= HPACKDecoder.maximumKept else {
      oddities.insert(.headTruncated)
      return false
    }
    if entry.kind == .regular { log.fields.append(entry.field) } else { takeSpecial(entry, &log) }
    return true
  }

  private mutating func takeSpecial(_ entry: HPACKEntry, _ log: inout HTTPLog) {
    let value = entry.field.value
    if entry.kind.isPseudo, log.fields.count > fields.lowerBound { oddities.insert(.badPseudoField) }
    switch entry.kind {
    case .method:
      noteRequest(isRepeated: !method.isEmpty)
      method = value
    case .path:
      noteRequest(isRepeated: !path.isEmpty)
      path = value
    case .scheme:
      noteRequest(isRepeated: !scheme.isEmpty)
      scheme = value
    case .authority:
      noteRequest(isRepeated: !authority.isEmpty)
      authority = value
    case .protocolName:
      isRequest = true
      protocolName = value
    case .status:
      if isResponse { oddities.insert(.badPseudoField) }
      isResponse = true
      status = Self.status(log.octets(at: value))
      if status == 0 { oddities.insert(.badPseudoField) }
    case .otherPseudo:
      oddities.insert(.badPseudoField)
      log.fields.append(entry.field)
    case .contentLength:
      let length = Self.length(log.octets(at: value))
      if length == nil { oddities.insert(.badLength) }
      if let contentLength { oddities.insert(contentLength == length ? .repeatedLength : .conflictingLengths) }
      contentLength = contentLength ?? length
      log.fields.append(entry.field)
    case .contentType:
      contentType = contentType ?? log.fields.count
      log.fields.append(entry.field)
    case .contentEncoding:
      hasContentCoding = true
      log.fields.append(entry.field)
    case .connection:
      oddities.insert(.connectionField)
      log.fields.append(entry.field)
    case .regular: log.fields.append(entry.field)
    }
    if isRequest, isResponse { oddities.insert(.badPseudoField) }
  }

  private mutating func noteRequest(isRepeated: Bool) {
    isRequest = true
    if isRepeated { oddities.insert(.badPseudoField) }
  }

  // MARK: - Octets

  /// Names are tokens in lower case (RFC 9113 §8.2.1).
  mutating func check(name: Span<UInt8>) {
    for index in name.indices {
      let octet = name[index]
      if octet &- 65 < 26 { oddities.insert(.upperCaseName) }
      if octet <= 32 || octet >= 127 || (octet == UInt8(ascii: ":") && index > 0) { oddities.insert(.badField) }
    }
  }

  /// Values have no octet that ends a line or a string (RFC 9113 §8.2.1).
  mutating func check(value: Span<UInt8>) {
    for index in value.indices where value[index] <= 13 {
      if value[index] == 0 || value[index] == 10 || value[index] == 13 { oddities.insert(.controlOctet) }
    }
  }

  private static func status(_ octets: ArraySlice<UInt8>) -> Int {
    guard octets.count == 3 else { return 0 }
    var status = 0
    for octet in octets {
      guard octet &- 48 < 10 else { return 0 }
      status = status &* 10 &+ Int(octet &- 48)
    }
    return status
  }

  private static func length(_ octets: ArraySlice<UInt8>) -> Int? {
    // 18 digits are below 2^60.
    guard (1...18).contains(octets.count) else { return nil }
    var length = 0
    for octet in octets {
      guard octet &- 48 < 10 else { return nil }
      length = length &* 10 &+ Int(octet &- 48)
    }
    return length
  }
}
