/// An IP datagram's payload put together from fragments, and the frames that carried it.
public struct ReassembledDatagram: Sendable {
  public var octets: [UInt8]
  /// Frames that carried it, and their lengths on the wire, summed.
  public var frames: Int
  public var wireLength: Int
  public var firstFrame: Int
  public var firstTime: Timestamp
  /// What the first fragment's header named as the payload's protocol.
  public var ipProtocol: IPProtocol

  public init(
    octets: [UInt8], frames: Int, wireLength: Int, firstFrame: Int, firstTime: Timestamp, ipProtocol: IPProtocol
  ) {
    self.octets = octets
    self.frames = frames
    self.wireLength = wireLength
    self.firstFrame = firstFrame
    self.firstTime = firstTime
    self.ipProtocol = ipProtocol
  }
}
