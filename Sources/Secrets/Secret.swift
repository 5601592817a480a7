import CCrypto

/// Octets that must not be seen: they are overwritten when nobody has them any more, and say nothing of themselves.
@safe
public final class Secret: Sendable {
  /// Written by initialisers alone.
  private nonisolated(unsafe) let memory: UnsafeMutableBufferPointer<UInt8>
  public let count: Int

  public convenience init(_ octets: Span<UInt8>) {
    self.init(count: octets.count) { memory in
      for index in octets.indices { memory[index] = octets[index] }
    }
  }

  /// Made where it stays: `fill` gets `count` octets, all zero, and leaves the secret in them.
  public init(count: Int, _ fill: (inout MutableSpan<UInt8>) -> Void) {
    unsafe memory = .allocate(capacity: max(count, 0))
    unsafe memory.initialize(repeating: 0)
    self.count = unsafe memory.count
    var span = unsafe MutableSpan(_unsafeElements: memory)
    fill(&span)
  }

  deinit {
    // Unlike an assignment, this is never taken for useless work and left out.
    unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
    unsafe memory.deallocate()
  }

  /// Lends the octets.
  public func withOctets<Answer: ~Copyable>(_ body: (Span<UInt8>) -> Answer) -> Answer {
    body(unsafe Span(_unsafeElements: memory))
  }

  /// Overwrites octets that held a secret, as a key log does, where they are. A copy made before is not reached.
  public static func overwrite(_ octets: inout [UInt8]) {
    unsafe octets.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
  }
}
