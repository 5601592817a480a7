import Octets

/// Cuts one direction of a stream into frames (RFC 6455 §5.2), in place.
///
/// Sans-I/O: hand it octets and ask for events until it answers `nil`; a payload is taken from the octets by whoever asked.
/// Only a header that the network cut is copied.
struct WebSocketFrameParser: Sendable {
  enum Event: Hashable, Sendable {
    case header(WebSocketFrameHeader)
    /// The next so many octets are payload, from its octet `offset` on. They count as taken.
    case payload(Int, offset: Int)
    /// The frame's last octet has come.
    case end
    /// A length that no frame can have: nobody knows where the next one begins.
    case impossible
  }

  private enum State: Hashable, Sendable {
    case header
    case payload(length: Int, taken: Int)
    case lost
  }

  private var state: State
  /// The beginning of a header.
  private var held: [UInt8] = []

  /// `isAtStart` tells whether a frame begins with the first octet.
  init(isAtStart: Bool) { state = isAtStart ? .header : .lost }

  /// Whether the frames' borders are unknown.
  var isLost: Bool { state == .lost }

  /// The next event of the octets from `position` on, which it moves.
  mutating func next(_ octets: ByteView, _ position: inout Int) -> Event? {
    switch state {
    case .header:
      guard position < octets.count else { return nil }
      return held.isEmpty ? header(octets, &position) : heldHeader(octets, &position)
    case .payload(let length, let taken):
      guard taken < length else {
        state = .header
        return .end
      }
      let count = min(length &- taken, octets.count &- position)
      guard count > 0 else { return nil }
      position &+= count
      state = .payload(length: length, taken: taken &+ count)
      return .payload(count, offset: taken)
    case .lost: return nil
    }
  }

  private mutating func header(_ octets: ByteView, _ position: inout Int) -> Event? {
    let rest = octets.dropping(position)
    switch WebSocketFrameHeader.read(rest) {
    case .header(let header, let length):
      position &+= length
      return begin(header)
    case .cut:
      held = rest.copied()
      position = octets.count
      return nil
    case .impossible(let length):
      position &+= length
      return lose()
    }
  }

  private mutating func heldHeader(_ octets: ByteView, _ position: inout Int) -> Event? {
    while position < octets.count {
      held.append(octets.uint8(at: position))
      position &+= 1
      let known = held
      switch WebSocketFrameHeader.read(ByteView(known.span)) {
      case .header(let header, _):
        held = []
        return begin(header)
      case .cut: continue
      case .impossible: return lose()
      }
    }
    return nil
  }

  private mutating func begin(_ header: WebSocketFrameHeader) -> Event {
    state = .payload(length: header.length, taken: 0)
    return .header(header)
  }

  private mutating func lose() -> Event {
    held = []
    state = .lost
    return .impossible
  }

  // MARK: - Holes

  /// The next `count` octets are missing. Answers how many of them were payload, and whether the frame's last was.
  mutating func skip(_ count: Int) -> (payload: Int, endsFrame: Bool) {
    guard case .payload(let length, let taken) = state else {
      held = []
      state = .lost
      return (0, false)
    }
    let rest = length &- taken
    if count < rest {
      state = .payload(length: length, taken: taken &+ count)
      return (count, false)
    }
    state = count == rest ? .header : .lost
    return (rest, true)
  }

  /// A frame begins with the next octet, as far as anybody can tell.
  mutating func resume() { state = .header }
}
