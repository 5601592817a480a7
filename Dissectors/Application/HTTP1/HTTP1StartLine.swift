import ApplicationModel
import Dissection
import Octets

/// A message's first line (RFC 9112 §3, §4), as places counted from the line's first octet.
enum HTTP1StartLine: Hashable, Sendable {
  case request(method: Range<Int>, target: Range<Int>, HTTPVersion)
  case response(status: Int, reason: Range<Int>, HTTPVersion)
}

extension HTTP1StartLine {
  /// Octets of a method or a prefix of one that are looked at before the first space: registered ones have up to 17.
  static let maximumMethod = 32
  /// A line that has not ended after so many octets is no request's if there are spaces in its target.
  static let maximumSpaced = 512
  /// A line longer than this is none; servers take 8 to 64 KiB (RFC 9112 §3 asks for at least 8000 octets).
  static let maximumLine = 256 << 10

  /// Reads a line of `length` octets, its line end left out.
  init?(_ line: Span<UInt8>, length: Int) {
    if Self.startsLikeResponse(line, length) {
      self.init(response: line, length)
    } else {
      self.init(request: line, length)
    }
  }

  // status-line = HTTP-version SP status-code SP [ reason-phrase ]
  private init?(response line: Span<UInt8>, _ length: Int) {
    guard length >= 12, let version = Self.version(line, at: 0, end: length), line[8] == UInt8(ascii: " ") else { return nil }
    var index = 9
    while index < length, line[index] == UInt8(ascii: " ") { index &+= 1 }
    guard index &+ 3 <= length else { return nil }
    var status = 0
    for place in index..<(index &+ 3) {
      let digit = line[place] &- 48
      guard digit < 10 else { return nil }
      status = status &* 10 &+ Int(digit)
    }
    index &+= 3
    guard index == length || line[index] == UInt8(ascii: " "), status >= 100 else { return nil }
    let reason = min(index &+ 1, length)..<length
    self = .response(status: status, reason: reason, version)
  }

  // request-line = method SP request-target SP HTTP-version; spaces inside the target are wrong, and happen.
  private init?(request line: Span<UInt8>, _ length: Int) {
    var index = 0
    while index < length, isTokenOctet(line[index]) { index &+= 1 }
    guard index > 0, index <= Self.maximumMethod, index < length, line[index] == UInt8(ascii: " ") else { return nil }
    let method = 0..<index
    while index < length, line[index] == UInt8(ascii: " ") { index &+= 1 }
    var end = length
    while end > index, line[end &- 1] == UInt8(ascii: " ") { end &-= 1 }
    guard end &- index >= 9, let version = Self.version(line, at: end &- 8, end: end) else {
      // simple-request = "GET" SP Request-URI (RFC 1945 §4.1)
      guard Self.isGET(line, method), index < end else { return nil }
      for place in index..<end where line[place] <= 32 { return nil }
      guard line[index] == UInt8(ascii: "/") || line[index] | 32 == UInt8(ascii: "h") else { return nil }
      self = .request(method: method, target: index..<end, .zeroNine)
      return
    }
    end &-= 8
    guard line[end &- 1] == UInt8(ascii: " ") else { return nil }
    while end > index, line[end &- 1] == UInt8(ascii: " ") { end &-= 1 }
    guard end > index, !Self.isPreface(line, method, version) else { return nil }
    self = .request(method: method, target: index..<end, version)
  }

  private static func isGET(_ line: Span<UInt8>, _ method: Range<Int>) -> Bool {
    method.count == 3 && line[0] == UInt8(ascii: "G") && line[1] == UInt8(ascii: "E") && line[2] == UInt8(ascii: "T")
  }

  /// HTTP/2's connection preface is made to look like a request (RFC 9113 §3.4).
  private static func isPreface(_ line: Span<UInt8>, _ method: Range<Int>, _ version: HTTPVersion) -> Bool {
    version == .two && method.count == 3 && line[0] == UInt8(ascii: "P") && line[1] == UInt8(ascii: "R")
      && line[2] == UInt8(ascii: "I")
  }

  // HTTP-version = "HTTP" "/" DIGIT "." DIGIT
  private static func version(_ line: Span<UInt8>, at start: Int, end: Int) -> HTTPVersion? {
    guard start >= 0, start &+ 8 <= end, startsWithHTTP(line, at: start), line[start &+ 6] == UInt8(ascii: ".") else {
      return nil
    }
    let (major, minor) = (line[start &+ 5] &- 48, line[start &+ 7] &- 48)
    return major < 10 && minor < 10 ? HTTPVersion(major, minor) : nil
  }

  private static func startsWithHTTP(_ line: Span<UInt8>, at start: Int) -> Bool {
    line[start] == UInt8(ascii: "H") && line[start &+ 1] == UInt8(ascii: "T") && line[start &+ 2] == UInt8(ascii: "T")
      && line[start &+ 3] == UInt8(ascii: "P") && line[start &+ 4] == UInt8(ascii: "/")
  }

  private static func startsLikeResponse(_ line: Span<UInt8>, _ length: Int) -> Bool {
    length >= 7 && startsWithHTTP(line, at: 0) && line[5] == UInt8(ascii: "1")
  }
}

// MARK: - Recognising

extension HTTP1StartLine {
  /// Whether octets begin with a first line, of a request or of a response.
  static func recognise(_ octets: ByteView) -> Recognition {
    let span = octets.span
    var start = 0
    // Servers ignore empty lines before a request (RFC 9112 §2.2).
    while start < span.count, start < 4, span[start] == 13 || span[start] == 10 { start &+= 1 }
    guard start < span.count else { return .maybe }
    let line = span.extracting(droppingFirst: start)
    return line[0] == UInt8(ascii: "H") ? recogniseEither(line) : recogniseRequest(line)
  }

  /// "HTTP/1.": HEAD begins with the same letter.
  private static func recogniseEither(_ line: Span<UInt8>) -> Recognition {
    let wanted = "HTTP/1.".utf8.span
    for index in 0..<min(line.count, wanted.count) where line[index] != wanted[index] { return recogniseRequest(line) }
    guard line.count >= 12 else { return .maybe }
    return HTTP1StartLine(response: line, lineLength(line) ?? line.count) == nil ? .no : .server
  }

  private static func recogniseRequest(_ line: Span<UInt8>) -> Recognition {
    var index = 0
    while index < line.count, index <= maximumMethod, isTokenOctet(line[index]) { index &+= 1 }
    guard index <= maximumMethod, isLetter(line[0]) else { return .no }
    guard index < line.count else { return .maybe }
    guard index > 0, line[index] == UInt8(ascii: " ") else { return .no }
    guard let length = lineLength(line) else { return mayBecomeRequest(line, method: index) ? .maybe : .no }
    return HTTP1StartLine(request: line, length) == nil ? .no : .client
  }

  /// Whether a line that has not ended may be a request's. A target may be long; control octets end the hope for one, and in a
  /// long one spaces do, if not before a version: it is text.
  private static func mayBecomeRequest(_ line: Span<UInt8>, method: Int) -> Bool {
    guard line.count < maximumLine, isUpper(line, method) else { return false }
    let control = line.placeOfControl(from: method)
    guard control == line.count || (control == line.count &- 1 && line[control] == 13) else { return false }
    guard line.count > maximumSpaced else { return true }
    let target = endOfSpaces(line, from: method)
    let version = endOfSpaces(line, from: line.place(of: UInt8(ascii: " "), from: target))
    let wanted = "HTTP/".utf8.span
    for place in version..<min(line.count, version &+ wanted.count) where line[place] != wanted[place &- version] {
      return false
    }
    return line.count &- version < 10
  }

  private static func endOfSpaces(_ line: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < line.count, line[index] == UInt8(ascii: " ") { index &+= 1 }
    return index
  }

  /// Octets before the first line end; nothing without one.
  private static func lineLength(_ octets: Span<UInt8>) -> Int? {
    let end = octets.place(of: 10, from: 0)
    guard end < octets.count else { return nil }
    return end > 0 && octets[end &- 1] == 13 ? end &- 1 : end
  }

  /// Methods are tokens of any letters; all that exist are upper case.
  private static func isUpper(_ line: Span<UInt8>, _ length: Int) -> Bool {
    for index in 0..<length where line[index] &- 97 < 26 { return false }
    return true
  }

  private static func isLetter(_ octet: UInt8) -> Bool { (octet | 32) &- 97 < 26 }
}

/// RFC 9110 §5.6.2, tchar: as a bitmap of the ASCII octets.
@inline(__always)
func isTokenOctet(_ octet: UInt8) -> Bool {
  // ! # $ % & ' * + - . 0-9 A-Z ^ _ ` a-z | ~
  let low: UInt64 = 0x03ff_6cfa_0000_0000
  let high: UInt64 = 0x57ff_ffff_c7ff_fffe
  guard octet < 128 else { return false }
  return (octet < 64 ? low >> UInt64(octet) : high >> UInt64(octet &- 64)) & 1 == 1
}
