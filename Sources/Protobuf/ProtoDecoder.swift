/// Takes messages apart by their description, whoever wrote them.
public struct ProtoDecoder {
  private let schema: ProtoSchema
  private var outcome = ProtoDecoding.Outcome.whole
  private var unknownFields = 0
  /// Values that may still be made.
  private var room = Self.maximumValues

  /// `isWhole`: the octets are all of the message, not its first ones.
  public static func decode(
    _ octets: ArraySlice<UInt8>, as type: ProtoMessageType, in schema: ProtoSchema, isWhole: Bool = true
  ) -> ProtoDecoding {
    var decoder = ProtoDecoder(schema)
    var decoding = ProtoDecoding(message: decoder.message(octets, type, 0, isCut: !isWhole))
    decoding.outcome = decoder.outcome
    if !isWhole, decoding.outcome == .whole { decoding.outcome = .cut }
    decoding.unknownFields = decoder.unknownFields
    return decoding
  }

  private init(_ schema: ProtoSchema) { self.schema = schema }

  /// Values of one message, those inside it counted: a million empty ones would fit into two megabytes.
  static let maximumValues = 1 << 16
  /// Messages inside messages, as protobuf's own readers allow.
  static let maximumDepth = 100

  // MARK: - Messages

  private mutating func message(
    _ octets: ArraySlice<UInt8>, _ type: ProtoMessageType, _ depth: Int, isCut: Bool = false
  ) -> ProtoMessage {
    var message = ProtoMessage(type)
    guard depth < Self.maximumDepth else {
      outcome = .tooLarge
      return message
    }
    var found: [Int: [ProtoRecord.Payload]] = [:]
    var reader = ProtoWireReader(octets)
    var isGoing = true
    while isGoing {
      do throws(ProtoError) {
        guard let record = try reader.next() else { break }
        add(record, type, &found)
      } catch {
        if outcome == .whole { outcome = error.reason == .truncated && isCut ? .cut : .malformed }
        isGoing = false
      }
      if room < 0 { isGoing = false }
    }
    for field in type.fields {
      guard let payloads = found[field.number], let value = value(of: field, payloads, depth) else { continue }
      message.fields.append((field, value))
    }
    return message
  }

  private mutating func add(
    _ record: ProtoRecord, _ type: ProtoMessageType, _ found: inout [Int: [ProtoRecord.Payload]]
  ) {
    guard let field = type.field(record.number), field.takes(record.payload) else {
      unknownFields &+= 1
      return
    }
    // Of a oneof, the last one that was sent counts.
    if let oneof = field.oneof {
      for other in type.fields where other.oneof == oneof && other.number != field.number { found[other.number] = nil }
    }
    spend()
    if field.isRepeated || field.isMessage {
      found[field.number, default: []].append(record.payload)
    } else {
      found[field.number] = [record.payload]
    }
  }

  private mutating func spend() {
    room &-= 1
    if room < 0 { outcome = .tooLarge }
  }

  // MARK: - Values

  private mutating func value(of field: ProtoField, _ payloads: [ProtoRecord.Payload], _ depth: Int) -> ProtoValue? {
    if field.isRepeated {
      if case .message(let place) = field.kind, let entry = schema.message(place), entry.isMapEntry {
        return map(payloads, entry, depth)
      }
      return .list(payloads.flatMap { elements($0, field, depth) })
    }
    guard field.isMessage else { return payloads.last.flatMap { scalar($0, field.kind) } }
    // One that was sent in pieces is the pieces merged, as if it had been sent in one.
    let octets = payloads.count == 1 ? payloads[0].octets : payloads.reduce([]) { $0 + $1.octets }
    return message(octets, field.kind, depth)
  }

  private mutating func message(_ octets: ArraySlice<UInt8>, _ kind: ProtoField.Kind, _ depth: Int) -> ProtoValue {
    guard case .message(let place) = kind, let type = schema.message(place) else { return .undescribed(octets) }
    return value(octets, type, depth &+ 1)
  }

  private mutating func value(_ octets: ArraySlice<UInt8>, _ type: ProtoMessageType, _ depth: Int) -> ProtoValue {
    let message = message(octets, type, depth)
    return type.name == "google.protobuf.Any" ? any(message, depth) : .message(message)
  }

  /// The type is the part of the URL behind its last slash.
  private mutating func any(_ message: ProtoMessage, _ depth: Int) -> ProtoValue {
    var (url, octets): (ArraySlice<UInt8>, ArraySlice<UInt8>) = ([], [])
    if case .string(let text) = message[1] { url = text }
    if case .bytes(let value) = message[2] { octets = value }
    let name = url.lastIndex(of: UInt8(ascii: "/")).map { url[($0 + 1)...] } ?? url
    guard let type = schema.message(named: String(decoding: name, as: UTF8.self)) else {
      return .any(url: url, inner: nil, octets: octets)
    }
    return .any(url: url, inner: value(octets, type, depth &+ 1), octets: octets)
  }

  /// The elements that one record of a repeated field has: several where it is packed.
  private mutating func elements(_ payload: ProtoRecord.Payload, _ field: ProtoField, _ depth: Int) -> [ProtoValue] {
    if field.isMessage { return [message(payload.octets, field.kind, depth)] }
    guard field.isPackable, case .length(let octets) = payload else { return scalar(payload, field.kind).map { [$0] } ?? [] }
    var values: [ProtoValue] = []
    var reader = PackedReader(octets, field.kind)
    while room >= 0 {
      do throws(ProtoError) {
        guard let element = try reader.next() else { return values }
        spend()
        if let value = scalar(element, field.kind) { values.append(value) }
      } catch {
        if outcome == .whole { outcome = .malformed }
        return values
      }
    }
    return values
  }

  /// Of two entries with one key the last one counts.
  private mutating func map(_ payloads: [ProtoRecord.Payload], _ entry: ProtoMessageType, _ depth: Int) -> ProtoValue {
    var pairs: [(key: ArraySlice<UInt8>, value: ProtoValue)] = []
    var places: [ArraySlice<UInt8>: Int] = [:]
    for payload in payloads {
      let message = message(payload.octets, entry, depth &+ 1)
      guard let keyField = entry.field(1), let valueField = entry.field(2) else { continue }
      let key = (message[1] ?? schema.standardValue(of: keyField)).key
      let value = message[2] ?? schema.standardValue(of: valueField)
      if let place = places[key] {
        pairs[place].value = value
      } else {
        places[key] = pairs.count
        pairs.append((key, value))
      }
    }
    return .map(pairs)
  }

  private func scalar(_ payload: ProtoRecord.Payload, _ kind: ProtoField.Kind) -> ProtoValue? {
    switch (kind, payload) {
    case (.double, .fixed64(let bits)): .double(Double(bitPattern: bits))
    case (.float, .fixed32(let bits)): .float(Float(bitPattern: bits))
    case (.int64, .varint(let value)): .int64(Int64(bitPattern: value))
    case (.uint64, .varint(let value)), (.fixed64, .fixed64(let value)): .uint64(value)
    case (.int32, .varint(let value)): .int32(Int32(truncatingIfNeeded: value))
    case (.fixed32, .fixed32(let value)): .uint32(value)
    case (.bool, .varint(let value)): .bool(value != 0)
    case (.string, .length(let octets)): .string(octets)
    case (.bytes, .length(let octets)): .bytes(octets)
    case (.uint32, .varint(let value)): .uint32(UInt32(truncatingIfNeeded: value))
    case (.sfixed32, .fixed32(let value)): .int32(Int32(bitPattern: value))
    case (.sfixed64, .fixed64(let value)): .int64(Int64(bitPattern: value))
    case (.sint32, .varint(let value)): .int32(Int32(truncatingIfNeeded: Self.zigzag(value & 0xffff_ffff)))
    case (.sint64, .varint(let value)): .int64(Self.zigzag(value))
    case (.enumeration(let place), .varint(let value)):
      .enumeration(Int32(truncatingIfNeeded: value), type: schema.enumeration(place))
    default: nil
    }
  }

  private static func zigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}

/// Numbers that stand one behind the other without tags.
private struct PackedReader {
  private var rest: ArraySlice<UInt8>
  private let kind: ProtoField.Kind

  init(_ octets: ArraySlice<UInt8>, _ kind: ProtoField.Kind) {
    rest = octets
    self.kind = kind
  }

  mutating func next() throws(ProtoError) -> ProtoRecord.Payload? {
    guard !rest.isEmpty else { return nil }
    switch kind {
    case .double, .fixed64, .sfixed64: return .fixed64(try ProtoWireReader.little(8, &rest, at: rest.startIndex))
    case .float, .fixed32, .sfixed32:
      return .fixed32(UInt32(truncatingIfNeeded: try ProtoWireReader.little(4, &rest, at: rest.startIndex)))
    default: return .varint(try ProtoWireReader.varint(&rest, at: rest.startIndex))
    }
  }
}

extension ProtoField {
  var isMessage: Bool {
    if case .message = kind { true } else { false }
  }

  /// Whether several may stand in one record without tags.
  fileprivate var isPackable: Bool {
    switch kind {
    case .string, .bytes, .message: false
    default: true
    }
  }

  /// Whether a value of that wire type can be the field's.
  fileprivate func takes(_ payload: ProtoRecord.Payload) -> Bool {
    switch (kind, payload) {
    case (.message, .length), (.message, .group), (.string, .length), (.bytes, .length): true
    case (.double, .fixed64), (.fixed64, .fixed64), (.sfixed64, .fixed64): true
    case (.float, .fixed32), (.fixed32, .fixed32), (.sfixed32, .fixed32): true
    case (.double, _), (.fixed64, _), (.sfixed64, _), (.float, _), (.fixed32, _), (.sfixed32, _): isPacked(payload)
    case (.message, _), (.string, _), (.bytes, _): false
    case (_, .varint): true
    default: isPacked(payload)
    }
  }

  private func isPacked(_ payload: ProtoRecord.Payload) -> Bool {
    if case .length = payload { isRepeated && isPackable } else { false }
  }
}

extension ProtoRecord.Payload {
  /// Of what has octets of its own.
  fileprivate var octets: ArraySlice<UInt8> {
    switch self {
    case .length(let octets), .group(let octets): octets
    case .varint, .fixed64, .fixed32: []
    }
  }
}

extension ProtoValue {
  /// A map's key, as JSON has it.
  fileprivate var key: ArraySlice<UInt8> {
    switch self {
    case .string(let text): text
    case .bool(let value): Array((value ? "true" : "false").utf8)[...]
    case .int32(let value): Array(String(value).utf8)[...]
    case .uint32(let value): Array(String(value).utf8)[...]
    case .int64(let value): Array(String(value).utf8)[...]
    case .uint64(let value): Array(String(value).utf8)[...]
    default: []
    }
  }
}
