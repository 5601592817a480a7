/// What was counted on an interface since its capture began.
public struct LiveStatistics: Hashable, Sendable {
  /// Packets read, and their octets on the wire.
  public var packets = 0
  public var octets = 0
  /// As pcap_stats(3PCAP) has them: `ps_recv`, `ps_drop`, `ps_ifdrop`. Absent where libpcap cannot say.
  public var received: Int?
  public var droppedByKernel: Int?
  public var droppedByInterface: Int?
  /// The interface went down. It is still read: what comes when it is up again is not missed.
  public var isDown = false
  /// Why no more comes from it, in one clear line; absent while it is read.
  public var failure: String?

  public init() {}
}
