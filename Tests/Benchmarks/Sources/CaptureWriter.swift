import Glibc

/// Writes a classic pcap of Ethernet frames, little-endian with microseconds, through a buffer of fixed size.
struct CaptureWriter: ~Copyable {
  private let descriptor: CInt
  private let path: String
  private var buffer: [UInt8] = []
  /// Octets written so far, those in the buffer included.
  private(set) var count = 0

  init(path: String, linkType: UInt32 = 1) throws(BenchmarkError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw BenchmarkError("cannot write \(path)") }
    buffer.reserveCapacity(1 << 20)
    append(0xa1b2_c3d4)
    append(0x0004_0002)
    append(0)
    append(0)
    append(262_144)
    append(linkType)
    count = buffer.count
  }

  deinit { close(descriptor) }

  mutating func write(_ frame: Span<UInt8>, microseconds: Int, wireLength: Int? = nil) throws(BenchmarkError) {
    if buffer.count + 16 + frame.count > 1 << 20 { try flush() }
    append(UInt32(truncatingIfNeeded: microseconds / 1_000_000))
    append(UInt32(truncatingIfNeeded: microseconds % 1_000_000))
    append(UInt32(frame.count))
    append(UInt32(wireLength ?? frame.count))
    frame.withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
    count += 16 + frame.count
  }

  /// Must be called at the end.
  mutating func flush() throws(BenchmarkError) {
    var rest = buffer[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { throw BenchmarkError("cannot write \(path): \(String(cString: strerror(errno)))") }
      rest = rest.dropFirst(written)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ word: UInt32) {
    for shift in stride(from: 0, to: 32, by: 8) { buffer.append(UInt8(truncatingIfNeeded: word >> shift)) }
  }
}
