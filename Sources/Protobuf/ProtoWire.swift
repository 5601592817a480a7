/// Why octets are no message of Protocol Buffers, and where.
public struct ProtoError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// They end inside a field.
    case truncated
    /// A field number of 0, a wire type that there is not, a varint of more than ten octets, a group that is not closed.
    case malformed
  }

  public var reason: Reason
  /// Octets from the start to where the field at fault begins.
  public var offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// One field as it is encoded: a number, and a value of a wire type.
public struct ProtoRecord: Hashable, Sendable {
  public enum Payload: Hashable, Sendable {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    /// Octets behind a length.
    case length(ArraySlice<UInt8>)
    /// Fields between a group's two tags.
    case group(ArraySlice<UInt8>)
  }

  public var number: Int
  public var payload: Payload
}

/// Reads fields one behind the other (Protocol Buffers, "Encoding").
public struct ProtoWireReader: Sendable {
  private var rest: ArraySlice<UInt8>
  private let start: Int
  /// The field that the octets end inside of, where it has a length: that, and what there is of it.
  public private(set) var torn: (number: Int, length: Int, octets: ArraySlice<UInt8>)?

  public init(_ octets: ArraySlice<UInt8>) {
    rest = octets
    start = octets.startIndex
  }

  /// Octets read so far.
  public var offset: Int { rest.startIndex &- start }

  /// The next field; nothing at the end.
  public mutating func next() throws(ProtoError) -> ProtoRecord? {
    guard !rest.isEmpty else { return nil }
    let begin = offset
    let tag = try varint(begin)
    let number = Int(truncatingIfNeeded: tag >> 3)
    guard tag <= Self.maximumTag, number > 0 else { throw ProtoError(.malformed, at: begin) }
    switch tag & 7 {
    case 0: return ProtoRecord(number: number, payload: .varint(try varint(begin)))
    case 1: return ProtoRecord(number: number, payload: .fixed64(try little(8, begin)))
    case 2: return ProtoRecord(number: number, payload: .length(try length(number, begin)))
    case 3: return ProtoRecord(number: number, payload: .group(try group(number, begin)))
    case 5: return ProtoRecord(number: number, payload: .fixed32(UInt32(truncatingIfNeeded: try little(4, begin))))
    default: throw ProtoError(.malformed, at: begin)
    }
  }

  // MARK: - Values

  private mutating func varint(_ begin: Int) throws(ProtoError) -> UInt64 { try Self.varint(&rest, at: begin) }

  private mutating func little(_ count: Int, _ begin: Int) throws(ProtoError) -> UInt64 {
    try Self.little(count, &rest, at: begin)
  }

  /// Seven bits an octet, the low ones first.
  static func varint(_ rest: inout ArraySlice<UInt8>, at begin: Int) throws(ProtoError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let octet = rest.popFirst() else { throw ProtoError(.truncated, at: begin) }
      value |= UInt64(octet & 0x7f) << shift
      if octet < 0x80 { return value }
    }
    throw ProtoError(.malformed, at: begin)
  }

  static func little(_ count: Int, _ rest: inout ArraySlice<UInt8>, at begin: Int) throws(ProtoError) -> UInt64 {
    guard rest.count >= count else { throw ProtoError(.truncated, at: begin) }
    var value: UInt64 = 0
    for octet in rest.prefix(count).reversed() { value = value << 8 | UInt64(octet) }
    rest = rest.dropFirst(count)
    return value
  }

  private mutating func length(_ number: Int, _ begin: Int) throws(ProtoError) -> ArraySlice<UInt8> {
    let count = try varint(begin)
    // A length is an int32: what is more is no length, not one that the end cut.
    guard count <= UInt64(Int32.max) else { throw ProtoError(.malformed, at: begin) }
    guard count <= UInt64(rest.count) else {
      torn = (number, Int(count), rest)
      throw ProtoError(.truncated, at: begin)
    }
    defer { rest = rest.dropFirst(Int(count)) }
    return rest.prefix(Int(count))
  }

  /// Finds the end tag of a group, over those inside it.
  private mutating func group(_ number: Int, _ begin: Int) throws(ProtoError) -> ArraySlice<UInt8> {
    let inner = rest
    var open = [number]
    while let current = open.last {
      let place = rest.startIndex
      let tag = try varint(begin)
      let number = Int(truncatingIfNeeded: tag >> 3)
      guard tag <= Self.maximumTag, number > 0 else { throw ProtoError(.malformed, at: begin) }
      switch tag & 7 {
      case 0: _ = try varint(begin)
      case 1: _ = try little(8, begin)
      case 2: _ = try length(number, begin)
      case 3:
        guard open.count < Self.maximumDepth else { throw ProtoError(.malformed, at: begin) }
        open.append(number)
      case 4:
        guard number == current else { throw ProtoError(.malformed, at: begin) }
        open.removeLast()
        if open.isEmpty { return inner[..<place] }
      case 5: _ = try little(4, begin)
      default: throw ProtoError(.malformed, at: begin)
      }
    }
    throw ProtoError(.malformed, at: begin)
  }

  /// Field numbers have 29 bits, wire types 3.
  private static let maximumTag: UInt64 = 0xffff_ffff
  /// Groups inside groups; protobuf's own bound on messages inside messages.
  static let maximumDepth = 100
}
