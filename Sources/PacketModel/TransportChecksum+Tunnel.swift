public import Octets

extension TransportChecksum {
  /// Whether a UDP tunnel's checksum, wrong as captured, is right once the card has finished the checksum inside.
  ///
  /// A host that leaves the inner checksum to its card still computes the outer one itself: it knows that the inner segment,
  /// once finished, sums to the complement of what stands in its checksum field now ("local checksum offload", Linux's
  /// Documentation/networking/checksum-offloads). A capture sees the packet before that.
  ///
  /// - `segment`: the outer UDP header and all of its payload.
  /// - `inner`: where in it the inner TCP or UDP header starts.
  public static func isRightWhenInnerIsFinished(
    _ segment: ByteView, inner: Int, innerProtocol: IPProtocol, version: IPVersion, source: IPAddress, destination: IPAddress
  ) -> Bool {
    let field = inner &+ (innerProtocol == .tcp ? 16 : 6)
    guard inner >= 8, inner % 2 == 0, segment.missing == 0, field &+ 2 <= segment.count else { return false }
    var sum = InternetChecksum()
    for address in [source, destination] {
      if version == .six { sum.add(address.high) }
      sum.add(address.low)
    }
    sum.add(UInt16(IPProtocol.udp.rawValue))
    sum.add(UInt32(truncatingIfNeeded: segment.count))
    sum.add(segment.prefix(inner).span)
    sum.add(~segment.uint16(at: field))
    return sum.folded == 0xffff
  }
}
