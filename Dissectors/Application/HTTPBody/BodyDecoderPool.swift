import Compression
import Synchronization

/// Zstandard decoders that have done with one body and wait for another's.
///
/// Making one takes as long as decoding ten small bodies; the others' decoders are made as fast as they are made ready again.
/// A decoder made ready remembers nothing of what it decoded, so all connections share these: kept for each connection alone,
/// they would hold a megabyte for every one that idles.
final class BodyDecoderPool: Sendable {
  static let shared = BodyDecoderPool()

  private let waiting = Mutex<[Decompressor]>([])

  private init() {}

  func take() -> Decompressor? { waiting.withLock { $0.popLast() } }

  func give(back decoder: Decompressor) {
    guard decoder.format == .zstandard, decoder.memory <= Self.maximumMemory else { return }
    decoder.reset()
    waiting.withLock { if $0.count < Self.maximum { $0.append(decoder) } }
  }

  /// Decoders that wait: one a core of a small machine, for more than one body a core is rarely between its first and last
  /// octet at once.
  private static let maximum = 4
  /// Octets that one of them holds: twice the window of `zstd`'s usual level.
  private static let maximumMemory = 4 << 20
}
