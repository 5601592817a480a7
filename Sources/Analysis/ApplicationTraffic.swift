import ApplicationModel
import Flows
import PacketModel

/// Packets of flows in which application protocols were recognised, by layer path and protocols.
///
/// A path's row tells the packets whose innermost protocol is its last, so those of such flows move to a row of their own, as
/// `ethernet/ipv4/tcp/http`: the sum stays. Frames whose path is not that of their flow's first packet (fragments, mostly) stay
/// where they are.
struct ApplicationTraffic: Sendable {
  private struct Key: Hashable, Sendable {
    /// The path's number.
    var path: UInt32
    /// Protocols from the outside in, an octet each. Streams are not followed deeper (`StreamContext.maximumNesting`).
    var protocols: UInt64
  }

  private struct Count: Sendable {
    var packets = 0
    var octets = 0
  }

  private var counts: [Key: Count] = [:]

  mutating func count(_ finished: borrowing FinishedFlow) {
    guard let facts = finished.application, !facts.protocols.isEmpty else { return }
    var packed: UInt64 = 0
    for id in facts.protocols.prefix(8) { packed = packed << 8 | UInt64(id.rawValue) }
    let key = Key(path: finished.flow.path, protocols: packed)
    var count = counts[key] ?? Count()
    count.packets &+= finished.flow.low.packets &+ finished.flow.high.packets
    count.octets &+= finished.flow.low.octets &+ finished.flow.high.octets
    counts[key] = count
  }

  /// Adds what another worker counted.
  mutating func add(_ other: ApplicationTraffic) {
    for (key, more) in other.counts {
      var count = counts[key] ?? Count()
      count.packets &+= more.packets
      count.octets &+= more.octets
      counts[key] = count
    }
  }

  /// The paths, each followed by those that lead on from it.
  func paths(_ paths: [(path: LayerPath, frames: Int, octets: Int)]) -> [(path: LayerPath, frames: Int, octets: Int)] {
    guard !counts.isEmpty else { return paths }
    let byPath = Dictionary(grouping: counts) { $0.key.path }
    return paths.enumerated().flatMap { number, row in
      var row = row
      let ordered = (byPath[UInt32(truncatingIfNeeded: number)] ?? []).sorted { $0.key.protocols < $1.key.protocols }
      let inner = ordered.compactMap { key, count in Self.take(count, key.protocols, from: &row) }
      return [row] + inner
    }
  }

  /// The row of what leads on from a row, taken from it; nothing for a path that holds no more layers.
  private static func take(
    _ count: Count, _ protocols: UInt64, from row: inout (path: LayerPath, frames: Int, octets: Int)
  ) -> (path: LayerPath, frames: Int, octets: Int)? {
    var path = row.path
    guard path.leaf == .none else { return nil }
    for shift in stride(from: 56, through: 0, by: -8) as StrideThrough<Int> {
      let id = UInt8(truncatingIfNeeded: protocols >> UInt64(shift))
      if id != 0 { path.append(ProtocolID(rawValue: id)) }
    }
    guard path != row.path else { return nil }
    let frames = min(count.packets, row.frames)
    let octets = min(count.octets, row.octets)
    row.frames &-= frames
    row.octets &-= octets
    return (path, frames, octets)
  }
}
