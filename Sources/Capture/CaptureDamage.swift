/// What is broken in a capture file: where it first breaks, and how much was lost altogether.
public struct CaptureDamage: Hashable, Sendable {
  /// Octets from the start of the file to the first record or block that could not be read.
  public var offset: Int
  /// One sentence about the first damage.
  public var reason: String
  /// Octets passed over, over all damages.
  public var skippedOctets: Int
  /// Places where the file is damaged.
  public var count: Int

  public init(offset: Int, reason: String, skippedOctets: Int, count: Int) {
    self.offset = offset
    self.reason = reason
    self.skippedOctets = skippedOctets
    self.count = count
  }
}

extension CaptureDescription {
  /// Counts one damage. The sentence is made for the first only, so that a hostile file costs no strings.
  mutating func noteDamage(at offset: Int, skipping skipped: Int, _ reason: @autoclosure () -> String) {
    if damage == nil {
      damage = CaptureDamage(offset: offset, reason: reason(), skippedOctets: skipped, count: 1)
    } else {
      damage?.count += 1
      damage?.skippedOctets += skipped
    }
  }

  /// Adds octets to those passed over because of the damage noted last.
  mutating func noteSkipped(_ octets: Int) { damage?.skippedOctets += octets }
}
