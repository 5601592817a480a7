import Octets

/// Finds where whole records end among octets that were being written.
enum RecordingRecords {
  /// The octets and packets of the records that are whole within the first `count` octets, which begin with a record.
  static func whole(of octets: [UInt8], count: Int, _ format: RecordingFormat) -> (octets: Int, packets: Int) {
    var end = 0
    var packets = 0
    let view = ByteView(octets.span.extracting(first: min(count, octets.count)))
    while view.count - end >= PcapWriter.recordHeaderLength {
      let isBlock = format == .pcapng
      // pcapng: type, then the whole block's length; pcap: the captured length behind the time.
      let length =
        isBlock
        ? Int(view.littleUInt32(at: end + 4)) : PcapWriter.recordHeaderLength + Int(view.littleUInt32(at: end + 8))
      guard length >= 12, length <= view.count - end else { break }
      if !isBlock || view.littleUInt32(at: end) == PcapngBlockType.enhancedPacket.rawValue { packets += 1 }
      end += length
    }
    return (end, packets)
  }
}
