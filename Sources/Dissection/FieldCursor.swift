public import Octets
public import PacketModel

/// Walks a run of octets and writes what stands there field by field, as far as the octets go: a field that is not whole is
/// not written, and neither is anything behind it.
///
/// For the tails of headers that `describe` takes apart: options, suboptions, chunks. The octets are handed to each call,
/// since a view cannot be kept.
public struct FieldCursor: Sendable {
  /// The next octet, counted from the start of the view.
  public private(set) var index: Int
  /// Where the view starts, in octets of the header that the fields' ranges count from.
  public let place: Int

  public init(at place: Int, index: Int = 0) {
    self.place = place
    self.index = index
  }

  /// Takes the next `count` octets: their place in the header, or nothing when there are fewer.
  public mutating func take(_ count: Int, of octets: ByteView) -> Range<Int>? {
    guard count >= 0, count <= octets.count - index else {
      // Nothing behind a field that is not whole can be read.
      index = octets.count
      return nil
    }
    defer { index += count }
    return place + index..<place + index + count
  }

  /// An unsigned number of one to eight octets; answers it.
  @discardableResult
  public mutating func number(
    _ field: String, _ count: Int, of octets: ByteView, to fields: inout FieldWriter, name: (UInt64) -> String? = { _ in nil }
  ) -> UInt64? {
    guard count <= octets.count - index, count > 0 else {
      index = octets.count
      return nil
    }
    var value: UInt64 = 0
    for offset in index..<index + count { value = value << 8 | UInt64(octets.uint8(at: offset)) }
    fields.number(field, value, place + index..<place + index + count, name: name(value))
    index += count
    return value
  }

  /// Octets shown as they are; nothing is written for none.
  public mutating func octets(_ field: String, _ count: Int, of octets: ByteView, to fields: inout FieldWriter) {
    let start = index
    guard count > 0, let range = take(count, of: octets) else { return }
    fields.octets(field, octets.dropping(start).prefix(count), range)
  }

  public mutating func address(_ field: String, _ version: IPVersion, of octets: ByteView, to fields: inout FieldWriter) {
    let start = index
    guard let range = take(version == .six ? 16 : 4, of: octets) else { return }
    fields.address(field, octets.address(version, at: start), version, range)
  }

  /// What is left, shown as it is; nothing is written when nothing is left.
  public mutating func rest(_ field: String, of octets: ByteView, to fields: inout FieldWriter) {
    self.octets(field, octets.count - index, of: octets, to: &fields)
  }
}

extension ByteView {
  /// The address that starts at `index`; the caller has made sure that it is there.
  @inlinable
  public func address(_ version: IPVersion, at index: Int) -> IPAddress {
    version == .six
      ? IPAddress(high: uint64(at: index), low: uint64(at: index &+ 8)) : IPAddress(low: UInt64(uint32(at: index)))
  }
}
