/// One header field as a report shows it.
public struct Field: Hashable, Sendable {
  /// snake_case, the RFC's term; unique among its siblings.
  public var name: String
  public var value: FieldValue
  /// What the value means, for people: "Echo (ping) request". Not part of the JSON value.
  public var note: String?
  /// Octets from the start of the frame.
  public var range: Range<Int>

  public init(_ name: String, _ value: FieldValue, _ range: Range<Int>, note: String? = nil) {
    self.name = name
    self.value = value
    self.range = range
    self.note = note
  }
}

/// A field's value, as it stands in JSON.
public indirect enum FieldValue: Hashable, Sendable {
  case number(UInt64)
  case signed(Int64)
  case flag(Bool)
  case text(String)
  /// Written in lower-case hexadecimal, without separators.
  case octets([UInt8])
  case list([FieldValue])
  /// An object.
  case fields([Field])
}
