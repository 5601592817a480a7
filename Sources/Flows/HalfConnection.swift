public import PacketModel

/// One direction of a TCP connection: what its sender sent, and what it said of the other direction.
///
/// Stream positions are octets from the initial sequence number, extended to 64 bits: 0 is the SYN, 1 the first data octet.
/// They keep counting where sequence numbers wrap, so a connection of many gigabytes is one stream.
public struct HalfConnection: Sendable {
  /// The sequence number of stream position 0; guessed as one before the first octet seen when no SYN was.
  public internal(set) var initialSequence = SequenceNumber(rawValue: 0)
  /// Stream position up to which everything has come, or was given up as a hole.
  public internal(set) var next: Int = 0
  /// The highest stream position of the *other* direction that this side acknowledged; 0 before the first.
  public internal(set) var acknowledged: Int = 0
  /// Frame of the FIN and of the first ACK that covers it, counted from the flow's first frame, plus one; 0 when not seen.
  var finFrame: UInt32 = 0
  var finAckedFrame: UInt32 = 0
  /// The FIN's own sequence number.
  var finSequence = SequenceNumber(rawValue: 0)
  /// Largest segment this side says it can receive (RFC 9293 §3.7.1); 0 when it did not say.
  public internal(set) var maximumSegmentSize: UInt16 = 0
  /// As in the last segment, before scaling.
  public internal(set) var window: UInt16 = 0
  /// As offered; RFC 7323 §2.3 treats more than 14 as 14.
  public internal(set) var windowScale: UInt8 = 0
  public internal(set) var facts = Facts()

  /// What is known of this side.
  public struct Facts: OptionSet, Hashable, Sendable {
    public var rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// It has sent something with a sequence number, so stream positions mean something.
    public static let started = Facts(rawValue: 1)
    /// Its SYN (or SYN-ACK) was seen: the initial sequence number and the options are known.
    public static let syn = Facts(rawValue: 2)
    /// It has acknowledged something.
    public static let acknowledging = Facts(rawValue: 4)
    public static let offeredWindowScale = Facts(rawValue: 8)
    public static let offeredSACK = Facts(rawValue: 16)
    public static let offeredTimestamps = Facts(rawValue: 32)
    public static let offeredFastOpen = Facts(rawValue: 64)
    public static let offeredMultipath = Facts(rawValue: 128)
    public static let fin = Facts(rawValue: 256)
    public static let reset = Facts(rawValue: 512)
    /// It sent a SYN without ACK: it opened.
    public static let opened = Facts(rawValue: 1024)
    /// Something has come behind a hole that is still open.
    static let hasHole = Facts(rawValue: 4096)
    /// It sent a SYN-ACK.
    public static let accepted = Facts(rawValue: 2048)
  }

  /// The stream position of a sequence number, nearest to what has come so far.
  @inline(__always)
  func position(of sequence: SequenceNumber) -> Int {
    next &+ (sequence - (initialSequence + next))
  }

  /// Whether an acknowledgment fits what this side has sent: it lies within a window of the edge.
  func isAt(_ acknowledgment: SequenceNumber) -> Bool {
    facts.contains(.started) && abs(acknowledgment - (initialSequence + next)) <= 1 << 20
  }

  /// Lays the stream's start so that `sequence` is at `position`.
  mutating func start(at sequence: SequenceNumber, position: Int) {
    initialSequence = SequenceNumber(rawValue: sequence.rawValue &- UInt32(truncatingIfNeeded: position))
    next = position
    facts.insert(.started)
  }
}
