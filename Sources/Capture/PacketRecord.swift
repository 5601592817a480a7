public import PacketModel

/// One packet record, as the file has it: plain values, nothing counted or allocated.
public struct PacketRecord: Hashable, Sendable {
  /// When the packet was captured. Of a pcapng simple packet, which has no time, that of the packet before it.
  public var time: Timestamp
  /// Index into `CaptureDescription.interfaces`.
  public var interface: Int
  public var linkType: LinkType
  /// Octets on the wire; never less than the octets captured.
  public var wireLength: Int
  /// The captured octets, in the storage of the chunk the record came with.
  public var octets: Range<Int>
  /// Octets of frame check sequence at the end of the wire frame; 0 when there are none or nobody says.
  public var frameCheckLength: Int
  /// The flags word of a pcapng packet, or none.
  public var flags: PacketFlags

  @inlinable
  public init(
    time: Timestamp, interface: Int, linkType: LinkType, wireLength: Int, octets: Range<Int>, frameCheckLength: Int = 0,
    flags: PacketFlags = PacketFlags(rawValue: 0)
  ) {
    self.time = time
    self.interface = interface
    self.linkType = linkType
    self.wireLength = wireLength
    self.octets = octets
    self.frameCheckLength = frameCheckLength
    self.flags = flags
  }
}

/// The flags word of a pcapng packet (draft-ietf-opsawg-pcapng, epb_flags).
public struct PacketFlags: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The interface received the packet.
  public var isInbound: Bool { rawValue & 3 == 1 }
  /// The interface sent the packet.
  public var isOutbound: Bool { rawValue & 3 == 2 }
  /// Octets of frame check sequence; 0 when the word does not say.
  public var frameCheckLength: Int { Int(rawValue >> 5 & 0xf) }
  /// Errors the link layer saw: bit 24 is a bad frame check sequence, the others as the draft numbers them, less 16.
  public var linkErrors: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 16) }
}
