public import Octets
public import PacketModel

/// The field behind the addresses, or behind a tag: an EtherType from 1536 up; below, the length of an LLC payload
/// (IEEE 802.3 §3.2.6).
public struct TypeOrLength: Hashable, Sendable {
  public var rawValue: UInt16
  /// Novell's own framing: an IPX header, whose checksum is always 0xffff, where LLC should be.
  public var isRawIPX = false

  /// Reads a field that stood in front of `octets`, and drops the padding that it knows of.
  @inlinable
  public init(_ rawValue: UInt16, before octets: inout ByteView) {
    self.rawValue = rawValue
    guard isLength else { return }
    // A length shorter than the frame's minimum leaves padding behind the payload. Zero stands before LLC where a length
    // would not fit, as in some bridges' frames.
    if rawValue > 0 { _ = octets.limit(to: Int(rawValue)) }
    isRawIPX = octets.octet(at: 0) == 0xff && octets.octet(at: 1) == 0xff
  }

  /// Up to 1500 is a length; 1501 to 1535 is undefined and left to the type registry.
  @inlinable public var isLength: Bool { rawValue <= Self.maximumLength }

  @inlinable public var next: LayerKey {
    if !isLength { return .etherType(EtherType(rawValue: rawValue)) }
    return isRawIPX ? .etherType(.ipx) : .direct(.llc)
  }

  @usableFromInline static let maximumLength: UInt16 = 1500
}
