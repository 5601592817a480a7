import Capture
import PacketModel
import Testing

@Suite("Mutated captures")
struct MutationTests {
  private static let originals: [[UInt8]] = [
    PcapTests.examples[0].octets + PcapTests.examples[0].octets.dropFirst(24), PcapTests.examples[4].octets,
    PcapTests.examples[13].octets, PcapngTests.everything(isBig: false), PcapngTests.everything(isBig: true),
  ]

  @Test("whatever is changed, reading ends, stays inside, and a stream gives what a file gives", arguments: 0..<60)
  func mutated(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed + 1) &* 0x9e37_79b9_7f4a_7c15)
    for (index, original) in Self.originals.enumerated() {
      var octets = original
      for _ in 0..<Int.random(in: 1...8, using: &generator) { mutate(&octets, &generator) }
      guard let mapped = try? readMapped(octets, limit: 3) else { continue }
      // The file's length bounds what can come of it.
      #expect(mapped.packets.reduce(0) { $0 + $1.octets.count } <= octets.count)
      if seed % 4 == 0 {
        let streamed = try readStreamed(octets, chunk: 1 + seed, limit: 5)
        #expect(streamed.packets == mapped.packets, "seed \(seed), original \(index)")
        #expect(streamed.description.damage == mapped.description.damage, "seed \(seed), original \(index)")
      }
    }
  }

  private func mutate(_ octets: inout [UInt8], _ generator: inout SeededGenerator) {
    // The file's magic stays, or most mutants would be no captures.
    let index = Int.random(in: 4..<octets.count, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: octets[index] = UInt8.random(in: 0...255, using: &generator)
    case 1: octets[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
    case 2: octets[index] = [0, 0x7f, 0x80, 0xff][Int.random(in: 0..<4, using: &generator)]
    case 3: octets.removeSubrange(index..<min(index + 5, octets.count))
    case 4: octets.insert(contentsOf: octets[index..<min(index + 40, octets.count)], at: index)
    default: octets.removeLast(min(octets.count - index, octets.count - 30))
    }
    if octets.count < 32 { octets += Array(repeating: 0, count: 32 - octets.count) }
  }
}
