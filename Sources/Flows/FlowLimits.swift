/// How long flows are waited for and how much may be held: every bound of the flow table, each with its reason.
public struct FlowLimits: Hashable, Sendable {
  /// A connection with no packet for so long has ended without saying so. RFC 5382 REQ-5 has middleboxes keep an
  /// established connection for 2 h 4 min, just above the two hours after which hosts send keep-alives (RFC 1122 §4.2.3.6).
  public var establishedIdle: UInt32 = 7440
  /// An opening nobody answers. Linux gives up on a SYN after 127 s; RFC 5382 REQ-5 asks for 4 min.
  public var handshakeIdle: UInt32 = 240
  /// After both FINs or a RST: late segments still belong to the old connection. Linux's TIME-WAIT is 60 s.
  public var closedIdle: UInt32 = 60
  /// RFC 4787 REQ-5: a UDP mapping must last two minutes.
  public var udpIdle: UInt32 = 120
  /// RFC 5508 REQ-2: an ICMP query session must last a minute.
  public var icmpIdle: UInt32 = 60
  public var otherIdle: UInt32 = 120

  /// Flows alive at once, over all workers; beyond it those next to end are ended early.
  public var maximumFlows = 4_000_000
  /// Octets that live flows and what they buffer may take, over all workers.
  public var maximumMemory = 4 << 30

  /// Out-of-order octets one direction may hold for a stream's reader, and segments: above any sane window.
  public static let maximumPendingOctets = 16 << 20
  /// A hole larger than this is given up soon: a capture that lacks so much lacks it for good, and positions further than
  /// 2^31 octets from the last known one could not be told from those of another turn of the sequence numbers.
  public static let maximumHole = 1 << 28
  /// Separate ranges behind holes; a window of 16 MB in 1460-octet segments with every second one lost has 5,700.
  public static let maximumPendingRanges = 8192

  public init() {}
}
