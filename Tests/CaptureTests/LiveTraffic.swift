import Capture
import Foundation
import PacketModel
import Synchronization
import Testing

/// Numbered datagrams on loopback, to a port of their own.
struct LiveTraffic {
  let port = Int.random(in: 20_000..<30_000)

  /// Packet sockets need CAP_NET_RAW; root has it but in some containers.
  static let isPossible: Bool = {
    var options = LiveOptions()
    options.interfaces = ["lo"]
    return (try? LiveCapture(options)) != nil
  }()

  var options: LiveOptions {
    var options = LiveOptions()
    options.interfaces = ["lo"]
    options.filter = "udp port \(port)"
    return options
  }

  /// Sends datagrams that say "packet 1", "packet 2" …
  func send(_ count: Int) throws {
    try Shell.run("for i in $(seq \(count)); do printf 'packet %d' $i > /dev/udp/127.0.0.1/\(port); done")
  }
}

/// A line of a shell that must succeed.
enum Shell {
  static func run(_ line: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", line]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(line)")
  }
}

/// All that comes of a capture until it ends.
struct LiveTaken {
  var records: [PacketRecord] = []
  var packets: [[UInt8]] = []

  init(of capture: LiveCapture) {
    let late = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < late {
      switch capture.next(waiting: 100) {
      case .nothing: continue
      case .ended: return
      case .chunk(let chunk):
        records += chunk.records
        chunk.storage.withOctets { octets in
          for record in chunk.records { packets.append(record.octets.map { octets[$0] }) }
        }
      }
    }
    Issue.record("the capture did not end")
  }

  /// What the datagrams to the port say, in the order they came.
  func numbers(port: Int) -> [Int] {
    packets.compactMap { packet in
      // Ethernet, IPv4 without options, UDP.
      guard packet.count > 42, Int(packet[36]) << 8 | Int(packet[37]) == port else { return nil }
      return Int(String(decoding: packet[42...], as: UTF8.self).dropFirst("packet ".count))
    }
  }
}

/// What a recorder was handed.
final class LiveRecorded: Sendable {
  private let all = Mutex<[PacketRecord]>([])

  var records: [PacketRecord] { all.withLock { $0 } }

  func append(_ chunk: LiveChunk) { all.withLock { $0 += chunk.records } }
}
