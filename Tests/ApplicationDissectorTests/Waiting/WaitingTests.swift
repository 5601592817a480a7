import Analysis
import ApplicationModel
import Flows
import Foundation
import Secrets
import Testing

/// Readers that wait for what other connections teach.
@Suite("readers that wait")
struct WaitingTests {
  /// What a run tells of each flow, in the order in which it is told.
  private static func told(
    _ octets: [UInt8], threads: Int = 1, piece: Int? = nil, limits: FlowLimits = FlowLimits()
  ) throws -> [String] {
    let secrets = SecretStore()
    var options = RunOptions()
    options.threads = threads
    options.limits = limits
    options.secrets = secrets
    options.dissectors = WaitingReaders(secrets: secrets)
    var text: [UInt8] = []
    var run = FlowRun(options: options) { flow, _, text in
      let found = flow.application?.findings.map(\.text) ?? []
      text += Array("\(flow.order.frame) \(flow.flow.ending) at \(flow.finalFrame): \(found.joined())\n".utf8)
    } deliver: { ended in
      if case .text(let more) = ended { text += more }
    }
    if let piece {
      let pipe = Pipe()
      let writer = Thread {
        for start in stride(from: 0, to: octets.count, by: piece) {
          try? pipe.fileHandleForWriting.write(contentsOf: Data(octets[start..<min(start + piece, octets.count)]))
        }
        try? pipe.fileHandleForWriting.close()
      }
      writer.start()
      try run.read("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    } else {
      let url = FileManager.default.temporaryDirectory.appending(path: "weir-waiting-\(UUID().uuidString)")
      try Data(octets).write(to: url)
      defer { try? FileManager.default.removeItem(at: url) }
      try run.read(url.path)
    }
    _ = try run.finish()
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Every second connection needs what one much later teaches: some closed and gone by then, some in another round.
  private static func many() -> [UInt8] {
    var capture = ConnectionCapture()
    for number in 0..<2400 {
      let name = UInt8(number % 250)
      let isNeed = number % 2 == 0
      // What 0, 2, 4 … need, 101, 103, 105 … teach, 707 frames later.
      capture.add(
        isNeed ? [0x4e, name] : [0x54, UInt8((number + 149) % 250)], second: number, closes: number % 5 != 0)
    }
    return capture.octets
  }

  @Test("the same for any number of threads, and however the capture comes", arguments: [1, 2, 4, 7])
  func threads(_ count: Int) throws {
    let capture = Self.many()
    let one = try Self.told(capture)
    #expect(one.count == 2400)
    #expect(one.contains { $0.contains("got [") && !$0.contains("got []") })
    #expect(try Self.told(capture, threads: count) == one)
    for piece in [700, 65_536] { #expect(try Self.told(capture, threads: count, piece: piece) == one, "\(piece)") }
  }

  @Test("the same where flows are ended early", arguments: [2, 4])
  func evictions(_ count: Int) throws {
    var limits = FlowLimits()
    limits.maximumFlows = 40
    let capture = Self.many()
    #expect(try Self.told(capture, threads: count, limits: limits) == Self.told(capture, limits: limits))
  }

  @Test("a connection that ended learns what a later one of its round teaches, at its place in the order", arguments: [1, 3])
  func later(_ threads: Int) throws {
    var capture = ConnectionCapture()
    capture.add([0x4e, 7], second: 0)
    capture.add([0x4e, 9], second: 0)
    capture.add([0x20, 0], second: 1)
    capture.add([0x54, 7], second: 200)
    let told = try Self.told(capture.octets, threads: threads)
    // The clock ticks behind the packet that shows that time has passed.
    #expect(
      told == [
        "1 closed at 23: got [7] needs nothing ended 2", "8 closed at 23: got [] needs 9 ended 2",
        "15 closed at 23: got [] needs nothing ended 2", "22 captureEnd at 28: got [] needs nothing ended 2",
      ])
  }

  @Test("what the last look teaches is looked for again: a chain of any order", arguments: [1, 2, 5])
  func chain(_ threads: Int) throws {
    var capture = ConnectionCapture()
    for number in [5, 3, 4, 1, 2] as [UInt8] { capture.add([0x4e, number], second: Int(number), closes: number % 2 == 0) }
    capture.add([0x54, 1], second: 8)
    let told = try Self.told(capture.octets, threads: threads)
    #expect(told.count == 6)
    #expect(told.count { $0.contains("needs nothing") } == 6)
    #expect(told[0].contains("got [5]"))
  }

  @Test("what comes a round too late is not waited for")
  func tooLate() throws {
    var capture = ConnectionCapture()
    capture.add([0x4e, 7], second: 0)
    capture.add([0x4e, 7], second: 0, closes: false)
    for _ in 0..<600 { capture.add([0x20, 0], second: 100) }
    capture.add([0x54, 7], second: 101)
    let told = try Self.told(capture.octets)
    // The first has ended in the first round; the second is alive still.
    #expect(told.contains { $0.hasPrefix("1 closed") && $0.contains("got [] needs 7") })
    #expect(told.contains { $0.hasPrefix("8 captureEnd") && $0.contains("got [7] needs nothing") })
  }
}
