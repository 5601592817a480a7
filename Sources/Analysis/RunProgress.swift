/// How far a run is with the capture it reads.
public struct RunProgress: Hashable, Sendable {
  /// Octets read of the file or stream.
  public var octets: Int
  /// Octets in the file; absent for a stream.
  public var octetsTotal: Int?
  /// Packets read, those a filter kept out included.
  public var packets: Int

  public init(octets: Int, octetsTotal: Int?, packets: Int) {
    self.octets = octets
    self.octetsTotal = octetsTotal
    self.packets = packets
  }
}
