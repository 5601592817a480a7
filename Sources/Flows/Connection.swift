public import PacketModel

/// A TCP connection's state beyond what every flow has.
public struct Connection: Sendable {
  public internal(set) var low = HalfConnection()
  public internal(set) var high = HalfConnection()

  /// The handshake's SYN, SYN-ACK and ACK: when. Meaningful where the frame is known.
  var synTime = Timestamp(nanoseconds: 0)
  var synAckTime = Timestamp(nanoseconds: 0)
  var ackTime = Timestamp(nanoseconds: 0)
  /// Frames counted from the flow's first frame, plus one; 0 when not seen.
  var synFrame: UInt32 = 0
  var synAckFrame: UInt32 = 0
  var ackFrame: UInt32 = 0
  var resetFrame: UInt32 = 0
  /// Where repeated and missing octets are kept; `.max` for a connection without any.
  var trouble: UInt32 = .max
  /// Where its segments are judged; `.max` before there is anything to judge.
  var analysis: UInt32 = .max
  /// Where its streams are put in order for a reader; once `unread`, where what was found in them is kept. `.max` for nowhere.
  var stream: UInt32 = .max
  public internal(set) var synRetransmissions: UInt16 = 0
  public internal(set) var synAckRetransmissions: UInt16 = 0
  public internal(set) var facts = Facts()

  public struct Facts: OptionSet, Hashable, Sendable {
    public var rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Both sides sent a SYN before either answered one (RFC 9293 §3.5, figure 7).
    public static let simultaneousOpen = Facts(rawValue: 1)
    /// A RST answered the SYN.
    public static let refused = Facts(rawValue: 2)
    /// A FIN or RST has been seen; the first came from the high endpoint when `closedByHigh` is there too.
    public static let closing = Facts(rawValue: 4)
    public static let closedByHigh = Facts(rawValue: 8)
    /// Both FINs were sent before either side knew of the other's.
    public static let simultaneousClose = Facts(rawValue: 16)
    /// A RST that came before both FINs ended it; from the high endpoint when `resetByHigh` is there too.
    public static let reset = Facts(rawValue: 32)
    public static let resetByHigh = Facts(rawValue: 64)
    /// Data in the SYN was acknowledged by the SYN-ACK (RFC 7413).
    public static let fastOpen = Facts(rawValue: 128)
    /// No reader wants its octets, or wants more of them.
    static let unread = Facts(rawValue: 256)
    /// Its reader waits for octets that should have come.
    static let holding = Facts(rawValue: 512)
  }

  public subscript(side: Endpoint) -> HalfConnection {
    @inlinable get { side == .low ? low : high }
    @inline(__always) _modify { if side == .low { yield &low } else { yield &high } }
  }

  /// Of a SYN with a number seen before from its side: the latest one's time, and its frame.
  @inline(__always)
  func earlierSYN(_ packet: borrowing FlowPacket, _ firstFrame: Int) -> (time: Timestamp, frame: Int)? {
    guard packet.flags.contains(.syn), self[packet.sender].facts.contains(.syn),
      self[packet.sender].initialSequence == packet.sequence
    else { return nil }
    let isAnswer = packet.flags.contains(.ack)
    return (isAnswer ? synAckTime : synTime, firstFrame &+ Int(isAnswer ? synAckFrame : synFrame) &- 1)
  }

  /// When the last SYN of the kind was seen; nothing for a SYN-ACK that may answer a SYN since.
  func timeOfSYN(like packet: borrowing FlowPacket) -> Timestamp? {
    guard packet.flags.contains(.ack) else { return synTime }
    return synTime > synAckTime ? nil : synAckTime
  }

  /// Whether a packet answers a SYN, but not with a SYN-ACK: with a challenge ACK, perhaps (RFC 5961 §4.2).
  func isOddAnswer(_ packet: borrowing FlowPacket) -> Bool {
    guard synFrame != 0, packet.flags.intersection([.ack, .syn, .rst]) == .ack else { return false }
    return !self[packet.sender].facts.contains(.started)
  }

  /// Whether a packet is an acknowledgment that belongs to no handshake: a keep-alive, perhaps, or a new window.
  func isBehindOpening(_ packet: borrowing FlowPacket) -> Bool {
    guard packet.flags.intersection([.ack, .syn, .rst]) == .ack else { return false }
    return ackFrame != 0 || (synFrame == 0 && synAckFrame == 0)
  }

  /// Nothing more is to come but late segments: a RST, or both FINs.
  var isClosed: Bool {
    facts.contains(.reset) || (low.facts.contains(.fin) && high.facts.contains(.fin))
  }

  /// Opened, but not yet answered in full.
  var isOpening: Bool { synFrame != 0 && ackFrame == 0 && !facts.contains(.simultaneousOpen) }
}

extension Trouble {
  subscript(side: Endpoint) -> Side {
    get { side == .low ? low : high }
    _modify { if side == .low { yield &low } else { yield &high } }
  }
}
