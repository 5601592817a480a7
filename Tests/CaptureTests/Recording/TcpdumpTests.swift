import Foundation
import PacketModel
import Testing

@testable import Capture

/// tcpdump writes the same files, octet by octet, of the same packets with the same options.
@Suite("recordings beside tcpdump's", .enabled(if: Tcpdump.isThere, "needs tcpdump"))
struct TcpdumpTests {
  @Test(arguments: [("f", 1, nil), ("f", 1, 2), ("f", 1, 11), ("f", 1, 1), ("f.pcap", nil, nil)] as [(String, Int?, Int?)])
  func sizes(_ name: String, size: Int?, count: Int?) throws {
    let folder = try ScratchFolder()
    let traffic = RecordedTraffic(count: 3000, spread: 1440)
    var options = RecordingOptions(path: folder.path("all"))
    options.format = .pcap
    try record(traffic, options)
    options.path = folder.path(name)
    options.rotateOctets = size.flatMap { RecordingOptions.octets(String($0)) }
    options.fileCount = count
    try record(traffic, options)
    let theirs = try ScratchFolder()
    var arguments = ["--nano", "-r", folder.path("all"), "-w", theirs.path(name)]
    if let size { arguments += ["-C", String(size)] }
    if let count { arguments += ["-W", String(count)] }
    try Tcpdump.run(arguments)
    #expect(folder.names.filter { $0 != "all" } == theirs.names)
    for name in theirs.names { #expect(try folder.octets(name) == theirs.octets(name), "\(name)") }
  }

  @Test("pcapng files are read by it, too")
  func pcapng() throws {
    let folder = try ScratchFolder()
    try record(RecordedTraffic(), RecordingOptions(path: folder.path("f")))
    try Tcpdump.run(["-r", folder.path("f"), "-w", folder.path("copy")])
    #expect(try folder.read("copy").packets.count == 1000)
  }

  private func record(_ traffic: RecordedTraffic, _ options: RecordingOptions) throws {
    let recorder = try Recorder(options, interfaces: traffic.interfaces, start: Timestamp(nanoseconds: traffic.start))
    recorder.start()
    for chunk in traffic.chunks() { recorder.add(chunk) }
    _ = try recorder.close(statistics: [])
  }
}

enum Tcpdump {
  private static let path = "/usr/bin/tcpdump"
  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// Runs it to its end; as root it would become a user who may not write here.
  static func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-Z", "root"] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
