public import PacketModel

/// One interface packets were captured on. pcap and snoop files have exactly one, of which they know little.
public struct CaptureInterface: Hashable, Sendable {
  public var linkType: LinkType
  /// Most octets kept of a packet; absent when unlimited or not known.
  public var snapLength: Int?
  public var timeResolution: TimeResolution
  /// Seconds added to every time of the interface (if_tsoffset).
  public var timeOffset: Int64 = 0
  /// Octets of frame check sequence behind each frame; 0 when none or not known.
  public var frameCheckLength = 0
  public var name: String?
  public var description: String?
  /// The capture filter, as text; of a filter stored as BPF code, only that.
  public var filter: String?
  public var os: String?
  public var hardware: String?
  /// Bits a second.
  public var speed: UInt64?
  public var macAddress: [UInt8]?
  public var comments: [String] = []
  public var statistics: CaptureStatistics?
  /// Packets lost between packets of the file, as its packets say themselves (epb_dropcount, snoop's drops).
  public var droppedBetween: UInt64 = 0

  public init(linkType: LinkType, snapLength: Int?, timeResolution: TimeResolution) {
    self.linkType = linkType
    self.snapLength = snapLength
    self.timeResolution = timeResolution
  }
}

/// What the capturing host counted on an interface (pcapng's interface statistics block); the last block counts.
public struct CaptureStatistics: Hashable, Sendable {
  public var start: Timestamp?
  public var end: Timestamp?
  /// Packets that came in (isb_ifrecv).
  public var received: UInt64?
  /// Packets the interface dropped (isb_ifdrop).
  public var droppedByInterface: UInt64?
  /// Packets the filter let pass (isb_filteraccept).
  public var acceptedByFilter: UInt64?
  /// Packets the operating system dropped (isb_osdrop).
  public var droppedByKernel: UInt64?
  /// Packets handed to the capturing program (isb_usrdeliv).
  public var delivered: UInt64?
  public var comments: [String] = []

  public init() {}
}
