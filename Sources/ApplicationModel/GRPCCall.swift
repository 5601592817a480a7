public import Protobuf

/// A gRPC call: what passes on one HTTP stream as length-prefixed messages (gRPC over HTTP/2, "Requests" and "Responses"),
/// or in a browser's way (gRPC-Web).
public struct GRPCCall: Sendable {
  /// How messages are carried, by the content type.
  public enum Transport: String, Hashable, Sendable {
    case grpc
    /// Trailers are the body's last message.
    case web
    /// The same in base64.
    case webText = "web_text"
  }

  /// What messages are written in: the content type's suffix, Protocol Buffers where there is none.
  public enum Format: String, Hashable, Sendable {
    case proto, json, other
  }

  public var transport: Transport
  public var format: Format
  /// Whether its shape alone says that it is one: its content type is not known.
  public var isGuess = false
  /// The two parts of the path (`/package.Service/Method`), as places in the log's octets; empty where they are not known.
  public var service = 0..<0
  public var method = 0..<0
  /// `grpc-timeout`, in nanoseconds.
  public var timeout: Int64?
  public var request = Side()
  public var response = Side()
  /// In the order of their last octets.
  public var messages: [Message] = []
  public var omittedMessages = 0
  /// What is kept of messages' decoded octets, one message behind the other.
  public var content: [UInt8] = []
  /// `grpc-status`, and `grpc-message` with its percent-encoding undone.
  public var status: Int?
  public var statusMessage: [UInt8]?
  /// Whether the response is a head alone, with the status in it.
  public var isTrailersOnly = false
  /// The first violation of the framing, and how many there were.
  public var fault: Fault?
  public var faults = 0
  /// What describes its messages, where the user gave it.
  public var schema: ProtoSchema?

  public init(_ transport: Transport, _ format: Format) {
    self.transport = transport
    self.format = format
  }

  /// Messages of one call that are listed: streams may go on for days.
  public static let maximumMessages = 4096
  /// Octets of one call's messages that are kept.
  public static let maximumContent = 1 << 20
  /// Octets kept of `grpc-message`: nothing sensible is longer, and header lists may be large.
  public static let maximumStatusMessage = 4096

  /// What one side sent.
  public struct Side: Hashable, Sendable {
    /// `grpc-encoding`, as sent; empty without one.
    public var encoding: [UInt8] = []
    /// Messages that began, and those of them with the compressed flag.
    public var messages = 0
    public var compressedMessages = 0
    /// Octets of messages, as sent without their prefixes, and decompressed.
    public var wireOctets = 0
    public var octets = 0
    /// Octets that the capture lacks, and of which no message could be made.
    public var missingOctets = 0
    public var unreadOctets = 0

    public init() {}

    /// Octets kept of the encoding's name.
    public static let maximumEncoding = 64
  }

  public struct Message: Hashable, Sendable {
    public var first: StreamPoint
    public var last: StreamPoint
    public var isRequest: Bool
    /// Octets as its prefix says, without the prefix.
    public var length: Int
    /// Of these, what came; decompressed; and what the capture lacks.
    public var wireOctets = 0
    public var octets = 0
    public var missingOctets = 0
    public var isCompressed: Bool
    public var decodingProblem = HTTPMessage.DecodingProblem.none
    public var isComplete = false
    /// Its first octets, as a place in the call's content.
    public var content = 0..<0

    public init(first: StreamPoint, last: StreamPoint, isRequest: Bool, length: Int, isCompressed: Bool) {
      self.first = first
      self.last = last
      self.isRequest = isRequest
      self.length = length
      self.isCompressed = isCompressed
    }
  }

  /// Where a side's octets are not what gRPC's framing allows.
  public struct Fault: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
      /// A prefix whose first octet is neither 0 nor 1.
      case badFlag = "bad_flag"
      /// The stream ended inside a message.
      case truncated
      /// A message that says that it is compressed, without an encoding that says how.
      case noEncoding = "no_encoding"
      /// A message that is not what its encoding says.
      case damaged
    }

    public var kind: Kind
    public var point: StreamPoint
    public var isRequest: Bool

    public init(_ kind: Kind, at point: StreamPoint, isRequest: Bool) {
      self.kind = kind
      self.point = point
      self.isRequest = isRequest
    }
  }
}

extension GRPCCall {
  /// Which of gRPC's four kinds a call is.
  public enum Kind: String, Hashable, Sendable {
    case unary
    case clientStreaming = "client_streaming"
    case serverStreaming = "server_streaming"
    case bidirectional

    public init(streamsRequests: Bool, streamsResponses: Bool) {
      switch (streamsRequests, streamsResponses) {
      case (false, false): self = .unary
      case (true, false): self = .clientStreaming
      case (false, true): self = .serverStreaming
      case (true, true): self = .bidirectional
      }
    }
  }

  /// As far as its messages show: a stream may have a single message. Nothing where there was none at all.
  public var kind: Kind? {
    guard request.messages > 0 || response.messages > 0 else { return nil }
    return Kind(streamsRequests: request.messages > 1, streamsResponses: response.messages > 1)
  }

  /// A message's first octets, decompressed.
  public func content(of message: Message) -> ArraySlice<UInt8> {
    let place = message.content
    return place.lowerBound >= 0 && place.upperBound <= content.count ? content[place] : []
  }

  /// Octets of memory, about.
  public var memory: Int { content.capacity &+ messages.capacity &* MemoryLayout<Message>.stride }
}
