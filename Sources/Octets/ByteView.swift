/// A borrowed, bounds-checked window onto captured octets, read from the front.
///
/// A view never copies and cannot outlive the buffer it borrows; the compiler rejects any attempt to
/// keep one. What may be kept is its `range`. Offsets count from the first octet of the *frame*, not
/// of the view, so an error found six layers deep still points at the right octet of the hex dump.
///
/// A view also knows how many octets followed it on the wire that the capture did not keep (`missing`, from
/// the snapshot length). That is what tells a header *cut by the capture* from one that is *malformed*.
public struct ByteView: ~Escapable, BitwiseCopyable, Sendable {
  @usableFromInline var octets: Span<UInt8>
  @usableFromInline var start: Int
  /// Octets that were on the wire behind the last captured one, cut off by the snapshot length.
  public var missing: Int

  @inlinable
  @_lifetime(copy octets)
  public init(_ octets: Span<UInt8>, offset: Int = 0, missing: Int = 0) {
    self.octets = octets
    self.start = offset
    self.missing = missing
  }

  /// The view's first octet, counted from the start of the frame.
  @inlinable public var offset: Int { start }
  /// Captured octets in the view.
  @inlinable public var count: Int { octets.count }
  @inlinable public var isEmpty: Bool { octets.isEmpty }
  /// Octets in the view as they were on the wire: captured and missing.
  @inlinable public var wireCount: Int { octets.count &+ missing }
  /// The view's place in the frame.
  @inlinable public var range: Range<Int> { start..<(start &+ octets.count) }

  /// The octets themselves, as a span bound to the same buffer.
  @inlinable public var span: Span<UInt8> {
    @_lifetime(copy self)
    get { octets }
  }
}

// MARK: - Reading by position

extension ByteView {
  @inlinable @inline(__always)
  public func uint8(at index: Int) -> UInt8 { octets[index] }

  @inlinable @inline(__always)
  public func uint16(at index: Int) -> UInt16 {
    UInt16(octets[index]) << 8 | UInt16(octets[index &+ 1])
  }

  @inlinable @inline(__always)
  public func uint24(at index: Int) -> UInt32 {
    UInt32(octets[index]) << 16 | UInt32(octets[index &+ 1]) << 8 | UInt32(octets[index &+ 2])
  }

  @inlinable @inline(__always)
  public func uint32(at index: Int) -> UInt32 {
    UInt32(octets[index]) << 24 | UInt32(octets[index &+ 1]) << 16 | UInt32(octets[index &+ 2]) << 8
      | UInt32(octets[index &+ 3])
  }

  @inlinable @inline(__always)
  public func uint64(at index: Int) -> UInt64 {
    UInt64(uint32(at: index)) << 32 | UInt64(uint32(at: index &+ 4))
  }

  /// Little-endian, as a few link headers written by hosts are.
  @inlinable @inline(__always)
  public func littleUInt16(at index: Int) -> UInt16 { uint16(at: index).byteSwapped }

  @inlinable @inline(__always)
  public func littleUInt32(at index: Int) -> UInt32 { uint32(at: index).byteSwapped }

  /// The octet at `index`, or nothing where the view ends before it.
  @inlinable
  public func octet(at index: Int) -> UInt8? { index >= 0 && index < octets.count ? octets[index] : nil }
}

// MARK: - Cutting

extension ByteView {
  /// Splits off the next `count` octets, or says how many were missing and where.
  @inlinable @inline(__always)
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func take(_ count: Int) throws(MalformedPacket) -> ByteView {
    guard count >= 0, count <= octets.count else { throw truncated(needed: count) }
    let head = ByteView(octets.extracting(first: count), offset: start)
    octets = octets.extracting(droppingFirst: count)
    start &+= count
    return head
  }

  /// The first `count` octets at most, without moving.
  @inlinable
  @_lifetime(copy self)
  public func prefix(_ count: Int) -> ByteView {
    let kept = min(max(count, 0), octets.count)
    return ByteView(octets.extracting(first: kept), offset: start)
  }

  /// What follows the first `count` octets at most, with what the capture cut behind it.
  @inlinable
  @_lifetime(copy self)
  public func dropping(_ count: Int) -> ByteView {
    let dropped = min(max(count, 0), octets.count)
    return ByteView(octets.extracting(droppingFirst: dropped), offset: start &+ dropped, missing: missing)
  }

  /// Drops what lies behind the first `length` octets on the wire: padding, trailers, check sequences.
  ///
  /// Answers `false`, and changes nothing, when the wire itself had fewer octets than `length`: the length field lies.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func limit(to length: Int) -> Bool {
    guard length >= 0, length <= wireCount else { return false }
    if length <= octets.count {
      octets = octets.extracting(first: length)
      missing = 0
    } else {
      missing = length &- octets.count
    }
    return true
  }

  /// The octets as an array; for text output and copies that outlive the packet.
  public func copied() -> [UInt8] {
    var copy: [UInt8] = []
    append(to: &copy)
    return copy
  }

  /// Copies the octets behind those of an array.
  public func append(to array: inout [UInt8]) {
    array.append(addingCapacity: octets.count) { output in
      for index in octets.indices { output.append(octets[index]) }
    }
  }

  /// The error for a header of `needed` octets that this view cannot supply.
  @inlinable
  public func truncated(needed: Int) -> MalformedPacket {
    MalformedPacket(
      needed <= wireCount && needed >= 0
        ? .cutByCapture(needed: needed, available: count) : .truncated(needed: needed, available: count), at: start)
  }
}
