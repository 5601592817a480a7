import Capture
import Foundation
import PacketModel
import Synchronization

/// A record with its octets, which no longer needs the capture.
struct ReadPacket: Hashable {
  var time: Int64
  var interface: Int
  var link: Int
  var wire: Int
  var octets: [UInt8]
  var frameCheck = 0
}

/// A capture read to its end.
struct ReadCapture {
  var packets: [ReadPacket] = []
  var records: [PacketRecord] = []
  var secrets: [CaptureSecret] = []
  var description: CaptureDescription

  init(path: String, limit: Int = 100, follow: Bool = false, stop: StopSignal? = nil) throws(CaptureError) {
    var reader = try CaptureReader(path: path, follow: follow, stop: stop)
    var chunk: [PacketRecord] = []
    description = reader.description
    while let storage = try reader.read(into: &chunk, limit: limit) {
      records += chunk
      secrets += reader.secrets
      storage.withOctets { octets in
        for record in chunk { packets.append(ReadPacket(record, octets)) }
      }
    }
    secrets += reader.secrets
    description = reader.description
  }
}

extension ReadPacket {
  init(_ record: PacketRecord, _ octets: Span<UInt8>) {
    self.init(
      time: record.time.nanoseconds, interface: record.interface, link: Int(record.linkType.rawValue),
      wire: record.wireLength, octets: record.octets.map { octets[$0] }, frameCheck: record.frameCheckLength)
  }
}

/// A file that is there as long as the value.
final class ScratchFile: Sendable {
  let url: URL
  var path: String { url.path }

  private static let next = Atomic<Int>(0)

  init(_ octets: [UInt8], name: String = "capture") throws {
    let number = Self.next.add(1, ordering: .relaxed).newValue
    url = FileManager.default.temporaryDirectory
      .appending(path: "weir-\(ProcessInfo.processInfo.processIdentifier)-\(number)-\(name)")
    try Data(octets).write(to: url)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func append(_ octets: [UInt8]) throws {
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(octets))
    try handle.close()
  }
}

/// Reads octets as a mapped file.
func readMapped(_ octets: [UInt8], limit: Int = 100) throws -> ReadCapture {
  let file = try ScratchFile(octets)
  return try ReadCapture(path: file.path, limit: limit)
}

/// Reads octets through a FIFO, written `chunk` at a time.
func readStreamed(_ octets: [UInt8], chunk: Int, limit: Int = 100) throws -> ReadCapture {
  let fifo = try Fifo()
  let writer = Thread { fifo.write(octets, chunk: chunk) }
  writer.start()
  return try ReadCapture(path: fifo.path, limit: limit)
}
