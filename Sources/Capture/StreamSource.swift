/// A pipe, a terminal, a device: read piece by piece, each into a buffer of its own.
struct StreamSource: Sendable {
  private let descriptor: FileDescriptor
  private var buffer: [UInt8] = []
  /// Somebody outside holds `buffer`; to append to it would copy it.
  private var isLent = false
  /// The end was met. A terminal would wait for another one if it were asked again.
  private var hasEnded = false

  /// Octets gathered, when they come fast, before records are handed on.
  private static let piece = 1 << 20
  /// Octets asked for at once; four times what a pipe holds unless told otherwise.
  private static let most = 1 << 18
  /// Milliseconds after which a wait looks at the stop signal; a signal ends it at once.
  private static let interval: CInt = 100

  init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  var storage: OctetStorage { .buffer(buffer) }

  /// Remembers that the caller now has the buffer.
  mutating func lend() { isLent = true }

  /// Overwrites octets that were secrets, unless somebody outside has them: then they stay until that one lets go.
  mutating func overwrite(_ place: Range<Int>) {
    guard !isLent else { return }
    for index in place.clamped(to: buffer.indices) { buffer[index] = 0 }
  }

  /// Waits until there are `wanted` octets from `position` on, and takes what else has come meanwhile. Octets before
  /// `position` are let go of; `base` and `position` move accordingly.
  mutating func supply(
    _ wanted: Int, from position: inout Int, base: inout Int, stop: StopSignal?
  ) throws(CaptureError) -> Supply {
    // Moving the rest to the front is worth it when the rest is the smaller part.
    if isLent || position > max(buffer.count / 2, Self.most) {
      var fresh: [UInt8] = []
      fresh.reserveCapacity(max(Self.piece, buffer.count - position) + Self.most)
      fresh.append(contentsOf: buffer[position...])
      buffer = fresh
      base += position
      position = 0
      isLent = false
    }
    // A long rest is carried over only against half as much again, or carrying would cost more than reading.
    let most = max(Self.piece, buffer.count + (buffer.count - position) / 2)
    while buffer.count - position < wanted || buffer.count < most {
      let isEnough = buffer.count - position >= wanted
      if hasEnded { return isEnough ? .more : .end }
      if stop?.isRaised == true { return .stopped }
      guard descriptor.waitReadable(milliseconds: isEnough ? 0 : Self.interval) else {
        if isEnough { break }
        continue
      }
      guard let got = try descriptor.read(into: &buffer, most: Self.most) else { continue }
      if got == 0 { hasEnded = true }
    }
    return .more
  }
}
