import ApplicationModel
import Octets

/// Looks into one message's body as it passes: undoes its content codings, counts, keeps and splits what is inside.
///
/// It is handed the body's octets without their transfer coding, and keeps none but those it is asked to.
struct HTTPBodyReader: Sendable {
  private enum Decoding: Sendable {
    /// No coding, or one that nobody knows: the octets are taken as they come.
    case none
    case running(BodyDecoder)
    case stopped
  }

  private var decoding: Decoding
  private var content: (any BodyContent)?
  private let keptOctets: Int
  /// Whether the octets so far have no hole: what is kept of a body is its beginning.
  private var isWhole = true
  private var sink: (any BodySink)?
  private let id: BodyID

  /// Nothing when there is nothing to look into: then octets need only be counted.
  ///
  /// `contentEncoding` has the values of all such fields, in their order.
  init?(
    contentEncoding: [ArraySlice<UInt8>], contentType: ArraySlice<UInt8>?, isRequest: Bool, options: ApplicationOptions,
    id: BodyID, message: inout HTTPMessage
  ) {
    let kind = contentType.flatMap { Kind($0, isRequest: isRequest) }
    let wantsOctets = options.keptBodyOctets > 0 || options.bodies != nil
    // Most bodies end here.
    if contentEncoding.isEmpty, kind == nil, !wantsOctets { return nil }
    let codings = ContentCodings(contentEncoding)
    message.coding = codings.coding
    if let kind, let contentType, codings.coding != .unknown {
      content = kind.content(contentType, options)
    }
    if codings.steps.isEmpty, content == nil, !wantsOctets { return nil }
    decoding = codings.steps.isEmpty ? .none : .running(BodyDecoder(codings.steps))
    keptOctets = max(0, options.keptBodyOctets)
    sink = options.bodies
    self.id = id
  }

  /// What can be split.
  private enum Kind: Hashable, Sendable {
    case multipart, events, form

    init?(_ type: ArraySlice<UInt8>, isRequest: Bool) {
      if type.hasPrefix("multipart/") {
        self = .multipart
      } else if !isRequest, type.isEssence("text/event-stream") {
        self = .events
      } else if type.isEssence("application/x-www-form-urlencoded") {
        self = .form
      } else {
        return nil
      }
    }

    func content(_ type: ArraySlice<UInt8>, _ options: ApplicationOptions) -> (any BodyContent)? {
      switch self {
      case .multipart: FieldParameters(type)["boundary"].flatMap { MultipartParts(boundary: $0) }
      case .events: EventStream(previewOctets: options.previewOctets)
      case .form: FormFields()
      }
    }
  }

  /// The next octets of the body, as coded.
  mutating func receive(_ octets: ByteView, at point: StreamPoint, _ message: inout HTTPMessage) {
    guard !octets.isEmpty else { return }
    switch decoding {
    case .none: take(octets.span, at: point, &message)
    case .running(var decoder):
      let problem = decoder.decode(octets.span) { take($0, at: point, &message) }
      if problem == .none { decoding = .running(decoder) } else { stop(decoder, problem, &message) }
    case .stopped: break
    }
  }

  /// The next octets of the body are not in the capture. Without a coding it goes on behind them; a decoder cannot.
  mutating func skip(_ count: Int, _ message: inout HTTPMessage) {
    guard count > 0 else { return }
    switch decoding {
    case .none:
      isWhole = false
      content?.skip(&message)
    case .running(let decoder): stop(decoder, .gap, &message)
    case .stopped: break
    }
  }

  /// No more of the body comes. `isComplete`: because that was all, as its framing tells.
  mutating func finish(isComplete: Bool, _ message: inout HTTPMessage) {
    if case .running(let decoder) = decoding { stop(decoder, decoder.finish(), &message) }
    content?.finish(isComplete: isComplete && message.decodingProblem == .none, &message)
    sink?.end(id)
    sink = nil
  }

  /// Server-sent events found since the last call, and how many more there were than are kept.
  mutating func takeEvents() -> (events: [ServerSentEvent], omitted: Int) { content?.takeEvents() ?? ([], 0) }

  /// Octets held, about.
  var memory: Int {
    let held = content?.memory ?? 0
    if case .running(let decoder) = decoding { return held &+ decoder.memory }
    return held
  }

  // MARK: - Decoded octets

  private mutating func take(_ octets: Span<UInt8>, at point: StreamPoint, _ message: inout HTTPMessage) {
    message.bodyOctets &+= octets.count
    if isWhole { message.keptBody.append(octets, from: 0, to: octets.count, upTo: keptOctets) }
    sink?.write(octets, of: id)
    content?.receive(octets, at: point, &message)
  }

  private mutating func stop(
    _ decoder: BodyDecoder, _ problem: HTTPMessage.DecodingProblem, _ message: inout HTTPMessage
  ) {
    decoder.release()
    decoding = .stopped
    message.decodingProblem = problem
  }
}
