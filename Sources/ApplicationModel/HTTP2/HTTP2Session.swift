public import PacketModel

/// What an HTTP/2 connection tells beside its exchanges (RFC 9113): frames, settings, windows, ends, and what held streams up.
public struct HTTP2Session: Sendable {
  /// What showed that it is HTTP/2.
  public enum Start: String, Hashable, Sendable {
    /// The client's connection preface, with nothing before it (RFC 9113 §3.3).
    case priorKnowledge = "prior_knowledge"
    /// TLS agreed on it.
    case alpn
    /// An HTTP/1.1 exchange changed to it (RFC 7540 §3.2).
    case upgrade
    /// The shape of its frames: the capture began later.
    case frames
  }

  public var start: Start
  /// Its log, among the connection's logs of exchanges.
  public var log = 0
  /// Its first and its last octets.
  public var first: StreamPoint?
  public var last: StreamPoint?
  public var client = Side()
  public var server = Side()
  /// The most streams that were open at once, and the frame that opened the last of them.
  public var maximumConcurrent = 0
  public var maximumConcurrentFrame = 0
  /// Streams that their clients opened, and that servers promised.
  public var openedStreams = 0
  public var pushedStreams = 0
  public var pings: [HTTP2Ping] = []
  public var goAways: [HTTP2GoAway] = []
  public var resets: [HTTP2Reset] = []
  public var pushes: [HTTP2Push] = []
  public var priorityUpdates: [HTTP2PriorityUpdate] = []
  /// ALTSVC (RFC 7838 §4) and ORIGIN (RFC 8336) frames.
  public var services: [HTTP2Service] = []
  /// Frames of types that no RFC names.
  public var unknownFrames: [HTTP2UnknownFrame] = []
  public var headOfLine = HTTP2HeadOfLine()
  public var flowControl = HTTP2FlowControl()
  /// What of the lists was left out beyond their bounds, by list.
  public var omitted: [String: Int] = [:]
  /// Octets of which no frame could be made, and that the capture lacks.
  public var unreadOctets = 0
  public var missingOctets = 0

  public init(start: Start) { self.start = start }

  /// Entries of each list that are kept.
  public static let maximumEntries = 4096

  /// What one side sent.
  public struct Side: Sendable {
    public var frames = HTTP2FrameCounts()
    public var settings: [HTTP2Settings] = []
    /// Octets of DATA without padding, and of padding.
    public var dataOctets = 0
    public var paddingOctets = 0
    /// Octets of frames: headers and payloads.
    public var frameOctets = 0
    /// WINDOW_UPDATE increments, of the connection and of streams.
    public var connectionIncrement = 0
    public var streamIncrement = 0
    /// The least room that the other side had left for the connection's DATA, where the window was known from its start.
    public var minimumWindow: Int?
    public var hpack = HTTP2Compression()

    public init() {}
  }
}

/// Frames of one side, by type (RFC 9113 §6, RFC 7838, RFC 8336, RFC 9218).
public struct HTTP2FrameCounts: Hashable, Sendable {
  public var data = 0
  public var headers = 0
  public var priority = 0
  public var rstStream = 0
  public var settings = 0
  public var pushPromise = 0
  public var ping = 0
  public var goAway = 0
  public var windowUpdate = 0
  public var continuation = 0
  public var altSvc = 0
  public var origin = 0
  public var priorityUpdate = 0
  public var unknown = 0

  public init() {}
}

/// Header compression of one side's blocks (RFC 7541).
public struct HTTP2Compression: Hashable, Sendable {
  /// Header blocks, and their octets as sent and as fields: names and values.
  public var blocks = 0
  public var encodedOctets = 0
  public var fieldOctets = 0
  public var fields = 0
  /// Fields sent as never to be indexed (§6.2.3).
  public var neverIndexed = 0
  /// Fields that refer to what the capture does not have: their name, their value or both are not known.
  public var unresolvedFields = 0
  /// Blocks that were lost, or whose decoding failed.
  public var lostBlocks = 0
  /// The largest size of its dynamic table, as sent (§6.3), and octets in it at the end (§4.1).
  public var tableSize = 4096
  public var tableOctets = 0

  public init() {}
}

/// One SETTINGS frame (RFC 9113 §6.5), in the order sent, and its acknowledgement.
public struct HTTP2Settings: Hashable, Sendable {
  public struct Setting: Hashable, Sendable {
    public var id: UInt16
    public var value: UInt32

    public init(id: UInt16, value: UInt32) {
      self.id = id
      self.value = value
    }

    /// Its name in the IANA registry; nothing where that has none.
    public var name: String? {
      switch id {
      case 1: "HEADER_TABLE_SIZE"
      case 2: "ENABLE_PUSH"
      case 3: "MAX_CONCURRENT_STREAMS"
      case 4: "INITIAL_WINDOW_SIZE"
      case 5: "MAX_FRAME_SIZE"
      case 6: "MAX_HEADER_LIST_SIZE"
      case 8: "ENABLE_CONNECT_PROTOCOL"
      case 9: "NO_RFC7540_PRIORITIES"
      case 16: "TLS_RENEG_PERMITTED"
      default: nil
      }
    }
  }

  public var point: StreamPoint
  public var values: [Setting]
  /// The other side's acknowledgement.
  public var acknowledged: StreamPoint?

  public init(point: StreamPoint, values: [Setting]) {
    self.point = point
    self.values = values
  }

  /// Settings kept of one frame; the registry has nine.
  public static let maximumValues = 64
}

/// A PING and its acknowledgement (RFC 9113 §6.7).
public struct HTTP2Ping: Hashable, Sendable {
  public var point: StreamPoint
  public var sender: Endpoint
  public var opaque: UInt64
  public var acknowledged: StreamPoint?

  public init(point: StreamPoint, sender: Endpoint, opaque: UInt64) {
    self.point = point
    self.sender = sender
    self.opaque = opaque
  }
}

/// GOAWAY (RFC 9113 §6.8).
public struct HTTP2GoAway: Hashable, Sendable {
  public var point: StreamPoint
  public var sender: Endpoint
  /// The highest stream that its sender may have worked on.
  public var lastStream: Int
  public var code: HTTP2ErrorCode
  /// The first octets of its debug data, and how many there were.
  public var debug: [UInt8]
  public var debugOctets: Int

  public init(
    point: StreamPoint, sender: Endpoint, lastStream: Int, code: HTTP2ErrorCode, debug: [UInt8], debugOctets: Int
  ) {
    self.point = point
    self.sender = sender
    self.lastStream = lastStream
    self.code = code
    self.debug = debug
    self.debugOctets = debugOctets
  }

  public static let maximumDebug = 1024
}

/// RST_STREAM (RFC 9113 §6.4).
public struct HTTP2Reset: Hashable, Sendable {
  public var point: StreamPoint
  public var sender: Endpoint
  public var stream: Int
  public var code: HTTP2ErrorCode

  public init(point: StreamPoint, sender: Endpoint, stream: Int, code: HTTP2ErrorCode) {
    self.point = point
    self.sender = sender
    self.stream = stream
    self.code = code
  }
}

/// PUSH_PROMISE (RFC 9113 §6.6).
public struct HTTP2Push: Hashable, Sendable {
  public var point: StreamPoint
  /// The stream it was sent on, and the one it promises.
  public var parent: Int
  public var stream: Int

  public init(point: StreamPoint, parent: Int, stream: Int) {
    self.point = point
    self.parent = parent
    self.stream = stream
  }
}

/// PRIORITY_UPDATE (RFC 9218 §7.1), or PRIORITY (RFC 9113 §6.3, RFC 7540 §5.3).
public struct HTTP2PriorityUpdate: Hashable, Sendable {
  public var point: StreamPoint
  public var sender: Endpoint
  public var stream: Int
  public var priority: HTTP2Priority

  public init(point: StreamPoint, sender: Endpoint, stream: Int, priority: HTTP2Priority) {
    self.point = point
    self.sender = sender
    self.stream = stream
    self.priority = priority
  }
}

/// A priority, in the scheme it was sent in.
public enum HTTP2Priority: Hashable, Sendable {
  /// RFC 7540 §5.3: the stream it depends on, and its weight, 1 to 256.
  case tree(dependency: Int, weight: Int, isExclusive: Bool)
  /// RFC 9218 §4, as sent: `u=1, i`.
  case field([UInt8])

  /// Octets kept of a priority field's value.
  public static let maximumField = 256
}

/// What a server said of where else its content is to be had.
public struct HTTP2Service: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case alternative = "altsvc"
    case origin
  }

  public var point: StreamPoint
  public var sender: Endpoint
  public var kind: Kind
  public var stream: Int
  /// An origin; empty in an ALTSVC frame of a stream.
  public var origin: [UInt8]
  /// An Alt-Svc field's value.
  public var value: [UInt8]

  public init(point: StreamPoint, sender: Endpoint, kind: Kind, stream: Int, origin: [UInt8], value: [UInt8]) {
    self.point = point
    self.sender = sender
    self.kind = kind
    self.stream = stream
    self.origin = origin
    self.value = value
  }

  /// Octets kept of an origin and of a value.
  public static let maximumOctets = 1024
}

/// A frame whose type nobody has named (RFC 9113 §5.5): GREASE, or an extension.
public struct HTTP2UnknownFrame: Hashable, Sendable {
  public var point: StreamPoint
  public var sender: Endpoint
  public var type: UInt8
  public var flags: UInt8
  public var stream: Int
  public var octets: Int

  public init(point: StreamPoint, sender: Endpoint, type: UInt8, flags: UInt8, stream: Int, octets: Int) {
    self.point = point
    self.sender = sender
    self.type = type
    self.flags = flags
    self.stream = stream
    self.octets = octets
  }
}
