import Octets

/// The nine octets before each frame's payload (RFC 9113 §4.1).
struct HTTP2FrameHeader: Hashable, Sendable {
  var length: Int
  var type: HTTP2FrameType
  var flags: UInt8
  var stream: Int

  static let size = 9

  /// Reads a header; the view must hold one.
  @inline(__always)
  init(_ octets: ByteView) {
    length = Int(octets.uint24(at: 0))
    type = HTTP2FrameType(rawValue: octets.uint8(at: 3))
    flags = octets.uint8(at: 4)
    stream = Int(octets.uint32(at: 5) & 0x7fff_ffff)
  }

  init(length: Int, type: HTTP2FrameType, flags: UInt8, stream: Int) {
    self.length = length
    self.type = type
    self.flags = flags
    self.stream = stream
  }

  /// DATA and HEADERS.
  var endsStream: Bool { flags & 0x1 != 0 }
  /// SETTINGS and PING.
  var isAcknowledgement: Bool { flags & 0x1 != 0 }
  /// HEADERS, PUSH_PROMISE and CONTINUATION.
  var endsHeaders: Bool { flags & 0x4 != 0 }
  /// DATA, HEADERS and PUSH_PROMISE.
  var isPadded: Bool { flags & 0x8 != 0 }
  /// HEADERS.
  var hasPriority: Bool { flags & 0x20 != 0 }
}

/// Frame types (IANA, HTTP/2 Frame Type).
struct HTTP2FrameType: RawRepresentable, Hashable, Sendable {
  var rawValue: UInt8

  static let data = HTTP2FrameType(rawValue: 0)
  static let headers = HTTP2FrameType(rawValue: 1)
  static let priority = HTTP2FrameType(rawValue: 2)
  static let rstStream = HTTP2FrameType(rawValue: 3)
  static let settings = HTTP2FrameType(rawValue: 4)
  static let pushPromise = HTTP2FrameType(rawValue: 5)
  static let ping = HTTP2FrameType(rawValue: 6)
  static let goAway = HTTP2FrameType(rawValue: 7)
  static let windowUpdate = HTTP2FrameType(rawValue: 8)
  static let continuation = HTTP2FrameType(rawValue: 9)
  /// RFC 7838 §4
  static let altSvc = HTTP2FrameType(rawValue: 10)
  /// RFC 8336
  static let origin = HTTP2FrameType(rawValue: 12)
  /// RFC 9218 §7.1
  static let priorityUpdate = HTTP2FrameType(rawValue: 16)

  /// Whether its payload is read at all, and so kept until all of it has come.
  var isRead: Bool {
    switch rawValue {
    case 1...10, 12, 16: true
    default: false
    }
  }
}
