import ApplicationModel

/// Splits a text/event-stream into its events (WHATWG HTML §9.2.6), however its lines are cut.
///
/// A line of data may be as long as the stream, so no line is ever kept: of a field's name five octets tell which it is, and
/// its value goes where it belongs as it comes.
struct EventStream: BodyContent {
  /// Where in a line the next octet stands.
  private enum Place: Hashable, Sendable {
    /// Before the stream's first octet, or inside its byte order mark, of which so many have come.
    case mark(Int)
    /// In a field's name. What has come of it lies in `name`.
    case name
    /// Behind the colon: one space there is not the value's.
    case colon(Field)
    case value(Field)
    /// In a line that octets are missing from, or in another before the next empty one: of this event nothing is sure.
    case lost(lineLength: Int)
  }

  private enum Field: Hashable, Sendable { case data, event, id, retry, other }

  private let previewOctets: Int
  private var place = Place.mark(0)
  /// Whether the last octet was a CR, so that an LF now is the same line's end.
  private var isBehindReturn = false
  /// The first eight octets of the name, the first one highest, and how many came.
  private var name: UInt64 = 0
  private var nameLength = 0

  /// What the event under way has so far. An id and a retry stay for the next event when theirs has no data, and is none.
  private var data = Data()
  private var type: [UInt8] = []
  private var id: [UInt8]?
  private var retry: Int?
  /// The value of an id or a retry under way, and whether something in it made it void.
  private var newID: [UInt8] = []
  private var newRetry: Int?
  private var isVoid = false

  private var events: [ServerSentEvent] = []
  private var omitted = 0
  private var kept = 0
  /// Octets that the events waiting hold beside themselves.
  private var heldOctets = 0

  /// Each line's value with a line feed behind it.
  private struct Data: Sendable {
    var octets = 0
    var preview: [UInt8] = []
  }

  init(previewOctets: Int) { self.previewOctets = max(0, previewOctets) }

  var memory: Int {
    data.preview.capacity &+ type.capacity &+ (id?.capacity ?? 0) &+ newID.capacity
      &+ events.capacity &* MemoryLayout<ServerSentEvent>.stride &+ heldOctets
  }

  mutating func takeEvents() -> (events: [ServerSentEvent], omitted: Int) {
    defer {
      events = []
      omitted = 0
      heldOctets = 0
    }
    return (events, omitted)
  }

  /// Whatever was missing belonged to the event under way, and perhaps to others.
  mutating func skip(_ message: inout HTTPMessage) {
    forgetEvent()
    forgetLine()
    id = nil
    retry = nil
    isBehindReturn = false
    // Whether anything stood in this line is unknown: were its end taken for an empty line, the rest of an event would be one.
    place = .lost(lineLength: 1)
  }

  /// An event that no empty line ends is none (§9.2.6).
  mutating func finish(isComplete: Bool, _ message: inout HTTPMessage) {
    forgetEvent()
    forgetLine()
  }

  // MARK: - Lines

  mutating func receive(_ octets: Span<UInt8>, at point: StreamPoint, _ message: inout HTTPMessage) {
    var index = 0
    while index < octets.count {
      if case .mark(let length) = place {
        if octets[index] == Self.mark[length] {
          index &+= 1
          place = length &+ 1 == Self.mark.count ? .name : .mark(length &+ 1)
        } else {
          // No mark then: its octets are a name that nobody knows.
          nameLength = length
          place = .name
        }
        continue
      }
      if isBehindReturn {
        isBehindReturn = false
        if octets[index] == .lineFeed {
          index &+= 1
          continue
        }
      }
      let end = octets.place(of: .carriageReturn, or: .lineFeed, from: index)
      if end > index { read(octets, from: index, to: end) }
      guard end < octets.count else { return }
      isBehindReturn = octets[end] == .carriageReturn
      endLine(at: point)
      index = end &+ 1
    }
  }

  /// A piece of a line, not empty.
  private mutating func read(_ octets: Span<UInt8>, from start: Int, to end: Int) {
    var index = start
    if place == .name {
      while index < end, octets[index] != UInt8(ascii: ":") {
        if nameLength < 8 { name = name << 8 | UInt64(octets[index]) }
        nameLength &+= 1
        index &+= 1
      }
      guard index < end else { return }
      index &+= 1
      let field = field
      // Each `event` field replaces the one before, an empty one too.
      if field == .event { type = [] }
      place = .colon(field)
    }
    if case .colon(let field) = place, index < end {
      if octets[index] == UInt8(ascii: " ") { index &+= 1 }
      place = .value(field)
    }
    guard index < end else { return }
    switch place {
    case .value(.data):
      data.octets &+= end &- index
      data.preview.append(octets, from: index, to: end, upTo: previewOctets)
    case .value(.event): type.append(octets, from: index, to: end, upTo: Self.maximumWord)
    case .value(.id):
      newID.append(octets, from: index, to: end, upTo: Self.maximumWord)
      if octets.extracting(index..<end).place(of: 0, from: 0) < end &- index { isVoid = true }
    case .value(.retry): readRetry(octets, from: index, to: end)
    case .lost(let length): place = .lost(lineLength: length &+ end &- index)
    case .mark, .name, .colon, .value(.other): break
    }
  }

  private var field: Field {
    switch (nameLength, name) {
    case (4, 0x6461_7461): .data
    case (5, 0x65_7665_6e74): .event
    case (2, 0x6964): .id
    case (5, 0x72_6574_7279): .retry
    default: .other
    }
  }

  private mutating func readRetry(_ octets: Span<UInt8>, from start: Int, to end: Int) {
    for index in start..<end {
      let digit = octets[index] &- UInt8(ascii: "0")
      let value = newRetry ?? 0
      guard digit < 10, value < Self.maximumRetry else { return isVoid = true }
      newRetry = value * 10 + Int(digit)
    }
  }

  private mutating func endLine(at point: StreamPoint) {
    let field: Field
    switch place {
    case .lost(let length):
      place = length == 0 ? .name : .lost(lineLength: 0)
      return
    case .name where nameLength == 0: return dispatch(at: point)
    case .name:
      field = self.field
      if field == .event { type = [] }
    case .colon(let named), .value(let named): field = named
    case .mark: field = .other
    }
    switch field {
    case .data:
      data.octets &+= 1
      if data.preview.count < previewOctets { data.preview.append(.lineFeed) }
    case .id: if !isVoid { id = newID }
    case .retry: if !isVoid, let newRetry { retry = newRetry }
    case .event, .other: break
    }
    forgetLine()
  }

  private mutating func forgetLine() {
    place = .name
    name = 0
    nameLength = 0
    newID = []
    newRetry = nil
    isVoid = false
  }

  // MARK: - Events

  private mutating func dispatch(at point: StreamPoint) {
    if data.octets > 0 {
      if kept < Self.maximumKept {
        kept &+= 1
        // The line feed behind the last line is not the data's.
        data.octets &-= 1
        if data.preview.count > data.octets { data.preview.removeLast() }
        heldOctets &+= data.preview.capacity &+ type.capacity &+ (id?.capacity ?? 0)
        events.append(
          ServerSentEvent(
            point: point, type: type.isEmpty ? nil : type, id: id, retry: retry, octets: data.octets, preview: data.preview))
      } else {
        omitted &+= 1
      }
      id = nil
      retry = nil
    }
    forgetEvent()
  }

  private mutating func forgetEvent() {
    data = Data()
    type = []
  }

  /// U+FEFF.
  private static let mark: [UInt8] = [0xef, 0xbb, 0xbf]
  /// Events of one response that are kept: an hour of eighteen a second.
  static let maximumKept = 65_536
  /// Octets kept of an event's type and of its id.
  static let maximumWord = 128
  /// Behind so many milliseconds, some thousand years, no digit counts.
  private static let maximumRetry = 10_000_000_000_000
}
