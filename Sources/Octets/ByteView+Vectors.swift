// Numbers and vectors of TLS's presentation language (RFC 8446 §3.3, §3.4), taken from the front: a vector is its length in
// octets, in as many octets as its bounds need, and what it holds.
extension ByteView {
  @inlinable
  @_lifetime(self: copy self)
  public mutating func takeUInt8() throws(MalformedPacket) -> UInt8 { try take(1).uint8(at: 0) }

  @inlinable
  @_lifetime(self: copy self)
  public mutating func takeUInt16() throws(MalformedPacket) -> UInt16 { try take(2).uint16(at: 0) }

  @inlinable
  @_lifetime(self: copy self)
  public mutating func takeUInt24() throws(MalformedPacket) -> Int { Int(try take(3).uint24(at: 0)) }

  @inlinable
  @_lifetime(self: copy self)
  public mutating func takeUInt32() throws(MalformedPacket) -> UInt32 { try take(4).uint32(at: 0) }

  /// A vector of at most 2^8 - 1 octets.
  @inlinable
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func takeVector8() throws(MalformedPacket) -> ByteView { try take(Int(takeUInt8())) }

  /// A vector of at most 2^16 - 1 octets.
  @inlinable
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func takeVector16() throws(MalformedPacket) -> ByteView { try take(Int(takeUInt16())) }

  /// A vector of at most 2^24 - 1 octets.
  @inlinable
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func takeVector24() throws(MalformedPacket) -> ByteView { try take(takeUInt24()) }

  /// A structure fills what holds it: octets left over break the format.
  @inlinable
  public func end(of field: StaticName) throws(MalformedPacket) {
    guard isEmpty else { throw MalformedPacket(.badLength(field: field, value: count), at: offset) }
  }
}
