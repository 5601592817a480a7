/// A message taken apart by its description.
public struct ProtoMessage: Sendable {
  public var type: ProtoMessageType
  /// By their numbers, ascending; those that were sent.
  public var fields: [(field: ProtoField, value: ProtoValue)] = []

  public init(_ type: ProtoMessageType) { self.type = type }

  public subscript(number: Int) -> ProtoValue? { fields.first { $0.field.number == number }?.value }
}

/// A field's value, of the type that its description gives it.
public indirect enum ProtoValue: Sendable {
  case bool(Bool)
  /// Types of 32 bits and of 64 bits, which JSON writes differently.
  case int32(Int32)
  case uint32(UInt32)
  case int64(Int64)
  case uint64(UInt64)
  case float(Float)
  case double(Double)
  /// Meant to be UTF-8.
  case string(ArraySlice<UInt8>)
  case bytes(ArraySlice<UInt8>)
  /// Its number, and the name where it has one.
  case enumeration(Int32, type: ProtoEnumType?)
  case message(ProtoMessage)
  /// google.protobuf.Any: what it holds, where that is described.
  case any(url: ArraySlice<UInt8>, inner: ProtoValue?, octets: ArraySlice<UInt8>)
  /// A message whose type the schema lacks.
  case undescribed(ArraySlice<UInt8>)
  case list([ProtoValue])
  /// Keys as JSON has them: text.
  case map([(key: ArraySlice<UInt8>, value: ProtoValue)])
}

/// What came of taking a message apart.
public struct ProtoDecoding: Sendable {
  public enum Outcome: String, Hashable, Sendable {
    case whole
    /// Octets end inside a field, as those do of which only the first were kept.
    case cut
    /// They are no message of that type, or none at all.
    case malformed
    /// There was more in it than is taken apart.
    case tooLarge = "too_large"
  }

  /// With all the fields before the trouble, if there was any.
  public var message: ProtoMessage
  public var outcome = Outcome.whole
  /// Fields that the description does not know, or knows otherwise.
  public var unknownFields = 0
}
