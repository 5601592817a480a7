import ApplicationModel

/// Reads the fields of an application/x-www-form-urlencoded body (WHATWG URL §5.1): their names, and how long their values are.
///
/// Values are only counted: they are what people type, and passwords among it.
struct FormFields: BodyContent {
  private enum State: Hashable, Sendable {
    case name, value
    /// The field's name has octets missing: nothing to tell until the next.
    case lost
  }

  private var state = State.name
  /// As sent.
  private var name: [UInt8] = []
  private var value = PercentEncoding.Counter()
  /// Whether there is a field: an empty sequence between two ampersands is none (§5.1 step 3.1).
  private var isField = false
  /// Octets are missing from the value.
  private var isCut = false

  var memory: Int { name.capacity }

  mutating func receive(_ octets: Span<UInt8>, at point: StreamPoint, _ message: inout HTTPMessage) {
    var index = 0
    while index < octets.count {
      let end = octets.place(of: UInt8(ascii: "&"), from: index)
      if end > index { read(octets, from: index, to: end) }
      guard end < octets.count else { return }
      endField(isComplete: true, &message)
      index = end &+ 1
    }
  }

  mutating func skip(_ message: inout HTTPMessage) {
    if state == .name { state = .lost } else { isCut = true }
    value.skip()
  }

  mutating func finish(isComplete: Bool, _ message: inout HTTPMessage) { endField(isComplete: isComplete, &message) }

  /// A piece of a field, not empty.
  private mutating func read(_ octets: Span<UInt8>, from start: Int, to end: Int) {
    isField = true
    var index = start
    if state == .name {
      let equals = octets.extracting(start..<end).place(of: UInt8(ascii: "="), from: 0) &+ start
      name.append(octets, from: start, to: equals, upTo: Self.maximumName)
      guard equals < end else { return }
      index = equals &+ 1
      state = .value
    }
    if state == .value { value.add(octets, from: index, to: end) }
  }

  private mutating func endField(isComplete: Bool, _ message: inout HTTPMessage) {
    if isField {
      var part = BodyPart()
      // Names of fields that are only counted are not looked at.
      part.name = state == .lost || message.parts.count >= BodyPart.maximum ? nil : decodedName
      part.octets = value.octets
      part.isComplete = isComplete && state != .lost && !isCut
      message.add(part)
    }
    state = .name
    name = []
    isField = false
    value = PercentEncoding.Counter()
    isCut = false
  }

  private var decodedName: [UInt8] {
    PercentEncoding.decoded(name.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }[...])
  }

  /// Octets kept of a name, as sent.
  static let maximumName = 768
}
