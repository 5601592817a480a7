import PacketModel

@testable import Flows
@testable import Reports

/// Connections written down by hand, with segments and events, to be drawn.
enum PlotFlows {
  static let start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
  static let initial = SequenceNumber(rawValue: 4_294_960_000)

  /// A flow from 10.0.0.1:40000 (the client, and the low end) to 10.0.0.2:443.
  static func flow(
    _ trace: [TracedSegment], _ events: [SegmentEvent] = [], frame: Int = 1, depth: UInt8 = 0
  ) -> FinishedFlow {
    var facts = PacketFacts()
    facts.source = IPAddress(low: 0x0a00_0001)
    facts.destination = IPAddress(low: 0x0a00_0002)
    facts.sourcePort = 40_000
    facts.destinationPort = 443
    facts.ipProtocol = .tcp
    facts.tcpFlags = .syn
    let packet = FlowPacket(
      .tcp, facts, context: 0, frame: frame, time: start, wireLength: 54, transportOffset: 0, transportHeaderLength: 20,
      capturedPayloadLength: 0, payloadLength: 0, path: 0)
    var flow = Flow(packet)
    flow.depth = depth
    for segment in trace {
      flow[segment.sender].payloadOctets += segment.length
      flow.lastTime = max(flow.lastTime, segment.time)
    }
    var connection = Connection()
    for side in [Endpoint.low, .high] {
      connection[side].start(at: initial, position: 0)
      connection[side].facts.insert([.syn, .offeredWindowScale])
    }
    connection.low.facts.insert(.opened)
    var finished = FinishedFlow(flow: flow, fragments: nil, finalFrame: trace.last?.frame ?? frame)
    finished.connection = connection
    finished.trace = trace
    if !events.isEmpty {
      var analysis = ConnectionAnalysis()
      analysis.events = events
      finished.analysis = analysis
    }
    return finished
  }

  static func segment(
    _ frame: Int, _ sender: Endpoint, at nanoseconds: Int64, _ position: Int = 1, length: Int = 0, ack: Int? = nil,
    window: Int = 65_000, flags: TCPFlags = .ack, sack: [Range<Int>] = []
  ) -> TracedSegment {
    TracedSegment(
      frame: frame, time: moment(nanoseconds), sender: sender, flags: flags, position: position, length: length,
      acknowledged: ack, window: window, sack: sack)
  }

  static func moment(_ nanoseconds: Int64) -> Timestamp { Timestamp(nanoseconds: start.nanoseconds + nanoseconds) }

  static func event(
    _ kind: SegmentEvent.Kind, _ sender: Endpoint, frame: Int, at nanoseconds: Int64, _ position: Int = 1, length: Int = 0,
    change: (inout SegmentEvent) -> Void = { _ in }
  ) -> SegmentEvent {
    var event = SegmentEvent(
      kind, sender, frame: frame, time: moment(nanoseconds), sequence: initial + position, length: length)
    change(&event)
    return event
  }

  /// The low end sends `count` segments of 1000 octets, one a millisecond; the other acknowledges each 20 ms after.
  static func download(_ count: Int) -> [TracedSegment] {
    var moments: [(time: Int64, segment: TracedSegment)] = []
    for index in 0..<count {
      let sent = Int64(index) * 1_000_000
      let position = 1 + index * 1000
      moments.append((sent, segment(0, .low, at: sent, position, length: 1000, ack: 1)))
      moments.append((sent + 20_000_000, segment(0, .high, at: sent + 20_000_000, ack: position + 1000)))
    }
    // Of what comes at one moment, the data first.
    let sorted = moments.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    return sorted.enumerated().map { index, moment in
      var segment = moment.element.segment
      segment.frame = index + 1
      return segment
    }
  }

  static func text(_ flow: FinishedFlow) -> String { String(decoding: FlowPlot.svg(flow), as: UTF8.self) }
}
