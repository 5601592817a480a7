import Glibc

/// A file mapped into memory, read-only, as long as it was when it was mapped. Unmapped when the last user lets go.
///
/// Should another program cut the file meanwhile, touching the lost pages raises SIGBUS: see `guardAgainstShrinking`.
@safe
public final class MappedFile: Sendable {
  private nonisolated(unsafe) let base: UnsafePointer<UInt8>
  public let count: Int

  /// Maps the first `count` octets, at least one, of an open file. Answers nothing where the file system has no maps.
  init?(_ descriptor: FileDescriptor, count: Int) {
    guard count > 0, let mapped = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor.number, 0),
      unsafe mapped != MAP_FAILED
    else { return nil }
    unsafe madvise(mapped, count, MADV_SEQUENTIAL)
    unsafe base = UnsafePointer(mapped.assumingMemoryBound(to: UInt8.self))
    self.count = count
  }

  deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: base), count) }

  /// Lends the octets. The map outlives `body`, for `self` does.
  public func withOctets<Answer, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    let octets = unsafe Span(_unsafeStart: base, count: count)
    return try body(octets)
  }

  /// From now on, a mapped file that loses octets while they are read ends the program with one clear line and status 1,
  /// instead of a crash report. Only the program itself may decide that, so nothing here calls it.
  public static func guardAgainstShrinking() {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in
      // Async-signal-safe: a literal, write(2) and _exit(2); nothing is allocated and no lock taken.
      let line: StaticString = "weir: a capture file became shorter while it was read\n"
      _ = unsafe write(STDERR_FILENO, line.utf8Start, line.utf8CodeUnitCount)
      _exit(1)
    }
    unsafe sigaction(SIGBUS, &action, nil)
  }
}
