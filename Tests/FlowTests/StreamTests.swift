import Dissection
@testable import Flows
import Octets
import PacketModel
import Synchronization
import Testing

/// Notes what it is handed: octets as they are, holes as runs of 0xff with their length told apart.
private final class Notes: Sendable {
  let state = Mutex((octets: [UInt8](), skipped: [Int](), finished: 0))
}

private struct Reader: StreamDissector {
  let notes: Notes
  mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    let copy = octets.copied()
    notes.state.withLock { $0.octets.append(contentsOf: copy) }
  }
  mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    notes.state.withLock { $0.skipped.append(count) }
  }
  mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    notes.state.withLock { $0.finished += 1 }
  }
}

@Suite struct StreamTests {
  static let text: [UInt8] = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 5) }

  /// Tells an assembler of pieces of `text`, in the order given.
  private static func assemble(_ pieces: [Range<Int>], acknowledging: [Int: Int] = [:], ends: Bool = true) -> Notes {
    let notes = Notes()
    var reader: any StreamDissector = Reader(notes: notes)
    var assembler = StreamAssembler()
    assembler.noteStart()
    for (index, piece) in pieces.enumerated() {
      let octets = Array(text[piece])
      assembler.accept(ByteView(octets.span), position: piece.lowerBound + 1, sender: .low, place: place(index), to: &reader)
      if let position = acknowledging[index] {
        assembler.note(acknowledged: position, sender: .low, place: place(index), to: &reader)
      }
    }
    if ends { assembler.finish(sender: .low, place: place(pieces.count), to: &reader) }
    return notes
  }

  private static func place(_ index: Int) -> StreamPlace {
    StreamPlace(frame: index + 1, time: Timestamp(nanoseconds: Int64(index) * 10_000_000))
  }

  @Test("however the network cuts, shuffles and repeats a stream, it comes out the same", arguments: 1...40)
  func shuffled(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    var pieces: [Range<Int>] = []
    var position = 0
    while position < Self.text.count {
      let end = min(Self.text.count, position + Int.random(in: 1...200, using: &random))
      // Some segments begin in what came before, as retransmissions with other borders do.
      pieces.append(max(0, position - Int.random(in: 0...30, using: &random))..<end)
      position = end
    }
    pieces += pieces.shuffled(using: &random).prefix(pieces.count / 3)
    for index in pieces.indices.dropFirst() {
      let other = max(0, index - Int.random(in: 0...6, using: &random))
      pieces.swapAt(index, other)
    }
    let notes = Self.assemble(pieces).state.withLock { $0 }
    #expect(notes.octets == Self.text)
    #expect(notes.skipped.isEmpty)
    #expect(notes.finished == 1)
  }

  @Test("a hole is announced at the end, with its length")
  func hole() {
    let notes = Self.assemble([0..<100, 150..<200, 250..<300]).state.withLock { $0 }
    #expect(notes.octets == Array(Self.text[0..<100] + Self.text[150..<200] + Self.text[250..<300]))
    #expect(notes.skipped == [50, 50])
  }

  @Test("a hole that was acknowledged is given up once it has had its time, not before")
  func patience() {
    var acknowledging: [Int: Int] = [:]
    for index in 1...30 { acknowledging[index] = 201 }
    var pieces = [0..<100, 150..<200]
    for index in 0..<28 { pieces.append(200 + index..<201 + index) }
    let early = Self.assemble(Array(pieces.prefix(15)), acknowledging: acknowledging, ends: false).state.withLock { $0 }
    #expect(early.skipped.isEmpty)
    #expect(early.octets.count == 100)
    let late = Self.assemble(pieces, acknowledging: acknowledging, ends: false).state.withLock { $0 }
    #expect(late.skipped == [50])
    #expect(late.octets.count == 178)
  }

  @Test("what is held is bounded")
  func bounded() {
    let notes = Notes()
    var reader: any StreamDissector = Reader(notes: notes)
    var assembler = StreamAssembler()
    let octets = [UInt8](repeating: 1, count: 10)
    assembler.accept(ByteView(octets.span), position: 1, sender: .low, place: Self.place(0), to: &reader)
    for index in 1...20_000 {
      assembler.accept(ByteView(octets.span), position: 1 + index * 20, sender: .low, place: Self.place(index), to: &reader)
      #expect(assembler.heldOctets <= FlowLimits.maximumPendingOctets)
    }
    assembler.finish(sender: .low, place: Self.place(0), to: &reader)
    #expect(notes.state.withLock { $0.octets.count } == 200_010)
  }
}

/// A small generator whose sequence is the same everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
