import Protobuf

/// Writes the fields of a message that nobody described (`fields[]`).
///
/// Numbers, types and lengths are always told. What a field holds is not, unless that was asked for: without a name nothing
/// tells a password from a greeting.
struct ProtoListingRecord {
  let redaction: Redaction

  func write(_ listing: ProtoListing, to json: inout JSONWriter) {
    json.array("fields") { json in
      for field in listing.fields { json.object { write(field, to: &$0) } }
    }
    if listing.isTooLarge { json.member("fields_omitted", true) }
  }

  /// Octets shown of one field.
  static let maximumShown = 256

  private func write(_ field: ProtoListing.Field, to json: inout JSONWriter) {
    json.member("number", field.number)
    json.member("type", word: field.reading.name)
    let isShown = redaction.revealsUnnamed
    switch field.reading {
    case .varint(let value):
      guard isShown else { return }
      json.key("value")
      // A negative number has ten octets: all 64 bits.
      json.element(raw: value >> 63 == 1 ? "\(Int64(bitPattern: value))" : "\(value)")
    case .fixed32(let bits):
      guard isShown else { return }
      json.key("value")
      json.element(Int(bits))
      fraction(Float(bitPattern: bits), to: &json)
    case .fixed64(let bits):
      guard isShown else { return }
      json.key("value")
      json.element(bits)
      fraction(Double(bitPattern: bits), to: &json)
    case .text(let octets):
      json.member("bytes", octets.count)
      if isShown { json.member("text", octets: preview(octets)) }
    case .message(let inner, let octets), .group(let inner, let octets):
      json.member("bytes", octets)
      write(inner, to: &json)
    case .bytes(let octets):
      json.member("bytes", octets.count)
      if isShown { json.member("hex", hexadecimal: Array(octets.prefix(Self.maximumShown))) }
    case .torn(let octets, let length):
      json.member("bytes", length)
      if isShown { json.member("hex", hexadecimal: Array(octets.prefix(Self.maximumShown))) }
    }
  }

  private func fraction<Value: BinaryFloatingPoint & CustomStringConvertible>(_ value: Value, to json: inout JSONWriter) {
    guard value.isFinite else { return }
    json.key("float")
    json.element(raw: value.description)
  }

  /// Tokens that say so themselves stay hidden.
  private func preview(_ octets: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let shown = redaction.value(ofField: [], octets)
    return NetworkText.preview(Array(shown.prefix(Self.maximumShown)), of: shown.count)
  }
}

extension ProtoListing.Reading {
  var name: String {
    switch self {
    case .varint: "varint"
    case .fixed32: "fixed32"
    case .fixed64: "fixed64"
    case .text: "text"
    case .message: "message"
    case .group: "group"
    case .bytes: "bytes"
    case .torn: "cut"
    }
  }
}
