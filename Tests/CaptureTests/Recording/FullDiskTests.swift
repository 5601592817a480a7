import Foundation
import PacketModel
import Testing

@testable import Capture

/// On file systems of their own, which only root may mount.
@Suite("disks that are full or may not be written", .enabled(if: SmallDisk.canMount, "needs root to mount a tmpfs"))
struct FullDiskTests {
  @Test("a full disk: a clear word, and a file that opens", arguments: RecordingFormat.allCases)
  func full(_ format: RecordingFormat) throws {
    let disk = try SmallDisk(octets: 128 << 10)
    var options = RecordingOptions(path: disk.path("f"))
    options.format = format
    let traffic = RecordedTraffic()
    let recorder = try Recorder(options, interfaces: traffic.interfaces)
    recorder.start()
    for chunk in traffic.chunks(of: 50) { recorder.add(chunk) }
    let error = #expect(throws: RecordingError.self) { try recorder.close(statistics: [LiveStatistics()]) }
    let read = try ReadCapture(path: disk.path("f"))
    #expect(read.description.damage == nil)
    #expect(read.packets.count > 100)
    #expect(read.packets == Array(traffic.packets.prefix(read.packets.count)))
    #expect(
      error?.description
        == "\(disk.path("f")): cannot write more: No space left on device; the file is whole and holds \(read.packets.count) packets"
    )
    #expect(recorder.summary.packets == read.packets.count)
  }

  @Test("full before the next file has its header: the ring's older file stays")
  func fullAtRotation() throws {
    let disk = try SmallDisk(octets: 256 << 10)
    var options = RecordingOptions(path: disk.path("f"))
    options.rotateOctets = 100_000
    options.comments = [String](repeating: String(repeating: "x", count: 60_000), count: 2)
    let traffic = RecordedTraffic()
    let recorder = try Recorder(options, interfaces: traffic.interfaces)
    recorder.start()
    for chunk in traffic.chunks(of: 1) { recorder.add(chunk) }
    let error = #expect(throws: RecordingError.self) { try recorder.close(statistics: []) }
    #expect(error?.reason == .system(doing: "write more", number: 28, message: "No space left on device"))
    let names = try FileManager.default.contentsOfDirectory(atPath: disk.folder.path).sorted()
    let files = try names.map { try ReadCapture(path: disk.path($0)) }
    #expect(files.allSatisfy { $0.description.damage == nil })
    let packets = files.flatMap(\.packets)
    #expect(packets == Array(traffic.packets.prefix(packets.count)))
  }

  @Test("a file system that may not be written")
  func readOnly() throws {
    let disk = try SmallDisk(octets: 64 << 10, isReadOnly: true)
    let error = #expect(throws: RecordingError.self) {
      try Recorder(RecordingOptions(path: disk.path("f")), interfaces: RecordedTraffic().interfaces)
    }
    #expect(error?.description == "\(disk.path("f")): cannot create it: Read-only file system")
  }
}

/// A file system in memory, there as long as the value.
final class SmallDisk: Sendable {
  let folder: ScratchFolder
  let isMounted: Bool

  static var canMount: Bool { (try? SmallDisk(octets: 4096))?.isMounted ?? false }

  init(octets: Int, isReadOnly: Bool = false) throws {
    folder = try ScratchFolder()
    let options = "size=\(octets)\(isReadOnly ? ",ro" : "")"
    isMounted = Self.run("/usr/bin/mount", ["-t", "tmpfs", "-o", options, "weir", folder.path])
  }

  deinit { if isMounted { _ = Self.run("/usr/bin/umount", ["-l", folder.path]) } }

  func path(_ name: String) -> String { folder.path(name) }

  private static func run(_ path: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
