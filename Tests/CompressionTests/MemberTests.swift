import Compression
import Testing

/// Several gzip members (RFC 1952 §2.2) or Zstandard frames (RFC 8878 §3.1) behind one another are one stream.
@Suite("Members and frames")
struct MemberTests {
  /// python3: gzip.compress(…, mtime=0) of "Hel", of nothing and of "lo".
  static let members = [
    "1f8b0800000000000203f348cd0100fbb746dd03000000", "1f8b080000000000020303000000000000000000",
    "1f8b0800000000000203cbc907009d4a9c5502000000",
  ].map { [UInt8](hex: $0) }
  /// zstd -c of "Hel", a skippable frame of three octets, one of none, and zstd -c --no-check of "lo".
  static let frames = [
    "28b52ffd045819000048656c136a2e64", "502a4d1803000000ffffff", "5f2a4d1800000000", "28b52ffd00581100006c6f",
  ].map { [UInt8](hex: $0) }

  static let streams: [(CompressionFormat, [[UInt8]])] = [(.gzip, members), (.zstandard, frames)]

  @Test("they give one content", arguments: [0, 1], FormatTests.sizes)
  func joined(index: Int, size: Int) {
    let (format, parts) = Self.streams[index]
    #expect(decode(parts.flatMap { $0 }, format, size: size) == Decoded(plain: Vector.hello, isFinished: true))
    #expect(
      decode(parts.flatMap { $0 } + [0x1f, 0x8c], format, size: size)
        == Decoded(plain: Vector.hello, isFinished: true, trailing: 2))
  }

  @Test("a stream may end behind each, and not within", arguments: [0, 1])
  func truncated(index: Int) {
    let (format, parts) = Self.streams[index]
    let octets = parts.flatMap { $0 }
    let ends = Set(parts.indices.map { parts[...$0].reduce(0) { $0 + $1.count } })
    // So few octets behind an end may be anything.
    let undecided = format == .gzip ? 1 : 3
    for length in 1...octets.count {
      let decoded = decode(Array(octets.prefix(length)), format)
      let behind = ends.map { length - $0 }.filter { $0 >= 0 }.min() ?? .max
      #expect(decoded.error == (behind <= undecided ? nil : .truncated), "\(length)")
      #expect(decoded.trailing == (behind <= undecided ? behind : 0), "\(length)")
    }
  }

  @Test("the end is seen, then undone by a further member")
  func finished() throws {
    let decompressor = Decompressor(.gzip)
    try feed(Self.members[0], to: decompressor) { _ in }
    #expect(decompressor.isFinished)
    try feed(Array(Self.members[2].prefix(12)), to: decompressor) { _ in }
    #expect(!decompressor.isFinished)
    #expect(throws: DecompressionError.truncated) { try decompressor.finish() }
  }

  @Test("a damaged member keeps what came before it")
  func damaged() {
    #expect(decode(Self.members[0] + [0x1f, 0x8b, 9, 0], .gzip) == Decoded(plain: Array("Hel".utf8), error: .damaged))
  }

  @Test("skippable frames alone are a stream of nothing")
  func skippable() {
    #expect(decode(Self.frames[1] + Self.frames[2], .zstandard, size: 1) == Decoded(isFinished: true))
  }
}
