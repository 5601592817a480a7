import Foundation

/// The TCP connections of a small classic capture of Ethernet frames, each direction's octets in order. As simple as recorded
/// handshakes allow: nothing is lost.
struct RecordedStreams {
  /// What arrived, from whom, in the order of arrival.
  struct Connection {
    var pieces: [(isFromClient: Bool, octets: [UInt8])] = []
  }

  private struct Endpoints: Hashable {
    var source: [UInt8]
    var destination: [UInt8]
    var reversed: Endpoints { Endpoints(source: destination, destination: source) }
  }

  private(set) var connections: [Connection] = []
  private var numbers: [Endpoints: Int] = [:]
  private var next: [Endpoints: UInt32] = [:]
  private var waiting: [Endpoints: [UInt32: [UInt8]]] = [:]

  init(capture octets: [UInt8]) {
    var start = 24
    while start + 16 <= octets.count {
      let length = (0..<4).reduce(0) { $0 | Int(octets[start + 8 + $1]) << (8 * $1) }
      start += 16
      guard start + length <= octets.count else { return }
      add(octets[start..<start + length])
      start += length
    }
  }

  private mutating func add(_ frame: ArraySlice<UInt8>) {
    let frame = Array(frame)
    guard frame.count >= 54 else { return }
    let isV6 = frame[12] == 0x86
    let tcp = isV6 ? 54 : 14 + Int(frame[14] & 15) * 4
    let end = isV6 ? 54 + frame.number(at: 18, 2) : 14 + frame.number(at: 16, 2)
    guard frame[isV6 ? 20 : 23] == 6, frame.count >= end, end >= tcp + 20 else { return }
    let addresses = isV6 ? (22..<38, 38..<54) : (26..<30, 30..<34)
    let key = Endpoints(
      source: Array(frame[addresses.0] + frame[tcp..<tcp + 2]),
      destination: Array(frame[addresses.1] + frame[tcp + 2..<tcp + 4]))
    let sequence = UInt32(frame.number(at: tcp + 4, 4))
    let isSYN = frame[tcp + 13] & 2 != 0
    if isSYN {
      if frame[tcp + 13] & 16 == 0 {
        numbers[key] = connections.count
        connections.append(Connection())
      }
      next[key] = sequence &+ 1
      waiting[key] = [:]
      return
    }
    let payload = tcp + Int(frame[tcp + 12] >> 4) * 4
    guard payload < end else { return }
    waiting[key, default: [:]][sequence] = Array(frame[payload..<end])
    deliver(key)
  }

  private mutating func deliver(_ key: Endpoints) {
    while let expected = next[key], let part = waiting[key]?.removeValue(forKey: expected) {
      next[key] = expected &+ UInt32(part.count)
      if let number = numbers[key] {
        connections[number].pieces.append((true, part))
      } else if let number = numbers[key.reversed] {
        connections[number].pieces.append((false, part))
      }
    }
  }
}

extension [UInt8] {
  /// A number of that many octets.
  func number(at index: Int, _ count: Int) -> Int {
    self[index..<index + count].reduce(0) { $0 << 8 | Int($1) }
  }
}
