/// What a connection needs remembered once it runs less smoothly than in the book; most never do.
public struct Trouble: Sendable {
  public internal(set) var low = Side()
  public internal(set) var high = Side()

  /// One direction's repeated, early and missing octets.
  public struct Side: Sendable {
    /// Ranges of stream positions that came behind a hole which is still open.
    var pending = RangeSet()
    /// Payload octets that had come before, and segments with any of them.
    public internal(set) var repeatedOctets = 0
    public internal(set) var repeatedSegments = 0
    /// Payload octets that came before octets ahead of them, and segments with any of them.
    public internal(set) var earlyOctets = 0
    public internal(set) var earlySegments = 0
    /// Octets of holes given up because too many were open at once.
    public internal(set) var abandonedOctets = 0
    /// How many times that happened.
    public internal(set) var abandonedHoles = 0
  }
}
