import ApplicationModel

/// Finds the parts of a multipart body (RFC 2046 §5.1.1) without keeping their contents.
///
/// A delimiter is a whole line: two hyphens, the boundary, two more at the last one, white space. A line that only begins so is
/// content, of a multipart inside this one perhaps. Lines may end with LF alone, as most receivers have it.
struct MultipartParts: BodyContent {
  private enum State: Hashable, Sendable {
    /// Before the first delimiter, or in a part's content.
    case text
    /// Behind a boundary, which is a delimiter's if nothing but these follows in the line.
    case delimiter(Tail)
    case head
    /// Behind the last delimiter.
    case epilogue
  }

  private enum Tail: Hashable, Sendable { case boundary, hyphen, padding, carriageReturn }

  /// A line feed, two hyphens and the boundary. None of them is repeated as the first one, so that what does not match can only
  /// begin a match with the octet that differs.
  private let pattern: [UInt8]
  private var state = State.text
  /// Octets of the pattern that have come, and with what stands behind it, octets that are content if it is no delimiter.
  private var matched = 1
  private var held = 0
  /// Whether the octet before the pattern's line feed is a CR, which is the delimiter's; counted already.
  private var hasReturn = false
  /// Whether the last octet of the text is a CR.
  private var endsWithReturn = false

  /// The part under way.
  private var part: BodyPart?
  private var octets = 0
  /// Octets are missing from it.
  private var isCut = false
  private var head = PartHead()

  /// Nothing for a boundary that cannot be one: it has 1 to 70 octets (RFC 2046 §5.1.1).
  init?(boundary: [UInt8]) {
    guard 1...Self.maximumBoundary ~= boundary.count, !boundary.contains(where: { $0 < 0x20 }) else { return nil }
    pattern = [.lineFeed, UInt8(ascii: "-"), UInt8(ascii: "-")] + boundary
  }

  var memory: Int { pattern.count &+ head.memory }

  mutating func receive(_ octets: Span<UInt8>, at point: StreamPoint, _ message: inout HTTPMessage) {
    var index = 0
    while index < octets.count {
      switch state {
      case .text: index = readText(octets, from: index)
      case .delimiter(let tail):
        if read(octets[index], behind: tail, &message) { index &+= 1 }
      case .head: index = readHead(octets, from: index, &message)
      case .epilogue: return
      }
    }
  }

  /// The part under way has lost octets, and with them perhaps its end.
  mutating func skip(_ message: inout HTTPMessage) {
    isCut = true
    switch state {
    case .text, .delimiter: noDelimiter()
    case .head:
      // The rest of the head is not known from content.
      head = PartHead()
      beginText(matched: 0)
    case .epilogue: break
    }
    endsWithReturn = false
  }

  mutating func finish(isComplete: Bool, _ message: inout HTTPMessage) {
    switch state {
    case .text:
      octets &+= held
      endPart(isComplete: false, &message)
    case .delimiter: endPart(isComplete: true, &message)
    case .head: endPart(isComplete: head.isClosing(pattern), &message)
    case .epilogue: break
    }
    state = .epilogue
  }

  // MARK: - Text

  private mutating func beginText(matched: Int) {
    state = .text
    octets = 0
    held = 0
    self.matched = matched
    hasReturn = false
    endsWithReturn = false
  }

  /// Reads up to the end of a boundary, and answers where that is.
  private mutating func readText(_ span: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < span.count {
      if matched == 0 {
        let place = span.place(of: .lineFeed, from: index)
        octets &+= place &- index
        if place > index { endsWithReturn = span[place &- 1] == .carriageReturn }
        guard place < span.count else { return place }
        hasReturn = endsWithReturn
        matched = 1
        held = 1
        index = place &+ 1
      } else if span[index] == pattern[matched] {
        matched &+= 1
        held &+= 1
        index &+= 1
        if matched == pattern.count {
          state = .delimiter(.boundary)
          return index
        }
      } else {
        noDelimiter()
      }
    }
    return index
  }

  /// What is held is text.
  private mutating func noDelimiter() {
    state = .text
    octets &+= held
    held = 0
    matched = 0
    endsWithReturn = false
  }

  // MARK: - Delimiters

  /// Answers whether the octet was taken: one that is not of a delimiter is looked at again, as text.
  private mutating func read(_ octet: UInt8, behind tail: Tail, _ message: inout HTTPMessage) -> Bool {
    switch (tail, octet) {
    case (.boundary, UInt8(ascii: "-")): state = .delimiter(.hyphen)
    case (.hyphen, UInt8(ascii: "-")):
      endPart(isComplete: true, &message)
      state = .epilogue
      return true
    case (.boundary, 0x20), (.boundary, 0x09), (.padding, 0x20), (.padding, 0x09): state = .delimiter(.padding)
    case (.boundary, .carriageReturn), (.padding, .carriageReturn): state = .delimiter(.carriageReturn)
    case (.boundary, .lineFeed), (.padding, .lineFeed), (.carriageReturn, .lineFeed):
      endPart(isComplete: true, &message)
      beginPart()
      return true
    default:
      noDelimiter()
      return false
    }
    held &+= 1
    return true
  }

  // MARK: - Parts

  private mutating func beginPart() {
    part = BodyPart()
    octets = 0
    isCut = false
    head = PartHead()
    state = .head
  }

  private mutating func readHead(_ span: Span<UInt8>, from start: Int, _ message: inout HTTPMessage) -> Int {
    let end = span.place(of: .lineFeed, from: start)
    head.append(span, from: start, to: end)
    guard end < span.count else { return end }
    switch head.endLine(pattern) {
    case .field: break
    case .empty:
      // The text of parts that are only counted needs no description.
      if message.parts.count < BodyPart.maximum { part = head.part() }
      head = PartHead()
      // The empty line's end may be the delimiter's beginning: of a part without text.
      beginText(matched: 1)
    case .delimiter(let isLast):
      endPart(isComplete: true, &message)
      if isLast { state = .epilogue } else { beginPart() }
    }
    return end &+ 1
  }

  private mutating func endPart(isComplete: Bool, _ message: inout HTTPMessage) {
    guard var part else { return }
    self.part = nil
    if state == .head, message.parts.count < BodyPart.maximum { part = head.part() }
    part.octets = hasReturn && isComplete ? octets &- 1 : octets
    part.isComplete = isComplete && !isCut
    message.add(part)
  }

  static let maximumBoundary = 70
}
