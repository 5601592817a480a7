import ApplicationModel

/// Writes what requests and responses have in common: their fields, and what is to be said of the body.
enum HTTPMessageRecord {
  static func write(_ message: borrowing HTTPMessage, _ log: HTTPLog, _ redaction: Redaction, to json: inout JSONWriter) {
    let isFolded = message.oddities.contains(.obsoleteFolding)
    fields("headers", message.fields, log, redaction, isFolded: isFolded, to: &json)
    json.member("header_bytes", unlessZero: message.headOctets)
    json.member("unresolved_fields", unlessZero: Int(message.unresolvedFields))
    body(message, to: &json)
    json.member("complete", message.isComplete)
    if !message.trailers.isEmpty { fields("trailers", message.trailers, log, redaction, isFolded: isFolded, to: &json) }
    oddities(message.oddities, to: &json)
  }

  /// Names and values as they were sent, but for secrets and folds.
  static func fields(
    _ key: String, _ place: Range<Int>, _ log: HTTPLog, _ redaction: Redaction, isFolded: Bool, to json: inout JSONWriter
  ) {
    json.open(key, UInt8(ascii: "["))
    for field in log.fields(at: place) {
      if !isFolded, writePlain(field, log.octets.span, redaction, to: &json) { continue }
      let name = log.octets(at: field.name)
      let value = log.octets(at: field.value)
      json.element(name, redaction.value(ofField: name, isFolded ? Redaction.unfolded(value) : value))
    }
    json.close(UInt8(ascii: "]"))
  }

  /// Writes a field that is nothing but itself, as most are.
  @inline(__always)
  private static func writePlain(
    _ field: HTTPField, _ octets: Span<UInt8>, _ redaction: Redaction, to json: inout JSONWriter
  ) -> Bool {
    let (name, value) = (field.name, field.value)
    guard name.upperBound <= octets.count, value.upperBound <= octets.count else { return false }
    let shown = octets.extracting(value)
    return redaction.isPlain(octets.extracting(name), shown) && json.element(plain: octets.extracting(name), shown)
  }

  private static func body(_ message: borrowing HTTPMessage, to json: inout JSONWriter) {
    json.member("body_bytes", message.bodyOctets)
    json.member("wire_body_bytes", message.wireBodyOctets)
    if message.encodedBodyOctets != message.bodyOctets, message.encodedBodyOctets != message.wireBodyOctets {
      json.member("encoded_body_bytes", message.encodedBodyOctets)
    }
    json.member("missing_bytes", unlessZero: message.missingOctets)
    json.member("framing", word: name(message.framing))
    json.member("content_length", message.declaredLength)
    json.member("chunks", unlessZero: message.chunks)
    json.member("chunk_extensions", unlessZero: message.chunkExtensions)
    json.member("content_coding", word: name(message.coding))
    json.member("decoding_problem", word: name(message.decodingProblem))
    if !message.parts.isEmpty { parts(message.parts, to: &json) }
    json.member("parts_omitted", unlessZero: message.omittedParts)
  }

  private static func parts(_ parts: [BodyPart], to json: inout JSONWriter) {
    json.array("parts") { json in
      for part in parts {
        json.object { json in
          json.member("name", octets: part.name?[...])
          json.member("file_name", octets: part.fileName?[...])
          json.member("content_type", octets: part.contentType?[...])
          json.member("content_range", octets: part.contentRange?[...])
          json.member("bytes", part.octets)
          json.member("complete", part.isComplete)
        }
      }
    }
  }

  private static func oddities(_ oddities: HTTPMessage.Oddities, to json: inout JSONWriter) {
    guard !oddities.isEmpty else { return }
    json.array("oddities") { json in
      for (oddity, word) in words where oddities.contains(oddity) { json.element(word: word) }
    }
  }

  // MARK: - Words

  static let words: [(HTTPMessage.Oddities, String)] = [
    (.obsoleteFolding, "obsolete_folding"), (.bareLineFeed, "bare_line_feed"), (.conflictingLengths, "conflicting_lengths"),
    (.badLength, "bad_length"), (.spaceBeforeColon, "space_before_colon"), (.badField, "bad_field"),
    (.headTruncated, "head_truncated"), (.badChunk, "bad_chunk"), (.badTransferCoding, "bad_transfer_coding"),
    (.repeatedLength, "repeated_length"), (.controlOctet, "control_octet"), (.upperCaseName, "upper_case_name"),
    (.badPseudoField, "bad_pseudo_field"), (.connectionField, "connection_field"), (.lengthMismatch, "length_mismatch"),
  ]

  private static func name(_ framing: HTTPMessage.Framing) -> String? {
    switch framing {
    case .none: nil
    case .length: "length"
    case .chunked: "chunked"
    case .close: "close"
    case .frames: "frames"
    }
  }

  private static func name(_ coding: HTTPMessage.Coding) -> String? {
    switch coding {
    case .identity: nil
    case .gzip: "gzip"
    case .deflate: "deflate"
    case .brotli: "br"
    case .zstandard: "zstd"
    case .several: "several"
    case .unknown: "unknown"
    }
  }

  static func name(_ problem: HTTPMessage.DecodingProblem) -> String? {
    switch problem {
    case .none: nil
    case .damaged: "damaged"
    case .truncated: "truncated"
    case .tooLarge: "too_large"
    case .gap: "gap"
    }
  }
}
