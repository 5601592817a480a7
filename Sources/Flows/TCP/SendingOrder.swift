import PacketModel

/// What orders one sender's packets as they were sent, whatever the network did to them afterwards: the IP identification,
/// where the sender counts it up packet by packet, and the TCP timestamp.
///
/// Linux counts the identification up for each connection, Windows for each host; other systems send zero or chance.
struct SendingOrder: Sendable {
  private(set) var last: UInt16 = 0
  private var steps: UInt16 = 0
  private var oddities: UInt16 = 0
  private var hasStarted = false
  /// Every step was one: the counter is the connection's own, so a gap in it is packets that did not pass here.
  private(set) var countsByOne = true

  /// Steps up to this are a counter going up beside other traffic.
  private static let longestStep = 512

  /// Takes the identification of the sender's next packet; answers how many it left out, where that can be told.
  @inline(__always)
  mutating func note(_ identification: UInt16) -> Int {
    defer { hasStarted = true }
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
      last = identification
      return 0
    }
    if step > 0, step <= Self.longestStep {
      // A few missing are lost or late ones; a counter that others share seldom steps by one.
      if steps < 4 { countsByOne = false }
      last = identification
      if steps < 1024 { steps &+= 1 }
      return step &- 1
    }
    if step < 0, step >= -Self.longestStep { return 0 }
    if oddities < 1024 { oddities &+= 1 }
    last = identification
    return 0
  }

  /// Whether the identifications so far are a counter's.
  var isCounter: Bool { steps >= 2 && Int(steps) >= 16 &* Int(oddities) }

  /// How far a packet was sent after another: positive after, negative before; nil where the numbers do not tell.
  func distance(from other: UInt16, to identification: UInt16) -> Int? {
    guard isCounter else { return nil }
    let distance = Int(Int16(bitPattern: identification &- other))
    return abs(distance) < 16_384 ? distance : nil
  }
}
