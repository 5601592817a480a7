/// What to capture on, and how (pcap(3PCAP)).
public struct LiveOptions: Hashable, Sendable {
  /// Names of interfaces, in the order their captures are told; "any" is all of them at once (Linux). None: the one libpcap
  /// would take.
  public var interfaces: [String] = []
  /// In tcpdump's language, run by the kernel.
  public var filter: String?
  /// Take what is not for this host, too.
  public var isPromiscuous = true
  /// 802.11 frames as they are on the air, where the device can.
  public var isMonitoring = false
  /// Most octets kept of a packet (tcpdump's default; pcap(3PCAP): "should be sufficient, on most if not all networks").
  public var snapLength = 262_144
  /// Octets of the kernel's buffer, for each interface.
  public var bufferOctets = 32 << 20
  /// Hand packets over as they come: a block of the kernel's buffer is not waited for longer than a millisecond.
  ///
  /// pcap_set_immediate_mode(3PCAP) would give up blocks altogether, and with them most of the buffer: a slot for each packet
  /// must then be as long as the snapshot length, and bursts are lost.
  public var isImmediate = false
  /// Milliseconds after which the kernel hands over a block that is not full.
  public var blockMilliseconds = 100
  /// Who tells the time, by pcap-tstamp(7)'s name, as "adapter"; absent for the host.
  public var timeStampType: String?
  /// Ask for nanoseconds; without, or where there are none, microseconds.
  public var hasNanoseconds = true
  /// Packets to read in all; no end when absent.
  public var maximumPackets: Int?

  public init() {}

  /// Milliseconds after which the kernel hands over a block that is not full, immediate mode considered.
  var effectiveBlockMilliseconds: Int { isImmediate ? 1 : max(1, blockMilliseconds) }
}
