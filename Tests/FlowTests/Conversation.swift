import Dissection
import Flows
import PacketModel

/// A conversation written down packet by packet, to be told to a tracker.
struct Conversation {
  /// One packet: who sent it, its flags as tcpdump's letters, and its numbers.
  struct Line {
    /// Sent by the host that comes first ("client"), or by the other.
    var isFromClient: Bool
    var flags: String
    var sequence: UInt32
    var acknowledgment: UInt32
    var length: Int
    /// Seconds after the start.
    var time: Double

    /// ">" is from the client, "<" from the server.
    init(_ way: Character, _ flags: String, _ sequence: UInt32, _ acknowledgment: UInt32, _ length: Int = 0, at time: Double) {
      isFromClient = way == ">"
      self.flags = flags
      self.sequence = sequence
      self.acknowledgment = acknowledgment
      self.length = length
      self.time = time
    }
  }

  var lines: [Line]
  var transport = IPProtocol.tcp
  var clientPort: UInt16 = 40_000
  var serverPort: UInt16 = 443
  /// ICMP errors about the conversation: after which line, sent about whose packet, type and code.
  var errors: [(after: Int, aboutClient: Bool, type: UInt8, code: UInt8)] = []
  /// Seconds after which something else is captured, so that the clock goes on.
  var clockGoesTo: Double?

  init(_ lines: [Line]) { self.lines = lines }

  /// The flows that come of it, in the order in which they ended.
  func flows(limits: FlowLimits = FlowLimits()) -> [FinishedFlow] {
    var tracker = FlowTracker(limits: limits)
    var clock = PacketClock()
    var batch = FlowBatch()
    var frame = 0
    func tick(_ time: Double) {
      if clock.advance(to: Self.moment(time)) {
        batch.ticks.append(
          FlowBatch.Tick(position: batch.packets.count, frame: frame, second: clock.second, time: clock.time))
      }
    }
    for (index, line) in lines.enumerated() {
      frame += 1
      tick(line.time)
      batch.packets.append(packet(line, frame: frame))
      for error in errors where error.after == index {
        frame += 1
        batch.packets.append(self.error(error.aboutClient, error.type, error.code, frame: frame, time: line.time))
      }
    }
    if let end = clockGoesTo {
      frame += 2
      tick(end)
      tick(end)
    }
    tracker.process(batch, octets: [UInt8]().span, datagrams: [])
    tracker.prepareToFinish()
    while let last = tracker.order(ahead: 100) { tracker.finish(through: last, frame: frame) }
    return tracker.takeFinished()
  }

  static func moment(_ seconds: Double) -> Timestamp {
    Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64((seconds * 1e9).rounded()))
  }

  private func packet(_ line: Line, frame: Int) -> FlowPacket {
    var facts = facts(fromClient: line.isFromClient)
    facts.sequence = SequenceNumber(rawValue: line.sequence)
    facts.acknowledgment = SequenceNumber(rawValue: line.acknowledgment)
    facts.window = 65_000
    let letters: [(Character, TCPFlags)] = [("S", .syn), ("F", .fin), ("R", .rst), ("P", .psh), (".", .ack)]
    for (letter, flag) in letters where line.flags.contains(letter) { facts.tcpFlags.insert(flag) }
    // No octets are there to be read, so the checksum stays unverified.
    return FlowPacket(
      transport == .tcp ? .tcp : .udp, facts, context: 0, frame: frame, time: Self.moment(line.time),
      wireLength: line.length + 54, transportOffset: 0, transportHeaderLength: 20, capturedPayloadLength: 0,
      payloadLength: line.length, path: 0)
  }

  private func error(_ aboutClient: Bool, _ type: UInt8, _ code: UInt8, frame: Int, time: Double) -> FlowPacket {
    var facts = facts(fromClient: aboutClient)
    facts.icmpType = type
    facts.icmpCode = code
    return FlowPacket(
      .icmpError, facts, context: 0, frame: frame, time: Self.moment(time), wireLength: 70, transportOffset: 0,
      transportHeaderLength: 8, capturedPayloadLength: 0, payloadLength: 0, path: 0)
  }

  private func facts(fromClient: Bool) -> PacketFacts {
    var facts = PacketFacts()
    let client = IPAddress(low: 0x0a00_0001)
    let server = IPAddress(low: 0x0a00_0002)
    facts.source = fromClient ? client : server
    facts.destination = fromClient ? server : client
    facts.sourcePort = fromClient ? clientPort : serverPort
    facts.destinationPort = fromClient ? serverPort : clientPort
    facts.ipProtocol = transport
    return facts
  }
}

extension FinishedFlow {
  /// The connection's report, from its client's side.
  var report: ConnectionReport? { ConnectionReport(self, client: roles.client) }
}
