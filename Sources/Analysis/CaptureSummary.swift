public import Capture
public import PacketModel

/// One capture of a run: what its file says of itself, and what was read of it.
public struct CaptureSummary: Sendable {
  public var description: CaptureDescription
  /// Packets analysed: those the filter let pass.
  public var packets = 0
  /// Their octets on the wire, and as captured.
  public var octets = 0
  public var capturedOctets = 0
  /// Packets the filter kept out.
  public var filtered = 0
  /// The earliest and the latest packet time.
  public var firstTime: Timestamp?
  public var lastTime: Timestamp?
  /// Of an interface: what was counted there.
  public var live: LiveStatistics?

  init(_ description: CaptureDescription) { self.description = description }

  @inline(__always)
  mutating func count(_ record: borrowing PacketRecord) {
    packets &+= 1
    octets &+= record.wireLength
    capturedOctets &+= record.octets.count
    let time = record.time
    if let first = firstTime, first <= time {} else { firstTime = time }
    if let last = lastTime, last >= time {} else { lastTime = time }
  }
}
