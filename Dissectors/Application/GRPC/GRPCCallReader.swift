import ApplicationModel
import Dissection
import Octets

/// Reads what passes on one stream as gRPC.
///
/// It counts messages in place, wherever DATA frames cut them, and keeps no octets but the first of each message.
struct GRPCCallReader: Sendable {
  private var found: GRPCCall
  private var client: GRPCSideReader
  private var server: GRPCSideReader
  /// Whether what was a guess has turned out wrong.
  private var isRefuted = false
  /// gRPC-Web's base64, by side; nothing where the octets are sent as they are.
  private var clientText: Base64Reader?
  private var serverText: Base64Reader?

  /// Nothing where the exchange is no gRPC call: neither head's content-type is `application/grpc…`. Where header compression
  /// hides it, the shape of what passes will tell. Called when the request's head has come, or the response's where the
  /// request's was not seen.
  init?(_ exchange: borrowing HTTPExchange, _ log: borrowing HTTPLog, _ options: ApplicationOptions) {
    let place = exchange.request?.message.fields ?? exchange.response?.message.fields
    let fields = GRPCFields(place ?? 0..<0, log)
    var known = GRPCContentType(fields.contentType, log)
    if known == nil, exchange.request != nil, let place = exchange.response?.message.fields {
      known = GRPCContentType(GRPCFields(place, log).contentType, log)
    }
    let unresolved = exchange.request?.message.unresolvedFields ?? exchange.response?.message.unresolvedFields ?? 0
    let isHidden = fields.contentType == nil && unresolved > 0
    guard let type = known ?? (isHidden ? .hidden : nil) else { return nil }
    found = GRPCCall(type.transport, type.format)
    found.isGuess = known == nil
    found.schema = options.proto
    let kept = Self.keptOctets(options)
    client = GRPCSideReader(isRequest: true, isWeb: type.transport != .grpc, keptOctets: kept)
    server = GRPCSideReader(isRequest: false, isWeb: type.transport != .grpc, keptOctets: kept)
    if type.transport == .webText { (clientText, serverText) = (Base64Reader(), Base64Reader()) }
    guard let target = exchange.request?.target else { return }
    if let path = GRPCPath(log.octets(at: target)) { (found.service, found.method) = (path.service, path.method) }
    found.timeout = fields.timeout.flatMap { GRPCTimeout.nanoseconds(log.octets(at: $0)) }
    client.begin(encoding: fields.encoding, isHidden: unresolved > 0, log, &found.request)
  }

  /// Octets of each message that are kept.
  private static func keptOctets(_ options: ApplicationOptions) -> Int {
    max(0, options.previewOctets, options.keptBodyOctets, options.proto == nil ? 0 : describedOctets)
  }

  /// Of messages that are described: all of nearly any, for gRPC's own bound is 4 MiB, and few come near it.
  private static let describedOctets = 64 << 10

  /// The response's head has come, interim ones aside.
  mutating func beginResponse(_ exchange: borrowing HTTPExchange, _ log: borrowing HTTPLog) {
    guard let place = exchange.response?.message.fields else { return }
    let fields = GRPCFields(place, log)
    if GRPCContentType(fields.contentType, log) != nil {
      found.isGuess = false
    } else if fields.contentType != nil {
      // A proxy in between may answer with a page.
      server.leaveUnread()
      isRefuted = found.isGuess
    }
    let unresolved = exchange.response?.message.unresolvedFields ?? 0
    server.begin(encoding: fields.encoding, isHidden: unresolved > 0, log, &found.response)
  }

  /// The next octets of a side's body: DATA without padding.
  mutating func receive(_ octets: ByteView, isRequest: Bool, at point: StreamPoint) {
    if isRequest {
      guard clientText == nil else { return receiveText(octets, isRequest: true, at: point) }
      client.receive(octets, at: point, &found)
    } else {
      guard serverText == nil else { return receiveText(octets, isRequest: false, at: point) }
      server.receive(octets, at: point, &found)
    }
  }

  /// Octets of a side's body that the capture lacks.
  mutating func skip(_ count: Int, isRequest: Bool, at point: StreamPoint) {
    guard count > 0 else { return }
    if isRequest { client.skip(count, at: point, &found) } else { server.skip(count, at: point, &found) }
  }

  /// A side's body has ended: whole (END_STREAM), or not.
  mutating func finish(isRequest: Bool, isComplete: Bool, at point: StreamPoint) {
    if isRequest {
      client.finish(isComplete: isComplete, at: point, &found)
    } else {
      server.finish(isComplete: isComplete, at: point, &found)
    }
  }

  /// What is to be told; the exchange is as it will be reported, its trailers read. Nothing where it turned out to be no call.
  mutating func call(_ exchange: borrowing HTTPExchange, _ log: borrowing HTTPLog) -> GRPCCall? {
    let trailers = GRPCFields(exchange.response?.message.trailers ?? 0..<0, log)
    if trailers.status != nil {
      found.setStatus(trailers, log)
    } else if let place = exchange.response?.message.fields {
      let head = GRPCFields(place, log)
      found.isTrailersOnly = head.status != nil
      found.setStatus(head, log)
    }
    if found.status == nil, let trailers = server.webTrailers {
      let (status, message) = GRPCWebTrailers.status(in: trailers)
      if let status { found.setStatus(status, message: message) }
    }
    return found.isGuess && !isLikely ? nil : found
  }

  /// Whether what passed is gRPC by its shape: either side's octets are whole messages to the last one, as five octets of
  /// others are once in some billion times. A status says it, too.
  private var isLikely: Bool {
    guard !isRefuted, found.faults == 0, found.request.unreadOctets == 0, found.response.unreadOctets == 0 else { return false }
    return found.status != nil || found.messages.contains { $0.isComplete }
  }

  /// What it refers to is in another log now.
  mutating func move(_ move: inout HTTPLogMove) {
    found.service = move.octets(found.service)
    found.method = move.octets(found.method)
  }

  /// Octets held, about.
  var memory: Int { found.memory &+ client.memory &+ server.memory }

  // MARK: - Base64

  private mutating func receiveText(_ octets: ByteView, isRequest: Bool, at point: StreamPoint) {
    var text = (isRequest ? clientText : serverText) ?? Base64Reader()
    let binary = text.decode(octets.span)
    if isRequest {
      clientText = text
      client.receive(ByteView(binary.span), at: point, &found)
    } else {
      serverText = text
      server.receive(ByteView(binary.span), at: point, &found)
    }
  }
}
