public import PacketModel

/// Writes JSON as UTF-8 octets: no values built in between, keys in the order given.
///
/// The caller opens and closes objects and arrays; commas, and indentation when asked for, are the writer's.
public struct JSONWriter: Sendable {
  public var octets: [UInt8]
  /// Whether the container being written has a member already: a bit for each level open, the outermost lowest. Nothing we
  /// write nests as deep as there are bits.
  private var hasMember: UInt64 = 0
  private var depth: UInt64 = 0
  let indents: Bool
  /// A key was just written: its value follows on the same line.
  private var isAfterKey = false

  /// With `indented`, one member a line, two spaces a level.
  public init(_ octets: [UInt8] = [], indented: Bool = false) {
    self.octets = octets
    indents = indented
  }

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
    self.key(key)
    object(body)
  }

  public mutating func array(_ key: String, _ body: (inout JSONWriter) -> Void) {
    self.key(key)
    array(body)
  }

  /// Opens a container whose end comes later; `close` must follow.
  public mutating func open(_ bracket: UInt8) {
    separate()
    octets.append(bracket)
    depth &+= 1
    hasMember &= ~(1 << depth)
  }

  public mutating func close(_ bracket: UInt8) {
    let isFilled = hasMember & 1 << depth != 0
    depth = depth > 0 ? depth &- 1 : 0
    if indents, isFilled { newLine() }
    octets.append(bracket)
  }

  // MARK: - Members

  public mutating func member(_ key: String, _ value: Int) {
    self.key(key)
    element(value)
  }

  public mutating func member(_ key: String, _ value: Bool) {
    self.key(key)
    element(value)
  }

  public mutating func member(_ key: String, _ value: String) {
    self.key(key)
    element(value)
  }

  /// A member only when it is not 0: for counts of what is rare.
  public mutating func member(_ key: String, unlessZero value: Int) {
    if value != 0 { member(key, value) }
  }

  /// A part of the whole, from 0 to 1, to three places.
  public mutating func member(_ key: String, share part: Int64, of whole: Int64) {
    self.key(key)
    separate()
    // Three places of a fraction are as many of seconds.
    appendSeconds(whole > 0 ? Int64((Double(part) / Double(whole) * 1000).rounded()) &* 1_000_000 : 0)
  }

  /// Members written before, by a writer that does not indent.
  mutating func members(written: [UInt8]) {
    separate()
    octets.append(contentsOf: written)
  }

  /// A member only when there is a value: what is not known is absent.
  public mutating func member(_ key: String, _ value: String?) {
    if let value { member(key, value) }
  }

  public mutating func member(_ key: String, _ value: Int?) {
    if let value { member(key, value) }
  }

  /// A duration as seconds.
  public mutating func member(_ key: String, nanoseconds: Int64) {
    self.key(key)
    separate()
    appendSeconds(nanoseconds)
  }

  /// An absolute time as an RFC 3339 string in UTC with nanoseconds.
  public mutating func member(_ key: String, _ time: Timestamp) {
    self.key(key)
    separate()
    octets.append(UInt8(ascii: "\""))
    time.appendRFC3339(to: &octets)
    octets.append(UInt8(ascii: "\""))
  }

  public mutating func member(_ key: String, _ address: IPAddress, _ version: IPVersion) {
    self.key(key)
    separate()
    octets.append(UInt8(ascii: "\""))
    address.append(version, to: &octets)
    octets.append(UInt8(ascii: "\""))
  }

  // MARK: - Elements

  public mutating func element(_ value: Int) {
    separate()
    if value < 0 { octets.append(UInt8(ascii: "-")) }
    appendDecimal(UInt64(value.magnitude), to: &octets)
  }

  public mutating func element(_ value: UInt64) {
    separate()
    appendDecimal(value, to: &octets)
  }

  public mutating func element(_ value: Bool) {
    separate()
    octets.append(contentsOf: value ? "true".utf8 : "false".utf8)
  }

  public mutating func element(_ value: String) {
    separate()
    appendString(value.utf8)
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

  /// A key of ours: plain ASCII, nothing to escape. All keys are; what comes from the network is never a key.
  public mutating func key(_ name: String) {
    separate()
    octets.append(UInt8(ascii: "\""))
    octets.append(contentsOf: name.utf8)
    octets.append(UInt8(ascii: "\""))
    octets.append(UInt8(ascii: ":"))
    if indents { octets.append(UInt8(ascii: " ")) }
    isAfterKey = true
  }

  // MARK: - Pieces

  private mutating func separate() {
    if isAfterKey {
      isAfterKey = false
      return
    }
    guard depth > 0 else { return }
    if hasMember & 1 << depth != 0 { octets.append(UInt8(ascii: ",")) }
    hasMember |= 1 << depth
    if indents { newLine() }
  }

  private mutating func newLine() {
    octets.append(UInt8(ascii: "\n"))
    for _ in 0..<(Int(depth) * 2) { octets.append(UInt8(ascii: " ")) }
  }

  /// Exact: nanoseconds are whole numbers, so no binary fraction comes between.
  private mutating func appendSeconds(_ nanoseconds: Int64) {
    let magnitude = nanoseconds.magnitude
    if nanoseconds < 0 { octets.append(UInt8(ascii: "-")) }
    appendDecimal(magnitude / 1_000_000_000, to: &octets)
    var fraction = magnitude % 1_000_000_000
    guard fraction > 0 else { return }
    octets.append(UInt8(ascii: "."))
    var places = 9
    while fraction % 10 == 0 {
      fraction /= 10
      places &-= 1
    }
    // From the last digit to the first, each packed above the one before it.
    var digits: UInt64 = 0
    for _ in 0..<places {
      digits = digits << 4 | fraction % 10
      fraction /= 10
    }
    octets.append(addingCapacity: places) { output in
      for _ in 0..<places {
        output.append(UInt8(truncatingIfNeeded: digits & 15) &+ 48)
        digits >>= 4
      }
    }
  }

  private mutating func appendString(_ text: String.UTF8View) {
    octets.append(UInt8(ascii: "\""))
    defer { octets.append(UInt8(ascii: "\"")) }
    // Nearly all text is plain, and is appended in one piece.
    if text.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != 0x7f }) {
      octets.append(contentsOf: text)
      return
    }
    for octet in text {
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
}
