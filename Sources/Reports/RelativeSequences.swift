import PacketModel

/// Where each direction's sequence numbers begin, so that lines can count octets from there.
///
/// Bounded: the flows most recently looked at, between `limit` and twice as many; one that comes back after that counts
/// anew, as one does whose beginning was not captured.
struct RelativeSequences: Sendable {
  /// Flows in a generation. 65,536 connections at once is a busy server, and costs a few megabytes.
  static let limit = 1 << 16

  /// The number that counts as 0, of the side with the lower endpoint and of the other.
  private struct Origins {
    var low: SequenceNumber?
    var high: SequenceNumber?
  }

  /// Flows looked at lately, and those looked at before. When the first is full it becomes the second.
  private var recent: [FlowKey: Origins] = [:]
  private var older: [FlowKey: Origins] = [:]

  /// The origins of a segment's sender and receiver, learned from it where they are not known.
  mutating func origins(of facts: PacketFacts, context: UInt32) -> (sender: SequenceNumber, receiver: SequenceNumber) {
    let (key, sender) = FlowKey.ordered(
      source: facts.source, sourcePort: facts.sourcePort, destination: facts.destination,
      destinationPort: facts.destinationPort, version: facts.version, transport: .tcp, context: context)
    let known = recent[key]
    var origins = known ?? older[key] ?? Origins()
    let isLow = sender == .low
    var own = isLow ? origins.low : origins.high
    var other = isLow ? origins.high : origins.low
    let before = (own, other)
    let flags = facts.tcpFlags
    if flags.contains(.syn) {
      // Another number is another connection, of which the other side has said nothing yet.
      if let own, own != facts.sequence { other = nil }
      own = facts.sequence
    } else if own == nil {
      own = facts.sequence + -1
    }
    if flags.contains(.ack), other == nil { other = facts.acknowledgment + -1 }
    if before != (own, other) || known == nil {
      origins.low = isLow ? own : other
      origins.high = isLow ? other : own
      keep(origins, for: key)
    }
    return (own ?? facts.sequence, other ?? facts.acknowledgment)
  }

  private mutating func keep(_ origins: Origins, for key: FlowKey) {
    if recent.count >= Self.limit, recent[key] == nil {
      swap(&older, &recent)
      recent.removeAll(keepingCapacity: true)
    }
    recent[key] = origins
  }
}
