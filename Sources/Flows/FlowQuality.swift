/// What flows say about the capture itself.
public struct FlowQuality: Hashable, Sendable {
  /// Checksums by protocol: damaged, and left to a network card by the sending host.
  public var bad = Checksums()
  public var offloaded = Checksums()
  /// Segments larger than the receiver accepts in one: put together by segmentation or receive offload.
  public var offloadedFrames = 0
  /// TCP segments the capture holds twice; only the first counts.
  public var duplicateFrames = 0
  /// Packets of flows in which only one side was heard.
  public var oneWayFlows = 0
  /// ICMP errors quoting a packet of no flow in the capture.
  public var strayErrors = 0

  public struct Checksums: Hashable, Sendable {
    public var tcp = 0
    public var udp = 0
    public var icmp = 0
    public var sctp = 0

    public static func + (a: Checksums, b: Checksums) -> Checksums {
      Checksums(tcp: a.tcp + b.tcp, udp: a.udp + b.udp, icmp: a.icmp + b.icmp, sctp: a.sctp + b.sctp)
    }
  }

  public init() {}

  public static func + (a: FlowQuality, b: FlowQuality) -> FlowQuality {
    var sum = a
    sum.bad = a.bad + b.bad
    sum.offloaded = a.offloaded + b.offloaded
    sum.offloadedFrames += b.offloadedFrames
    sum.duplicateFrames += b.duplicateFrames
    sum.oneWayFlows += b.oneWayFlows
    sum.strayErrors += b.strayErrors
    return sum
  }
}
