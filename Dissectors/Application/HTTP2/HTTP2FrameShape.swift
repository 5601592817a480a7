import Dissection
import Octets

/// Tells whether octets are HTTP/2 frames, one behind the other: how a connection is known whose beginning was not captured.
///
/// Nine octets say little, so each frame must be one that its type allows (RFC 9113 §6), and together they must say enough.
struct HTTP2FrameShape {
  /// Whether the octets are frames: not, perhaps with more of them, or certainly.
  private(set) var recognition = Recognition.no
  /// How much the frames say: two are certain, where nothing else is known.
  private(set) var weight = 0

  /// Whether the first of them is a server's SETTINGS, which nothing else looks like.
  private(set) var isSettings = false

  /// Frames looked at.
  private static let maximumFrames = 16
  /// The longest payload of a frame that is believed without more.
  private static let maximumLength = 16_384
  private static let manyStreams = 1 << 24

  init(_ octets: ByteView) {
    var rest = octets
    var side = Recognition.either
    for _ in 0..<Self.maximumFrames {
      guard rest.count >= HTTP2FrameHeader.size else {
        recognition = weight >= 2 ? side : Self.mayBegin(rest) ? .maybe : .no
        return
      }
      let header = HTTP2FrameHeader(rest)
      guard rest.uint8(at: 5) & 0x80 == 0, Self.isPossible(header) else { return }
      let payload = rest.dropping(HTTP2FrameHeader.size).prefix(header.length)
      let isWhole = payload.count == header.length
      guard let said = Self.weigh(header, payload, isWhole: isWhole, &side) else { return }
      if weight == 0, said == 2, header.type == .settings, !header.isAcknowledgement { isSettings = true }
      // Hardly a connection has so many streams: such a frame needs another one beside it.
      weight &+= header.stream < Self.manyStreams ? said : min(said, 1)
      if !isWhole { break }
      rest = rest.dropping(HTTP2FrameHeader.size &+ header.length)
      if rest.isEmpty { break }
    }
    recognition = weight >= 2 ? side : .no
  }

  /// Whether fewer octets than a header's may be the beginning of one: its length is what a small frame has.
  static func mayBegin(_ octets: ByteView) -> Bool {
    guard !octets.isEmpty, octets.uint8(at: 0) == 0 else { return false }
    return octets.count < 4 || HTTP2FrameType(rawValue: octets.uint8(at: 3)).isKnown
  }

  static func isPossible(_ header: HTTP2FrameHeader) -> Bool {
    guard header.type.isKnown, header.length <= maximumLength, header.flags & ~header.type.definedFlags == 0 else {
      return false
    }
    switch header.type {
    case .data, .headers, .priority, .rstStream, .pushPromise, .continuation:
      guard header.stream != 0 else { return false }
    case .settings, .ping, .goAway, .origin, .priorityUpdate: guard header.stream == 0 else { return false }
    default: break
    }
    switch header.type {
    case .settings: return header.length % 6 == 0 && (!header.isAcknowledgement || header.length == 0) && header.length <= 96
    case .ping: return header.length == 8
    case .priority: return header.length == 5
    case .rstStream, .windowUpdate: return header.length == 4
    case .goAway: return header.length >= 8
    case .headers: return header.length > 0
    case .pushPromise, .priorityUpdate: return header.length >= 4
    case .altSvc: return header.length >= 2
    default: return true
    }
  }

  /// How much a frame says, 0 to 2; nothing when its payload is none of its type.
  private static func weigh(
    _ header: HTTP2FrameHeader, _ payload: ByteView, isWhole: Bool, _ side: inout Recognition
  ) -> Int? {
    switch header.type {
    case .settings:
      guard isWhole else { return nil }
      for at in stride(from: 0, to: payload.count, by: 6) where payload.uint16(at: at) == 0 { return nil }
      return payload.isEmpty ? (header.isAcknowledgement ? 2 : 1) : 2
    case .headers: return weighFields(header, payload, isWhole: isWhole, &side)
    case .rstStream:
      guard isWhole else { return nil }
      return payload.uint32(at: 0) <= 13 ? 1 : nil
    case .windowUpdate:
      guard isWhole else { return nil }
      return payload.uint32(at: 0) &- 1 < 0x7fff_ffff ? 1 : nil
    case .ping: return isWhole ? 1 : nil
    case .goAway: return isWhole ? 1 : nil
    // Of what DATA holds nothing is known; empty, it is as good as zeros, and small numbers are streams that servers open.
    case .data: return isWhole && header.stream % 2 == 1 && (header.length > 0 || header.endsStream) ? 1 : 0
    case .priority, .pushPromise: return isWhole && header.stream % 2 == 1 ? 1 : 0
    default: return 0
    }
  }

  /// Header blocks begin with pseudo-header fields, most of them from the static table: that tells requests from responses.
  private static func weighFields(
    _ header: HTTP2FrameHeader, _ payload: ByteView, isWhole: Bool, _ side: inout Recognition
  ) -> Int? {
    var start = header.isPadded ? 1 : 0
    if header.hasPriority { start &+= 5 }
    guard var octet = payload.octet(at: start) else { return nil }
    // Size updates come first, and are small.
    if octet & 0xe0 == 0x20 {
      guard let next = payload.octet(at: start &+ 1) else { return nil }
      octet = next
    }
    let index = octet & 0x80 != 0 ? octet & 0x7f : octet & 0x40 != 0 ? octet & 0x3f : octet & 0x0f
    switch index {
    case 1...7:
      if header.stream % 2 == 1 { side = .client }
      return 2
    case 8...14:
      side = .server
      return 2
    // A field from the dynamic table, or trailers.
    default: return octet & 0x80 != 0 && octet != 0x80 ? 1 : 0
    }
  }
}

extension HTTP2FrameType {
  /// Whether it is one of the types that endpoints send.
  fileprivate var isKnown: Bool { self == .data || isRead }

  /// The flags that its RFC defines.
  fileprivate var definedFlags: UInt8 {
    switch self {
    case .data: 0x09
    case .headers: 0x2d
    case .settings, .ping: 0x01
    case .pushPromise: 0x0c
    case .continuation: 0x04
    default: 0
    }
  }
}
