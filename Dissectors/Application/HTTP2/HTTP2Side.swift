import ApplicationModel
import Dissection
import Octets
import PacketModel

/// One side of an HTTP/2 connection: what it sends.
struct HTTP2Side: Sendable {
  var cutter = HTTP2FrameCutter()
  var decoder: HPACKDecoder
  var headOfLine = HTTP2HeadOfLineTracker()
  var told = HTTP2Session.Side()
  /// The header block that comes in several frames.
  var block: HTTP2Block?
  /// The padding of the DATA frame under way.
  var padding = 0
  /// Whether its frames are seen from the first on, and whether what they say of windows is known.
  var isFromStart: Bool
  /// Octets of DATA that it may send still, on all streams together (RFC 9113 §5.2); and what a new stream begins with.
  var room = Self.initialWindow
  var streamRoom = Self.initialWindow
  /// Since when, what for, it has had no room; and when that was over, lately.
  var exhausted: StreamPoint?
  var standstills: [(exhausted: StreamPoint, by: StreamPoint)] = []
  /// Settings of it that have not been acknowledged, as places in what is told; those before had no room there.
  var unacknowledged: [Int] = []
  var unacknowledgedPings: [Int] = []
  /// Where a header begins that has not come whole with its segment; and when octets of it came with earlier ones.
  var cutHeader: Int?
  var headerCame = Timestamp(nanoseconds: .min)
  /// A stream that is not open yet, of which its last octets were, and when the last of those came.
  var opening: (stream: Int, needed: Timestamp) = (0, Timestamp(nanoseconds: .min))
  /// The highest stream that it opened.
  var highestStream = 0
  /// Why messages of it may be lacking.
  var reason = HTTPExchange.Unpaired.gap
  var hasLost = false
  /// Octets since the side was lost.
  var skipped = 0
  var ending: StreamEnding?

  /// RFC 9113 §6.9.2
  static let initialWindow = 65_535
  /// Times without room that are remembered: a stream that did not send for longer waited for something else.
  static let maximumStandstills = 64
  /// SETTINGS and PINGs that wait for their acknowledgement; more of them are a flood.
  static let maximumUnacknowledged = 1024

  init(isFromStart: Bool) {
    self.isFromStart = isFromStart
    decoder = HPACKDecoder(isKnown: isFromStart)
  }

  var memory: Int {
    cutter.memory &+ decoder.memory &+ headOfLine.memory &+ (block?.octets.capacity ?? 0)
      &+ (standstills.capacity &+ told.settings.capacity) &* 48
  }
}

/// A header block under way (RFC 9113 §4.3): HEADERS or PUSH_PROMISE, and CONTINUATION behind it.
struct HTTP2Block: Sendable {
  /// The frame that began it.
  var opening: HTTP2Opening
  var octets: [UInt8] = []
  var continuations = 0

  /// Octets of a block that are kept; servers take 8 to 64 KiB of fields.
  static let maximum = 256 << 10
  /// CONTINUATION frames behind which a block is a flood (CVE-2024-27316 and its like).
  static let maximumContinuations = 64
}

/// What a frame that begins a header block says beside it.
struct HTTP2Opening: Sendable {
  var stream: Int
  var endsStream: Bool
  /// The stream that PUSH_PROMISE promises.
  var promised: Int?
  var priority: HTTP2Priority?
  /// Its first octet, and octets of its frames.
  var first: StreamPoint
  var frameOctets: Int
  /// Whether the block is longer than what is kept of one.
  var isCut = false
}
