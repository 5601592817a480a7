import PacketModel
import Testing

@testable import Capture

@Suite("Packets of several interfaces brought into order")
struct LiveMergeTests {
  private static let start = ContinuousClock.now
  private static func moment(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

  private static func chunk(_ lane: Int, _ times: [Int64]) -> LiveChunk {
    var packets = LivePackets()
    packets.prepare()
    for time in times {
      let record = PacketRecord(
        time: Timestamp(nanoseconds: time), interface: lane, linkType: .ethernet, wireLength: 2, octets: 0..<0)
      packets.append(record, [UInt8(lane), UInt8(truncatingIfNeeded: time)][...])
    }
    return packets.take()
  }

  /// Times that go, each with its octets checked.
  private static func release(_ merge: inout LiveMerge, all: Bool = false) -> [Int64] {
    var times: [Int64] = []
    merge.release(all: all) { chunk in
      chunk.storage.withOctets { octets in
        for record in chunk.records {
          #expect(record.octets.count == 2)
          #expect(Int(octets[record.octets.lowerBound]) == record.interface)
          #expect(octets[record.octets.lowerBound + 1] == UInt8(truncatingIfNeeded: record.time.nanoseconds))
          times.append(record.time.nanoseconds)
        }
      }
    }
    return times
  }

  @Test("a packet goes when the other interface has shown a later one")
  func later() {
    var merge = LiveMerge(lanes: 2, settling: .milliseconds(100))
    merge.add(Self.chunk(0, [1, 4, 6]), lane: 0, readAt: Self.moment(0))
    #expect(Self.release(&merge) == [])
    merge.add(Self.chunk(1, [2, 5]), lane: 1, readAt: Self.moment(1))
    #expect(Self.release(&merge) == [1, 2, 4, 5])
    #expect(merge.isHolding)
    #expect(Self.release(&merge, all: true) == [6])
    #expect(!merge.isHolding)
  }

  @Test("a packet goes when the other interface was found empty long enough after")
  func settled() {
    var merge = LiveMerge(lanes: 3, settling: .milliseconds(100))
    merge.add(Self.chunk(2, [7]), lane: 2, readAt: Self.moment(50))
    merge.noteEmpty(lane: 0, at: Self.moment(149))
    merge.noteEmpty(lane: 1, at: Self.moment(151))
    #expect(Self.release(&merge) == [])
    merge.noteEmpty(lane: 0, at: Self.moment(150))
    #expect(Self.release(&merge) == [7])
  }

  @Test("nobody waits for an interface that is gone")
  func closed() {
    var merge = LiveMerge(lanes: 2, settling: .milliseconds(100))
    merge.add(Self.chunk(0, [1, 2]), lane: 0, readAt: Self.moment(0))
    merge.close(lane: 1)
    #expect(Self.release(&merge) == [1, 2])
  }

  @Test("times that go back within an interface lose nothing")
  func unordered() {
    var merge = LiveMerge(lanes: 2, settling: .milliseconds(1))
    merge.add(Self.chunk(0, [5, 3, 9]), lane: 0, readAt: Self.moment(0))
    merge.add(Self.chunk(1, [4, 8]), lane: 1, readAt: Self.moment(0))
    #expect(Self.release(&merge, all: true) == [4, 5, 3, 8, 9])
  }

  @Test("chunks keep to their size, and what is held keeps to its bound")
  func bounded() {
    var merge = LiveMerge(lanes: 2, settling: .seconds(1))
    let many = (0..<Int64(LiveChunk.mostRecords)).map { $0 }
    var sizes: [Int] = []
    var added = 0
    while sizes.isEmpty, added < 1000 {
      merge.add(Self.chunk(0, many), lane: 0, readAt: Self.moment(0))
      added += 1
      merge.release { sizes.append($0.records.count) }
    }
    #expect(sizes.reduce(0, +) > 0)
    #expect(sizes.allSatisfy { $0 <= LiveChunk.mostRecords })
    #expect(added * LiveChunk.mostRecords <= 1 << 19)
    merge.release(all: true) { sizes.append($0.records.count) }
    #expect(sizes.reduce(0, +) == added * LiveChunk.mostRecords)
  }
}

@Suite("Counters of libpcap")
struct LiveCountersTests {
  @Test("32 bits that go round are told as one number")
  func round() {
    var counters = LiveCounters()
    counters.update(received: 2_000_000_000, dropped: 5, droppedByInterface: 7)
    counters.update(received: 4_000_000_000, dropped: 5, droppedByInterface: 0)
    counters.update(received: 10, dropped: 6, droppedByInterface: 0)
    #expect(counters.received.total == 1 << 32 + 10)
    #expect(counters.dropped.total == 6)
    #expect(counters.droppedByInterface.total == 0)
  }
}
