import Octets

/// Takes the chunked transfer coding off a body (RFC 9112 §7.1), whatever way the octets are cut.
struct HTTP1Chunks: Hashable, Sendable {
  enum Event: Hashable, Sendable {
    /// Framing only.
    case framing
    /// So many octets at the front are content.
    case content(Int)
    /// The last chunk has been read; octets of trailer fields follow, up to an empty line.
    case last
    /// It is not chunked coding.
    case bad
  }

  private enum State: Hashable, Sendable {
    /// A chunk's size: so far, and its digits.
    case size(Int, digits: Int)
    /// Behind the size, up to the line's end.
    case afterSize(Int)
    case content(Int)
    /// The CRLF behind a chunk's content.
    case afterContent
    case last
  }

  private var state = State.size(0, digits: 0)
  private var lineLength = 0
  /// Chunks with content, and chunk extensions.
  private(set) var chunks = 0
  private(set) var extensions = 0

  /// A size line longer than this is none.
  static let maximumLine = 16 << 10

  /// Octets of content to come in this chunk: what a hole may swallow without harm.
  var contentLeft: Int {
    if case .content(let left) = state { return left }
    return 0
  }

  /// Reads from the front; answers what the first `count` octets were.
  mutating func next(_ octets: ByteView) -> (count: Int, event: Event) {
    if case .content(let left) = state {
      let count = min(left, octets.count)
      pass(count)
      return (count, .content(count))
    }
    let span = octets.span
    var index = 0
    while index < span.count {
      let octet = span[index]
      index &+= 1
      switch state {
      case .size(let size, let digits):
        lineLength &+= 1
        guard let next = Self.size(size, digits, octet) else { return (index, .bad) }
        state = next
        guard case .afterSize = next else { continue }
        if octet == 59 { extensions &+= 1 }
        if octet == 10, let event = endLine() { return (index, event) }
      case .afterSize:
        lineLength &+= 1
        if octet == 59 { extensions &+= 1 }
        guard lineLength <= Self.maximumLine else { return (index, .bad) }
        if octet == 10, let event = endLine() { return (index, event) }
      case .afterContent:
        if octet == 10 { state = .size(0, digits: 0) } else if octet != 13 { return (index, .bad) }
      case .content, .last: return (index &- 1, .framing)
      }
      if case .content = state { return (index, .framing) }
    }
    return (index, .framing)
  }

  /// Passes over content of the current chunk.
  mutating func pass(_ count: Int) {
    guard case .content(let left) = state else { return }
    state = count >= left ? .afterContent : .content(left &- count)
  }

  /// The state behind a size line's octet; nothing when it cannot stand there.
  private static func size(_ size: Int, _ digits: Int, _ octet: UInt8) -> State? {
    let lower = octet | 32
    let digit: Int
    if octet &- 48 < 10 {
      digit = Int(octet &- 48)
    } else if lower &- 97 < 6 {
      digit = Int(lower &- 87)
    } else {
      // Extensions, white space before them, or the line's end; never without a digit.
      guard digits > 0, octet == 59 || octet == 13 || octet == 10 || octet == 32 || octet == 9 else { return nil }
      return .afterSize(size)
    }
    // 15 hexadecimal digits are below 2^60: no overflow, and no chunk is larger.
    guard digits < 15 else { return nil }
    return .size(size << 4 | digit, digits: digits &+ 1)
  }

  private mutating func endLine() -> Event? {
    guard case .afterSize(let size) = state else { return nil }
    lineLength = 0
    if size == 0 {
      state = .last
      return .last
    }
    chunks &+= 1
    state = .content(size)
    return nil
  }
}
