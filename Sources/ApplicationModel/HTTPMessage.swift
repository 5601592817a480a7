/// What a request and a response have in common.
public struct HTTPMessage: Sendable {
  /// How its body's end is told (RFC 9112 §6.3).
  public enum Framing: UInt8, Hashable, Sendable {
    case none, length, chunked, close
    /// HTTP/2 and later: frames.
    case frames
  }

  /// Content codings that Weir undoes (RFC 9110 §8.4.1, RFC 7932, RFC 8878), the last applied first undone.
  public enum Coding: UInt8, Hashable, Sendable {
    case identity, gzip, deflate, brotli, zstandard
    /// Several, one on the other.
    case several
    /// One that Weir does not know: the body is told as it came.
    case unknown
  }

  /// Why a body's decoding ended early.
  public enum DecodingProblem: UInt8, Hashable, Sendable {
    case none
    /// The octets are not what the coding says.
    case damaged
    /// The coded stream had no end.
    case truncated
    /// It decodes to more than the bounds against bombs allow.
    case tooLarge
    /// The capture lacks octets that the decoder needs.
    case gap
  }

  /// What was odd in its head or framing.
  public struct Oddities: OptionSet, Hashable, Sendable {
    public var rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// A field went on in the next line (RFC 9112 §5.2).
    public static let obsoleteFolding = Oddities(rawValue: 1)
    /// A line ended with LF alone (RFC 9112 §2.2).
    public static let bareLineFeed = Oddities(rawValue: 2)
    /// Content-Length beside Transfer-Encoding, or several that differ (RFC 9112 §6.3): request smuggling.
    public static let conflictingLengths = Oddities(rawValue: 4)
    /// A Content-Length that is no number.
    public static let badLength = Oddities(rawValue: 8)
    /// White space between a field's name and its colon (RFC 9112 §5.1).
    public static let spaceBeforeColon = Oddities(rawValue: 16)
    /// A line that is no field.
    public static let badField = Oddities(rawValue: 32)
    /// A head larger than is kept: its first fields are.
    public static let headTruncated = Oddities(rawValue: 64)
    /// Chunks that break the grammar.
    public static let badChunk = Oddities(rawValue: 128)
    /// A Transfer-Encoding whose last coding is not chunked, or unknown.
    public static let badTransferCoding = Oddities(rawValue: 256)
    /// The same Content-Length several times.
    public static let repeatedLength = Oddities(rawValue: 512)
    /// CR alone, NUL, or another control octet inside a field.
    public static let controlOctet = Oddities(rawValue: 1024)
    /// An upper-case letter in a field's name, which HTTP/2 forbids (RFC 9113 §8.2.1).
    public static let upperCaseName = Oddities(rawValue: 2048)
    /// Pseudo-header fields that are missing, repeated, unknown, or behind others (RFC 9113 §8.3).
    public static let badPseudoField = Oddities(rawValue: 4096)
    /// Fields of a connection, which HTTP/2 forbids (RFC 9113 §8.2.2).
    public static let connectionField = Oddities(rawValue: 8192)
    /// Another number of octets than Content-Length says (RFC 9113 §8.1.1).
    public static let lengthMismatch = Oddities(rawValue: 16384)
  }

  public var version: HTTPVersion
  /// Its first octet and its last one, so far.
  public var first: StreamPoint
  public var last: StreamPoint
  /// Its fields, and those behind a chunked body, as places in the log's list.
  public var fields: Range<Int> {
    @inlinable get { fieldsPlace.range }
    @inlinable set { fieldsPlace = LogPlace(newValue) }
  }
  public var trailers: Range<Int> {
    @inlinable get { trailersPlace.range }
    @inlinable set { trailersPlace = LogPlace(newValue) }
  }
  /// Fields of the two that are not known, for HTTP/2's header compression refers to what the capture does not have.
  public var unresolvedFields: UInt32 = 0
  /// Octets of its head on the wire: the empty line included, or all of its frames.
  public var headOctets: Int {
    @inlinable get { Int(headOctetsCount) }
    @inlinable set { headOctetsCount = UInt32(clamping: newValue) }
  }
  public var framing = Framing.none
  public var coding = Coding.identity
  public var decodingProblem = DecodingProblem.none
  public var oddities: Oddities = []
  /// Whether all of it came, as its framing tells.
  public var isComplete = false
  /// Octets of the body on the wire, chunk framing and trailers included, or padding; those the capture lacks too.
  public var wireBodyOctets = 0
  /// Without the transfer coding; as coded.
  public var encodedBodyOctets = 0
  /// Decoded.
  public var bodyOctets = 0
  /// Octets of the body that the capture lacks.
  public var missingOctets = 0
  /// What Content-Length said.
  public var declaredLength: Int?
  /// Chunks of a chunked body, the last one excluded, and extensions seen.
  public var chunks: Int {
    @inlinable get { Int(chunksCount) }
    @inlinable set { chunksCount = UInt32(clamping: newValue) }
  }
  public var chunkExtensions: Int {
    @inlinable get { Int(chunkExtensionsCount) }
    @inlinable set { chunkExtensionsCount = UInt32(clamping: newValue) }
  }
  /// The parts of a multipart body, or the fields of a urlencoded form, without their values.
  public var parts: [BodyPart] = []
  /// Parts beyond those kept.
  public var omittedParts: Int {
    @inlinable get { Int(omittedPartsCount) }
    @inlinable set { omittedPartsCount = UInt32(clamping: newValue) }
  }
  /// The decoded body's first octets, where they were asked for.
  public var keptBody: [UInt8] = []
  @usableFromInline var chunksCount: UInt32 = 0
  @usableFromInline var chunkExtensionsCount: UInt32 = 0
  @usableFromInline var omittedPartsCount: UInt32 = 0
  @usableFromInline var headOctetsCount: UInt32 = 0
  @usableFromInline var fieldsPlace = LogPlace.none
  @usableFromInline var trailersPlace = LogPlace.none

  public init(version: HTTPVersion, first: StreamPoint) {
    self.version = version
    self.first = first
    last = first
  }
}

/// A part of a multipart body (RFC 2046 §5.1), of a form (RFC 7578) for one, or a field of a urlencoded form.
public struct BodyPart: Hashable, Sendable {
  /// From Content-Disposition, without quotes; of a urlencoded form's field, decoded. Whatever octets the sender took.
  public var name: [UInt8]?
  /// `filename*`, as UTF-8, before `filename`.
  public var fileName: [UInt8]?
  public var contentType: [UInt8]?
  /// Of a multipart/byteranges part (RFC 9110 §14.6): `bytes 0-499/8000`.
  public var contentRange: [UInt8]?
  /// Octets of its content; of a urlencoded value, decoded.
  public var octets = 0
  /// Whether all of it came, as far as the end that was found tells.
  public var isComplete = false

  public init() {}

  /// Parts of one body that are kept.
  public static let maximum = 256
}
