import Analysis
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Schemas of segments")
struct SegmentSchemaTests {
  let check: SchemaCheck

  init() throws { check = try SchemaCheck(ReportSchema.report) }

  /// A connection with every kind of event, each with what it can carry.
  private static var everything: FinishedFlow {
    let proofs: [SegmentEvent.Proof] = [
      .dSACK, .timestamps, .forwardRTO, .tooFast, .acknowledgedBefore, .originalArrived, .acknowledgment, .firstCopyNeverSeen,
    ]
    let bases: [SegmentEvent.Basis] = [.octetsSeen, .identification, .timestamps, .timing, .sameSegment]
    return Handmade.flow(payload: (30_000, 50_000)) { analysis in
      for (kind, isBare) in SegmentEvent.Kind.allCases.flatMap({ [($0, false), ($0, true)] }) {
        analysis.events.append(
          Handmade.event(kind, isBare ? .high : .low) { event in
            guard !isBare else { return }
            event.segments = 4
            event.isCertain = false
            event.isSlowStart = kind == .retransmission
            event.isCaptureOrder = true
            event.isAcknowledged = true
            event.hasDuplicateSACK = true
            event.originalFrame = 3
            event.delay = 5
            event.count = 3
            event.lastFrame = 9
            event.stall = 6
            for frame in 1...4 { event.evidence.add(frame) }
          })
      }
      for trigger in SegmentEvent.Trigger.allCases {
        for necessity in SegmentEvent.Necessity.allCases {
          for proof in proofs {
            analysis.events.append(
              Handmade.event(.retransmission) { event in
                event.trigger = trigger
                event.necessity = necessity
                event.proof = proof
              })
          }
        }
      }
      for basis in bases { analysis.events.append(Handmade.event(.outOfOrder) { $0.basis = basis }) }
      for kind in SegmentEvent.Kind.allCases { analysis.omitted[Int(kind.rawValue)] = 1 }
      Handmade.fill(&analysis.low)
      analysis.tap = .between
    }
  }

  @Test("everything that is written of a connection is described")
  func described() throws {
    let tcp = try #require(JSON.flow(Self.everything)["tcp"])
    #expect(tcp["events"]?.items.count == 185)
    #expect(check.faults(tcp, "tcp") == [])
    var none = Self.everything
    none.analysis = nil
    #expect(check.faults(try #require(JSON.flow(none)["tcp"]), "tcp") == [])
    #expect(check.faults(try #require(JSON.flow(Handmade.flow { _ in })["tcp"]), "tcp") == [])
    let quality = Handmade.json { QualityRecord.write(RunResult(), to: &$0) }
    #expect(check.faults(try JSON(quality), "quality") == [])
  }

  @Test("every key and every name that the schema has is written some time")
  func written() throws {
    let definitions = try #require(try JSON(ReportSchema.report)["$defs"])
    let tcp = try #require(JSON.flow(Self.everything)["tcp"])
    let events = tcp["events"]?.items ?? []
    let properties = try #require(definitions["segment_event"]?["properties"])
    #expect(events.reduce(into: Set()) { $0.formUnion($1.keys) } == properties.keys)
    for key in ["kind", "trigger", "necessity", "necessity_from", "basis", "certainty"] {
      #expect(Set(events.compactMap { $0[key] }) == Set(properties[key]?["enum"]?.items ?? []), "\(key)")
    }
    #expect(tcp["events_omitted"]?.keys == definitions["segment_events_omitted"]?["properties"]?.keys)
    let side = definitions["tcp_side"]?["properties"]?.keys.subtracting(["options", "initial_sequence"])
    #expect(tcp["client"]?.keys == side)
    #expect(tcp["client"]?["retransmissions"]?.keys == definitions["retransmissions"]?["properties"]?.keys)
  }

  /// What must not be written, as a change to what is: the kind of event, and a member of it set or taken away.
  @Test(
    "what belongs to another kind of event, or is no longer written, is refused",
    arguments: [
      ("retransmission", "trigger", nil), ("retransmission", "necessity", nil), ("retransmission", "certainty", nil),
      ("retransmission", "cause", #""network""#), ("retransmission", "duration_s", "1"),
      ("retransmission", "trigger", #""guessed""#), ("retransmission", "kind", #""gap""#), ("out_of_order", "cause", nil),
      ("out_of_order", "trigger", #""fast""#), ("gap", "acknowledged", nil), ("gap", "certainty", #""certain""#),
      ("zero_window", "delay_s", "1"), ("keep_alive", "duration_s", "1"), ("keep_alive", "frame", "0"),
      ("keep_alive", "sequence", "4294967296"), ("keep_alive", "segments", "1"), ("duplicate_ack", "d_sack", "false"),
      ("duplicate_ack", "evidence", "[]"), ("duplicate_ack", "evidence", "[3,3]"), ("duplicate_ack", "offset", "7"),
      ("window_full", "sender", #""low""#), ("window_full", "kind", #""retransmit""#), ("window_full", "slow_start", "true"),
    ] as [(String, String, String?)])
  func refused(_ kind: String, _ key: String, _ value: String?) throws {
    let events = try #require(JSON.flow(Self.everything)["tcp"]?["events"]).items
    var event = try #require(events.last { $0["kind"] == .string(kind) })
    #expect(check.faults(event, "segment_event") == [])
    event[key] = try value.map { try JSON($0) }
    #expect(check.faults(event, "segment_event") != [])
  }

  @Test(
    "a side that is not as described is refused",
    arguments: [
      ("repeated_bytes", "0"), ("early_segments", "0"), ("retransmissions", nil), ("max_in_flight_bytes", nil),
      ("out_of_order", nil), ("zero_window_s", #""2""#), ("rtt_s", #"{"min":1,"mean":1,"max":1,"samples":1}"#),
      ("rtt_s", #"{"min":0,"mean":0,"p95":0,"max":0,"samples":0}"#), ("sacks", "0"), ("goodput_bytes_per_s", nil),
      ("limited_by", #"{"application":1.2,"receiver_window":0,"congestion":0,"recovery":0,"mainly":"application"}"#),
    ] as [(String, String?)])
  func refusedSide(_ key: String, _ value: String?) throws {
    var side = try #require(JSON.flow(Self.everything)["tcp"]?["client"])
    side[key] = try value.map { try JSON($0) }
    #expect(check.faults(side, "tcp_side") != [])
  }
}
