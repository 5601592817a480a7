/// A message as its descriptor has it (`DescriptorProto`).
public struct ProtoMessageType: Sendable {
  /// With its package, without a leading dot.
  public var name: String
  /// By their numbers, ascending; extensions among them.
  public internal(set) var fields: [ProtoField] = []
  /// Whether it is the entry of a map.
  public var isMapEntry = false
  private var places: [Int: Int] = [:]

  init(name: String) { self.name = name }

  public func field(_ number: Int) -> ProtoField? { places[number].map { fields[$0] } }

  /// Adds fields; of two with one number the first stays.
  mutating func add(_ more: [ProtoField]) {
    var known = Set(fields.map(\.number))
    for field in more where known.insert(field.number).inserted { fields.append(field) }
    fields.sort { $0.number < $1.number }
    places = [:]
    for (place, field) in fields.enumerated() { places[field.number] = place }
  }
}

/// A field (`FieldDescriptorProto`).
public struct ProtoField: Sendable {
  public enum Kind: Hashable, Sendable {
    case double, float, int64, uint64, int32, fixed64, fixed32, bool, string, bytes, uint32, sfixed32, sfixed64, sint32, sint64
    /// Its type, as a place in the schema; nothing where that has no such type.
    case message(Int?)
    case enumeration(Int?)
  }

  public var number: Int
  public var name: String
  /// In JSON: `json_name`, or of an extension its full name in brackets.
  public var jsonName: String
  public var kind: Kind
  public var isRepeated: Bool
  /// Which of the message's oneofs it belongs to.
  public var oneof: Int?
}

/// An enumeration (`EnumDescriptorProto`).
public struct ProtoEnumType: Sendable {
  public var name: String
  /// The first name of each number.
  public internal(set) var values: [Int32: String] = [:]

  init(name: String) { self.name = name }
}

/// A service's method (`MethodDescriptorProto`).
public struct ProtoMethod: Hashable, Sendable {
  /// Places in the schema; nothing where that has no such type.
  public var input: Int?
  public var output: Int?
  public var streamsRequests: Bool
  public var streamsResponses: Bool
}
