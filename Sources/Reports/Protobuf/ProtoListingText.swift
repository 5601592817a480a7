import Protobuf

/// The fields of a message that nobody described, a line each.
struct ProtoListingText {
  let redaction: Redaction

  /// `1: "text"`; fields inside a field stand below it, indented. What they hold is told only where that was asked for.
  func lines(of listing: ProtoListing, indent: String = "") -> [String] {
    listing.fields.flatMap { field in lines(of: field, indent) } + (listing.isTooLarge ? [indent + "…"] : [])
  }

  private func lines(of field: ProtoListing.Field, _ indent: String) -> [String] {
    let start = "\(indent)\(field.number): "
    switch field.reading {
    case .varint(let value): return [start + number(value >> 63 == 1 ? "\(Int64(bitPattern: value))" : "\(value)", "varint")]
    case .fixed32(let bits): return [start + number("\(bits) or \(Float(bitPattern: bits))", "fixed32")]
    case .fixed64(let bits): return [start + number("\(bits) or \(Double(bitPattern: bits))", "fixed64")]
    case .text(let octets):
      guard redaction.revealsUnnamed else { return [start + "text, \(HumanUnits.count(octets.count, "byte"))"] }
      let shown = redaction.value(ofField: [], octets)
      let isCut = shown.count > ProtoListingRecord.maximumShown
      let preview = NetworkText.preview(Array(shown.prefix(ProtoListingRecord.maximumShown)), of: shown.count)
      return [start + "\"\(NetworkText.safe(preview))\(isCut ? "…" : "")\""]
    case .message(let inner, let octets): return nested(inner, start + "message, ", octets, indent)
    case .group(let inner, let octets): return nested(inner, start + "group, ", octets, indent)
    case .bytes(let octets): return [start + bytes(octets, octets.count)]
    case .torn(let octets, let length): return [start + bytes(octets, length)]
    }
  }

  private func number(_ value: String, _ type: String) -> String { redaction.revealsUnnamed ? value : type }

  private func nested(_ inner: ProtoListing, _ start: String, _ octets: Int, _ indent: String) -> [String] {
    [start + HumanUnits.count(octets, "byte")] + lines(of: inner, indent: indent + "  ")
  }

  private func bytes(_ octets: ArraySlice<UInt8>, _ length: Int) -> String {
    let words = HumanUnits.count(length, "byte")
    guard redaction.revealsUnnamed else { return words }
    let shown = octets.prefix(Self.shownBytes)
    return "\(words), \(Self.digits(shown))\(shown.count < length ? "…" : "")"
  }

  static func digits(_ octets: ArraySlice<UInt8>) -> String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// What fits on a line.
  private static let shownBytes = 32
}
