public import PacketModel

/// Writes JSON as UTF-8 octets: no values built in between, keys in the order given.
///
/// The caller opens and closes objects and arrays; commas are the writer's. A member goes out in one piece, so that the array
/// is asked for room once: most of a report's time would go there otherwise.
public struct JSONWriter: Sendable {
  public var octets: [UInt8]
  /// Whether what comes next has something before it in its container, and so a comma.
  private var follows = false

  public init(_ octets: [UInt8] = []) { self.octets = octets }

  // MARK: - Containers

  public mutating func object(_ body: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "{"))
    body(&self)
    close(UInt8(ascii: "}"))
  }

  public mutating func array(_ body: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "["))
    body(&self)
    close(UInt8(ascii: "]"))
  }

  public mutating func object(_ key: String, _ body: (inout JSONWriter) -> Void) {
    open(key, UInt8(ascii: "{"))
    body(&self)
    close(UInt8(ascii: "}"))
  }

  public mutating func array(_ key: String, _ body: (inout JSONWriter) -> Void) {
    open(key, UInt8(ascii: "["))
    body(&self)
    close(UInt8(ascii: "]"))
  }

  /// Opens a container whose end comes later; `close` must follow.
  public mutating func open(_ bracket: UInt8) {
    separate()
    octets.append(bracket)
    follows = false
  }

  public mutating func close(_ bracket: UInt8) {
    octets.append(bracket)
    follows = true
  }

  /// Closes the object that is a line of a stream.
  mutating func endLine() {
    octets.append(contentsOf: "}\n".utf8)
    follows = false
  }

  mutating func open(_ key: String, _ bracket: UInt8) {
    append(key, room: 1) { $0.append(bracket) }
    follows = false
  }

  // MARK: - Members

  public mutating func member(_ key: String, _ value: Int) {
    append(key, room: decimalRoom) { appendDecimal(value, to: &$0) }
  }

  public mutating func member(_ key: String, _ value: Bool) { member(key, word: value ? "true" : "false", isQuoted: false) }

  public mutating func member(_ key: String, _ value: String) {
    self.key(key)
    element(value)
  }

  /// A word of ours: plain ASCII, nothing to escape.
  public mutating func member(_ key: String, word: String) { member(key, word: word, isQuoted: true) }

  private mutating func member(_ key: String, word: String, isQuoted: Bool) {
    let text = word.utf8.span
    append(key, room: text.count &+ 2) { output in
      if isQuoted { output.append(UInt8(ascii: "\"")) }
      appendText(text, to: &output)
      if isQuoted { output.append(UInt8(ascii: "\"")) }
    }
  }

  /// A member only when it is not 0: for counts of what is rare.
  public mutating func member(_ key: String, unlessZero value: Int) {
    if value != 0 { member(key, value) }
  }

  /// A part of the whole, from 0 to 1, to three places.
  public mutating func member(_ key: String, share part: Int64, of whole: Int64) {
    // Three places of a fraction are as many of seconds.
    member(key, nanoseconds: whole > 0 ? Int64((Double(part) / Double(whole) * 1000).rounded()) &* 1_000_000 : 0)
  }

  /// Members written before, by another writer.
  mutating func members(written: [UInt8]) {
    separate()
    octets.append(contentsOf: written)
    follows = true
  }

  /// A member only when there is a value: what is not known is absent.
  public mutating func member(_ key: String, _ value: String?) {
    if let value { member(key, value) }
  }

  public mutating func member(_ key: String, word: String?) {
    if let word { member(key, word: word) }
  }

  public mutating func member(_ key: String, _ value: Int?) {
    if let value { member(key, value) }
  }

  /// A duration as seconds.
  public mutating func member(_ key: String, nanoseconds: Int64) {
    append(key, room: decimalRoom &+ 10) { appendSeconds(nanoseconds, to: &$0) }
  }

  /// A duration as milliseconds, to the nanosecond.
  mutating func member(_ key: String, milliseconds nanoseconds: Int64) {
    append(key, room: decimalRoom &+ 10) { appendFraction(nanoseconds, unit: 1_000_000, places: 6, to: &$0) }
  }

  /// An absolute time as an RFC 3339 string in UTC with nanoseconds.
  public mutating func member(_ key: String, _ time: Timestamp) {
    quoted(key, room: 30) { time.appendRFC3339(to: &$0) }
  }

  public mutating func member(_ key: String, _ address: IPAddress, _ version: IPVersion) {
    quoted(key, room: IPAddress.textRoom) { address.append(version, to: &$0) }
  }

  public mutating func member(_ key: String, _ address: MACAddress) {
    quoted(key, room: 17) { address.append(to: &$0) }
  }

  /// An object of two numbers, one a side.
  mutating func member(_ key: String, client: Int, server: Int) {
    append(key, room: 2 &* decimalRoom &+ 21) { output in
      appendText("{\"client\":".utf8.span, to: &output)
      appendDecimal(client, to: &output)
      appendText(",\"server\":".utf8.span, to: &output)
      appendDecimal(server, to: &output)
      output.append(UInt8(ascii: "}"))
    }
  }

  /// A string that `text` writes into no more than `room` octets, none of which needs an escape.
  @inline(__always)
  mutating func quoted(_ key: String, room: Int, _ text: (inout OutputSpan<UInt8>) -> Void) {
    append(key, room: room &+ 2) { output in
      output.append(UInt8(ascii: "\""))
      text(&output)
      output.append(UInt8(ascii: "\""))
    }
  }

  // MARK: - Elements

  public mutating func element(_ value: Int) {
    separate()
    octets.append(addingCapacity: decimalRoom) { appendDecimal(value, to: &$0) }
  }

  public mutating func element(_ value: UInt64) {
    separate()
    octets.append(addingCapacity: decimalRoom) { appendDecimal(value, to: &$0) }
  }

  public mutating func element(_ value: Bool) {
    separate()
    octets.append(contentsOf: value ? "true".utf8 : "false".utf8)
  }

  public mutating func element(_ value: String) {
    separate()
    appendString(value)
  }

  /// A word of ours: plain ASCII, nothing to escape.
  mutating func element(word: String) {
    let text = word.utf8.span
    let follows = follows
    octets.append(addingCapacity: text.count &+ 3) { output in
      if follows { output.append(UInt8(ascii: ",")) }
      output.append(UInt8(ascii: "\""))
      appendText(text, to: &output)
      output.append(UInt8(ascii: "\""))
    }
    self.follows = true
  }

  /// Octets in lower-case hexadecimal.
  public mutating func element(hexadecimal value: [UInt8]) {
    separate()
    octets.append(UInt8(ascii: "\""))
    for octet in value {
      octets.append(hexDigit(octet >> 4))
      octets.append(hexDigit(octet & 15))
    }
    octets.append(UInt8(ascii: "\""))
  }

  /// Text that is JSON already, such as a number's digits.
  mutating func element(raw text: String) {
    separate()
    octets.append(contentsOf: text.utf8)
  }

  /// A key of ours: plain ASCII, nothing to escape. All keys are but those inside a described message.
  public mutating func key(_ name: String) {
    append(name, room: 0) { _ in }
    follows = false
  }

  /// A key that is a described message's: the name of a field, or what a map has.
  mutating func key(octets name: ArraySlice<UInt8>) {
    element(octets: name)
    octets.append(UInt8(ascii: ":"))
    follows = false
  }

  // MARK: - Pieces

  /// A key and the value behind it, in one piece.
  @inline(__always)
  private mutating func append(_ key: String, room: Int, _ value: (inout OutputSpan<UInt8>) -> Void) {
    let name = key.utf8.span
    let follows = follows
    octets.append(addingCapacity: name.count &+ 4 &+ room) { output in
      if follows { output.append(UInt8(ascii: ",")) }
      output.append(UInt8(ascii: "\""))
      appendText(name, to: &output)
      output.append(UInt8(ascii: "\""))
      output.append(UInt8(ascii: ":"))
      value(&output)
    }
    self.follows = true
  }

  mutating func separate() {
    if follows { octets.append(UInt8(ascii: ",")) }
    follows = true
  }

  private mutating func appendString(_ string: String) {
    let text = string.utf8.span
    // Nearly all text is plain, and is appended in one piece.
    guard !text.indices.contains(where: { needsEscape(text[$0]) }) else { return appendEscaped(string.utf8) }
    octets.append(addingCapacity: text.count &+ 2) { output in
      output.append(UInt8(ascii: "\""))
      appendText(text, to: &output)
      output.append(UInt8(ascii: "\""))
    }
  }

  private mutating func appendEscaped(_ text: String.UTF8View) {
    octets.append(UInt8(ascii: "\""))
    defer { octets.append(UInt8(ascii: "\"")) }
    for octet in text { append(escaping: octet) }
  }

  /// An octet of a string.
  mutating func append(escaping octet: UInt8) {
    switch octet {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      octets.append(UInt8(ascii: "\\"))
      octets.append(octet)
    case 0x0a: octets.append(contentsOf: "\\n".utf8)
    case 0x0d: octets.append(contentsOf: "\\r".utf8)
    case 0x09: octets.append(contentsOf: "\\t".utf8)
    case 0..<0x20, 0x7f:
      octets.append(contentsOf: "\\u00".utf8)
      octets.append(hexDigit(octet >> 4))
      octets.append(hexDigit(octet & 15))
    default: octets.append(octet)
    }
  }
}

private func needsEscape(_ octet: UInt8) -> Bool {
  octet < 0x20 || octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\") || octet == 0x7f
}

@inline(__always)
private func appendSeconds(_ nanoseconds: Int64, to output: inout OutputSpan<UInt8>) {
  appendFraction(nanoseconds, unit: 1_000_000_000, places: 9, to: &output)
}

/// Exact: nanoseconds are whole numbers, so no binary fraction comes between. `unit` is ten to the power of `places`.
private func appendFraction(_ nanoseconds: Int64, unit: UInt64, places: Int, to output: inout OutputSpan<UInt8>) {
  let magnitude = nanoseconds.magnitude
  if nanoseconds < 0 { output.append(UInt8(ascii: "-")) }
  appendDecimal(magnitude / unit, to: &output)
  var fraction = UInt32(truncatingIfNeeded: magnitude % unit)
  guard fraction > 0 else { return }
  output.append(UInt8(ascii: "."))
  var places = places
  // Most captures count microseconds.
  if fraction % 1000 == 0 {
    fraction /= 1000
    places &-= 3
  }
  while fraction % 10 == 0 {
    fraction /= 10
    places &-= 1
  }
  // From the last digit to the first, each packed above the one before it.
  var digits: UInt64 = 0
  for _ in 0..<places {
    digits = digits << 4 | UInt64(fraction % 10)
    fraction /= 10
  }
  for _ in 0..<places {
    output.append(UInt8(truncatingIfNeeded: digits & 15) &+ 48)
    digits >>= 4
  }
}
