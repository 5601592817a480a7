public import Octets
public import PacketModel

/// Collects the fields of one layer. Ranges are given as octets *of the header*; the writer adds where the header stands.
public struct FieldWriter: Sendable {
  public private(set) var fields: [Field] = []
  /// Where the header starts, in octets from the start of the frame.
  public let base: Int

  public init(base: Int) { self.base = base }

  /// A number; with `name`, a second field `<field>_name` says what it means.
  public mutating func number(_ field: String, _ value: some BinaryInteger, _ range: Range<Int>, name: String? = nil) {
    add(field, .number(UInt64(truncatingIfNeeded: value)), range, note: name)
    if let name { add(field + "_name", .text(name), range) }
  }

  public mutating func flag(_ field: String, _ value: Bool, _ range: Range<Int>) {
    add(field, .flag(value), range)
  }

  public mutating func text(_ field: String, _ value: String, _ range: Range<Int>, note: String? = nil) {
    add(field, .text(value), range, note: note)
  }

  public mutating func mac(_ field: String, _ value: MACAddress, _ range: Range<Int>) {
    add(field, .text(value.description), range)
  }

  public mutating func address(_ field: String, _ value: IPAddress, _ version: IPVersion, _ range: Range<Int>) {
    add(field, .text(value.text(version)), range)
  }

  public mutating func octets(_ field: String, _ value: ByteView, _ range: Range<Int>) {
    add(field, .octets(value.copied()), range)
  }

  /// An object of its own: flags, an option.
  public mutating func group(_ field: String, _ range: Range<Int>, _ body: (inout FieldWriter) -> Void) {
    var inner = FieldWriter(base: base)
    body(&inner)
    add(field, .fields(inner.fields), range)
  }

  /// An array of objects, each written by one call of `body`, which answers whether there was one.
  public mutating func list(_ field: String, _ range: Range<Int>, _ body: (inout FieldWriter) -> Bool) {
    var items: [FieldValue] = []
    while true {
      var inner = FieldWriter(base: base)
      guard body(&inner) else { break }
      items.append(.fields(inner.fields))
    }
    add(field, .list(items), range)
  }

  /// An array of objects written beforehand.
  public mutating func list(_ field: String, _ items: [FieldValue], _ range: Range<Int>) {
    add(field, .list(items), range)
  }

  public mutating func add(_ field: String, _ value: FieldValue, _ range: Range<Int>, note: String? = nil) {
    fields.append(Field(field, value, (base + range.lowerBound)..<(base + range.upperBound), note: note))
  }
}
