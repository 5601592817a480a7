/// What a connection needs remembered once it runs less smoothly than in the book; most never do.
public struct Trouble: Sendable {
  public internal(set) var low = Side()
  public internal(set) var high = Side()

  /// One direction's repeated and missing octets.
  public struct Side: Sendable {
    /// Ranges of stream positions that came behind a hole which is still open.
    var pending = RangeSet()
    /// Payload octets that had come before.
    public internal(set) var repeatedOctets = 0
    /// Octets of holes given up because too many were open at once.
    public internal(set) var abandonedOctets = 0
  }
}
