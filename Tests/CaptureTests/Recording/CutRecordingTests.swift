import PacketModel
import Testing

@testable import Capture

/// What a kill leaves: a file that ends anywhere behind its header.
@Suite("recordings that were cut")
struct CutRecordingTests {
  private static func recorded(_ format: RecordingFormat) throws -> (octets: [UInt8], header: Int, packets: [ReadPacket]) {
    let folder = try ScratchFolder()
    var options = RecordingOptions(path: folder.path("f"))
    options.format = format
    let traffic = RecordedTraffic(count: 12)
    let recorder = try Recorder(options, interfaces: traffic.interfaces, start: Timestamp(nanoseconds: traffic.start))
    let header = recorder.summary.octets
    #expect(try folder.octets("f").count == header)
    for chunk in traffic.chunks() { recorder.add(chunk) }
    _ = try recorder.close(statistics: [LiveStatistics()])
    return (try folder.octets("f"), header, traffic.packets)
  }

  @Test("at any octet: all packets before it are there", arguments: RecordingFormat.allCases)
  func anywhere(_ format: RecordingFormat) throws {
    let (octets, header, packets) = try Self.recorded(format)
    // Every octet of the first and the last records, and some between.
    for end in header...octets.count where end < header + 200 || end > octets.count - 200 || end % 61 == 0 {
      let read = try readMapped(Array(octets.prefix(end)))
      let whole = RecordingRecords.whole(of: Array(octets.dropFirst(header)), count: end - header, format)
      #expect(read.packets == Array(packets.prefix(whole.packets)))
      #expect((read.description.damage == nil) == (header + whole.octets == end))
    }
  }

  @Test("where the last whole record ends", arguments: RecordingFormat.allCases)
  func whole(_ format: RecordingFormat) throws {
    let (octets, header, packets) = try Self.recorded(format)
    let records = Array(octets.dropFirst(header))
    let all = RecordingRecords.whole(of: records, count: records.count, format)
    #expect(all.octets == records.count && all.packets == packets.count)
    #expect(RecordingRecords.whole(of: records, count: 0, format).octets == 0)
    #expect(RecordingRecords.whole(of: records, count: records.count - 1, format).octets < records.count)
  }
}
