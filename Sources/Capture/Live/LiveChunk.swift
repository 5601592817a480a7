/// Packets as they came from the interfaces, in the order in which they are told: small enough to be a round's part, and
/// shared by all who look at them.
public struct LiveChunk: Sendable {
  /// At most `mostRecords`; their ranges index `storage`, their `interface` the capture's interfaces.
  public var records: [PacketRecord]
  public var storage: OctetStorage

  public init(records: [PacketRecord], storage: OctetStorage) {
    self.records = records
    self.storage = storage
  }

  /// Octets of memory, about: small chunks cost what their arrays' heads do.
  var memory: Int { storage.count + records.count * MemoryLayout<PacketRecord>.stride + 512 }

  /// As many as a round of the analysis has.
  public static let mostRecords = 4096
}
