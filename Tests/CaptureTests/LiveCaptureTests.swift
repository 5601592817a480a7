import Capture
import Foundation
import PacketModel
import Testing

/// Real packets on real interfaces: what tests without root cannot have.
@Suite("Live capture", .enabled(if: LiveTraffic.isPossible, "needs root, to open packet sockets"), .serialized)
struct LiveCaptureTests {
  @Test("what was sent before the order to stop is all there, in order, and counted as the kernel counts")
  func everything() throws {
    let traffic = LiveTraffic()
    let capture = try LiveCapture(traffic.options)
    capture.start()
    try traffic.send(200)
    capture.stop()
    let taken = LiveTaken(of: capture)
    #expect(taken.numbers(port: traffic.port) == Array(1...200))
    let interface = try #require(capture.interfaces.first)
    #expect(interface.name == "lo")
    #expect(interface.linkType == .ethernet)
    #expect(interface.timeResolution == .nanoseconds)
    #expect(interface.filter == "udp port \(traffic.port)")
    #expect(taken.records.allSatisfy { $0.interface == 0 && $0.linkType == .ethernet && $0.wireLength == $0.octets.count })
    let statistics = try #require(capture.statistics().first)
    #expect(statistics.packets == 200)
    #expect(statistics.octets == taken.records.reduce(0) { $0 + $1.wireLength })
    // On loopback the kernel sees each packet twice, sent and received; libpcap keeps one.
    #expect(statistics.received == 400)
    #expect(statistics.droppedByKernel == 0)
    #expect(statistics.failure == nil)
    #expect(capture.warnings == [])
  }

  @Test("the recorder is handed the same chunks, before")
  func tap() throws {
    let traffic = LiveTraffic()
    let capture = try LiveCapture(traffic.options)
    let recorded = LiveRecorded()
    capture.start { recorded.append($0) }
    try traffic.send(20)
    capture.stop()
    let taken = LiveTaken(of: capture)
    #expect(recorded.records == taken.records)
    #expect(taken.records.count == 20)
  }

  @Test("exactly as many as were asked for", arguments: [["lo"], ["lo", "any"]])
  func maximum(interfaces: [String]) throws {
    let traffic = LiveTraffic()
    var options = traffic.options
    options.interfaces = interfaces
    options.maximumPackets = 7
    let capture = try LiveCapture(options)
    capture.start()
    try traffic.send(30)
    let taken = LiveTaken(of: capture)
    #expect(taken.records.count == 7)
    #expect(capture.statistics().reduce(0) { $0 + $1.packets } == 7)
  }

  @Test("packets of several interfaces come in the order of their times")
  func several() throws {
    let traffic = LiveTraffic()
    var options = traffic.options
    options.interfaces = ["lo", "any"]
    let capture = try LiveCapture(options)
    capture.start()
    try traffic.send(150)
    capture.stop()
    let taken = LiveTaken(of: capture)
    #expect(capture.interfaces.map(\.linkType) == [.ethernet, .linuxCooked2])
    #expect(taken.records.filter { $0.interface == 0 }.count == 150)
    #expect(taken.records.filter { $0.interface == 1 }.count == 150)
    #expect(zip(taken.records, taken.records.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(taken.records.allSatisfy { $0.linkType == capture.interfaces[$0.interface].linkType })
  }

  @Test("at once in immediate mode, though a block would take long", arguments: [["lo"], ["lo", "any"]])
  func immediate(interfaces: [String]) throws {
    let traffic = LiveTraffic()
    var options = traffic.options
    options.interfaces = interfaces
    options.isImmediate = true
    options.blockMilliseconds = 60_000
    let capture = try LiveCapture(options)
    capture.start()
    try traffic.send(1)
    guard case .chunk(let chunk) = capture.next(waiting: 10_000) else {
      Issue.record("nothing came")
      return
    }
    #expect(chunk.records.count >= 1)
    capture.stop()
    _ = LiveTaken(of: capture)
  }

  @Test("no more octets than the snapshot length, without a filter, too", arguments: [nil, "udp"])
  func snapLength(filter: String?) throws {
    let traffic = LiveTraffic()
    var options = traffic.options
    options.filter = filter
    options.snapLength = 40
    let capture = try LiveCapture(options)
    capture.start()
    try traffic.send(5)
    capture.stop()
    let taken = LiveTaken(of: capture)
    #expect(taken.records.count >= 5)
    #expect(taken.records.allSatisfy { $0.octets.count <= 40 && $0.wireLength > 40 })
    #expect(capture.interfaces.first?.snapLength == 40)
  }

  @Test("microseconds where they were asked for")
  func microseconds() throws {
    let traffic = LiveTraffic()
    var options = traffic.options
    options.hasNanoseconds = false
    let capture = try LiveCapture(options)
    capture.start()
    try traffic.send(3)
    capture.stop()
    let taken = LiveTaken(of: capture)
    #expect(capture.interfaces.first?.timeResolution == .microseconds)
    #expect(taken.records.count == 3)
    let now = Int64(Date().timeIntervalSince1970)
    #expect(taken.records.allSatisfy { abs($0.time.nanoseconds / 1_000_000_000 - now) < 60 && $0.time.nanoseconds % 1000 == 0 })
  }

  @Test("a capture nobody takes from ends when it is let go")
  func abandoned() throws {
    let traffic = LiveTraffic()
    var capture: LiveCapture? = try LiveCapture(traffic.options)
    weak var recorder: LiveRecorded?
    do {
      let recorded = LiveRecorded()
      recorder = recorded
      capture?.start { recorded.append($0) }
    }
    try traffic.send(3)
    #expect(recorder != nil)
    capture = nil
    // The thread holds the recorder until it is through.
    let late = ContinuousClock.now + .seconds(10)
    while recorder != nil, ContinuousClock.now < late { Thread.sleep(forTimeInterval: 0.02) }
    #expect(recorder == nil)
  }
}
