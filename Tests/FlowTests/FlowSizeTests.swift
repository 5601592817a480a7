@testable import Flows
import Testing

@Suite struct FlowSizeTests {
  @Test("a flow costs at most 400 octets, its share of the hash table included")
  func size() {
    // Eight octets a slot, at least three eighths full: 21 octets at worst.
    let flow = MemoryLayout<Flow>.stride + 22
    #expect(flow + MemoryLayout<Connection>.stride <= 400)
    print(
      "flow \(MemoryLayout<Flow>.stride), connection \(MemoryLayout<Connection>.stride), trouble \(MemoryLayout<Trouble>.stride)"
    )
  }
}
