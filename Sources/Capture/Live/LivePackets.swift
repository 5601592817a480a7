import PacketModel

/// A chunk under construction: room for it is asked once, and used again where the chunk was small.
struct LivePackets {
  private(set) var records: [PacketRecord] = []
  private(set) var octets: [UInt8] = []

  /// Asks for the room of a whole chunk, so that appending a packet allocates nothing.
  mutating func prepare() {
    if records.capacity == 0 { records.reserveCapacity(LiveChunk.mostRecords) }
    if octets.capacity == 0 { octets.reserveCapacity(Self.enoughOctets + Self.room) }
  }

  var isEmpty: Bool { records.isEmpty }

  var isFull: Bool { records.count >= LiveChunk.mostRecords || hasEnoughOctets }

  var hasEnoughOctets: Bool { octets.count >= Self.enoughOctets }

  /// Appends a packet whose octets a buffer of another's holds; its record is made by the caller, but for the range.
  @inline(__always)
  mutating func append(_ record: PacketRecord, _ captured: UnsafeBufferPointer<UInt8>) {
    let start = octets.count
    unsafe octets.append(contentsOf: captured)
    var record = record
    record.octets = start..<octets.count
    records.append(record)
  }

  /// Appends a packet of another chunk.
  mutating func append(_ record: PacketRecord, _ captured: ArraySlice<UInt8>) {
    let start = octets.count
    octets.append(contentsOf: captured)
    var record = record
    record.octets = start..<octets.count
    records.append(record)
  }

  /// Hands the chunk out, and begins another.
  mutating func take() -> LiveChunk {
    defer { prepare() }
    return LiveChunk(
      records: Self.handOver(&records, LiveChunk.mostRecords), storage: .buffer(Self.handOver(&octets, Self.enoughOctets)))
  }

  /// The array itself, where it is used well; else a copy of just the size, so that small chunks do not hold much memory.
  private static func handOver<Element>(_ array: inout [Element], _ capacity: Int) -> [Element] {
    guard array.count < capacity / 4 else {
      defer { array = [] }
      return array
    }
    defer { array.removeAll(keepingCapacity: true) }
    return Array(array[...])
  }

  /// Octets with which a chunk is full; the packet that reaches them is still in it.
  static let enoughOctets = 1 << 20
  /// Room for that packet: tcpdump's snapshot length. A longer one makes the array grow.
  private static let room = 1 << 18
}
