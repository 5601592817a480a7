import PacketModel
import Reports
import Testing

@testable import Flows

/// A flow written down segment by segment, to be drawn.
struct LadderExample: CustomTestStringConvertible, Sendable {
  static let client = Endpoint.low
  static let start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

  var segments: [TracedSegment] = []
  var analysis: ConnectionAnalysis?
  /// Whether both SYNs are known.
  var isOpened = true
  var isIPv6 = false

  var testDescription: String { "\(segments.count) segments, \(analysis?.events.count ?? 0) events" }

  /// Adds a segment: ">" is from the client, "<" from the server; flags are tcpdump's letters, times microseconds.
  mutating func add(
    _ way: Character, _ flags: String, _ position: Int, _ acknowledged: Int?, _ length: Int = 0, at time: Int64,
    window: Int = 65_000, sack: [Range<Int>] = [], frame: Int? = nil
  ) {
    let letters: [(Character, TCPFlags)] = [("S", .syn), ("F", .fin), ("R", .rst), ("P", .psh), (".", .ack)]
    segments.append(
      TracedSegment(
        frame: frame ?? (segments.last?.frame ?? 0) + 1, time: Self.moment(time), sender: way == ">" ? .low : .high,
        flags: letters.filter { flags.contains($0.0) }.reduce(into: []) { $0.insert($1.1) }, position: position, length: length,
        acknowledged: acknowledged, window: window, sack: sack))
  }

  /// Adds an event about a frame, whose segment's sender, place and time it takes.
  mutating func tell(
    _ kind: SegmentEvent.Kind, _ frame: Int, _ change: (inout SegmentEvent) -> Void = { _ in }
  ) {
    // Frames count from 1 in most examples.
    let segment =
      segments.indices.contains(frame - 1) && segments[frame - 1].frame == frame
      ? segments[frame - 1] : segments.last { $0.frame == frame }
    var event = SegmentEvent(
      kind, segment?.sender ?? .high, frame: frame, time: segment?.time ?? Self.start,
      sequence: Self.origin + (segment?.position ?? 0), length: segment?.length ?? 0)
    change(&event)
    if analysis == nil { analysis = ConnectionAnalysis() }
    analysis?.events.append(event)
  }

  /// Where sequence numbers begin: near their end, so that they wrap.
  static let origin = SequenceNumber(rawValue: .max - 1000)

  static func moment(_ microseconds: Int64) -> Timestamp { Timestamp(nanoseconds: start.nanoseconds + microseconds * 1000) }

  var finished: FinishedFlow {
    var facts = PacketFacts()
    facts.version = isIPv6 ? .six : .four
    facts.source = isIPv6 ? IPAddress(high: .max, low: .max - 1) : IPAddress(low: 0x0a00_0001)
    facts.destination = isIPv6 ? IPAddress(high: .max, low: .max) : IPAddress(low: 0x0a00_0002)
    facts.sourcePort = 40_000
    facts.destinationPort = 443
    facts.ipProtocol = .tcp
    var flow = Flow(
      FlowPacket(
        .tcp, facts, context: 0, frame: segments.first?.frame ?? 1, time: segments.first?.time ?? Self.start, wireLength: 54,
        transportOffset: 0, transportHeaderLength: 20, capturedPayloadLength: 0, payloadLength: 0, path: 0))
    for segment in segments {
      flow[segment.sender].packets += 1
      flow[segment.sender].payloadOctets += segment.length
      flow.lastTime = max(flow.lastTime, segment.time)
    }
    var finished = FinishedFlow(flow: flow, fragments: nil, finalFrame: segments.last?.frame ?? 1)
    var connection = Connection()
    for side in [Endpoint.low, .high] {
      connection[side].initialSequence = Self.origin
      connection[side].facts = isOpened ? [.started, .syn] : [.started]
    }
    connection.low.facts.insert(.opened)
    finished.connection = connection
    finished.trace = segments
    finished.analysis = analysis
    return finished
  }

  // MARK: - Examples

  /// A handshake, then `pairs` of a segment and its acknowledgment a millisecond apart, from frame 4 on; no end.
  static func long(pairs: Int) -> LadderExample {
    var example = opened
    for pair in 0..<pairs {
      let time = Int64(pair + 1) * 1000
      example.add("<", ".", 1 + pair * 1000, 1, 1000, at: time)
      example.add(">", ".", 1, 1001 + pair * 1000, at: time + 100)
    }
    return example
  }

  static var opened: LadderExample {
    var example = LadderExample()
    example.add(">", "S", 0, nil, at: 0)
    example.add("<", "S.", 0, 1, at: 100)
    example.add(">", ".", 1, 1, at: 200)
    return example
  }

  /// A loss repaired, with what there is to tell about it.
  static var repaired: LadderExample {
    var example = opened
    example.add(">", "P.", 1, 1, 200, at: 300)
    example.add("<", ".", 1001, 201, 1000, at: 1000)
    example.add(">", ".", 201, 1, at: 1010, sack: [1001..<2001])
    example.add("<", "P.", 1, 201, 1000, at: 22_400)
    example.add(">", ".", 201, 2001, at: 22_410, window: 0)
    example.add("<", ".", 2000, 201, at: 1_300_000)
    example.add(">", "R.", 201, 2001, at: 1_300_100)
    example.tell(.gap, 5) {
      $0.sequence = origin + 1
      $0.isAcknowledged = true
    }
    example.tell(.duplicateAck, 6)
    example.tell(.retransmission, 7) {
      $0.trigger = .fast
      $0.necessity = .needed
      $0.proof = .firstCopyNeverSeen
      $0.delay = 21_400_000
      $0.stall = 21_400_000
      $0.evidence.add(6)
    }
    example.tell(.zeroWindow, 8) { $0.delay = 1_200_000_000 }
    example.tell(.zeroWindowProbe, 9)
    return example
  }

  /// Every kind of event, with numbers as long as they come.
  static var extreme: LadderExample {
    var example = opened
    example.isIPv6 = true
    let far = 1 << 50
    for kind in SegmentEvent.Kind.allCases {
      let frame = 1_000_000_000 + Int(kind.rawValue)
      example.add(
        kind.rawValue % 2 == 0 ? ">" : "<", "SFRP.", far, far, 65_535, at: 90_000_000_000 + Int64(kind.rawValue) * 7_000_000,
        window: kind == .zeroWindow ? 0 : 1 << 30, sack: [far..<(2 * far), (3 * far)..<(4 * far)], frame: frame)
      example.tell(kind, frame) {
        $0.isCertain = false
        $0.trigger = .tailProbe
        $0.necessity = .spurious
        $0.basis = .identification
        $0.proof = .acknowledgedBefore
        $0.originalFrame = 999_999_999
        $0.delay = 86_400_000_000_000
        $0.stall = 3_600_000_000_000
        for evidence in 1...4 { $0.evidence.add(900_000_000 + evidence) }
      }
    }
    example.analysis?.omitted[0] = 123_456_789
    for side in [Endpoint.low, .high] {
      var figures = SideFigures()
      figures.retransmissions = SideFigures.Retransmissions(
        segments: 123_456, octets: 1, timeout: 12_345, slowStart: 1, fast: 12_345, tailProbe: 12_345, syn: 12_345, fin: 12_345,
        unknown: 12_345, spurious: 12_345, needed: 12_345)
      figures.stall = 86_400_000_000_000
      figures.zeroWindows = 123_456
      figures.zeroWindowTime = 86_400_000_000_000
      figures.roundTrips = RoundTripSummary(samples: 3, least: 1_230_000, mean: 2_340_000, percentile95: 3, most: 99_900_000)
      if side == .low { example.analysis?.low = figures } else { example.analysis?.high = figures }
    }
    example.analysis?.tap = .between
    return example
  }
}
