import Analysis
import Capture
import Dissection
import DissectorCatalog
import Foundation
import Octets
import PacketModel
import Testing

@Suite("The packets of the shared corpus")
struct CorpusPacketsTests {
  /// Packets of each capture: the first ones show what a capture is about.
  private static let packetsEach = 150

  @Test("are valid JSON, one object a line")
  func json() throws {
    for path in corpus() {
      let text = try Form.json.text(of: path, limit: Self.packetsEach)
      for line in text.split(separator: UInt8(ascii: "\n")) {
        let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
        #expect(object?["frame"] is Int && object?["layers"] is [Any], "\(path)")
      }
    }
  }

  @Test("have fields with names of their own, inside their octets")
  func fields() throws {
    for path in corpus() {
      var run = PacketRun(options: RunOptions(), detail: .fields)
      var left = Self.packetsEach
      try run.read(path) { frame, packet, octets, _ in
        for layer in packet.layers {
          #expect(Self.isUnique(layer.fields), "\(path) frame \(frame.number) \(layer.id.name)")
          let end = layer.isReassembled ? packet.datagram?.octets.count ?? 0 : octets.count
          #expect(Self.isInside(0..<end, layer.fields), "\(path) frame \(frame.number) \(layer.id.name)")
        }
        left -= 1
        return left > 0 ? .more : .enough
      }
    }
  }

  private static func isUnique(_ fields: [Field]) -> Bool {
    Set(fields.map(\.name)).count == fields.count && fields.allSatisfy { each($0.value, isUnique) }
  }

  private static func isInside(_ range: Range<Int>, _ fields: [Field]) -> Bool {
    fields.allSatisfy { field in
      field.range.lowerBound >= range.lowerBound && field.range.upperBound <= range.upperBound
        && each(field.value) { isInside(range, $0) }
    }
  }

  /// Whether all objects in a value fulfil `condition`.
  private static func each(_ value: FieldValue, _ condition: ([Field]) -> Bool) -> Bool {
    switch value {
    case .fields(let fields): condition(fields)
    case .list(let values): values.allSatisfy { each($0, condition) }
    default: true
    }
  }
}
