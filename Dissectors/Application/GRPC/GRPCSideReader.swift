import ApplicationModel
import Compression
import Octets

/// Cuts one side's octets into messages.
///
/// ```
///  0               1               2               3               4               5
/// +---------------+---------------+---------------+---------------+---------------+--------
/// | compressed?   |                        message length                         | message
/// +---------------+---------------+---------------+---------------+---------------+--------
/// ```
struct GRPCSideReader: Sendable {
  private enum State: Hashable, Sendable {
    /// Octets of a prefix that have come, and what they say.
    case prefix(Int, UInt64)
    /// A message goes on for so many octets.
    case message(Int)
    /// gRPC-Web's trailers do.
    case trailers(Int)
    /// Where messages begin is not known any more.
    case lost
    /// What stands here is no gRPC.
    case foreign
  }

  private let isRequest: Bool
  private let isWeb: Bool
  private let keptOctets: Int
  private var state = State.prefix(0, 0)
  /// Where the prefix that goes on began.
  private var prefixStart: StreamPoint?
  private var message: GRPCCall.Message?
  /// The message's first octets, decompressed, without a hole.
  private var kept: [UInt8] = []
  /// How compressed messages are decompressed; nothing where that is not known, or not said.
  private var format: CompressionFormat?
  private var hasEncoding = false
  private var decompressor: Decompressor?
  /// gRPC-Web's trailers, when they came.
  private(set) var webTrailers: [UInt8]?

  init(isRequest: Bool, isWeb: Bool, keptOctets: Int) {
    self.isRequest = isRequest
    self.isWeb = isWeb
    self.keptOctets = keptOctets
  }

  /// The head has come, and says how messages are compressed.
  mutating func begin(encoding place: Range<Int>?, isHidden: Bool, _ log: borrowing HTTPLog, _ side: inout GRPCCall.Side) {
    guard let place else {
      // It may be among what header compression hides.
      hasEncoding = isHidden
      return
    }
    let encoding = log.octets(at: place)
    side.encoding = Array(encoding.prefix(GRPCCall.Side.maximumEncoding))
    let codings = ContentCodings([encoding])
    format = codings.steps.count == 1 ? codings.steps.first : nil
    hasEncoding = codings.coding != .identity
  }

  mutating func leaveUnread() { state = .foreign }

  mutating func receive(_ octets: ByteView, at point: StreamPoint, _ call: inout GRPCCall) {
    var rest = octets
    while !rest.isEmpty {
      let taken: Int
      switch state {
      case .prefix(let count, let value): taken = readPrefix(rest, count, value, at: point, &call)
      case .message(let length):
        taken = min(length, rest.count)
        take(rest.prefix(taken), at: point, &call)
        goOn(length &- taken, at: point, &call)
      case .trailers(let length):
        taken = min(length, rest.count)
        webTrailers?.append(rest.span, from: 0, to: taken, upTo: GRPCWebTrailers.maximum)
        state = length == taken ? .prefix(0, 0) : .trailers(length &- taken)
      case .lost:
        taken = rest.count
        side(&call) { $0.unreadOctets &+= taken }
      case .foreign: taken = rest.count
      }
      rest = rest.dropping(taken)
    }
  }

  /// The next octets are not in the capture. Inside a message they are counted; beyond it, nobody knows where the next begins.
  mutating func skip(_ count: Int, at point: StreamPoint, _ call: inout GRPCCall) {
    guard state != .foreign else { return }
    side(&call) { $0.missingOctets &+= count }
    guard case .message(let length) = state else { return state = .lost }
    let missing = min(count, length)
    message?.missingOctets &+= missing
    message?.decodingProblem = .gap
    message?.last = point
    if count > length {
      end(isComplete: false, &call)
      state = .lost
    } else {
      goOn(length &- count, at: point, &call)
    }
  }

  /// No more comes. `isComplete`: because its sender said so.
  mutating func finish(isComplete: Bool, at point: StreamPoint, _ call: inout GRPCCall) {
    switch state {
    case .prefix(let count, _):
      if count > 0 { side(&call) { $0.unreadOctets &+= count } }
      if isComplete, count > 0 { note(.truncated, at: point, &call) }
    case .message, .trailers:
      if isComplete { note(.truncated, at: point, &call) }
      if message != nil { end(isComplete: false, &call) }
    case .lost, .foreign: break
    }
    state = .foreign
    if let decompressor { BodyDecoderPool.shared.give(back: decompressor) }
    decompressor = nil
  }

  var memory: Int { kept.capacity &+ (webTrailers?.capacity ?? 0) &+ (decompressor?.memory ?? 0) }

  // MARK: - Prefixes

  /// Answers how many octets were the prefix's.
  private mutating func readPrefix(
    _ octets: ByteView, _ count: Int, _ value: UInt64, at point: StreamPoint, _ call: inout GRPCCall
  ) -> Int {
    if count == 0 { prefixStart = point }
    let taken = min(Self.prefixLength &- count, octets.count)
    var value = value
    for index in 0..<taken { value = value << 8 | UInt64(octets.uint8(at: index)) }
    if count &+ taken < Self.prefixLength {
      state = .prefix(count &+ taken, value)
    } else {
      begin(flags: UInt8(truncatingIfNeeded: value >> 32), length: Int(value & 0xffff_ffff), at: point, &call)
    }
    return taken
  }

  private mutating func begin(flags: UInt8, length: Int, at point: StreamPoint, _ call: inout GRPCCall) {
    // gRPC-Web: the most significant bit marks trailers.
    if isWeb, flags & 0xfe == 0x80 {
      webTrailers = webTrailers ?? []
      state = length > 0 ? .trailers(length) : .prefix(0, 0)
      return
    }
    guard flags <= 1 else {
      note(.badFlag, at: prefixStart ?? point, &call)
      side(&call) { $0.unreadOctets &+= Self.prefixLength }
      state = .lost
      return
    }
    let isCompressed = flags == 1
    side(&call) { side in
      side.messages &+= 1
      if isCompressed { side.compressedMessages &+= 1 }
    }
    if isCompressed, !hasEncoding { note(.noEncoding, at: prefixStart ?? point, &call) }
    message = GRPCCall.Message(
      first: prefixStart ?? point, last: point, isRequest: isRequest, length: length, isCompressed: isCompressed)
    goOn(length, at: point, &call)
  }

  // MARK: - Messages

  private mutating func goOn(_ length: Int, at point: StreamPoint, _ call: inout GRPCCall) {
    if length > 0 { state = .message(length) } else { end(isComplete: true, &call) }
  }

  private mutating func take(_ octets: ByteView, at point: StreamPoint, _ call: inout GRPCCall) {
    message?.wireOctets &+= octets.count
    message?.last = point
    side(&call) { $0.wireOctets &+= octets.count }
    guard message?.isCompressed == true else { return keep(octets.span, &call) }
    // Told as it came, where nobody knows how to decompress it.
    guard let format else { return count(octets.count, &call) }
    guard message?.decodingProblem == HTTPMessage.DecodingProblem.none else { return }
    let decompressor = self.decompressor ?? Self.decompressor(format)
    self.decompressor = decompressor
    do throws(DecompressionError) {
      try decompressor.decode(octets.span) { keep($0, &call) }
    } catch {
      message?.decodingProblem = BodyDecoder.problem(error)
    }
  }

  private mutating func keep(_ octets: Span<UInt8>, _ call: inout GRPCCall) {
    count(octets.count, &call)
    if message?.decodingProblem == HTTPMessage.DecodingProblem.none {
      kept.append(octets, from: 0, to: octets.count, upTo: keptOctets)
    }
  }

  private mutating func count(_ octets: Int, _ call: inout GRPCCall) {
    message?.octets &+= octets
    side(&call) { $0.octets &+= octets }
  }

  private mutating func end(isComplete: Bool, _ call: inout GRPCCall) {
    state = .prefix(0, 0)
    guard var ended = message else { return }
    message = nil
    ended.isComplete = isComplete && ended.missingOctets == 0
    if ended.isCompressed, let decompressor {
      if isComplete, ended.decodingProblem == .none, ended.length > 0 {
        do throws(DecompressionError) { try decompressor.finish() } catch {
          ended.decodingProblem = BodyDecoder.problem(error)
        }
      }
      decompressor.reset()
    }
    switch ended.decodingProblem {
    case .damaged, .truncated: note(.damaged, at: ended.last, &call)
    case .none, .tooLarge, .gap: break
    }
    let start = call.content.count
    let room = GRPCCall.maximumContent &- start
    if call.messages.count >= GRPCCall.maximumMessages {
      call.omittedMessages &+= 1
    } else {
      call.content.append(kept.span, from: 0, to: min(kept.count, room), upTo: GRPCCall.maximumContent)
      ended.content = start..<call.content.count
      call.messages.append(ended)
    }
    kept.removeAll(keepingCapacity: true)
  }

  // MARK: - Pieces

  private func note(_ kind: GRPCCall.Fault.Kind, at point: StreamPoint, _ call: inout GRPCCall) {
    call.faults &+= 1
    if call.fault == nil { call.fault = GRPCCall.Fault(kind, at: point, isRequest: isRequest) }
  }

  @inline(__always)
  private func side(_ call: inout GRPCCall, _ change: (inout GRPCCall.Side) -> Void) {
    if isRequest { change(&call.request) } else { change(&call.response) }
  }

  private static func decompressor(_ format: CompressionFormat) -> Decompressor {
    let waiting = format == .zstandard ? BodyDecoderPool.shared.take() : nil
    return waiting ?? Decompressor(format, limits: BodyDecoder.limits)
  }

  private static let prefixLength = 5
}
