import Dissection
import Octets
import PacketModel
import Testing

@testable import ApplicationDissectors

/// Records are the same however the network cuts the stream.
@Suite struct TLSRecordCutterTests {
  private struct Cutting {
    var cutter = TLSRecordCutter(isAtStart: true)
    var told: [String] = []
    var position = 0

    mutating func read(_ octets: [UInt8], cutInto size: Int) {
      var start = 0
      while start < octets.count {
        let piece = Array(octets[start..<min(octets.count, start + min(size, octets.count))])
        let place = StreamPlace(frame: 1, time: Timestamp(nanoseconds: 0), isSegmentStart: start == 0)
        let view = ByteView(piece.span, offset: position)
        var index = 0
        while let event = cutter.next(view, &index, at: place) { tell(event, view) }
        start += piece.count
        position += piece.count
      }
    }

    mutating func tell(_ event: TLSRecordCutter.Event, _ view: ByteView) {
      switch event {
      case .malformed: told.append("malformed")
      case .found(let behind): told.append("found behind \(behind)")
      case .record(let header, let content):
        let octets: [UInt8]
        switch content {
        case .inPlace(let range): octets = view.dropping(range.lowerBound).prefix(range.count).copied()
        case .gathered:
          let taken = cutter.takeGathered()
          octets = taken.octets
          cutter.giveBack(taken)
        case .damaged, .passed: return told.append("\(header.type.rawValue) \(content)")
        }
        told.append("\(header.type.rawValue) \(octets)")
      }
    }
  }

  static let streams: [(name: String, octets: [UInt8], told: [String])] = [
    ("one", [22, 3, 1, 0, 3, 1, 2, 3], ["22 [1, 2, 3]"]),
    ("two", [22, 3, 1, 0, 1, 9, 23, 3, 3, 0, 2, 7, 8], ["22 [9]", "23 [7, 8]"]),
    ("an empty one", [23, 3, 3, 0, 0, 21, 3, 3, 0, 2, 1, 0], ["23 []", "21 [1, 0]"]),
    ("half a header", [22, 3, 1, 0], []),
    ("half a fragment", [22, 3, 1, 0, 3, 1], []),
    ("none", [22, 3, 1, 0, 1, 5, 99, 3, 3, 0, 0], ["22 [5]", "malformed"]),
    ("too long", [23, 3, 3, 0x48, 1], ["malformed"]),
  ]

  @Test(arguments: streams.indices, [1, 2, 3, 64])
  func cut(_ index: Int, size: Int) {
    var cutting = Cutting()
    cutting.read(Self.streams[index].octets, cutInto: size)
    #expect(cutting.told == Self.streams[index].told, "\(Self.streams[index].name)")
  }

  @Test("what nobody wants is passed over, whole records excepted")
  func passed() {
    var cutting = Cutting()
    cutting.cutter.isGathering = false
    cutting.read([23, 3, 3, 0, 4, 1, 2, 3, 4], cutInto: 3)
    #expect(cutting.told == ["23 passed"])
    #expect(cutting.cutter.memory == 0)
  }

  @Test("a hole inside a record, one that ends with it, and one that goes on", arguments: [1, 3, 5])
  func hole(count: Int) {
    var cutting = Cutting()
    cutting.read([23, 3, 3, 0, 4, 1], cutInto: 64)
    if let event = cutting.cutter.skip(count) { cutting.tell(event, ByteView([UInt8]().span)) }
    cutting.read((count == 1 ? [3, 4] : []) + [21, 3, 3, 0, 2, 1, 0, 23, 3, 3, 0, 1, 5], cutInto: 64)
    let found = count == 5 ? ["found behind 2"] : []
    #expect(cutting.told == ["23 damaged"] + found + ["21 [1, 0]", "23 [5]"])
  }

  @Test("acknowledged positions are told in plaintext")
  func positions() {
    var positions = TLSPositions()
    #expect(positions.plaintext(at: 10) == 0)
    for record in 1...200 { positions.add(100, endingAt: record * 129) }
    #expect(positions.plaintext(at: 200 * 129) == 20_000)
    #expect(positions.plaintext(at: 200 * 129 - 1) == 19_900)
    #expect(positions.plaintext(at: 5) == nil)
  }
}
