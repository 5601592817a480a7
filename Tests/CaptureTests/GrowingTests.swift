import Capture
import Foundation
import PacketModel
import Testing

@Suite("Captures that grow while they are read")
struct GrowingTests {
  private static let octets: [UInt8] = {
    var builder = CaptureBuilder.pcap()
    for number in 0..<6 { builder.record(1000 + number, 0, packet(number, 60)) }
    return builder.octets
  }()

  private static func after(_ seconds: Double, _ body: @escaping @Sendable () -> Void) {
    Thread {
      Thread.sleep(forTimeInterval: seconds)
      body()
    }.start()
  }

  @Test("a file that is followed is read on, from nothing or from the middle of a record", arguments: [0, 10, 24, 130, 480])
  func followed(first: Int) throws {
    let octets = Self.octets
    let file = try ScratchFile(Array(octets[..<first]))
    let stop = StopSignal()
    Self.after(0.15) { try? file.append(Array(octets[first..<max(first, 200)])) }
    Self.after(0.35) { try? file.append(Array(octets[max(first, 200)...])) }
    var reader = try CaptureReader(path: file.path, follow: true, stop: stop)
    var records: [PacketRecord] = []
    var count = 0
    while count < 6, let storage = try reader.read(into: &records, limit: 2) {
      for record in records {
        #expect(storage.withOctets { octets in record.octets.map { octets[$0] } } == packet(count, 60))
        count += 1
      }
    }
    #expect(count == 6)
    Self.after(0.1) { stop.stop() }
    let ended = try reader.read(into: &records, limit: 2) == nil
    #expect(ended)
    #expect(reader.description.damage == nil)
  }

  @Test("a file that has grown by its end is read on without being followed")
  func grown() throws {
    let file = try ScratchFile(Array(Self.octets[..<150]))
    var reader = try CaptureReader(path: file.path)
    var records: [PacketRecord] = []
    _ = try reader.read(into: &records, limit: 10)
    #expect(records.count == 1)
    try file.append(Array(Self.octets[150...]))
    _ = try reader.read(into: &records, limit: 10)
    #expect(records.count == 5)
    let ended = try reader.read(into: &records, limit: 10) == nil
    #expect(ended)
  }

  @Test("a file that became shorter is an error")
  func shrunk() throws {
    let file = try ScratchFile(Array(Self.octets[..<150]))
    var reader = try CaptureReader(path: file.path)
    var records: [PacketRecord] = []
    _ = try reader.read(into: &records, limit: 10)
    let handle = try FileHandle(forWritingTo: file.url)
    try handle.truncate(atOffset: 100)
    do {
      _ = try reader.read(into: &records, limit: 10)
      Issue.record("read on")
    } catch {
      #expect(error == CaptureError(path: file.path, .shrank))
    }
  }

  @Test("records of a stream are delivered before more arrive", .timeLimit(.minutes(1)))
  func prompt() throws {
    // The writer waits for the reader to have the first half: a reader that holds it back waits for ever.
    let delivered = StopSignal()
    let fifo = try Fifo()
    let halves = [Array(Self.octets[..<200]), Array(Self.octets[200...])]
    Thread {
      guard let handle = FileHandle(forWritingAtPath: fifo.path) else { return }
      try? handle.write(contentsOf: Data(halves[0]))
      while !delivered.isRaised { Thread.sleep(forTimeInterval: 0.01) }
      try? handle.write(contentsOf: Data(halves[1]))
      try? handle.close()
    }.start()
    var reader = try CaptureReader(path: fifo.path)
    var records: [PacketRecord] = []
    _ = try reader.read(into: &records, limit: 10)
    #expect(records.count == 2)
    delivered.stop()
    _ = try reader.read(into: &records, limit: 10)
    #expect(records.count == 4)
  }

  @Test("a stream nobody writes to ends when told to stop")
  func stopped() throws {
    let fifo = try Fifo()
    let stop = StopSignal()
    Self.after(0.2) { stop.stop() }
    var reader = try CaptureReader(path: fifo.path, stop: stop)
    var records: [PacketRecord] = []
    let ended = try reader.read(into: &records, limit: 10) == nil
    #expect(ended)
  }
}
