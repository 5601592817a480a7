extension PacketFacts {
  /// The innermost IP header's two ends, as a tunnel's that begins behind it.
  @inlinable public var ends: Encapsulation.Ends {
    Encapsulation.Ends(version: version, source: source, destination: destination)
  }
}
