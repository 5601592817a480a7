import ApplicationModel
import Protobuf

/// Writes a described message in the JSON mapping of Protocol Buffers ("ProtoJSON"), but for secrets.
///
/// Fields that were sent are written, in the order of their numbers, under their JSON names. Whatever stands below a secret
/// name is secret, too.
struct ProtoJSON {
  let schema: ProtoSchema
  let redaction: Redaction

  func element(_ message: ProtoMessage, to json: inout JSONWriter) { write(message, .plain, to: &json) }

  /// The name that a value goes by, and whether one above it is secret.
  struct Name {
    var octets: ArraySlice<UInt8>
    var isSecret: Bool

    static let plain = Name(octets: [], isSecret: false)
  }

  func name(_ octets: ArraySlice<UInt8>, below parent: Name) -> Name {
    Name(octets: octets, isSecret: parent.isSecret || redaction.isSecret(octets))
  }

  // MARK: - Values

  func write(_ value: ProtoValue, _ name: Name, to json: inout JSONWriter) {
    switch value {
    case .bool(let value): json.element(value)
    case .int32(let value): number("\(value)", name, isQuoted: false, to: &json)
    case .uint32(let value): number("\(value)", name, isQuoted: false, to: &json)
    // Readers of JSON keep 53 bits of a number.
    case .int64(let value): number("\(value)", name, isQuoted: true, to: &json)
    case .uint64(let value): number("\(value)", name, isQuoted: true, to: &json)
    case .float(let value): fraction(value, name, to: &json)
    case .double(let value): fraction(value, name, to: &json)
    case .string(let text): write(text: text, name, to: &json)
    case .bytes(let octets): hidden(name, unless: octets.isEmpty, to: &json) { $0.element(word: Base64.text(octets)) }
    case .enumeration(let number, let type): write(number, type, to: &json)
    case .message(let message): write(message, name, to: &json)
    case .any(let url, let inner, let octets): any(url, inner, octets, name, to: &json)
    case .undescribed(let octets): unnamed(octets, to: &json)
    case .list(let values):
      json.array { json in
        for value in values { write(value, name, to: &json) }
      }
    case .map(let pairs): map(pairs, name, to: &json)
    }
  }

  private func number(_ digits: String, _ name: Name, isQuoted: Bool, to json: inout JSONWriter) {
    hidden(name, to: &json) { json in
      if isQuoted { json.element(word: digits) } else { json.element(raw: digits) }
    }
  }

  private func fraction<Value: BinaryFloatingPoint & CustomStringConvertible>(
    _ value: Value, _ name: Name, to json: inout JSONWriter
  ) {
    hidden(name, to: &json) { json in
      if value.isNaN {
        json.element(word: "NaN")
      } else if value.isInfinite {
        json.element(word: value < 0 ? "-Infinity" : "Infinity")
      } else {
        // The shortest digits that mean this number.
        json.element(raw: value.description)
      }
    }
  }

  func write(text: ArraySlice<UInt8>, _ name: Name, to json: inout JSONWriter) {
    hidden(name, unless: text.isEmpty, to: &json) { $0.element(octets: redaction.value(ofField: name.octets, text)) }
  }

  private func write(_ number: Int32, _ type: ProtoEnumType?, to json: inout JSONWriter) {
    if type?.name == "google.protobuf.NullValue" {
      json.element(raw: "null")
    } else if let name = type?.values[number] {
      json.element(name)
    } else {
      json.element(Int(number))
    }
  }

  /// The mark in the place of what a secret name stands for.
  private func hidden(
    _ name: Name, unless isShown: Bool = false, to json: inout JSONWriter, _ body: (inout JSONWriter) -> Void
  ) {
    if name.isSecret, !isShown { json.element(octets: Redaction.mark[...]) } else { body(&json) }
  }

  /// What has no names inside cannot be told from a secret.
  private func unnamed(_ octets: ArraySlice<UInt8>, to json: inout JSONWriter) {
    if redaction.revealsUnnamed { json.element(word: Base64.text(octets)) } else { json.element(octets: Redaction.mark[...]) }
  }

  // MARK: - Messages

  private func write(_ message: ProtoMessage, _ name: Name, to json: inout JSONWriter) {
    if writeWellKnown(message, name, to: &json) { return }
    json.object { members(of: message, name, to: &$0) }
  }

  private func members(of message: ProtoMessage, _ name: Name, to json: inout JSONWriter) {
    for (field, value) in message.fields {
      json.key(octets: Array(field.jsonName.utf8)[...])
      // What a field is called in its description says more than its name in JSON.
      write(value, self.name(Array(field.name.utf8)[...], below: name), to: &json)
    }
  }

  func map(_ pairs: [(key: ArraySlice<UInt8>, value: ProtoValue)], _ name: Name, to json: inout JSONWriter) {
    json.object { json in
      for (key, value) in pairs {
        json.key(octets: key)
        write(value, self.name(key, below: name), to: &json)
      }
    }
  }

  /// `@type` stands beside the message's own members, or beside what stands for it where that is no object.
  private func any(
    _ url: ArraySlice<UInt8>, _ inner: ProtoValue?, _ octets: ArraySlice<UInt8>, _ name: Name, to json: inout JSONWriter
  ) {
    json.object { json in
      if !url.isEmpty { json.member("@type", octets: url) }
      guard let inner else {
        guard !octets.isEmpty else { return }
        json.key("value")
        return unnamed(octets, to: &json)
      }
      if case .message(let message) = inner, !Self.isWellKnown(message.type.name) {
        return members(of: message, name, to: &json)
      }
      json.key("value")
      write(inner, name, to: &json)
    }
  }
}
