/// An IP datagram's payload put together from fragments, and the frames that carried it.
public struct ReassembledDatagram: Sendable {
  public var octets: [UInt8]
  /// Frames that carried it, by number, and their lengths on the wire, summed.
  public var frameNumbers: [Int]
  public var wireLength: Int
  public var firstFrame: Int
  public var firstTime: Timestamp
  /// What the first fragment's header named as the payload's protocol.
  public var ipProtocol: IPProtocol

  public init(
    octets: [UInt8], frameNumbers: [Int], wireLength: Int, firstFrame: Int, firstTime: Timestamp, ipProtocol: IPProtocol
  ) {
    self.octets = octets
    self.frameNumbers = frameNumbers
    self.wireLength = wireLength
    self.firstFrame = firstFrame
    self.firstTime = firstTime
    self.ipProtocol = ipProtocol
  }

  public var frames: Int { frameNumbers.count }
}
