import Capture
import PacketModel

/// How much of a capture has been written, and of what it says of itself.
struct PcapngExportPlace {
  /// The numbers that its interfaces have in the file written.
  var numbers: [Int] = []
  private(set) var lastTime = Timestamp(nanoseconds: 0)
  private var records = 0
  private var comments = 0
  private var packetComments = 0
  private var packetDrops = 0
  private var names = 0
  /// Packets lost since the last one written, by interface.
  private var drops: [UInt64] = []
  /// Packets lost in all before this round, where packets do not say how many were lost before each.
  private var roundDrops: UInt64 = 0

  mutating func newComments(_ description: CaptureDescription) -> [String] {
    defer { comments = description.comments.count }
    return Array(description.comments[comments...])
  }

  mutating func newNames(_ description: CaptureDescription) -> [ResolvedName] {
    defer { names = description.names.count }
    return Array(description.names[names...])
  }

  /// A snoop file counts what was lost since its beginning: what a round adds is told with its first packet.
  mutating func noteDrops(_ description: CaptureDescription) {
    while drops.count < numbers.count { drops.append(0) }
    guard description.format == .snoop, let all = description.interfaces.first?.droppedBetween else { return }
    drops[0] &+= all &- min(all, roundDrops)
    roundDrops = all
  }

  /// Goes past a packet. Answers the comments on it.
  mutating func pass(_ record: borrowing PacketRecord, _ description: borrowing CaptureDescription) -> [String] {
    defer { records += 1 }
    lastTime = max(lastTime, record.time)
    while packetDrops < description.packetDrops.count, description.packetDrops[packetDrops].record == records {
      drops[record.interface] &+= description.packetDrops[packetDrops].count
      packetDrops += 1
    }
    var found: [String] = []
    while packetComments < description.packetComments.count, description.packetComments[packetComments].record == records {
      found.append(description.packetComments[packetComments].text)
      packetComments += 1
    }
    return found
  }

  /// How many were lost before the packet that is written now.
  mutating func takeDrops(of interface: Int) -> UInt64 {
    defer { drops[interface] = 0 }
    return drops[interface]
  }
}
