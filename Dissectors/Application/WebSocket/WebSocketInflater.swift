import ApplicationModel
import Compression
import Octets

/// Undoes one side's permessage-deflate (RFC 7692 §7.2.2). It costs nothing until a compressed message comes.
///
/// When the window is lost, each message is tried anew: DEFLATE tells exactly whether a message refers to what is not known,
/// so what decodes is right.
struct WebSocketInflater: Sendable {
  /// Octets that one message may decompress to: ten times what the usual endpoints take, and no harm to anybody.
  static let maximumOutput = 64 << 20
  /// Octets unmasked at a time.
  static let pieceLength = 16 << 10

  let agreed: WebSocketSession.Compression.Side
  private var decompressor: Decompressor?
  /// Why earlier messages are not known, when they are not and a message may refer to them.
  private var lost: HTTPMessage.DecodingProblem?
  /// What went wrong in this message.
  private var problem = HTTPMessage.DecodingProblem.none

  /// `isFromStart` tells whether all messages are seen, from the first.
  init(_ agreed: WebSocketSession.Compression.Side, isFromStart: Bool) {
    self.agreed = agreed
    lost = isFromStart || !agreed.hasContextTakeover ? nil : .gap
  }

  var memory: Int { decompressor?.memory ?? 0 }

  /// A compressed message begins.
  mutating func begin() {
    problem = .none
    guard decompressor == nil else { return }
    decompressor = Decompressor(
      .rawDeflate, limits: DecompressionLimits(maximumOutput: Self.maximumOutput), windowBits: agreed.windowBits)
  }

  /// Decompresses a piece of the message's payload; `output` is called with what it becomes.
  mutating func decode(_ octets: ByteView, mask: WebSocketMask, _ output: (Span<UInt8>) -> Void) {
    guard mask != .none else { return decode(octets.span, output) }
    var rest = octets
    var scratch: [UInt8] = []
    // A whole number of keys a step, so that the key fits each as it fits the first.
    while !rest.isEmpty, problem == .none {
      scratch.removeAll(keepingCapacity: true)
      mask.append(rest.prefix(Self.pieceLength), to: &scratch)
      decode(scratch.span, output)
      rest = rest.dropping(Self.pieceLength)
    }
  }

  private mutating func decode(_ octets: Span<UInt8>, _ output: (Span<UInt8>) -> Void) {
    guard problem == .none, let decompressor else { return }
    do throws(DecompressionError) {
      try decompressor.decode(octets) { piece in output(piece) }
    } catch {
      fail(error)
    }
  }

  /// The message ends. Answers what is wrong with what it became.
  mutating func end(_ output: (Span<UInt8>) -> Void) -> HTTPMessage.DecodingProblem {
    if problem == .none, let decompressor {
      do throws(DecompressionError) {
        try decompressor.endMessage { piece in output(piece) }
      } catch {
        fail(error)
      }
    }
    settle()
    return problem
  }

  /// Octets of a compressed message are missing, perhaps of one that nobody saw begin.
  mutating func skip() {
    if problem == .none { problem = .gap }
    forget(because: .gap)
  }

  /// No more of the message will come. Answers what is wrong with what it became.
  mutating func abandon() -> HTTPMessage.DecodingProblem {
    if problem == .none { problem = .truncated }
    forget(because: problem)
    return problem
  }

  // MARK: - Loss

  private mutating func fail(_ error: DecompressionError) {
    problem =
      switch error {
      case .tooLarge, .windowTooLarge: .tooLarge
      case .truncated: .truncated
      // Octets that refer to what is missing are not damaged.
      case .damaged, .needsDictionary, .outOfMemory: lost ?? .damaged
      }
    forget(because: problem)
  }

  private mutating func forget(because reason: HTTPMessage.DecodingProblem) {
    decompressor?.reset()
    if agreed.hasContextTakeover { lost = lost ?? reason }
  }

  private mutating func settle() {
    if !agreed.hasContextTakeover {
      // The next message begins anew, and may be long in coming.
      decompressor = nil
    } else if problem == .none, let known = decompressor?.outputOctets, known >= 1 << agreed.windowBits {
      // A window's worth is as good as all.
      lost = nil
    }
  }
}
