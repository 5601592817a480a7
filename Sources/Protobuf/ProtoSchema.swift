/// What descriptors say of messages, enumerations and services: one `FileDescriptorSet`, or several.
public final class ProtoSchema: Sendable {
  public let messages: [ProtoMessageType]
  public let enumerations: [ProtoEnumType]
  /// Names of types that fields and methods refer to, and no descriptor describes: the sets were made without their imports.
  public let missingTypes: [String]
  private let places: [String: Int]
  private let methods: [String: ProtoMethod]

  /// Takes sets as `protoc --include_imports --descriptor_set_out` writes them. Of a type that several describe, the first
  /// description stays.
  public convenience init(sets: [[UInt8]]) throws(ProtoError) {
    var reader = DescriptorReader()
    for set in sets { try reader.read(set[...]) }
    self.init(reader.resolved())
  }

  init(_ found: DescriptorReader.Resolved) {
    messages = found.messages
    enumerations = found.enumerations
    missingTypes = found.missing
    places = found.places
    methods = found.methods
  }

  public var methodCount: Int { methods.count }

  public func message(_ place: Int?) -> ProtoMessageType? {
    guard let place, messages.indices.contains(place) else { return nil }
    return messages[place]
  }

  /// By its name with its package.
  public func message(named name: String) -> ProtoMessageType? { message(places[name]) }

  public func enumeration(_ place: Int?) -> ProtoEnumType? {
    guard let place, enumerations.indices.contains(place) else { return nil }
    return enumerations[place]
  }

  /// A method of a service, which is named with its package.
  public func method(_ name: String, of service: String) -> ProtoMethod? { methods[service + "/" + name] }

  /// What a field has that was not sent.
  public func standardValue(of field: ProtoField) -> ProtoValue {
    switch field.kind {
    case .double: .double(0)
    case .float: .float(0)
    case .int64, .sfixed64, .sint64: .int64(0)
    case .uint64, .fixed64: .uint64(0)
    case .int32, .sfixed32, .sint32: .int32(0)
    case .uint32, .fixed32: .uint32(0)
    case .bool: .bool(false)
    case .string: .string([])
    case .bytes: .bytes([])
    case .enumeration(let place): .enumeration(0, type: enumeration(place))
    case .message(let place): message(place).map { .message(ProtoMessage($0)) } ?? .undescribed([])
    }
  }
}
