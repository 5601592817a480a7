public import PacketModel

/// Something worth telling about one TCP segment: what it is beside the octets it carries, and which frames prove it.
public struct SegmentEvent: Sendable {
  public enum Kind: UInt8, CaseIterable, Hashable, Sendable {
    /// Its octets (or SYN, or FIN) had been sent before.
    case retransmission
    /// It came behind octets that belong behind it, and is not a retransmission.
    case outOfOrder
    /// The network delivered the same transmission twice.
    case networkDuplicate
    /// The capture holds the same transmission twice; it counts nowhere else.
    case captureDuplicate
    /// Octets ahead of this segment never came.
    case gap
    /// It acknowledges octets that never came.
    case ackedUnseen
    /// RFC 5681 §2: it acknowledges once more what was acknowledged, while octets are under way; or it carries a D-SACK.
    case duplicateAck
    /// Its receiver's buffer is full: the first segment to say so.
    case zeroWindow
    case zeroWindowProbe
    case zeroWindowProbeAck
    /// It fills the receiver's window to the last octet.
    case windowFull
    /// Nothing but a new window, to a sender that had less than a segment of room.
    case windowUpdate
    case keepAlive
    case keepAliveAck
    /// RFC 5961: an ACK instead of obedience, to a SYN or RST that does not fit.
    case challengeAck
    /// Its SYN took the addresses and ports of an earlier connection.
    case portReuse
    /// Payload behind its sender's FIN, or after a RST.
    case dataAfterClose
    /// Octets that came before, but other ones: somebody else may have sent one of the two.
    case conflictingOverlap

    public var name: String {
      switch self {
      case .retransmission: "retransmission"
      case .outOfOrder: "out_of_order"
      case .networkDuplicate: "network_duplicate"
      case .captureDuplicate: "capture_duplicate"
      case .gap: "gap"
      case .ackedUnseen: "acked_unseen"
      case .duplicateAck: "duplicate_ack"
      case .zeroWindow: "zero_window"
      case .zeroWindowProbe: "zero_window_probe"
      case .zeroWindowProbeAck: "zero_window_probe_ack"
      case .windowFull: "window_full"
      case .windowUpdate: "window_update"
      case .keepAlive: "keep_alive"
      case .keepAliveAck: "keep_alive_ack"
      case .challengeAck: "challenge_ack"
      case .portReuse: "port_reuse"
      case .dataAfterClose: "data_after_close"
      case .conflictingOverlap: "conflicting_overlap"
      }
    }
  }

  /// What made the sender send again.
  public enum Trigger: String, CaseIterable, Hashable, Sendable {
    /// Its retransmission timer (RFC 6298) ran out, or it goes on repairing what that timer found.
    case timeout
    /// Duplicate or selective acknowledgments told it (RFC 5681, 6675, 8985).
    case fast
    /// A tail loss probe (RFC 8985 §7).
    case tailProbe = "tail_probe"
    case syn
    case fin
    case unknown
  }

  /// Whether the receiver lacked the octets when they were sent again.
  public enum Necessity: String, CaseIterable, Hashable, Sendable {
    case needed
    case spurious
    case unknown
  }

  /// What tells that a segment is what it is called.
  public enum Basis: String, Hashable, Sendable {
    /// The octets passed here before, in another transmission.
    case octetsSeen = "octets_seen"
    /// IP identifications, which this sender counts up by one a packet, tell the order of sending.
    case identification
    /// TCP timestamps (RFC 7323) tell the order of sending.
    case timestamps
    /// The time it took, measured against round trips.
    case timing
    /// Header and octets are the same.
    case sameSegment = "same_segment"
  }

  /// What settled a retransmission's necessity.
  public enum Proof: String, Hashable, Sendable {
    /// The receiver reported it got the octets twice (RFC 2883).
    case dSACK = "d_sack"
    /// The acknowledgment echoes the timestamp of the one transmission, not of the other (RFC 3522).
    case timestamps
    /// The first acknowledgment after a timeout covered more than was sent again (RFC 5682).
    case forwardRTO = "f_rto"
    /// The acknowledgment came sooner than any round trip.
    case tooFast = "too_fast"
    /// The receiver had acknowledged the octets before.
    case acknowledgedBefore = "acknowledged_before"
    /// The first transmission came too, later.
    case originalArrived = "original_arrived"
    /// The receiver's acknowledgments show it lacked the octets, and had them a round trip after.
    case acknowledgment
    /// Only the second transmission passed here, towards the receiver.
    case firstCopyNeverSeen = "first_copy_never_seen"
  }

  public internal(set) var kind: Kind
  public internal(set) var sender: Endpoint
  /// Counted from 1 over all files.
  public internal(set) var frame: Int
  public internal(set) var time: Timestamp
  /// The sequence number of the octets spoken of, and how many they are; SYN and FIN count as one.
  public internal(set) var sequence: SequenceNumber
  public internal(set) var length: Int
  /// How many segments of the connection's size a segment is that a network card put together; else 1.
  public internal(set) var segments: UInt16 = 1
  public internal(set) var trigger = Trigger.unknown
  public internal(set) var necessity = Necessity.unknown
  public internal(set) var basis: Basis?
  public internal(set) var proof: Proof?
  /// Whether what is told is proved; else it is only likely.
  public internal(set) var isCertain = true
  /// Of a timeout's repair: whether this is not the segment whose timer ran out, but one of those behind it.
  public internal(set) var isSlowStart = false
  /// Of out-of-order: it came after its own acknowledgment, so it was the capture that put it there.
  public internal(set) var isCaptureOrder = false
  /// Of a gap: whether the receiver has the octets, so that only the capture lacks them.
  public internal(set) var isAcknowledged = false
  /// Of a duplicate ACK: whether it carries a D-SACK.
  public internal(set) var hasDuplicateSACK = false
  private var originalFrameOrZero: UInt32 = 0
  private var delayOrLeast = Int64.min
  /// How long the receiver's in-order stream stood still until this came, in nanoseconds; parts charged to others left out.
  public internal(set) var stall: Int64 = 0
  /// Of a run of duplicate ACKs, which is one event however long it is: how many, and the last one's frame.
  public internal(set) var count = 1
  private var lastFrameOrZero: UInt32 = 0
  /// Of `length`, what is payload.
  var payloadLength: UInt32 = 0
  /// TSval of the segment; 0 without timestamps.
  var timestamp: UInt32 = 0
  /// It turned out not to be so.
  var isRetracted = false
  /// A D-SACK told of it.
  var isReported = false
  /// Of a copy in the capture: the frame's length on the wire, to be counted after all if the copy was the network's.
  var wireLength: UInt32 = 0
  /// Other frames that prove it, in ascending order.
  public internal(set) var evidence = Evidence()

  /// The first transmission's frame, or the frame that this one repeats.
  public internal(set) var originalFrame: Int? {
    get { originalFrameOrZero == 0 ? nil : Int(originalFrameOrZero) }
    set { originalFrameOrZero = UInt32(clamping: newValue ?? 0) }
  }

  public internal(set) var lastFrame: Int? {
    get { lastFrameOrZero == 0 ? nil : Int(lastFrameOrZero) }
    set { lastFrameOrZero = UInt32(clamping: newValue ?? 0) }
  }

  /// Nanoseconds: since the first transmission, or since the hole it fills opened; of a zero window, how long it lasted.
  public internal(set) var delay: Int64? {
    get { delayOrLeast == .min ? nil : delayOrLeast }
    set { delayOrLeast = newValue ?? .min }
  }

  init(_ kind: Kind, _ sender: Endpoint, frame: Int, time: Timestamp, sequence: SequenceNumber, length: Int) {
    self.kind = kind
    self.sender = sender
    self.frame = frame
    self.time = time
    self.sequence = sequence
    self.length = length
  }

  /// Up to four frames, each once, ascending.
  public struct Evidence: Hashable, Sendable {
    private var first: UInt32 = 0
    private var second: UInt32 = 0
    private var third: UInt32 = 0
    private var fourth: UInt32 = 0

    /// Adds a frame; 0 is none. Beyond four, what is there already stays.
    mutating func add(_ added: Int) {
      let frame = UInt32(clamping: added)
      guard frame > 0, frame != first, frame != second, frame != third, fourth == 0 else { return }
      fourth = frame
      // Zeros go behind.
      if third == 0 || fourth < third { swap(&third, &fourth) }
      if second == 0 || (third != 0 && third < second) { swap(&second, &third) }
      if first == 0 || (second != 0 && second < first) { swap(&first, &second) }
    }

    public var frames: [Int] { [first, second, third, fourth].compactMap { $0 > 0 ? Int($0) : nil } }
  }
}
