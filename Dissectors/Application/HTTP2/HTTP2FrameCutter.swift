import ApplicationModel
import Octets
import PacketModel

/// Cuts one side's octets into frames (RFC 9113 §4), in place.
///
/// Sans-I/O: hand it octets and ask for events until it answers `nil`. The payload of DATA, and of frames that nobody reads,
/// comes in the pieces in which the network cut it; other frames come whole, and are copied only when the network cut them.
struct HTTP2FrameCutter: Sendable {
  enum Event {
    /// A frame that is read whole: its payload is the octets from the place on, or, where there is none, `held`.
    case frame(HTTP2FrameHeader, at: Int?)
    /// Octets of payload, from the place on, of a frame that is not held: its octet `offset` on. The last of them end it.
    case piece(HTTP2FrameHeader, at: Int, count: Int, offset: Int)
    /// No frame's header stands here.
    case lost
  }

  private enum State: Hashable, Sendable {
    /// The client's preface, of which so many octets have come.
    case preface(Int)
    case header
    case payload(HTTP2FrameHeader, taken: Int)
    case lost
  }

  private var state = State.lost
  /// A header's beginning, or the payload of a frame that the network cut.
  private(set) var held: [UInt8] = []
  /// The first octet of the frame under way.
  private(set) var first = StreamPoint(frame: 0, time: .init(nanoseconds: 0))
  /// Whether the client's preface has come.
  private(set) var hasPreface = false

  /// The client's connection preface (RFC 9113 §3.4).
  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  /// A frame larger than this is passed over: sixteen times what an endpoint takes unless it says otherwise.
  static let maximumHeld = 256 << 10
  /// Frames longer than this are none, but where a side has said that it takes them: RFC 9113 §4.2 allows 2^24-1.
  static let maximumUnasked = 1 << 20

  /// Whether nothing is known of where frames begin.
  var isLost: Bool { state == .lost }
  /// Whether the next octet is a frame's first.
  var isBetweenFrames: Bool { state == .header && held.isEmpty }
  /// Whose octets come next; 0 where that is not known.
  var stream: Int { if case .payload(let header, _) = state { header.stream } else { 0 } }
  var memory: Int { held.capacity }

  /// A frame begins with the next octet, or the preface before the first one.
  mutating func start(withPreface: Bool) {
    held.removeAll(keepingCapacity: true)
    state = withPreface ? .preface(0) : .header
  }

  /// The next event of the octets from `position` on, which it moves.
  @inline(__always)
  mutating func next(_ octets: ByteView, _ position: inout Int, _ point: StreamPoint) -> Event? {
    while position < octets.count {
      switch state {
      case .header:
        guard let header = header(octets, &position, point) else { return nil }
        if header.length > Self.maximumUnasked { return lose() }
        guard header.length > 0 else {
          return header.type.isRead
            ? .frame(header, at: position) : .piece(header, at: position, count: 0, offset: 0)
        }
        state = .payload(header, taken: 0)
      case .payload(let header, let taken): return payload(header, taken, octets, &position)
      case .preface(let matched): if !takePreface(octets, &position, matched) { return lose() }
      case .lost: return nil
      }
    }
    return nil
  }

  @inline(__always)
  private mutating func header(_ octets: ByteView, _ position: inout Int, _ point: StreamPoint) -> HTTP2FrameHeader? {
    if held.isEmpty {
      first = point
      if octets.count &- position >= HTTP2FrameHeader.size {
        let header = HTTP2FrameHeader(octets.dropping(position))
        position &+= HTTP2FrameHeader.size
        return header
      }
    }
    let count = min(HTTP2FrameHeader.size &- held.count, octets.count &- position)
    octets.dropping(position).prefix(count).append(to: &held)
    position &+= count
    guard held.count == HTTP2FrameHeader.size else { return nil }
    let header = HTTP2FrameHeader(ByteView(held.span))
    held.removeAll(keepingCapacity: true)
    return header
  }

  @inline(__always)
  private mutating func payload(
    _ header: HTTP2FrameHeader, _ taken: Int, _ octets: ByteView, _ position: inout Int
  ) -> Event? {
    let start = position
    let count = min(header.length &- taken, octets.count &- position)
    position &+= count
    let isLast = taken &+ count == header.length
    guard header.type.isRead, header.length <= Self.maximumHeld else {
      state = isLast ? .header : .payload(header, taken: taken &+ count)
      return .piece(header, at: start, count: count, offset: taken)
    }
    if taken == 0, isLast {
      state = .header
      return .frame(header, at: start)
    }
    if taken == 0 { held.removeAll(keepingCapacity: true) }
    octets.dropping(start).prefix(count).append(to: &held)
    state = isLast ? .header : .payload(header, taken: taken &+ count)
    return isLast ? .frame(header, at: nil) : nil
  }

  private mutating func takePreface(_ octets: ByteView, _ position: inout Int, _ matched: Int) -> Bool {
    var matched = matched
    while position < octets.count, matched < Self.preface.count {
      guard octets.uint8(at: position) == Self.preface[matched] else { return false }
      position &+= 1
      matched &+= 1
    }
    hasPreface = matched == Self.preface.count
    state = hasPreface ? .header : .preface(matched)
    return true
  }

  /// Hands out what `held` has, for the time that it is read.
  mutating func takeHeld() -> [UInt8] {
    var octets: [UInt8] = []
    swap(&octets, &held)
    return octets
  }

  /// Takes the memory of what was read back.
  mutating func give(back octets: consuming [UInt8]) {
    guard octets.capacity <= Self.maximumSpare else { return }
    octets.removeAll(keepingCapacity: true)
    held = octets
  }

  /// Octets for which memory is kept from frame to frame.
  private static let maximumSpare = 16 << 10

  // MARK: - Holes

  enum Skipped {
    /// Octets of a payload that comes in pieces, from its octet `offset` on, and whether they end it.
    case piece(HTTP2FrameHeader, count: Int, offset: Int)
    /// Where frames begin is not known any more. Before that a payload in pieces may have lacked its last octets.
    case lost(HTTP2FrameHeader?, count: Int, offset: Int)
  }

  /// The next `count` octets are missing.
  mutating func skip(_ count: Int) -> Skipped {
    guard case .payload(let header, let taken) = state, !header.type.isRead || header.length > Self.maximumHeld else {
      lose()
      return .lost(nil, count: 0, offset: 0)
    }
    let rest = header.length &- taken
    guard count <= rest else {
      lose()
      return .lost(header, count: rest, offset: taken)
    }
    state = count == rest ? .header : .payload(header, taken: taken &+ count)
    return .piece(header, count: count, offset: taken)
  }

  @discardableResult
  mutating func lose() -> Event {
    held = []
    state = .lost
    return .lost
  }
}
