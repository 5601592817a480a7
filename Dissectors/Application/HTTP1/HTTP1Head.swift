import ApplicationModel
import Octets

/// A message's head: its first line, its fields, and what they say of the body's length (RFC 9112 §2.1, §6).
struct HTTP1Head: Sendable {
  var line: HTTP1StartLine
  /// The log's fields that are this head's.
  var fields: Range<Int> = 0..<0
  /// Octets on the wire, the empty line included.
  var length = 0
  var oddities: HTTPMessage.Oddities = []
  var contentLength: Int?
  var hasTransferCoding = false
  /// Whether the last transfer coding is chunked.
  var isChunked = false
  var hasUpgrade = false
  var hasContentCoding = false
  /// The first Content-Type among the log's fields.
  var contentType: Int?

  /// Octets of a head that are kept: what servers accept at most by default (8 to 64 KiB).
  static let maximumKept = 64 << 10
  /// A head larger than this is none.
  static let maximum = 256 << 10

  enum Reading: Sendable {
    case head(HTTP1Head)
    /// Its end has not come.
    case incomplete
    case malformed
  }
}

// MARK: - Reading

extension HTTP1Head {
  /// Reads a head from the front, in one pass, and puts its octets and fields into the log.
  ///
  /// With `takesPart` a head whose end will not come is read as far as it goes.
  static func read(_ octets: ByteView, into log: inout HTTPLog, takesPart: Bool = false) -> Reading {
    let span = octets.span
    guard let first = LineEnd(span, from: 0) else { return .incomplete }
    guard let line = HTTP1StartLine(span, length: first.content) else { return .malformed }
    let base = log.octets.count
    let firstField = log.fields.count
    var head = HTTP1Head(line: line)
    if first.isBare { head.oddities.insert(.bareLineFeed) }
    if case .request(_, _, .zeroNine) = line {
      head.length = first.next
    } else {
      if let end = head.readFields(span, from: first.next, base: base, into: &log) {
        head.length = end
      } else if takesPart {
        head.length = span.count
      } else {
        log.fields.removeLast(log.fields.count &- firstField)
        return .incomplete
      }
    }
    if head.length > maximumKept { head.truncate(&log, base: base, firstField: firstField) }
    octets.prefix(min(head.length, maximumKept)).append(to: &log.octets)
    head.fields = firstField..<log.fields.count
    return .head(head)
  }

  /// Reads field lines up to the empty one; answers where the body begins, or nothing when the empty line has not come.
  mutating func readFields(_ octets: Span<UInt8>, from start: Int, base: Int, into log: inout HTTPLog) -> Int? {
    var index = start
    while true {
      guard index < octets.count else { return nil }
      if octets[index] == 10 {
        oddities.insert(.bareLineFeed)
        return index &+ 1
      }
      if octets[index] == 13 {
        guard index &+ 1 < octets.count else { return nil }
        if octets[index &+ 1] == 10 { return index &+ 2 }
      }
      guard let next = readField(octets, from: index, base: base, into: &log) else { return nil }
      index = next
    }
  }

  // field-line = field-name ":" OWS field-value OWS
  private mutating func readField(_ octets: Span<UInt8>, from start: Int, base: Int, into log: inout HTTPLog) -> Int? {
    if octets[start] == 32 || octets[start] == 9 { return continueField(octets, from: start, base: base, into: &log) }
    var colon = octets.endOfName(from: start)
    while colon < octets.count, isTokenOctet(octets[colon]) { colon &+= 1 }
    guard colon < octets.count else { return nil }
    guard let end = LineEnd(octets, from: colon) else { return nil }
    note(end)
    var nameEnd = colon
    if octets[colon] != UInt8(ascii: ":") {
      // White space before the colon, or no field at all.
      while colon < end.content, octets[colon] != UInt8(ascii: ":") { colon &+= 1 }
      guard colon < end.content, nameEnd > start else {
        oddities.insert(.badField)
        return end.next
      }
      var place = nameEnd
      while place < colon, octets[place] == 32 || octets[place] == 9 { place &+= 1 }
      if place == colon { oddities.insert(.spaceBeforeColon) } else { oddities.insert(.badField) }
      if place != colon { nameEnd = colon }
    } else if nameEnd == start {
      oddities.insert(.badField)
      return end.next
    }
    var first = colon &+ 1
    var last = end.content
    while first < last, octets[first] == 32 || octets[first] == 9 { first &+= 1 }
    while last > first, octets[last &- 1] == 32 || octets[last &- 1] == 9 { last &-= 1 }
    log.fields.append(HTTPField(name: (base &+ start)..<(base &+ nameEnd), value: (base &+ first)..<(base &+ last)))
    note(octets, name: start..<nameEnd, value: first..<last, field: log.fields.count &- 1)
    return end.next
  }

  /// obs-fold (RFC 9112 §5.2): the line goes on with the field before it.
  private mutating func continueField(_ octets: Span<UInt8>, from start: Int, base: Int, into log: inout HTTPLog) -> Int? {
    guard let end = LineEnd(octets, from: start) else { return nil }
    note(end)
    guard let field = log.fields.last, field.name.lowerBound >= base else {
      oddities.insert(.badField)
      return end.next
    }
    oddities.insert(.obsoleteFolding)
    var last = end.content
    while last > start, octets[last &- 1] == 32 || octets[last &- 1] == 9 { last &-= 1 }
    let value = field.value.lowerBound..<max(field.value.upperBound, base &+ last)
    log.fields[log.fields.count &- 1] = HTTPField(name: field.name, value: value)
    return end.next
  }

  private mutating func note(_ end: LineEnd) {
    if end.isBare { oddities.insert(.bareLineFeed) }
    if end.hasControl { oddities.insert(.controlOctet) }
  }

  private mutating func truncate(_ log: inout HTTPLog, base: Int, firstField: Int) {
    oddities.insert(.headTruncated)
    while let last = log.fields.last, log.fields.count > firstField, last.value.upperBound > base &+ Self.maximumKept {
      log.fields.removeLast()
    }
  }
}

// MARK: - What fields say

extension HTTP1Head {
  /// Notes what a field says of the body, or of what follows.
  @inline(__always)
  private mutating func note(_ octets: Span<UInt8>, name: Range<Int>, value: Range<Int>, field: Int) {
    switch name.count {
    case 7 where matches(octets, name, "upgrade"): hasUpgrade = true
    case 12 where matches(octets, name, "content-type"): contentType = contentType ?? field
    case 16 where matches(octets, name, "content-encoding"): hasContentCoding = true
    case 14 where matches(octets, name, "content-length"): noteLength(octets, value)
    case 17 where matches(octets, name, "transfer-encoding"):
      hasTransferCoding = true
      let isLast = endsWithChunked(octets, value)
      if !isLast { oddities.insert(.badTransferCoding) }
      // Behind another coding it is wrong; who writes that hopes that somebody takes it for chunked.
      isChunked = isLast || containsChunked(octets, value)
    default: return
    }
    if hasTransferCoding, contentLength != nil { oddities.insert(.conflictingLengths) }
  }

  /// Content-Length = 1*DIGIT; a list of equal ones is one of them (RFC 9110 §8.6).
  private mutating func noteLength(_ octets: Span<UInt8>, _ value: Range<Int>) {
    var number = 0
    var digits = 0
    for index in value {
      let digit = octets[index] &- 48
      if digit < 10 {
        let (product, overflow) = number.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(Int(digit))
        guard !overflow, !carry else { return _ = oddities.insert(.badLength) }
        number = sum
        digits &+= 1
      } else if octets[index] == UInt8(ascii: ","), digits > 0 {
        noteLength(number)
        number = 0
        digits = 0
      } else if octets[index] != 32, octets[index] != 9 {
        return _ = oddities.insert(.badLength)
      }
    }
    if digits > 0 { noteLength(number) } else { oddities.insert(.badLength) }
  }

  private mutating func noteLength(_ number: Int) {
    guard let known = contentLength else { return contentLength = number }
    oddities.insert(known == number ? .repeatedLength : .conflictingLengths)
  }

  /// Whether the last of the codings listed is `chunked`.
  private func endsWithChunked(_ octets: Span<UInt8>, _ value: Range<Int>) -> Bool {
    let start = value.upperBound &- 7
    guard start >= value.lowerBound, matches(octets, start..<value.upperBound, "chunked") else { return false }
    return start == value.lowerBound || octets[start &- 1] == 32 || octets[start &- 1] == 9
      || octets[start &- 1] == UInt8(ascii: ",")
  }

  private func containsChunked(_ octets: Span<UInt8>, _ value: Range<Int>) -> Bool {
    guard value.count > 7 else { return false }
    for start in value.lowerBound...(value.upperBound &- 7) where matches(octets, start..<(start &+ 7), "chunked") {
      return true
    }
    return false
  }

  private func matches(_ octets: Span<UInt8>, _ place: Range<Int>, _ word: String) -> Bool {
    let wanted = word.utf8.span
    guard place.count == wanted.count else { return false }
    for index in wanted.indices where asciiLowercased(octets[place.lowerBound &+ index]) != wanted[index] { return false }
    return true
  }
}

/// Where a line ends.
struct LineEnd {
  /// Behind the line's last octet, the line end left out.
  var content: Int
  /// Where the next line begins.
  var next: Int
  /// LF without CR.
  var isBare: Bool
  /// Control octets inside the line: CR alone, NUL.
  var hasControl = false

  /// The end of the line that `start` is in; nothing when it has not come.
  init?(_ octets: Span<UInt8>, from start: Int) {
    var index = octets.placeOfControl(from: start)
    while index < octets.count {
      let octet = octets[index]
      if octet == 10 {
        let hasReturn = index > start && octets[index &- 1] == 13
        content = hasReturn ? index &- 1 : index
        next = index &+ 1
        isBare = !hasReturn
        return
      }
      index &+= 1
      if octet == 13 {
        if index < octets.count, octets[index] != 10 { hasControl = true }
      } else {
        if octet != 9 { hasControl = true }
        index = octets.placeOfControl(from: index)
      }
    }
    return nil
  }
}
