import ApplicationModel
import Dissection
import DissectorCatalog
import Octets
import PacketModel

/// What two sides say to each other, a segment a line, as a reader is handed it; the client is the low endpoint.
///
/// Frames count from 1; each frame is 1 ms after the one before. Every segment acknowledges all that the other side had said.
struct Dialogue: Sendable {
  enum Line: Sendable {
    case client(String)
    case server(String)
    case octets([UInt8], Endpoint)
    /// So many octets that the capture lacks.
    case lost(Int, Endpoint)
    case end(Endpoint, StreamEnding)
  }

  var lines: [Line]
  var isFromStart = true

  init(_ lines: [Line], isFromStart: Bool = true) {
    self.lines = lines
    self.isFromStart = isFromStart
  }

  /// What is told of it, with each line cut into segments of `size` octets at most. A line stays one frame, as if the pieces
  /// had come in it: frames and times are the same however it is cut.
  func facts(cutInto size: Int = .max, options: ApplicationOptions = ApplicationOptions()) -> ApplicationFacts {
    var connection = StreamConnection(
      key: FlowKey.ordered(
        source: IPAddress(low: 1), sourcePort: 1000, destination: IPAddress(low: 2), destinationPort: 2000, version: .four,
        transport: .tcp
      ).key, firstFrame: 1, depth: 0, client: .low)
    connection.lowFromStart = isFromStart
    connection.highFromStart = isFromStart
    var reader = RecognisedStream(StreamContext(connection: connection, registry: .standard, options: options))
    var positions = [1, 1]
    if !isFromStart { positions = [5000, 90000] }
    var last = StreamPlace(frame: 0, time: Timestamp(nanoseconds: 0))
    for (index, line) in lines.enumerated() {
      var place = StreamPlace(frame: index + 1, time: Timestamp(nanoseconds: Int64(index) * 1_000_000), isSegmentStart: true)
      last = place
      let (octets, sender): ([UInt8], Endpoint)
      switch line {
      case .client(let text): (octets, sender) = (Array(text.utf8), .low)
      case .server(let text): (octets, sender) = (Array(text.utf8), .high)
      case .octets(let given, let by): (octets, sender) = (given, by)
      case .lost(let count, let by):
        let side = by == .low ? 0 : 1
        reader.skip(count, from: by, at: place)
        positions[side] += count
        continue
      case .end(let by, let ending):
        reader.finish(by, ending, at: place)
        continue
      }
      let side = sender == .low ? 0 : 1
      place.acknowledged = positions[1 - side]
      var start = 0
      while start < octets.count {
        let end = min(octets.count, start + min(size, octets.count))
        let piece = Array(octets[start..<end])
        reader.receive(ByteView(piece.span, offset: positions[side]), from: sender, at: place)
        positions[side] += piece.count
        start = end
        // What follows in the same line is taken as the same segment's.
        place.isSegmentStart = false
      }
    }
    reader.finish(.low, .cut, at: last)
    reader.finish(.high, .cut, at: last)
    var facts = ApplicationFacts()
    reader.tell(&facts)
    return facts
  }
}
