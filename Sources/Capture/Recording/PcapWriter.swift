import PacketModel

/// Writes a pcap file (draft-ietf-opsawg-pcap), little-endian; sans-I/O, as `PcapngWriter`.
struct PcapWriter: Sendable {
  private var octets: [UInt8] = []
  private var nanosecondsPerTick: Int64 = 1

  var count: Int { octets.count }

  /// Octets that have gathered, in exchange for room that is no longer needed.
  mutating func take(into spare: inout [UInt8]) {
    spare.removeAll(keepingCapacity: true)
    swap(&octets, &spare)
  }

  /// The file's header (§4): times in nanoseconds or microseconds.
  mutating func begin(linkType: LinkType, snapLength: Int, hasNanoseconds: Bool) {
    nanosecondsPerTick = hasNanoseconds ? 1 : 1000
    octets.append(addingCapacity: PcapLayout.fileHeaderLength) { output in
      output.append(little: hasNanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4)
      output.append(little: 4 << 16 | 2)
      output.append(little: 0)
      output.append(little: 0)
      output.append(little: UInt32(clamping: snapLength))
      output.append(little: UInt32(linkType.rawValue))
    }
  }

  /// A packet (§5). A time that has no place in 32 bits of seconds is told as the nearest that has.
  mutating func add(_ record: PacketRecord, _ packet: Span<UInt8>) {
    let (seconds, nanoseconds) = record.time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let fraction = seconds >= 0 && nanoseconds >= 0 ? UInt32(nanoseconds / nanosecondsPerTick) : 0
    octets.append(addingCapacity: Self.recordHeaderLength &+ packet.count) { output in
      output.append(little: UInt32(clamping: seconds))
      output.append(little: fraction)
      output.append(little: UInt32(clamping: packet.count))
      output.append(little: UInt32(clamping: record.wireLength))
      for index in packet.indices { output.append(packet[index]) }
    }
  }

  static let recordHeaderLength = 16
}

extension OutputSpan<UInt8> {
  /// A number of 32 bits, little-endian.
  @inline(__always)
  mutating func append(little value: UInt32) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
    append(UInt8(truncatingIfNeeded: value >> 16))
    append(UInt8(truncatingIfNeeded: value >> 24))
  }
}
