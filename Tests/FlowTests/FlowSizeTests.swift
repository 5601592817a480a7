@testable import Flows
import Testing

@Suite struct FlowSizeTests {
  @Test("judging a connection's segments costs at most 1,400 octets before its lists")
  func analyzer() {
    let size = MemoryLayout<SegmentAnalyzer>.stride
    #expect(size <= 1400)
    // Its lists: what was sent and may be asked about, and what happened.
    #expect(MemoryLayout<SentSegment>.stride <= 72 && MemoryLayout<SegmentEvent>.stride <= 144)
    print("analyzer \(size), segment \(MemoryLayout<SentSegment>.stride), event \(MemoryLayout<SegmentEvent>.stride)")
  }

  @Test("a flow whose segments are not judged costs at most 400 octets, its share of the hash table included")
  func size() {
    // Eight octets a slot, at least three eighths full: 21 octets at worst.
    let flow = MemoryLayout<Flow>.stride + 22
    #expect(flow + MemoryLayout<Connection>.stride <= 400)
    print(
      "flow \(MemoryLayout<Flow>.stride), connection \(MemoryLayout<Connection>.stride), trouble \(MemoryLayout<Trouble>.stride)"
    )
  }
}
