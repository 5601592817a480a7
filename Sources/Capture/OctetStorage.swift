/// Where the octets of a chunk of records live: shared, immutable, and free to be looked at by several threads.
public enum OctetStorage: Sendable {
  /// A file mapped into memory; ranges are file offsets.
  case mapped(MappedFile)
  /// A piece of a stream; ranges are indices of the array.
  case buffer([UInt8])
}

extension OctetStorage {
  /// Lends the octets to `body`. Lend them once for a chunk of records, not once for each: it costs a call.
  public func withOctets<Answer, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    switch self {
    case .mapped(let file): try file.withOctets(body)
    case .buffer(let octets): try body(octets.span)
    }
  }

  /// Whether its octets stay where they are for as long as the capture is read.
  public var isMapped: Bool {
    switch self {
    case .mapped: true
    case .buffer: false
    }
  }

  /// Octets held: the size of the file as mapped, or of the piece of the stream.
  public var count: Int {
    switch self {
    case .mapped(let file): file.count
    case .buffer(let octets): octets.count
    }
  }
}
