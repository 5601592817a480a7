import Analysis
import ApplicationModel
import DissectorCatalog
import Fixtures
import Foundation
import Synchronization
import Testing

@testable import Reports

/// Whatever a damaged capture makes of its exchanges can be written: lines stay lines, archives stay JSON.
@Suite struct ExchangeDamageTests {
  static let captures = [
    "http/nginx-uploads.pcap", "http/python-events.pcap", "http/python-oddities.pcap", "http/proxy-protocol.pcap",
    "http/proxy-nested.pcap", "websocket/deflate.pcap",
  ]

  @Test("seeded mutations of a capture", arguments: captures, 1...2)
  func mutations(_ name: String, seed: Int) throws {
    let octets = try Fixture(name).octets
    var random = SplitMix(state: UInt64(seed))
    let damaged = (0..<40).map { _ in
      var copy = octets
      for _ in 0..<Int.random(in: 0...60, using: &random) {
        let place = Int.random(in: 24..<copy.count, using: &random)
        copy[place] =
          [0, 0xff, 0x0d, 0x0a, 0x20, 0x80, 0x1b, UInt8.random(in: .min ... .max, using: &random)]
          .randomElement(using: &random) ?? 0
      }
      return copy
    }
    try Scratch.each(damaged) { path in try write(path) }
  }

  /// Writes a capture's exchanges in every form.
  private func write(_ path: String) throws {
    var application = ApplicationOptions()
    application.keptBodyOctets = 2000
    var options = RunOptions()
    options.dissectors = ApplicationStreams(application)
    let archive = Mutex<[UInt8]>([])
    let lines = Mutex<[UInt8]>([])
    var run = FlowRun(options: options) { flow, _, _ in
      guard let conversation = HTTPConversation(flow, Redaction()) else { return }
      let views = conversation.exchanges
      archive.withLock { HARDocument.entries(views, HAROptions(), to: &$0) }
      for view in views {
        var table = LogTable(.exchanges, TextStyle(), isCut: true, time: .clock)
        let line = LogLine(view)
        table.measure(line)
        var text: [UInt8] = []
        table.write(line, to: &text)
        #expect(text.count { $0 == 10 } == 1)
        let transcript = Transcript.text(view, style: TextStyle())
        #expect(!transcript.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        #expect(transcript.split(separator: "\n").allSatisfy { "*<>{}-  ".contains($0.first ?? "?") })
        #expect(!view.bodyName(isRequest: false).contains { $0 == "/" || $0.isWhitespace || !$0.isASCII })
        lines.withLock { ExchangeRecord.writeLine(view, to: &$0) }
      }
    } deliver: { _ in
    }
    _ = try run.read(path)
    _ = try run.finish()
    let document = HARDocument.begin(HAROptions()) + archive.withLock { $0.dropFirst() } + HARDocument.end
    _ = try JSONSerialization.jsonObject(with: Data(document))
    for line in lines.withLock({ $0.split(separator: 10) }) { _ = try JSONSerialization.jsonObject(with: Data(line)) }
  }
}
