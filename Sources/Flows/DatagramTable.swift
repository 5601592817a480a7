import ApplicationModel
import Dissection
import Octets
import PacketModel

/// The UDP flows whose datagrams are being read, and what was read in those that need not be read any more.
struct DatagramTable: Sendable {
  /// Datagrams of each side that are looked at for a protocol somebody knows. One's own first would mostly do; but before the
  /// DTLS of a call come a few dozen connectivity checks (RFC 8445 §6.1.2: a pair is checked every 50 ms or less).
  static let maximumProbed = 32

  private var readings = Pool<Reading>()
  /// Octets of memory that readers hold, or did last: what they found takes as much, about.
  private var heldMemory = 0

  fileprivate struct Reading: Sendable {
    /// Nothing once nothing more need be told to it.
    var reader: (any DatagramDissector)?
    var facts = ApplicationFacts()
    /// Octets of memory it was last said to hold.
    var accounted = 0
    /// Datagrams taken.
    var taken: UInt32 = 0
  }

  /// Octets of memory, about.
  var memory: Int { readings.count &* MemoryLayout<Reading>.stride &+ heldMemory }

  mutating func insert(_ reader: any DatagramDissector) -> UInt32 { readings.insert(Reading(reader: reader)) }

  /// Takes a datagram.
  @inline(__always)
  mutating func take(_ datagram: ByteView, from sender: Endpoint, at place: StreamPlace, in number: UInt32) {
    guard readings[number].reader?.receive(datagram, from: sender, at: place) != nil else { return }
    readings[number].taken &+= 1
    if readings[number].isReaderAsked { account(number) }
  }

  /// Ends a flow's reading with the flow.
  mutating func finish(_ number: UInt32, at place: StreamPlace) -> ApplicationFacts {
    readings[number].reader?.finish(at: place)
    readings[number].tell()
    let facts = readings[number].facts
    heldMemory &-= readings[number].accounted
    readings[number] = Reading()
    readings.remove(number)
    return facts
  }

  @inline(never)
  private mutating func account(_ number: UInt32) {
    guard let (memory, isDone) = readings[number].state() else { return }
    heldMemory &+= memory &- readings[number].accounted
    readings[number].accounted = memory
    if isDone { readings[number].tell() }
  }
}

extension DatagramTable.Reading {
  /// Whether the reader is asked now what it holds, and whether it is done: each time at first, then now and then.
  fileprivate var isReaderAsked: Bool { taken <= 16 || taken % 16 == 0 }

  /// Asked here, so that no reader need be copied to be asked.
  fileprivate func state() -> (memory: Int, isDone: Bool)? { reader.map { ($0.memory, $0.isDone) } }

  /// Takes what the reader found, and lets go of it.
  fileprivate mutating func tell() {
    guard let told = reader.map({ type(of: $0).id }) else { return }
    facts.protocols.append(told)
    reader?.tell(&facts)
    reader = nil
  }
}
