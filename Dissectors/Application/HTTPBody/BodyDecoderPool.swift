import Compression
import Synchronization

/// Decoders that have done with one body and wait for another.
///
/// A reference, for the readers of one connection share it.
final class BodyDecoderPool: Sendable {
  private let waiting = Mutex<[Decompressor]>([])

  init() {}

  func take(_ format: CompressionFormat) -> Decompressor? {
    waiting.withLock { waiting in
      waiting.firstIndex { $0.format == format }.map { waiting.remove(at: $0) }
    }
  }

  func give(back decoder: Decompressor) {
    decoder.reset()
    waiting.withLock { if $0.count < Self.maximum { $0.append(decoder) } }
  }

  /// Decoders that wait.
  static let maximum = 4
}
