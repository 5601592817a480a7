/// What orders one sender's packets as they were sent, whatever the network did to them afterwards: the IP identification,
/// where the sender counts it up packet by packet.
///
/// Linux counts it up for each connection, Windows for each host; other systems send zero or chance.
struct SendingOrder: Sendable {
  private(set) var last: UInt16 = 0
  private var steps: UInt16 = 0
  private var oddities: UInt16 = 0
  private var stragglers: UInt16 = 0
  private(set) var hasStarted = false
  /// Every step was one, but for what was lost or late: the counter is the connection's own, so that a gap in it is packets
  /// that did not pass here.
  private(set) var countsByOne = true

  /// Steps up to this are a counter going up beside other traffic.
  private static let longestStep = 512
  /// So far behind, a packet may still be a late one of the same counter.
  private static let furthestBehind = 16_384
  /// So many in a row that are far behind begin a new count.
  private static let maximumStragglers = 256

  init() {}

  /// Begins with what the handshake told: the last number, and the steps of one until then.
  init(last: UInt16, steps: UInt8) {
    self.last = last
    self.steps = UInt16(steps)
    hasStarted = last != 0
  }

  /// Takes the identification of the sender's next packet; answers how many it left out, where that can be told.
  @inline(__always)
  mutating func note(_ identification: UInt16) -> Int {
    let step = Int(Int16(bitPattern: identification &- last))
    if hasStarted, step == 1 {
      last = identification
      if steps < 1024 { steps &+= 1 }
      return 0
    }
    return noteOther(identification, step)
  }

  @inline(never)
  private mutating func noteOther(_ identification: UInt16, _ step: Int) -> Int {
    guard hasStarted else {
      hasStarted = true
      last = identification
      return 0
    }
    if step > 0, step <= Self.longestStep {
      // A gap is something lost or late; but nothing begins with many of them.
      if step > 8, steps < 8 { countsByOne = false }
      last = identification
      stragglers = 0
      if steps > 0, steps < 1024 { steps &+= 1 }
      return step &- 1
    }
    if step < 0, step >= (isCounter ? -Self.furthestBehind : -Self.longestStep), stragglers < Self.maximumStragglers {
      stragglers &+= 1
      return 0
    }
    if oddities < 1024 { oddities &+= 1 }
    stragglers = 0
    last = identification
    return 0
  }

  /// The packet noted last was `count` more that a network card joined.
  mutating func skip(_ count: Int) { last &+= UInt16(truncatingIfNeeded: count) }

  /// Whether the identifications so far are a counter's. That two follow each other by chance happens once in 65,536 times.
  var isCounter: Bool { steps >= 1 && Int(steps) >= 16 &* Int(oddities) }

  /// How far a packet was sent after another: positive after, negative before; nil where the numbers do not tell.
  func distance(from other: UInt16, to identification: UInt16) -> Int? {
    guard isCounter else { return nil }
    let distance = Int(Int16(bitPattern: identification &- other))
    return abs(distance) < Self.furthestBehind ? distance : nil
  }
}
