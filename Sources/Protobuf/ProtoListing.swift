/// A message of which no description is at hand: its fields, each in the reading that fits best.
public struct ProtoListing: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public var number: Int
    public var reading: Reading
  }

  public indirect enum Reading: Hashable, Sendable {
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    /// UTF-8 that a person could read.
    case text(ArraySlice<UInt8>)
    /// What parses as fields to its last octet.
    case message(ProtoListing, octets: Int)
    case group(ProtoListing, octets: Int)
    case bytes(ArraySlice<UInt8>)
    /// The last field there is, whose length says more than there is of it.
    case torn(ArraySlice<UInt8>, length: Int)
  }

  public var fields: [Field] = []
  /// Whether all of it parsed, and why not.
  public var error: ProtoError?
  /// Whether there was more in it than is listed.
  public var isTooLarge = false

  /// `octets` of which nobody knows more than that they may be a message.
  public init(_ octets: ArraySlice<UInt8>) {
    var room = Self.maximumFields
    self.init(octets, depth: 0, room: &room)
  }

  private init(_ octets: ArraySlice<UInt8>, depth: Int, room: inout Int) {
    var reader = ProtoWireReader(octets)
    do throws(ProtoError) {
      while let record = try reader.next() {
        guard room > 0 else {
          isTooLarge = true
          return
        }
        room -= 1
        fields.append(Field(number: record.number, reading: Self.reading(record.payload, depth, &room)))
      }
    } catch {
      self.error = error
      // Inside a message that may be none, it is a sign of that.
      guard depth == 0, let torn = reader.torn else { return }
      fields.append(Field(number: torn.number, reading: .torn(torn.octets, length: torn.length)))
    }
  }

  /// Fields of one message that are listed, those inside fields counted.
  public static let maximumFields = 512
  /// Messages inside messages that are looked for. What lies deeper is more likely chance.
  public static let maximumDepth = 16

  private static func reading(_ payload: ProtoRecord.Payload, _ depth: Int, _ room: inout Int) -> Reading {
    switch payload {
    case .varint(let value): return .varint(value)
    case .fixed32(let value): return .fixed32(value)
    case .fixed64(let value): return .fixed64(value)
    case .group(let octets):
      guard depth < maximumDepth else { return .bytes(octets) }
      return .group(ProtoListing(octets, depth: depth + 1, room: &room), octets: octets.count)
    case .length(let octets):
      let isText = isReadable(octets)
      // Tags of the first field look like white space: 09, 0a and 0d.
      if isText, octets.first.map({ $0 >= 0x20 }) ?? true { return .text(octets) }
      if depth < maximumDepth {
        let before = room
        let inner = ProtoListing(octets, depth: depth + 1, room: &room)
        if inner.error == nil { return .message(inner, octets: octets.count) }
        room = before
      }
      return isText ? .text(octets) : .bytes(octets)
    }
  }

  private static func isReadable(_ octets: ArraySlice<UInt8>) -> Bool {
    for octet in octets where (octet < 0x20 && octet != 9 && octet != 10 && octet != 13) || octet == 0x7f { return false }
    return String(validating: octets, as: UTF8.self) != nil
  }
}
