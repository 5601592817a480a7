import PacketModel

@testable import Flows
@testable import Reports

/// A connection between 10.0.0.1:40000, the client, and 10.0.0.2:443, whose analysis a test writes by hand.
enum Handmade {
  static let start: Int64 = 1_700_000_000_000_000_000

  /// Endpoints stand in the order of their addresses: the client is the low one, or the high one when `isClientHigh`.
  static func flow(
    isClientHigh: Bool = false, packets: (Int, Int) = (0, 0), payload: (Int, Int) = (0, 0), missing: (Int, Int) = (0, 0),
    _ fill: (inout ConnectionAnalysis) -> Void
  ) -> FinishedFlow {
    var facts = PacketFacts()
    facts.source = IPAddress(low: isClientHigh ? 0x0a00_0002 : 0x0a00_0001)
    facts.destination = IPAddress(low: isClientHigh ? 0x0a00_0001 : 0x0a00_0002)
    facts.sourcePort = 40_000
    facts.destinationPort = 443
    facts.ipProtocol = .tcp
    let packet = FlowPacket(
      .tcp, facts, context: 0, frame: 1, time: Timestamp(nanoseconds: start), wireLength: 54, transportOffset: 0,
      transportHeaderLength: 20, capturedPayloadLength: 0, payloadLength: 0, path: 0)
    var flow = Flow(packet)
    flow.low.packets = packets.0
    flow.high.packets = packets.1
    flow.low.payloadOctets = payload.0
    flow.high.payloadOctets = payload.1
    var finished = FinishedFlow(flow: flow, fragments: nil, finalFrame: 100)
    finished.connection = Connection()
    finished.connection?.low.facts.insert(.started)
    finished.connection?.high.facts.insert(.started)
    finished.trouble = Trouble()
    finished.trouble?.low.abandonedOctets = missing.0
    finished.trouble?.high.abandonedOctets = missing.1
    var analysis = ConnectionAnalysis()
    fill(&analysis)
    finished.analysis = analysis
    return finished
  }

  static func event(
    _ kind: SegmentEvent.Kind, _ sender: Endpoint = .low, frame: Int = 7, sequence: UInt32 = 1000, length: Int = 100,
    _ fill: (inout SegmentEvent) -> Void = { _ in }
  ) -> SegmentEvent {
    var event = SegmentEvent(
      kind, sender, frame: frame, time: Timestamp(nanoseconds: start + 500_000_000),
      sequence: SequenceNumber(rawValue: sequence),
      length: length)
    fill(&event)
    return event
  }

  /// A side with everything in it, as its record has it in `SegmentRecordTests`.
  static func fill(_ side: inout SideFigures) {
    side.maximumInFlight = 14_480
    side.initialWindow = 2896
    side.roundTrips.samples = 9
    side.roundTrips.least = 10_000_000
    side.roundTrips.mean = 12_500_000
    side.roundTrips.percentile95 = 20_000_000
    side.roundTrips.most = 31_000_001
    side.retransmissions.segments = 12
    side.retransmissions.octets = 9000
    side.retransmissions.timeout = 4
    side.retransmissions.slowStart = 2
    side.retransmissions.fast = 3
    side.retransmissions.tailProbe = 1
    side.retransmissions.syn = 1
    side.retransmissions.fin = 1
    side.retransmissions.unknown = 2
    side.retransmissions.spurious = 5
    side.retransmissions.needed = 6
    side.outOfOrder = 21
    side.networkDuplicates = 22
    side.captureDuplicates = 23
    side.duplicateAcks = 24
    side.selectiveAcks = 25
    side.duplicateSACKs = 26
    side.zeroWindows = 27
    side.zeroWindowTime = 2_400_000_000
    side.zeroWindowProbes = 28
    side.zeroWindowProbeAcks = 29
    side.windowFulls = 30
    side.windowUpdates = 31
    side.keepAlives = 32
    side.keepAliveAcks = 33
    side.challengeAcks = 34
    side.dataAfterClose = 35
    side.conflictingOverlaps = 36
    side.stall = 1_200_000_000
    side.sendingTime = 2_000_000_000
    side.largestWindow = 65_536
    side.smallestWindow = 0
    side.limits.application = 100
    side.limits.receiverWindow = 200
    side.limits.congestion = 200
    side.limits.recovery = 100
  }

  /// The JSON of one object, compact.
  static func json(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    writer.object(body)
    return String(decoding: writer.octets, as: UTF8.self)
  }
}
