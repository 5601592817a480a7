import ApplicationDissectors
import ApplicationModel
import Dissection
import Octets
import PacketModel
import Testing

/// What an HTTP/2 connection's two sides send, step by step; the client is the low end.
///
/// Steps are frames from 1 on, one each millisecond from 0 on, unless they say otherwise. Streams' positions begin at 1, as
/// TCP's.
struct HTTP2Talk: Sendable {
  struct Step: Sendable {
    enum Deed: Sendable {
      case octets([UInt8], Endpoint)
      /// So many octets that the capture lacks.
      case hole(Int, Endpoint)
      /// Octets of these positions came once more.
      case again(Range<Int>, Endpoint)
      case end(Endpoint, StreamEnding)
    }

    var deed: Deed
    var frame: Int?
    /// Milliseconds.
    var time: Int?
    var isSegmentStart = true

    static func client(_ octets: [UInt8], frame: Int? = nil, time: Int? = nil) -> Step {
      Step(deed: .octets(octets, .low), frame: frame, time: time)
    }

    static func server(_ octets: [UInt8], frame: Int? = nil, time: Int? = nil) -> Step {
      Step(deed: .octets(octets, .high), frame: frame, time: time)
    }

    static func text(_ text: String, _ sender: Endpoint) -> Step { Step(deed: .octets(Array(text.utf8), sender)) }
    static func clientHole(_ count: Int) -> Step { Step(deed: .hole(count, .low)) }
    static func serverHole(_ count: Int) -> Step { Step(deed: .hole(count, .high)) }
    static func end(_ sender: Endpoint, _ ending: StreamEnding) -> Step { Step(deed: .end(sender, ending)) }

    static func again(_ positions: Range<Int>, _ sender: Endpoint, frame: Int, time: Int) -> Step {
      Step(deed: .again(positions, sender), frame: frame, time: time)
    }

    /// The same octets, behind others in their segment.
    var inside: Step {
      var step = self
      step.isSegmentStart = false
      return step
    }
  }

  /// The connection's beginning: two steps.
  static let opening: [Step] = [
    .client(HTTP2Frames.preface + HTTP2Frames.settings()), .server(HTTP2Frames.settings()),
  ]

  var steps: [Step]
  var isFromStart = true
  var isSecure = false
  /// Who is taken for the client before anything is said.
  var client = Endpoint.low
  /// Who finds out what is spoken; without, it is known to be HTTP/2.
  var registry: ApplicationRegistry?

  init(_ steps: [Step]) { self.steps = steps }

  /// A connection that began like any other.
  init(opened steps: [Step]) { self.steps = Self.opening + steps }

  // MARK: - Reading

  /// What is told of it, with each step's octets handed on in pieces of `chunk`.
  func read(chunk: Int = .max) -> ApplicationFacts {
    var reader = make()
    let last = pass(to: &reader, chunk: chunk)
    return Self.facts(&reader, last)
  }

  func make() -> any StreamDissector {
    let key = FlowKey(
      lowAddress: IPAddress(low: 1), highAddress: IPAddress(low: 2), lowPort: 1, highPort: 2, version: .four, transport: .tcp)
    let connection = StreamConnection(
      key: key, firstFrame: 1, depth: 0, client: client, lowFromStart: isFromStart, highFromStart: isFromStart)
    var context = StreamContext(
      connection: connection, registry: registry ?? ApplicationRegistry(), options: ApplicationOptions())
    context.isSecure = isSecure
    return registry == nil ? HTTP2Dissector(context) : RecognisedStream(context)
  }

  /// Hands all steps on; answers where the last one was.
  @discardableResult
  func pass(to reader: inout any StreamDissector, chunk: Int = .max) -> StreamPlace {
    var (low, high) = (1, 1)
    var last = StreamPlace(frame: 0, time: Timestamp(nanoseconds: 0))
    for (index, step) in steps.enumerated() {
      let place = StreamPlace(
        frame: step.frame ?? index + 1, time: Timestamp(nanoseconds: Int64(step.time ?? index) * 1_000_000),
        isSegmentStart: step.isSegmentStart)
      last = place
      switch step.deed {
      case .octets(let octets, let sender):
        Self.receive(octets, at: sender == .low ? low : high, sender, place, chunk, &reader)
        if sender == .low { low += octets.count } else { high += octets.count }
      case .hole(let count, let sender):
        reader.skip(count, from: sender, at: place)
        if sender == .low { low += count } else { high += count }
      case .again(let positions, let sender): reader.repeated(positions, from: sender, at: place)
      case .end(let sender, let ending): reader.finish(sender, ending, at: place)
      }
    }
    return last
  }

  private static func receive(
    _ octets: [UInt8], at position: Int, _ sender: Endpoint, _ place: StreamPlace, _ chunk: Int,
    _ reader: inout any StreamDissector
  ) {
    var rest = ByteView(octets.span, offset: position)
    var place = place
    while !rest.isEmpty {
      let piece = rest.prefix(chunk)
      reader.receive(piece, from: sender, at: place)
      rest = rest.dropping(piece.count)
      place.isSegmentStart = false
    }
  }

  static func facts(_ reader: inout any StreamDissector, _ last: StreamPlace) -> ApplicationFacts {
    reader.finish(.low, .cut, at: last)
    reader.finish(.high, .cut, at: last)
    var facts = ApplicationFacts()
    reader.tell(&facts)
    return facts
  }
}

/// A conversation, and what is told of it.
struct HTTP2Example: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var talk: HTTP2Talk
  var lines: [String]

  /// Of a connection that began like any other: its steps are frames from 3 on.
  init(_ name: String, _ steps: [HTTP2Talk.Step], _ lines: [String]) {
    self.init(name, HTTP2Talk(opened: steps), lines)
  }

  init(_ name: String, _ talk: HTTP2Talk, _ lines: [String]) {
    testDescription = name
    self.talk = talk
    self.lines = lines
  }
}
