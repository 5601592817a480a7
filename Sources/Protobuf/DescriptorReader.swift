/// Reads `FileDescriptorSet`s (google/protobuf/descriptor.proto): as much as it takes to read messages.
///
/// Types refer to one another by name, and files need not stand in any order: names are looked up when all are there.
struct DescriptorReader {
  private var messages: [Found] = []
  private var enumerations: [ProtoEnumType] = []
  private var messagePlaces: [String: Int] = [:]
  private var enumerationPlaces: [String: Int] = [:]
  private var extensions: [(extendee: String, field: FoundField)] = []
  private var methods: [FoundMethod] = []
  private var missing: Set<String> = []

  private struct Found {
    var type: ProtoMessageType
    var fields: [FoundField] = []
  }

  /// A field whose type is a name so far.
  private struct FoundField {
    var field: ProtoField
    var type: Int
    var typeName: String
    var extendee = ""
  }

  private struct FoundMethod {
    var path: String
    var input = ""
    var output = ""
    var streamsRequests = false
    var streamsResponses = false
  }

  /// What all sets together say.
  struct Resolved {
    var messages: [ProtoMessageType]
    var enumerations: [ProtoEnumType]
    var places: [String: Int]
    var methods: [String: ProtoMethod]
    var missing: [String]
  }

  /// Messages that are declared inside messages: nobody nests deeper.
  private static let maximumDepth = 32

  // MARK: - Files

  mutating func read(_ set: ArraySlice<UInt8>) throws(ProtoError) {
    var reader = ProtoWireReader(set)
    while let record = try reader.next() {
      guard record.number == 1, case .length(let file) = record.payload else { continue }
      try readFile(file)
    }
  }

  private mutating func readFile(_ octets: ArraySlice<UInt8>) throws(ProtoError) {
    var package = ""
    // The package may stand behind what is in it.
    var reader = ProtoWireReader(octets)
    while let record = try reader.next() {
      if record.number == 2 { package = record.text }
    }
    reader = ProtoWireReader(octets)
    while let record = try reader.next() {
      guard case .length(let octets) = record.payload else { continue }
      switch record.number {
      case 4: try readMessage(octets, in: package, depth: 0)
      case 5: try readEnumeration(octets, in: package)
      case 6: try readService(octets, in: package)
      case 7: try readExtension(octets, in: package)
      default: break
      }
    }
  }

  private static func joined(_ scope: String, _ name: String) -> String { scope.isEmpty ? name : scope + "." + name }

  // MARK: - Messages

  private mutating func readMessage(_ octets: ArraySlice<UInt8>, in scope: String, depth: Int) throws(ProtoError) {
    guard depth < Self.maximumDepth else { return }
    var name = ""
    var reader = ProtoWireReader(octets)
    while let record = try reader.next() {
      if record.number == 1 { name = record.text }
    }
    let full = Self.joined(scope, name)
    var found = Found(type: ProtoMessageType(name: full))
    reader = ProtoWireReader(octets)
    while let record = try reader.next() {
      guard case .length(let inner) = record.payload else { continue }
      switch record.number {
      case 2: found.fields.append(try field(inner))
      case 3: try readMessage(inner, in: full, depth: depth + 1)
      case 4: try readEnumeration(inner, in: full)
      case 6: try readExtension(inner, in: full)
      // MessageOptions.map_entry
      case 7: found.type.isMapEntry = try Self.number(7, in: inner) == 1
      default: break
      }
    }
    guard messagePlaces[full] == nil else { return }
    messagePlaces[full] = messages.count
    messages.append(found)
  }

  private func field(_ octets: ArraySlice<UInt8>) throws(ProtoError) -> FoundField {
    var found = FoundField(
      field: ProtoField(number: 0, name: "", jsonName: "", kind: .bytes, isRepeated: false), type: 0, typeName: "")
    var reader = ProtoWireReader(octets)
    while let record = try reader.next() {
      switch record.number {
      case 1: found.field.name = record.text
      case 2: found.extendee = record.typeName
      case 3: found.field.number = record.integer
      case 4: found.field.isRepeated = record.integer == 3
      case 5: found.type = record.integer
      case 6: found.typeName = record.typeName
      case 9: found.field.oneof = record.integer
      case 10: found.field.jsonName = record.text
      default: break
      }
    }
    if found.field.jsonName.isEmpty { found.field.jsonName = JSONName.lowerCamelCase(found.field.name) }
    return found
  }

  private mutating func readExtension(_ octets: ArraySlice<UInt8>, in scope: String) throws(ProtoError) {
    var found = try field(octets)
    found.field.jsonName = "[\(Self.joined(scope, found.field.name))]"
    extensions.append((found.extendee, found))
  }

  private static func number(_ wanted: Int, in octets: ArraySlice<UInt8>) throws(ProtoError) -> Int? {
    var reader = ProtoWireReader(octets)
    var number: Int?
    while let record = try reader.next() {
      if record.number == wanted { number = record.integer }
    }
    return number
  }

  // MARK: - Enumerations and services

  private mutating func readEnumeration(_ octets: ArraySlice<UInt8>, in scope: String) throws(ProtoError) {
    var type = ProtoEnumType(name: "")
    var reader = ProtoWireReader(octets)
    while let record = try reader.next() {
      switch (record.number, record.payload) {
      case (1, _): type.name = Self.joined(scope, record.text)
      case (2, .length(let value)):
        var (name, number) = ("", 0)
        var inner = ProtoWireReader(value)
        while let record = try inner.next() {
          if record.number == 1 { name = record.text }
          if record.number == 2 { number = record.integer }
        }
        // Aliases stand behind.
        let key = Int32(truncatingIfNeeded: number)
        if type.values[key] == nil { type.values[key] = name }
      default: break
      }
    }
    guard enumerationPlaces[type.name] == nil else { return }
    enumerationPlaces[type.name] = enumerations.count
    enumerations.append(type)
  }

  private mutating func readService(_ octets: ArraySlice<UInt8>, in scope: String) throws(ProtoError) {
    var name = ""
    var found: [FoundMethod] = []
    var reader = ProtoWireReader(octets)
    while let record = try reader.next() {
      if record.number == 1 { name = record.text }
      guard record.number == 2, case .length(let inner) = record.payload else { continue }
      var method = FoundMethod(path: "")
      var fields = ProtoWireReader(inner)
      while let record = try fields.next() {
        switch record.number {
        case 1: method.path = record.text
        case 2: method.input = record.typeName
        case 3: method.output = record.typeName
        case 5: method.streamsRequests = record.integer == 1
        case 6: method.streamsResponses = record.integer == 1
        default: break
        }
      }
      found.append(method)
    }
    for var method in found {
      method.path = Self.joined(scope, name) + "/" + method.path
      methods.append(method)
    }
  }

  // MARK: - References

  mutating func resolved() -> Resolved {
    var types: [ProtoMessageType] = []
    for found in messages {
      var type = found.type
      type.add(found.fields.map { field($0) })
      types.append(type)
    }
    for (extendee, found) in extensions {
      guard let place = messagePlaces[extendee] else { continue }
      types[place].add([field(found)])
    }
    var table: [String: ProtoMethod] = [:]
    for method in methods where table[method.path] == nil {
      table[method.path] = ProtoMethod(
        input: place(method.input), output: place(method.output), streamsRequests: method.streamsRequests,
        streamsResponses: method.streamsResponses)
    }
    return Resolved(
      messages: types, enumerations: enumerations, places: messagePlaces, methods: table, missing: missing.sorted())
  }

  private mutating func place(_ name: String) -> Int? {
    if messagePlaces[name] == nil { missing.insert(name) }
    return messagePlaces[name]
  }

  private mutating func field(_ found: FoundField) -> ProtoField {
    var field = found.field
    switch found.type {
    case 1: field.kind = .double
    case 2: field.kind = .float
    case 3: field.kind = .int64
    case 4: field.kind = .uint64
    case 5: field.kind = .int32
    case 6: field.kind = .fixed64
    case 7: field.kind = .fixed32
    case 8: field.kind = .bool
    case 9: field.kind = .string
    case 10, 11: field.kind = .message(place(found.typeName))
    case 12: field.kind = .bytes
    case 13: field.kind = .uint32
    case 14:
      if enumerationPlaces[found.typeName] == nil { missing.insert(found.typeName) }
      field.kind = .enumeration(enumerationPlaces[found.typeName])
    case 15: field.kind = .sfixed32
    case 16: field.kind = .sfixed64
    case 17: field.kind = .sint32
    case 18: field.kind = .sint64
    default: field.kind = .bytes
    }
    return field
  }
}

/// Names of fields as JSON has them.
enum JSONName {
  /// `foo_bar` as `fooBar`, as protoc makes them.
  static func lowerCamelCase(_ name: String) -> String {
    var result = ""
    var isUpper = false
    for letter in name {
      if letter == "_" {
        isUpper = true
      } else {
        result += isUpper ? letter.uppercased() : String(letter)
        isUpper = false
      }
    }
    return result
  }
}

extension ProtoRecord {
  /// A string field's text.
  fileprivate var text: String {
    if case .length(let octets) = payload { String(decoding: octets, as: UTF8.self) } else { "" }
  }

  /// A type's name without the dot that says that it is a full one.
  fileprivate var typeName: String { text.hasPrefix(".") ? String(text.dropFirst()) : text }

  fileprivate var integer: Int {
    if case .varint(let value) = payload { Int(truncatingIfNeeded: value) } else { 0 }
  }
}
