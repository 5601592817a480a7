public import Capture
public import DissectorCatalog
public import Octets

/// Reads captures and hands over their packets one by one, taken apart: the way from octets to `weir packets`.
public struct PacketRun: ~Copyable {
  /// What a packet's record says, beside the octets.
  public struct Frame: Sendable {
    /// Counted from 1 over all files, packets that a filter keeps out included.
    public var number: Int
    public var record: PacketRecord
    /// The file's interfaces, as far as they are known.
    public var interfaces: [CaptureInterface]
    /// As it was given to the run.
    public var path: String

    public init(number: Int, record: PacketRecord, interfaces: [CaptureInterface], path: String) {
      self.number = number
      self.record = record
      self.interfaces = interfaces
      self.path = path
    }

    /// The interface the packet was captured on.
    public var interface: CaptureInterface? {
      interfaces.indices.contains(record.interface) ? interfaces[record.interface] : nil
    }
  }

  /// Whether to go on after a packet.
  public enum Answer { case more, enough }

  /// Packets read at a time.
  private static let roundPackets = 1024

  private let options: RunOptions
  public private(set) var inspector: PacketInspector
  private var packet = InspectedPacket()
  private var frames = 0
  /// A visitor has had enough.
  public private(set) var isEnough = false

  public init(options: RunOptions, detail: PacketInspector.Detail) {
    self.options = options
    inspector = PacketInspector(detail: detail)
  }

  /// Reads one capture after those before it. `endRound` is called whenever the reader may have to wait for more.
  @discardableResult
  public mutating func read(
    _ path: String, each visit: (Frame, borrowing InspectedPacket, ByteView, borrowing PacketInspector) throws -> Answer,
    endRound: () throws -> Void = {}
  ) throws -> CaptureSummary {
    var reader = try CaptureReader(path: path, follow: options.follow, stop: options.stop)
    var summary = CaptureSummary(reader.description)
    var records: [PacketRecord] = []
    records.reserveCapacity(Self.roundPackets)
    while !isEnough, let storage = try reader.read(into: &records, limit: Self.roundPackets) {
      let interfaces = reader.description.interfaces
      try storage.withOctets { octets in
        for record in records {
          frames &+= 1
          let captured = octets.extracting(record.octets)
          if try isFilteredOut(record, captured) {
            summary.filtered &+= 1
            continue
          }
          summary.count(record)
          // The frame check sequence is not part of what the frame carries.
          let length = max(0, record.wireLength &- record.frameCheckLength)
          let view = ByteView(captured.extracting(first: min(captured.count, length)), missing: max(0, length &- captured.count))
          inspector.inspect(
            view, linkType: record.linkType, number: frames, time: record.time, wireLength: record.wireLength, into: &packet)
          let frame = Frame(number: frames, record: record, interfaces: interfaces, path: path)
          if case .enough = try visit(frame, packet, view, inspector) {
            isEnough = true
            break
          }
        }
      }
      try endRound()
    }
    summary.description = reader.description
    return summary
  }

  private func isFilteredOut(_ record: PacketRecord, _ octets: Span<UInt8>) throws -> Bool {
    guard let filter = options.filter else { return false }
    return try !filter.matches(linkType: record.linkType, time: record.time, wireLength: record.wireLength, octets)
  }
}
