public import PacketModel

/// A conversation between two endpoints, as far as the packets so far tell.
///
/// Kept small on purpose: a table holds millions. The two sides stand in the order of the key (`low`, `high`); who of them is
/// the client is decided when the flow is reported, by the best evidence seen until then.
public struct Flow: Sendable {
  public internal(set) var key: FlowKey
  public internal(set) var low = FlowSide()
  public internal(set) var high = FlowSide()
  public internal(set) var firstFrame: Int
  public internal(set) var lastFrame: Int
  public internal(set) var firstTime: Timestamp
  public internal(set) var lastTime: Timestamp
  /// The frame of the first ICMP error about this flow; 0 when there was none.
  public internal(set) var icmpErrorFrame = 0
  /// Index into the decoder's tables.
  public internal(set) var path: UInt32
  public internal(set) var route: UInt32
  /// Where its connection's state lies, for TCP.
  var connection: UInt32 = .max
  /// Where what its datagrams carry is read, for UDP.
  var datagrams: UInt32 = .max
  /// Links of the timer wheel, and the second of the next check.
  var nextInBucket: UInt32 = .max
  var previousInBucket: UInt32 = .max
  var dueSecond: UInt32 = 0
  /// The context in which the high endpoint's packets come; the low one's is the key's. They differ where the directions of a
  /// connection travel in different VLANs.
  var highContext: UInt32
  public internal(set) var icmpErrors: UInt16 = 0
  /// Type and code of the first ICMP error, and who sent the packet it quotes.
  public internal(set) var icmpErrorType: UInt8 = 0
  public internal(set) var icmpErrorCode: UInt8 = 0
  /// Transport headers before this flow's in its first frame: not 0 inside a tunnel.
  public internal(set) var depth: UInt8
  /// Who sent the first packet.
  public internal(set) var originator: Endpoint
  public internal(set) var ending = Ending.captureEnd

  /// Why no more is said of a flow.
  public enum Ending: UInt8, Hashable, Sendable {
    /// The capture ended first.
    case captureEnd
    /// No packet for the time its kind is waited for.
    case idle
    /// Closed or reset, and no late packet since.
    case closed
    /// The same addresses and ports began another conversation.
    case reused
    /// Ended early to stay within a limit of ours.
    case evicted
  }

  init(_ packet: borrowing FlowPacket) {
    key = packet.key
    highContext = packet.key.context
    firstFrame = packet.frame
    lastFrame = packet.frame
    firstTime = packet.time
    lastTime = packet.time
    path = packet.path
    route = packet.route
    depth = packet.depth
    originator = packet.sender
  }

  public subscript(side: Endpoint) -> FlowSide {
    @inlinable get { side == .low ? low : high }
    @inline(__always) _modify { if side == .low { yield &low } else { yield &high } }
  }

  @inline(__always)
  func matches(_ other: FlowKey, from sender: Endpoint) -> Bool {
    (sender == .low ? key.context : highContext) == other.context && key.isSamePair(as: other)
  }

  mutating func setContext(_ context: UInt32, of sender: Endpoint) {
    if sender == .low { key.context = context } else { highContext = context }
  }

  /// Whether every packet came from one of the two.
  public var isOneWay: Bool { low.packets == 0 || high.packets == 0 }
}

/// What one endpoint of a flow sent.
public struct FlowSide: Sendable {
  public internal(set) var packets: Int = 0
  /// Frame lengths on the wire, summed.
  public internal(set) var octets: Int = 0
  /// Transport payload as sent, repeated octets included.
  public internal(set) var payloadOctets: Int = 0
  /// The link address it was seen with first, plus one; 0 when there was none.
  var macAndOne: UInt64 = 0
  /// What tells its last packet from others, to know it again (`FlowPacket.identity`).
  var lastIdentity: UInt32 = 0
  /// Its last packet's IP identification.
  var lastNumber: UInt16 = 0
  /// Two facts in one octet, so that eight hold these four.
  private var stepsAndCopy: UInt8 = 0
  /// Of its first packet.
  var hopLimit: UInt8 = 0

  /// How often its packets' identification went up by one until there was more to remember; at most 127.
  var numberSteps: UInt8 {
    get { stepsAndCopy & 0x7f }
    set { stepsAndCopy = stepsAndCopy & 0x80 | min(newValue, 0x7f) }
  }

  /// The capture has its last packet twice.
  var hasCopy: Bool {
    get { stepsAndCopy & 0x80 != 0 }
    set { stepsAndCopy = newValue ? stepsAndCopy | 0x80 : stepsAndCopy & 0x7f }
  }

  public var mac: MACAddress? { macAndOne == 0 ? nil : MACAddress(rawValue: macAndOne &- 1) }
}
