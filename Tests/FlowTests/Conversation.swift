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
    /// Before scaling.
    var window: UInt16 = 65_000
    var timestamps: TCPTimestamps?
    /// IPv4 Identification.
    var identification: UInt16 = 0
    var hopLimit: UInt8 = 64
    /// The link address it comes from.
    var mac: UInt64?
    /// The VLAN or tunnel it comes in.
    var context: UInt32 = 0
    /// Options beside the timestamps, as octets. A line that has any, or a payload, is told with all its octets.
    var options: [UInt8] = []
    /// Payload octets, `length` of them; without, the capture holds headers only.
    var payload: [UInt8]?

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
  var version = IPVersion.four
  var clientPort: UInt16 = 40_000
  var serverPort: UInt16 = 443
  /// ICMP errors about the conversation: after which line, sent about whose packet, type and code.
  var errors: [(after: Int, aboutClient: Bool, type: UInt8, code: UInt8)] = []
  /// Seconds after which something else is captured, so that the clock goes on.
  var clockGoesTo: Double?

  init(_ lines: [Line]) { self.lines = lines }

  /// The flows that come of it, in the order in which they ended.
  func flows(limits: FlowLimits = FlowLimits()) -> [FinishedFlow] { run(limits: limits).flows }

  /// The flows, what is to be known of the capture, and the memory that was held when it ended. `dissectors` read the streams;
  /// `round` is how many lines the tracker gets at once.
  func run(
    limits: FlowLimits = FlowLimits(), dissectors: (any StreamDissectorSource)? = nil, round: Int = .max
  ) -> (flows: [FinishedFlow], quality: FlowQuality, memory: Int) {
    var octets: [UInt8] = []
    var tracker = FlowTracker(limits: limits, dissectors: dissectors)
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
      batch.packets.append(packet(line, frame: frame, &octets))
      for error in errors where error.after == index {
        frame += 1
        batch.packets.append(self.error(error.aboutClient, error.type, error.code, frame: frame, time: line.time))
      }
      if (index + 1) % round == 0 {
        tracker.process(batch, octets: octets.span, datagrams: [])
        batch.removeAll()
        octets = []
      }
    }
    if let end = clockGoesTo {
      frame += 2
      tick(end)
      tick(end)
    }
    tracker.process(batch, octets: octets.span, datagrams: [])
    let memory = tracker.memory
    tracker.prepareToFinish()
    while let last = tracker.order(ahead: 100) { tracker.finish(through: last, frame: frame) }
    return (tracker.takeFinished(), tracker.quality, memory)
  }

  static func moment(_ seconds: Double) -> Timestamp {
    Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64((seconds * 1e9).rounded()))
  }

  private func packet(_ line: Line, frame: Int, _ storage: inout [UInt8]) -> FlowPacket {
    var facts = facts(fromClient: line.isFromClient)
    facts.sequence = SequenceNumber(rawValue: line.sequence)
    facts.acknowledgment = SequenceNumber(rawValue: line.acknowledgment)
    facts.window = line.window
    facts.timestamps = line.timestamps
    facts.identification = version == .four ? UInt32(line.identification) : 0
    facts.hopLimit = line.hopLimit
    facts.sourceMAC = line.mac.map { MACAddress(rawValue: $0) }
    let letters: [(Character, TCPFlags)] = [("S", .syn), ("F", .fin), ("R", .rst), ("P", .psh), (".", .ack)]
    for (letter, flag) in letters where line.flags.contains(letter) { facts.tcpFlags.insert(flag) }
    let options = (line.timestamps.map(Self.option) ?? []) + line.options
    // Where no octets are there to be read, the checksum stays unverified.
    let hasOctets = !line.options.isEmpty || line.payload != nil
    let start = storage.count
    if hasOctets { storage += octets(of: line, facts, options: options) }
    return FlowPacket(
      transport == .tcp ? .tcp : .udp, facts, context: line.context, frame: frame, time: Self.moment(line.time),
      wireLength: line.length + 34 + 20 + options.count, transportOffset: start, transportHeaderLength: 20 + options.count,
      capturedPayloadLength: line.payload?.count ?? 0, payloadLength: line.length, path: 0)
  }

  /// Two NOPs and the Timestamps option (RFC 7323 appendix A).
  private static func option(_ timestamps: TCPTimestamps) -> [UInt8] {
    [1, 1, 8, 10] + big(timestamps.value) + big(timestamps.echoReply)
  }

  /// A TCP header with its options and payload (RFC 9293 §3.1), checksum included.
  private func octets(of line: Line, _ facts: PacketFacts, options: [UInt8]) -> [UInt8] {
    var octets: [UInt8] = Self.big(UInt32(facts.sourcePort) << 16 | UInt32(facts.destinationPort))
    octets += Self.big(line.sequence) + Self.big(line.acknowledgment)
    octets += Self.big(UInt32(5 + options.count / 4) << 28 | UInt32(facts.tcpFlags.rawValue) << 16 | UInt32(line.window))
    octets += [0, 0, 0, 0] + options + (line.payload ?? [])
    var sum = octets.count + 6
    for address in [facts.source, facts.destination] {
      for word in [address.high, address.low] {
        for shift in [0, 16, 32, 48] { sum += Int(truncatingIfNeeded: word >> UInt64(shift)) & 0xffff }
      }
    }
    for (index, octet) in octets.enumerated() { sum += Int(octet) << (index % 2 == 0 ? 8 : 0) }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    octets[16] = UInt8(truncatingIfNeeded: ~sum >> 8)
    octets[17] = UInt8(truncatingIfNeeded: ~sum)
    return octets
  }

  static func big(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) } }

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
    facts.version = version
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
