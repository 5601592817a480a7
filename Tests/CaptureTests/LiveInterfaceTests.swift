import Capture
import Foundation
import PacketModel
import Testing

/// Interfaces that come, go down and vanish: a pair of their own, made for the test.
@Suite(
  "Interfaces of a live capture", .enabled(if: LivePair.isPossible, "needs root, to make a pair of interfaces"), .serialized)
struct LiveInterfaceTests {
  @Test("an interface that goes down is read on when it is up again; one that vanishes ends, with a line that says so")
  func downAndGone() throws {
    let pair = try LivePair()
    var options = LiveOptions()
    options.interfaces = [pair.far, "lo"]
    options.filter = "udp port 9"
    let capture = try LiveCapture(options)
    capture.start()
    try pair.send(3)
    try pair.set(pair.far, "down")
    #expect(wait { capture.statistics()[0].isDown })
    #expect(capture.statistics()[0].failure == nil)
    try pair.set(pair.far, "up")
    #expect(wait { !capture.statistics()[0].isDown })
    try pair.send(4)
    // What lies in the buffer of an interface that vanishes is lost with it: as it is to tcpdump.
    #expect(wait { capture.statistics()[0].packets >= 7 })
    try pair.remove()
    #expect(wait { capture.statistics()[0].failure != nil })
    #expect(capture.statistics()[0].failure == "\(pair.far) is gone: it was removed or renamed")
    #expect(capture.statistics()[1].failure == nil)
    capture.stop()
    let taken = LiveTaken(of: capture)
    #expect(taken.records.filter { $0.interface == 0 }.count == 7)
    #expect(capture.statistics()[0].packets == 7)
    #expect(capture.statistics()[0].received == 7)
  }

  @Test("when the last interface vanishes, the capture ends")
  func last() throws {
    let pair = try LivePair()
    var options = LiveOptions()
    options.interfaces = [pair.far]
    let capture = try LiveCapture(options)
    capture.start()
    try pair.remove()
    _ = LiveTaken(of: capture)
    #expect(capture.statistics()[0].failure == "\(pair.far) is gone: it was removed or renamed")
  }

  @Test("an interface that is not up is told of, and how to bring it up")
  func notUp() throws {
    let pair = try LivePair()
    try pair.set(pair.far, "down")
    var options = LiveOptions()
    options.interfaces = [pair.far]
    let error = #expect(throws: LiveError.self) { try LiveCapture(options) }
    #expect(error?.reason == .down)
    #expect(error?.description == "\(pair.far) is not up: bring it up with \"sudo ip link set \(pair.far) up\"")
    let listed = NetworkInterface.all().first { $0.name == pair.far }
    #expect(listed?.isUp == false)
    #expect(listed?.connection != .connected)
  }

  @Test("what an interface is")
  func facts() throws {
    let pair = try LivePair()
    let listed = try #require(NetworkInterface.all(probing: true).first { $0.name == pair.near })
    #expect(listed.isUp)
    #expect(listed.isRunning)
    #expect(!listed.isLoopback)
    #expect(!listed.isWireless)
    #expect(listed.mtu == 1500)
    #expect(listed.macAddress?.description == LivePair.nearAddress)
    #expect(listed.linkTypes?.first == .ethernet)
    #expect(listed.hasMonitorMode == false)
    #expect(listed.timeStampTypes.contains("host"))
    let address = try #require(listed.addresses.first { $0.version == .four })
    #expect(address.address.text(.four) == "198.18.77.1")
    #expect(address.prefixLength == 30)
    #expect(address.broadcast?.text(.four) == "198.18.77.3")
  }

  private func wait(_ isSo: () -> Bool) -> Bool {
    let late = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < late {
      if isSo() { return true }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return isSo()
  }
}

/// Two interfaces with a wire between them, gone when nobody needs them any more.
final class LivePair: Sendable {
  let near: String
  let far: String

  static let nearAddress = "02:77:00:00:00:01"

  static let isPossible = LiveTraffic.isPossible && (try? LivePair()) != nil

  init() throws {
    let number = UInt32.random(in: 0...0xff_ffff)
    near = "wn\(String(number, radix: 16))"
    far = "wf\(String(number, radix: 16))"
    for line in [
      "link add name \(near) address \(Self.nearAddress) type veth peer name \(far)", "link set dev \(near) up",
      "link set dev \(far) up", "addr add 198.18.77.1/30 broadcast 198.18.77.3 dev \(near)",
      "neigh add 198.18.77.2 lladdr 02:77:00:00:00:02 dev \(near) nud permanent",
    ] {
      try Self.ip(line)
    }
  }

  deinit { try? Self.ip("link del dev \(near)") }

  func set(_ interface: String, _ state: String) throws { try Self.ip("link set dev \(interface) \(state)") }

  func remove() throws { try Self.ip("link del dev \(near)") }

  /// Sends datagrams from near to far.
  func send(_ count: Int) throws {
    try Shell.run("for i in $(seq \(count)); do printf 'packet %d' $i > /dev/udp/198.18.77.2/9; done")
  }

  private static func ip(_ line: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", "PATH=$PATH:/usr/sbin:/sbin ip \(line)"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw CocoaError(.executableLoad) }
  }
}
