import ArgumentParser
import Capture
import DissectorCatalog
import Flows
import Octets
import PacketModel

/// How far a packet is taken inside one process, on one thread: each layer does what the one before it does and more.
enum Layer: String, CaseIterable, ExpressibleByArgument {
  case reading
  case decoding
  case flows
  /// Application protocols, too.
  case streams

  /// Records taken at once, as `weir` does.
  private static let round = 4096

  /// Takes every packet of a capture so far. Answers their number.
  func run(_ path: String) throws -> Int {
    var reader = try CaptureReader(path: path)
    var records: [PacketRecord] = []
    records.reserveCapacity(Self.round)
    var packets = 0
    var decoder = PacketDecoder(shards: 1)
    var tracker = FlowTracker(dissectors: self == .streams ? ApplicationStreams() : nil)
    var emptied: [FlowBatch] = []
    while let storage = try reader.read(into: &records, limit: Self.round) {
      if self != .reading {
        decode(records, storage, first: packets, &decoder)
        var round = decoder.takeRound(recycling: &emptied)
        if self == .flows || self == .streams {
          storage.withOctets { tracker.process(round.batches[0], octets: $0, datagrams: round.datagrams) }
          _ = tracker.takeFinished()
        }
        swap(&emptied, &round.batches)
        for index in emptied.indices { emptied[index].removeAll() }
      }
      packets += records.count
    }
    tracker.prepareToFinish()
    while let last = tracker.order(ahead: Self.round) {
      tracker.finish(through: last, frame: packets)
      _ = tracker.takeFinished()
    }
    return packets
  }

  private func decode(_ records: [PacketRecord], _ storage: OctetStorage, first: Int, _ decoder: inout PacketDecoder) {
    storage.withOctets { octets in
      for index in records.indices {
        let record = records[index]
        let length = max(0, record.wireLength &- record.frameCheckLength)
        let kept = min(record.octets.count, length)
        decoder.decode(
          ByteView(
            octets.extracting(record.octets).extracting(first: kept), offset: record.octets.lowerBound,
            missing: length &- kept),
          linkType: record.linkType, number: first &+ index &+ 1, time: record.time, wireLength: record.wireLength)
      }
    }
  }
}
