public import PacketModel

/// One segment of a connection that somebody wants to see drawn: numbers only, in stream positions where it says so.
///
/// Stream positions count octets from the initial sequence number: 0 is the SYN, 1 the first octet.
public struct TracedSegment: Sendable {
  public var frame: Int
  public var time: Timestamp
  public var sender: Endpoint
  public var flags: TCPFlags
  /// Stream position of the sender's sequence number.
  public var position: Int
  /// Payload octets as sent.
  public var length: Int
  /// Stream position in the other direction that it acknowledges; nothing without ACK.
  public var acknowledged: Int?
  /// The window it offers, in octets, scaled where the scale is known.
  public var window: Int
  /// SACK blocks in stream positions of the other direction, as sent.
  public var sack: [Range<Int>]
}

/// Which connections' segments are kept for drawing.
public enum TraceSelection: Hashable, Sendable {
  case none
  /// Those whose ids these are.
  case flows(Set<FlowOrder>)
  case all

  /// Segments kept of a connection; more are not drawn.
  public static let maximumSegments = 1_000_000

  func includes(_ flow: Flow) -> Bool {
    switch self {
    case .none: false
    case .flows(let orders): orders.contains(flow.order)
    case .all: true
    }
  }
}

extension TracedSegment {
  /// A segment that `connection` has just taken.
  init(_ packet: borrowing FlowPacket, _ connection: Connection, _ options: TCPOptionList?) {
    let mine = connection[packet.sender]
    let theirs = connection[packet.sender.other]
    frame = packet.frame
    time = packet.time
    sender = packet.sender
    flags = packet.flags
    position = mine.facts.contains(.started) ? mine.position(of: packet.sequence) : 0
    length = packet.payloadLength
    let knowsOther = theirs.facts.contains(.started)
    acknowledged = packet.flags.contains(.ack) && knowsOther ? theirs.position(of: packet.acknowledgment) : nil
    window = Int(packet.window) << (packet.flags.contains(.syn) ? 0 : connection.windowShift(of: packet.sender) ?? 0)
    sack = []
    guard let options, knowsOther else { return }
    options.forEachSACKBlock { block in
      let left = theirs.position(of: block.left)
      let right = theirs.position(of: block.right)
      if left < right { sack.append(left..<right) }
    }
  }
}

extension Connection {
  /// By how many bits a side's windows are to be shifted (RFC 7323 §2.2): both SYNs must have offered scaling. Nothing where
  /// a SYN is missing, so that nobody knows.
  func windowShift(of side: Endpoint) -> Int? {
    guard low.facts.contains(.syn), high.facts.contains(.syn) else { return nil }
    guard low.facts.contains(.offeredWindowScale), high.facts.contains(.offeredWindowScale) else { return 0 }
    return Int(min(self[side].windowScale, TCPOptionList.maximumWindowScale))
  }
}
