import ApplicationModel
import Compression

/// Undoes a body's content codings as it passes, one behind the other.
struct BodyDecoder: Sendable {
  private let steps: [Decompressor]
  /// Octets that came, as coded.
  private var received = 0

  /// The formats in the order in which they are undone.
  init(_ formats: [CompressionFormat]) {
    steps = formats.map { format in
      let waiting = format == .zstandard ? BodyDecoderPool.shared.take() : nil
      return waiting ?? Decompressor(format, limits: Self.limits)
    }
  }

  /// Hands the decoded octets on in pieces. Answers why nothing more will come, if so.
  mutating func decode(_ octets: Span<UInt8>, _ output: (Span<UInt8>) -> Void) -> HTTPMessage.DecodingProblem {
    received &+= octets.count
    return decode(octets, step: 0, output)
  }

  private func decode(
    _ octets: Span<UInt8>, step: Int, _ output: (Span<UInt8>) -> Void
  ) -> HTTPMessage.DecodingProblem {
    let isLast = step == steps.count &- 1
    var inner = HTTPMessage.DecodingProblem.none
    var produced = step > 0 ? steps[step].outputOctets : 0
    do throws(DecompressionError) {
      try steps[step].decode(octets) { piece in
        // What is of no more use is decoded to the end of the octets at hand, within this step's limits.
        guard inner == .none else { return }
        produced &+= piece.count
        if step > 0, isBomb(produced) {
          inner = .tooLarge
        } else if isLast {
          output(piece)
        } else {
          inner = decode(piece, step: step &+ 1, output)
        }
      }
    } catch {
      return inner == .none ? Self.problem(error) : inner
    }
    return inner
  }

  /// Each step keeps within its own limits. One on the other they would allow a million octets for one.
  private func isBomb(_ octets: Int) -> Bool {
    octets > Self.limits.ratioFloor && octets / Self.limits.maximumRatio > received
  }

  /// The body has ended.
  func finish() -> HTTPMessage.DecodingProblem {
    // Servers that compress everything say so of an empty body, too.
    guard received > 0 else { return .none }
    for step in steps {
      do throws(DecompressionError) { try step.finish() } catch { return Self.problem(error) }
    }
    return .none
  }

  /// Nothing more will be decoded.
  func release() {
    for step in steps { BodyDecoderPool.shared.give(back: step) }
  }

  var memory: Int { steps.reduce(0) { $0 &+ $1.memory } }

  static func problem(_ error: DecompressionError) -> HTTPMessage.DecodingProblem {
    switch error {
    case .truncated: .truncated
    case .tooLarge, .windowTooLarge, .outOfMemory: .tooLarge
    case .damaged, .needsDictionary: .damaged
    }
  }

  /// A gigabyte a body, and 2000 octets for one of more than 16 MiB.
  static let limits = DecompressionLimits()
}
