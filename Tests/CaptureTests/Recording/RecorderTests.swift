import Foundation
import PacketModel
import Secrets
import Testing

@testable import Capture

@Suite("recording")
struct RecorderTests {
  private static let start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

  /// Records traffic, and answers what was written.
  @discardableResult
  private static func record(
    _ traffic: RecordedTraffic, _ options: RecordingOptions, chunk: Int = 100, isThreaded: Bool = true,
    _ before: (Recorder, Int) -> Void = { _, _ in }
  ) throws -> RecordingSummary {
    let recorder = try Recorder(options, interfaces: traffic.interfaces, start: start)
    if isThreaded { recorder.start() }
    for (number, chunk) in traffic.chunks(of: chunk).enumerated() {
      before(recorder, number)
      recorder.add(chunk)
    }
    return try recorder.close(statistics: [])
  }

  @Test("what was captured is what the file has", arguments: RecordingFormat.allCases, [1, 7, 1000])
  func content(_ format: RecordingFormat, chunk: Int) throws {
    let folder = try ScratchFolder()
    var options = RecordingOptions(path: folder.path("f"))
    options.format = format
    let traffic = RecordedTraffic()
    let summary = try Self.record(traffic, options, chunk: chunk)
    #expect(folder.names == ["f"])
    let read = try folder.read("f")
    #expect(read.packets == traffic.packets)
    #expect(read.description.damage == nil)
    #expect(read.description.format?.rawValue == format.rawValue)
    #expect(summary.packets == 1000 && summary.files == 1 && summary.lastPath == folder.path("f"))
    #expect(try summary.octets == folder.octets("f").count)
  }

  @Test("what a pcapng file says of itself, and of its interfaces at the end")
  func description() throws {
    let folder = try ScratchFolder()
    var options = RecordingOptions(path: folder.path("f"))
    options.comments = ["a comment", "another"]
    options.application = "Weir test"
    options.os = "Linux"
    options.hardware = "a machine"
    let traffic = RecordedTraffic(interfaces: [
      RecordedTraffic.interface("one"), RecordedTraffic.interface("two", link: 113, resolution: .microseconds),
    ])
    let recorder = try Recorder(options, interfaces: traffic.interfaces, start: Self.start)
    recorder.start()
    for chunk in traffic.chunks() { recorder.add(chunk) }
    var first = LiveStatistics()
    (first.received, first.droppedByKernel, first.droppedByInterface) = (510, 7, 3)
    var second = LiveStatistics()
    second.failure = "it went away"
    _ = try recorder.close(statistics: [first, second])
    let read = try folder.read("f")
    #expect(read.description.comments == options.comments)
    #expect(
      [read.description.application, read.description.os, read.description.hardware] == ["Weir test", "Linux", "a machine"])
    #expect(read.description.interfaces.map(\.name) == ["one", "two"])
    let statistics = read.description.interfaces.map(\.statistics)
    #expect(statistics.map(\.?.received) == [510, nil])
    #expect(statistics.map(\.?.droppedByKernel) == [7, nil])
    #expect(statistics.map(\.?.droppedByInterface) == [3, nil])
    #expect(statistics.map(\.?.delivered) == [500, 500])
    #expect(statistics.map(\.?.comments) == [[], ["it went away"]])
    #expect(statistics[0]?.start == Self.start)
    #expect(read.packets.count == 1000)
  }

  struct Rotation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var octets: Int?
    var seconds: Int?
    var count: Int?
    var name = "f"
    let names: [String]
    /// A ring keeps the last packets alone.
    var isRing = false
  }

  static let rotations = [
    Rotation(testDescription: "-C", octets: 80_000, names: ["f", "f1", "f2", "f3"]),
    Rotation(testDescription: "-C -W", octets: 80_000, count: 100, names: ["f00", "f01", "f02", "f03"]),
    Rotation(testDescription: "a ring", octets: 80_000, count: 2, names: ["f0", "f1"], isRing: true),
    Rotation(
      testDescription: "-G", seconds: 1, name: "f%s", names: ["f1700000000", "f1700000001", "f1700000002"]),
    Rotation(
      testDescription: "-G -C", octets: 50_000, seconds: 1, name: "f%s-",
      names: ["f1700000000-", "f1700000000-1", "f1700000001-", "f1700000001-1", "f1700000002-", "f1700000002-1"]),
  ]

  @Test("every packet is in one file, in order", arguments: rotations, RecordingFormat.allCases)
  func rotation(_ rotation: Rotation, _ format: RecordingFormat) throws {
    let folder = try ScratchFolder()
    var options = RecordingOptions(path: folder.path(rotation.name))
    options.format = format
    options.rotateOctets = rotation.octets
    options.rotateSeconds = rotation.seconds
    options.fileCount = rotation.count
    let traffic = RecordedTraffic(step: 3_000_000)
    try Self.record(traffic, options)
    #expect(folder.names == rotation.names)
    var files = try folder.names.map { try folder.read($0) }
    files.sort { ($0.packets.first?.time ?? 0) < ($1.packets.first?.time ?? 0) }
    let packets = files.flatMap(\.packets)
    #expect(packets == (rotation.isRing ? traffic.packets.suffix(packets.count) : traffic.packets))
    #expect(files.allSatisfy { $0.description.damage == nil && $0.description.interfaces.map(\.linkType.rawValue) == [1] })
    if format == .pcapng { #expect(files.allSatisfy { $0.description.interfaces[0].name == "one" }) }
  }

  @Test("-G with -W ends after as many files")
  func finish() throws {
    let folder = try ScratchFolder()
    var options = RecordingOptions(path: folder.path("f%s"))
    options.rotateSeconds = 1
    options.fileCount = 2
    let traffic = RecordedTraffic(step: 10_000_000)
    let recorder = try Recorder(options, interfaces: traffic.interfaces, start: Self.start)
    recorder.start()
    for chunk in traffic.chunks() { recorder.add(chunk) }
    let summary = try recorder.close(statistics: [])
    #expect(recorder.isFinished)
    #expect(summary.files == 2 && summary.packets == 200)
    #expect(folder.names == ["f1700000000", "f1700000001"])
    #expect(try folder.names.flatMap { try folder.read($0).packets } == Array(traffic.packets.prefix(200)))
  }

  @Test("by hand, behind what was added before")
  func byHand() throws {
    let folder = try ScratchFolder()
    let options = RecordingOptions(path: folder.path("f"))
    let traffic = RecordedTraffic()
    try Self.record(traffic, options) { recorder, number in if number == 3 || number == 6 { recorder.rotate() } }
    #expect(folder.names == ["f", "f1", "f2"])
    #expect(try folder.names.map { try folder.read($0).packets.count } == [300, 300, 400])
    #expect(try folder.names.flatMap { try folder.read($0).packets } == traffic.packets)
  }

  @Test("a file that was taken away is followed by one of its name")
  func takenAway() throws {
    let folder = try ScratchFolder()
    let options = RecordingOptions(path: folder.path("f"))
    let traffic = RecordedTraffic()
    try Self.record(traffic, options) { recorder, number in
      guard number == 5 else { return }
      try? FileManager.default.moveItem(atPath: folder.path("f"), toPath: folder.path("f.old"))
      recorder.rotate()
    }
    #expect(folder.names == ["f", "f.old"])
    #expect(try ["f.old", "f"].flatMap { try folder.read($0).packets } == traffic.packets)
  }

  @Test("secrets stand before the packets they came before, and in every file that follows")
  func secrets() throws {
    let folder = try ScratchFolder()
    let options = RecordingOptions(path: folder.path("f"))
    let lines = ["CLIENT_RANDOM 00 11\n", "CLIENT_RANDOM 22 33\n"].map { Array($0.utf8) }
    try Self.record(RecordedTraffic(), options) { recorder, number in
      if number == 2 { recorder.add(Self.secret(lines[0])) }
      if number == 4 { recorder.rotate() }
      if number == 5 { recorder.add(Self.secret(lines[1])) }
      if number == 6 { recorder.rotate() }
    }
    let counts = try folder.names.map { try folder.read($0).description.secretBlocks[.tlsKeyLog] }
    #expect(counts == [1, 2, 2])
    let last = try folder.read("f2").secrets.map { $0.secret.withOctets { octets in octets.indices.map { octets[$0] } } }
    #expect(last == lines)
  }

  private static func secret(_ octets: [UInt8]) -> Secret { Secret(octets.span) }

  @Test("secrets have a bound: the oldest are not repeated")
  func secretsAreBounded() {
    var secrets = RecordingSecrets(fileOctets: 400)
    for number in 0..<5 { secrets.add(.init(octets: Secret(count: 40) { $0[0] = UInt8(number) }, type: .tlsKeyLog)) }
    #expect(secrets.blocks.map { $0.octets.withOctets { $0[0] } } == [3, 4])
    secrets.add(.init(octets: Secret(count: 1000) { _ in }, type: .tlsKeyLog))
    #expect(secrets.blocks.isEmpty)
  }

  @Test("pcap: microseconds and nanoseconds by the magic, one link type alone")
  func pcap() throws {
    let folder = try ScratchFolder()
    var options = RecordingOptions(path: folder.path("f"))
    options.format = .pcap
    var traffic = RecordedTraffic()
    try Self.record(traffic, options)
    #expect(try Array(folder.octets("f").prefix(4)) == [0x4d, 0x3c, 0xb2, 0xa1])
    traffic.interfaces = [RecordedTraffic.interface("one", resolution: .microseconds)]
    try Self.record(traffic, options)
    #expect(try Array(folder.octets("f").prefix(4)) == [0xd4, 0xc3, 0xb2, 0xa1])
    traffic.interfaces.append(RecordedTraffic.interface("two", link: 113))
    let error = #expect(throws: RecordingError.self) { try Self.record(traffic, options) }
    #expect(error?.description.hasSuffix("the interfaces have 1 (one), 113 (two): write pcapng") == true)
  }

  @Test("a bad path fails before anything is captured")
  func badPath() throws {
    let folder = try ScratchFolder()
    for path in [folder.path("nowhere/f"), folder.path] {
      #expect(throws: RecordingError.self) {
        try Recorder(RecordingOptions(path: path), interfaces: RecordedTraffic().interfaces, start: Self.start)
      }
    }
    #expect(folder.names == [])
    var options = RecordingOptions(path: "-")
    options.rotateOctets = 1
    #expect(throws: RecordingError(path: "-", .rotatesStandardOutput)) {
      try Recorder(options, interfaces: RecordedTraffic().interfaces, start: Self.start)
    }
  }

  @Test("a folder that vanishes ends the recording with a word, not the file that is open")
  func vanishedFolder() throws {
    let folder = try ScratchFolder()
    let inner = folder.url.appending(path: "inner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    var options = RecordingOptions(path: inner.path + "/f")
    options.rotateOctets = 50_000
    let traffic = RecordedTraffic()
    let recorder = try Recorder(options, interfaces: traffic.interfaces, start: Self.start)
    try FileManager.default.removeItem(at: inner)
    recorder.start()
    for chunk in traffic.chunks() { recorder.add(chunk) }
    let error = #expect(throws: RecordingError.self) { try recorder.close(statistics: []) }
    #expect(error?.path == inner.path + "/f1")
    #expect(recorder.failure == error)
    #expect(error?.description.contains("cannot create it: No such file or directory") == true)
  }

  @Test("by hand where no file can be created: the one there is goes on")
  func refused() throws {
    let folder = try ScratchFolder()
    let options = RecordingOptions(path: folder.path("f"))
    try FileManager.default.createDirectory(atPath: folder.path("f1"), withIntermediateDirectories: true)
    let traffic = RecordedTraffic()
    let recorder = try Recorder(options, interfaces: traffic.interfaces, start: Self.start)
    for (number, chunk) in traffic.chunks(of: 300).enumerated() {
      if number == 2 { recorder.rotate() }
      recorder.add(chunk)
    }
    let summary = try recorder.close(statistics: [])
    #expect(recorder.takeRefusal()?.description == "\(folder.path("f1")): cannot create it: Is a directory")
    #expect(recorder.takeRefusal() == nil)
    #expect(summary.files == 1)
    #expect(try folder.read("f").packets == traffic.packets)
  }

  @Test("no name is taken, and nothing of an older file lost, before a header is whole")
  func oldFileStays() throws {
    let folder = try ScratchFolder()
    try Data("old".utf8).write(to: URL(filePath: folder.path("f")))
    var options = RecordingOptions(path: folder.path("f"))
    options.format = .pcap
    let traffic = RecordedTraffic(interfaces: [RecordedTraffic.interface("a"), RecordedTraffic.interface("b", link: 101)])
    #expect(throws: RecordingError.self) { try Recorder(options, interfaces: traffic.interfaces, start: Self.start) }
    #expect(try folder.octets("f") == Array("old".utf8))
    #expect(folder.names == ["f"])
  }

  @Test("a named pipe is written, not replaced")
  func pipe() throws {
    let fifo = try Fifo()
    let traffic = RecordedTraffic(count: 50)
    let writer = Thread { _ = try? Self.record(traffic, RecordingOptions(path: fifo.path)) }
    writer.start()
    let read = try ReadCapture(path: fifo.path)
    #expect(read.packets == traffic.packets)
  }
}
