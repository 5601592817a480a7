import ApplicationModel
import Dissection
import Octets
import PacketModel

/// One direction of an HTTP/1 connection: what is being read there, and where in it.
struct HTTP1Side: Sendable {
  enum State: Hashable, Sendable {
    /// Between messages.
    case start
    /// Some of a head has come: `pending` has it.
    case head
    /// So many octets of a body are to come.
    case length(Int)
    case chunked(HTTP1Chunks)
    /// Behind the last chunk: `pending` has what came of the trailer section.
    case trailers
    /// The body ends with the stream.
    case close
    /// Behind a request to change the protocol: what comes waits for the answer.
    case held
    /// No message's beginning is known.
    case lost
    case finished
  }

  var state = State.start
  /// The message under way, and its exchange.
  var message: HTTPMessage?
  var exchange: Int?
  var body: HTTPBodyReader?

  /// Part of a head or of a trailer section, where it began, and how far its end has been looked for.
  var pending: [UInt8] = []
  var pendingPlace = StreamPlace(frame: 0, time: Timestamp(nanoseconds: 0))
  var pendingPosition = 0
  var scan = HTTP1HeadScan()

  /// Whether the request under way asks for another protocol: by CONNECT, or by Upgrade.
  var mayChangeProtocol = false
  /// What waits while the state is `held`, and the exchange whose answer it waits for.
  var heldFor = 0
  var held: [HeldOctets] = []
  var heldOctets = 0

  /// Whether messages of this side may have been missed since the last one that was placed for certain; and why.
  var mayHaveMissed = false
  var reason = HTTPExchange.Unpaired.gap
  /// Octets since the side was lost, and the first frame of them.
  var skipped = 0
  var skippedFrame = 0
  /// Where behind them a message begins, when that is known.
  var resume: Int?
  /// How the stream ended.
  var ending: StreamEnding?

  struct HeldOctets: Sendable {
    var octets: [UInt8]
    var position: Int
    var place: StreamPlace
  }

  /// Octets of a client that wait for an answer at most.
  static let maximumHeld = 256 << 10

  var memory: Int { pending.capacity &+ heldOctets &+ (body?.memory ?? 0) }
}

/// Looks for the end of a head that comes in pieces, each octet once.
struct HTTP1HeadScan: Hashable, Sendable {
  private var lineLength = 0
  private(set) var lines = 0

  /// A trailer section may be empty from its first line on; a head has a first line.
  init(isTrailer: Bool = false) { lines = isTrailer ? 1 : 0 }

  /// Octets of the view up to the empty line, it included; nothing when that has not come.
  mutating func end(in octets: ByteView) -> Int? {
    let span = octets.span
    for index in span.indices {
      switch span[index] {
      case 10:
        if lineLength == 0, lines > 0 { return index &+ 1 }
        if lineLength > 0 { lines &+= 1 }
        lineLength = 0
      case 13: continue
      default: lineLength &+= 1
      }
    }
    return nil
  }
}
