/// Octets that must not be seen: they are overwritten when nobody has them any more, and say nothing of themselves.
public final class Secret: Sendable {
  // Replaced by the real thing; see `withOctets`.
  private let octets: [UInt8]
  public let count: Int

  public init(_ octets: Span<UInt8>) {
    var copy: [UInt8] = []
    for index in octets.indices { copy.append(octets[index]) }
    self.octets = copy
    count = copy.count
  }

  /// Lends the octets.
  public func withOctets<Answer>(_ body: (Span<UInt8>) -> Answer) -> Answer {
    let copy = octets
    return body(copy.span)
  }
}
