import Capture
import Foundation
import PacketModel

/// A folder that is there as long as the value.
final class ScratchFolder: Sendable {
  let url: URL
  var path: String { url.path }

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "weir-recording-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// The names in it, in order.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  func octets(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }
  func read(_ name: String) throws -> ReadCapture { try ReadCapture(path: path(name)) }
}

/// Packets to record: each is told from all others by its octets.
struct RecordedTraffic {
  var interfaces = [RecordedTraffic.interface("one")]
  /// Nanoseconds after the epoch of the first packet.
  var start: Int64 = 1_700_000_000_000_000_000
  /// Nanoseconds from one packet to the next.
  var step: Int64 = 1_000_000
  var count = 1000
  /// Octets by which packets differ in length.
  var spread = 400

  static func interface(_ name: String, link: UInt16 = 1, resolution: TimeResolution = .nanoseconds) -> CaptureInterface {
    var interface = CaptureInterface(
      linkType: LinkType(rawValue: link), snapLength: 262_144, timeResolution: resolution)
    interface.name = name
    return interface
  }

  var packets: [ReadPacket] {
    (0..<count).map { number in
      var octets = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 60 + number * 37 % spread)
      octets[0] = UInt8(truncatingIfNeeded: number >> 8)
      let place = number % interfaces.count
      return ReadPacket(
        time: start + Int64(number) * step, interface: place, link: Int(interfaces[place].linkType.rawValue),
        wire: octets.count + number % 3, octets: octets)
    }
  }

  /// The packets as a capture hands them on.
  func chunks(of size: Int = 100) -> [LiveChunk] {
    let packets = packets
    return stride(from: 0, to: packets.count, by: size).map { first in
      var octets: [UInt8] = []
      let records = packets[first..<min(first + size, packets.count)].map { packet in
        let start = octets.count
        octets += packet.octets
        return PacketRecord(
          time: Timestamp(nanoseconds: packet.time), interface: packet.interface,
          linkType: LinkType(rawValue: UInt16(packet.link)), wireLength: packet.wire, octets: start..<octets.count)
      }
      return LiveChunk(records: records, storage: .buffer(octets))
    }
  }
}
