import Analysis
import Foundation
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Records of segments")
struct SegmentRecordTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var event: SegmentEvent
    /// What stands behind frame, time, sender, kind, sequence and length.
    var json: String

    init(_ description: String, _ kind: SegmentEvent.Kind, _ json: String, _ fill: (inout SegmentEvent) -> Void = { _ in }) {
      testDescription = description
      event = Handmade.event(kind, .low, fill)
      self.json = json
    }
  }

  static let examples = [
    Example(
      "repaired by acknowledgments, and needed", .retransmission,
      #""trigger":"fast","necessity":"needed","necessity_from":"acknowledgment","original_frame":3,"delay_s":0.25,"#
        + #""stall_s":0.2,"certainty":"certain","basis":"octets_seen","evidence":[4,5,9]"#
    ) {
      $0.trigger = .fast
      $0.necessity = .needed
      $0.proof = .acknowledgment
      $0.originalFrame = 3
      $0.delay = 250_000_000
      $0.stall = 200_000_000
      $0.basis = .octetsSeen
      for frame in [9, 4, 5, 4, 0] { $0.evidence.add(frame) }
    },
    Example(
      "behind a timeout, in several segments, and spurious", .retransmission,
      #""segments":3,"trigger":"timeout","slow_start":true,"necessity":"spurious","necessity_from":"d_sack","#
        + #""certainty":"certain""#
    ) {
      $0.segments = 3
      $0.trigger = .timeout
      $0.isSlowStart = true
      $0.necessity = .spurious
      $0.proof = .dSACK
    },
    Example(
      "a retransmission of which little is known", .retransmission,
      #""trigger":"unknown","necessity":"unknown","certainty":"likely""#
    ) { $0.isCertain = false },
    Example(
      "overtaken in the network", .outOfOrder,
      #""cause":"network","delay_s":0.000003,"certainty":"certain","basis":"timestamps""#
    ) {
      $0.delay = 3000
      $0.basis = .timestamps
    },
    Example("overtaken, most likely", .outOfOrder, #""cause":"network","certainty":"likely","basis":"timing""#) {
      $0.isCertain = false
      $0.basis = .timing
    },
    Example("late in the capture only", .outOfOrder, #""cause":"capture","certainty":"likely""#) {
      $0.isCaptureOrder = true
      $0.isCertain = false
    },
    Example("overtaken, nobody knows where", .outOfOrder, #""cause":"unknown","certainty":"likely""#) { $0.isCertain = false },
    Example(
      "delivered twice", .networkDuplicate, #""original_frame":6,"certainty":"certain","basis":"identification""#
    ) {
      $0.originalFrame = 6
      $0.basis = .identification
    },
    Example("captured twice", .captureDuplicate, #""original_frame":6,"certainty":"certain","basis":"same_segment""#) {
      $0.originalFrame = 6
      $0.basis = .sameSegment
    },
    Example("octets only the capture lacks", .gap, #""acknowledged":true,"evidence":[8]"#) {
      $0.isAcknowledged = true
      $0.evidence.add(8)
    },
    Example("octets nobody got", .gap, #""acknowledged":false"#),
    Example("octets acknowledged unseen", .ackedUnseen, ""),
    Example("a window closed for a while", .zeroWindow, #""duration_s":1.5"#) { $0.delay = 1_500_000_000 },
    Example("a window closed for good", .zeroWindow, ""),
    Example("a duplicate ACK", .duplicateAck, ""),
    Example("a D-SACK", .duplicateAck, #""d_sack":true"#) { $0.hasDuplicateSACK = true },
    Example("a port used again", .portReuse, #""original_frame":2"#) { $0.originalFrame = 2 },
  ]

  @Test("of an event", arguments: examples)
  func event(_ example: Example) {
    let kind = example.event.kind.name
    let head =
      #"{"frame":7,"time":"2023-11-14T22:13:20.500000000Z","sender":"client","kind":"\#(kind)","sequence":1000,"length":100"#
    let tail = example.json.isEmpty ? "" : "," + example.json
    var analysis = ConnectionAnalysis()
    analysis.events = [example.event]
    let json = Handmade.json { SegmentEventRecord.write(analysis, client: .low, to: &$0) }
    #expect(json == #"{"events":[\#(head)\#(tail)}]}"#)
  }

  @Test("sides are named by their roles, and sequence numbers are as on the wire")
  func sender() {
    var analysis = ConnectionAnalysis()
    analysis.events = [Handmade.event(.keepAlive, .low, sequence: .max), Handmade.event(.keepAliveAck, .high)]
    let json = Handmade.json { SegmentEventRecord.write(analysis, client: .high, to: &$0) }
    #expect(json.contains(#""sender":"server","kind":"keep_alive","sequence":4294967295,"#))
    #expect(json.contains(#""sender":"client","kind":"keep_alive_ack","#))
  }

  @Test("events past the limit are counted by kind, and only where there are any")
  func omitted() {
    var analysis = ConnectionAnalysis()
    #expect(Handmade.json { SegmentEventRecord.write(analysis, client: .low, to: &$0) } == "{}")
    analysis.omitted[Int(SegmentEvent.Kind.duplicateAck.rawValue)] = 12
    analysis.omitted[Int(SegmentEvent.Kind.retransmission.rawValue)] = 3
    let json = Handmade.json { SegmentEventRecord.write(analysis, client: .low, to: &$0) }
    #expect(json == #"{"events_omitted":{"retransmission":3,"duplicate_ack":12}}"#)
  }

  // MARK: - Figures

  @Test("of a side to which nothing happened: what the contract names is there, and 0")
  func clean() {
    let json = Handmade.json { SideFiguresRecord.write(ConnectionAnalysis().low, octets: (0, 0), to: &$0) }
    let retransmissions =
      #"{"segments":0,"bytes":0,"timeout":0,"fast":0,"tail_probe":0,"syn":0,"fin":0,"unknown":0,"needed":0,"spurious":0}"#
    let expected: [String] = [
      #"{"max_in_flight_bytes":0,"retransmissions":\#(retransmissions),"out_of_order":0,"network_duplicates":0,"#,
      #""duplicate_acks":0,"zero_windows":0,"zero_window_s":0,"zero_window_probes":0,"window_fulls":0,"keep_alives":0,"#,
      #""keep_alive_acks":0}"#,
    ]
    #expect(json == expected.joined())
  }

  @Test("of a side to which everything happened")
  func full() {
    var analysis = ConnectionAnalysis()
    Handmade.fill(&analysis.high)
    let json = Handmade.json { SideFiguresRecord.write(analysis.high, octets: (30_001, 20_000), to: &$0) }
    let retransmissions =
      #"{"segments":12,"bytes":9000,"timeout":4,"slow_start":2,"fast":3,"tail_probe":1,"syn":1,"fin":1,"unknown":2,"#
      + #""needed":6,"spurious":5}"#
    let expected: [String] = [
      #"{"max_in_flight_bytes":14480,"initial_window_bytes":2896,"#,
      #""rtt_s":{"min":0.01,"mean":0.0125,"p95":0.02,"max":0.031000001,"samples":9},"#,
      #""window_bytes":{"min":0,"max":65536},"#,
      #""retransmissions":\#(retransmissions),"out_of_order":21,"network_duplicates":22,"#,
      #""duplicate_acks":24,"zero_windows":27,"zero_window_s":2.4,"zero_window_probes":28,"window_fulls":30,"#,
      #""keep_alives":32,"keep_alive_acks":33,"capture_duplicates":23,"sacks":25,"d_sacks":26,"challenge_acks":34,"#,
      #""zero_window_probe_acks":29,"window_updates":31,"data_after_close":35,"conflicting_overlaps":36,"#,
      #""stall_s":1.2,"throughput_bytes_per_s":15001,"goodput_bytes_per_s":10000,"#,
      #""limited_by":{"application":0.167,"receiver_window":0.333,"congestion":0.333,"recovery":0.167,"#,
      #""mainly":"receiver_window"}}"#,
    ]
    #expect(json == expected.joined())
  }

  @Test(
    "a rate no number holds, or in no time, is not told",
    arguments: [(Int.max, Int64(1)), (1000, 0), (1000, -5)])
  func rate(_ octets: Int, _ time: Int64) {
    var analysis = ConnectionAnalysis()
    analysis.low.sendingTime = time
    let json = Handmade.json { SideFiguresRecord.write(analysis.low, octets: (octets, octets), to: &$0) }
    #expect(!json.contains("per_s"))
  }

  // MARK: - In the flow

  @Test("stand in the flow's tcp object, each side's with its own", arguments: [false, true])
  func flow(isClientHigh: Bool) throws {
    let finished = Handmade.flow(isClientHigh: isClientHigh, payload: (3000, 5000)) { analysis in
      analysis.low.maximumInFlight = 11
      analysis.low.sendingTime = 1_000_000_000
      analysis.high.maximumInFlight = 22
      analysis.tap = .at(.high)
      analysis.events = [Handmade.event(.windowFull, .low)]
    }
    let tcp = try #require(JSON.flow(finished)["tcp"])
    let low = isClientHigh ? "server" : "client"
    let high = isClientHigh ? "client" : "server"
    #expect(tcp[low]?["max_in_flight_bytes"] == .number(11))
    #expect(tcp[low]?["throughput_bytes_per_s"] == .number(3000))
    #expect(tcp[high]?["max_in_flight_bytes"] == .number(22))
    #expect(tcp[high]?["throughput_bytes_per_s"] == nil)
    #expect(tcp["tap"] == .string(high))
    #expect(tcp["events"]?[0]?["sender"] == .string(low))
    #expect(tcp["events"]?[1] == nil)
  }

  @Test("are absent where nothing was analysed")
  func none() throws {
    var finished = Handmade.flow { _ in }
    finished.analysis = nil
    let tcp = try #require(JSON.flow(finished)["tcp"])
    #expect(tcp.keys == ["handshake", "teardown", "client", "server"])
    #expect(tcp["client"]?.keys == ["unique_payload_bytes", "missing_bytes"])
  }

  @Test("frames captured twice are told of the capture, always", arguments: [0, 1234])
  func duplicates(_ count: Int) {
    var result = RunResult()
    result.quality.duplicateFrames = count
    let json = Handmade.json { QualityRecord.write(result, to: &$0) }
    #expect(json.hasPrefix(#"{"duplicate_frames":\#(count),"#))
    let sum = result.quality + result.quality
    #expect(sum.duplicateFrames == count * 2)
  }
}
