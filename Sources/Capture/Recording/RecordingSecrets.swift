import Secrets

/// Secrets that came until now: each file begins with them, for it must be read without the others.
///
/// They are kept up to a bound; then the oldest are let go of, whose connections are the likeliest to have ended.
struct RecordingSecrets: Sendable {
  struct Block: Sendable {
    var octets: Secret
    var type: CaptureSecretType
  }

  private(set) var blocks: [Block] = []
  private var count = 0
  private let most: Int

  /// A file of at most `fileOctets` octets is not filled with them.
  init(fileOctets: Int?) { most = min(Self.most, (fileOctets ?? .max) / 4) }

  mutating func add(_ block: Block) {
    blocks.append(block)
    count += block.octets.count
    while count > most || blocks.count > Self.mostBlocks {
      count -= blocks.removeFirst().octets.count
    }
  }

  /// Octets: the key log lines of some 5,000 connections of TLS 1.3.
  private static let most = 4 << 20
  /// Each costs an object and 20 octets in every file.
  private static let mostBlocks = 4096
}
