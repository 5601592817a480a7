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

  private enum State: UInt8, Sendable {
    /// The client's preface, of which `taken` octets have come.
    case preface
    case header
    /// The payload of `header`, of which `taken` octets have come.
    case payload
    case lost
  }

  // Apart from each other: with what belongs to a state inside it, Swift 6.3.1 mixes states up when it optimises.
  private var state = State.lost
  private var header = HTTP2FrameHeader(length: 0, type: .data, flags: 0, stream: 0)
  private var taken = 0
  /// A header's beginning, or the payload of a frame that the network cut.
  private(set) var held: [UInt8] = []
  /// The first octet of the frame under way.
  private(set) var first = StreamPoint(frame: 0, time: .init(nanoseconds: 0))
  /// Frames longer than this are none.
  private var longest = Self.maximumUnasked
  /// Whether the client's preface has come.
  private(set) var hasPreface = false

  /// The client's connection preface (RFC 9113 §3.4).
  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  /// A frame larger than this is passed over: sixteen times what an endpoint takes unless it says otherwise.
  static let maximumHeld = 256 << 10
  /// The longest frame that is believed where nobody has said that it takes longer ones: RFC 9113 §4.2 allows 2^24-1.
  static let maximumUnasked = 1 << 20

  /// Whether nothing is known of where frames begin.
  var isLost: Bool { state == .lost }
  /// Whether a header has come in part.
  var isInHeader: Bool { state == .header && !held.isEmpty }
  /// Whose octets come next; 0 where that is not known.
  var stream: Int { state == .payload ? header.stream : 0 }
  var memory: Int { held.capacity }

  /// A frame begins with the next octet, or the preface before the first one.
  mutating func start(withPreface: Bool) {
    held.removeAll(keepingCapacity: true)
    taken = 0
    state = withPreface ? .preface : .header
  }

  /// The other side takes frames of a length (RFC 9113 §6.5.2, SETTINGS_MAX_FRAME_SIZE).
  mutating func allow(_ length: Int) { longest = max(longest, length) }

  /// The next event of the octets from `position` on, which it moves.
  @inline(__always)
  mutating func next(_ octets: ByteView, _ position: inout Int, _ point: StreamPoint) -> Event? {
    while position < octets.count {
      switch state {
      case .header:
        guard readHeader(octets, &position, point) else { return nil }
        if header.length > longest { return lose() }
        guard header.length > 0 else {
          return header.type.isRead
            ? .frame(header, at: position) : .piece(header, at: position, count: 0, offset: 0)
        }
        taken = 0
        state = .payload
      case .payload: return payload(octets, &position)
      case .preface: if !takePreface(octets, &position) { return lose() }
      case .lost: return nil
      }
    }
    return nil
  }

  /// Whether a whole header has come.
  @inline(__always)
  private mutating func readHeader(_ octets: ByteView, _ position: inout Int, _ point: StreamPoint) -> Bool {
    if held.isEmpty {
      first = point
      if octets.count &- position >= HTTP2FrameHeader.size {
        header = HTTP2FrameHeader(octets.dropping(position))
        position &+= HTTP2FrameHeader.size
        return true
      }
    }
    let count = min(HTTP2FrameHeader.size &- held.count, octets.count &- position)
    octets.dropping(position).prefix(count).append(to: &held)
    position &+= count
    guard held.count == HTTP2FrameHeader.size else { return false }
    header = HTTP2FrameHeader(ByteView(held.span))
    held.removeAll(keepingCapacity: true)
    return true
  }

  @inline(__always)
  private mutating func payload(_ octets: ByteView, _ position: inout Int) -> Event? {
    let (start, offset) = (position, taken)
    let count = min(header.length &- offset, octets.count &- position)
    position &+= count
    taken = offset &+ count
    let isLast = taken == header.length
    if isLast { state = .header }
    guard header.type.isRead, header.length <= Self.maximumHeld else {
      return .piece(header, at: start, count: count, offset: offset)
    }
    if offset == 0, isLast { return .frame(header, at: start) }
    if offset == 0 { held.removeAll(keepingCapacity: true) }
    octets.dropping(start).prefix(count).append(to: &held)
    return isLast ? .frame(header, at: nil) : nil
  }

  private mutating func takePreface(_ octets: ByteView, _ position: inout Int) -> Bool {
    while position < octets.count, taken < Self.preface.count {
      guard octets.uint8(at: position) == Self.preface[taken] else { return false }
      position &+= 1
      taken &+= 1
    }
    hasPreface = taken == Self.preface.count
    if hasPreface { state = .header }
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
    guard state == .payload, !header.type.isRead || header.length > Self.maximumHeld else {
      lose()
      return .lost(nil, count: 0, offset: 0)
    }
    let (rest, offset) = (header.length &- taken, taken)
    guard count <= rest else {
      lose()
      return .lost(header, count: rest, offset: offset)
    }
    taken = offset &+ count
    if count == rest { state = .header }
    return .piece(header, count: count, offset: offset)
  }

  @discardableResult
  mutating func lose() -> Event {
    held = []
    state = .lost
    return .lost
  }
}
