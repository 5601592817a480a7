import Flows
import PacketModel

/// Writes a connection's `tcp` object.
enum ConnectionRecord {
  static func write(
    _ report: ConnectionReport, _ flow: Flow, _ analysis: ConnectionAnalysis?, client: Endpoint, to json: inout JSONWriter
  ) {
    json.object("handshake") { handshake(report, to: &$0) }
    json.object("teardown") { teardown(report, client: client, to: &$0) }
    if let tap = analysis?.tap { json.member("tap", word: name(tap, client)) }
    json.object("client") { side(client, report, flow, analysis, to: &$0) }
    json.object("server") { side(client.other, report, flow, analysis, to: &$0) }
    if let analysis { SegmentEventRecord.write(analysis, client: client, to: &json) }
  }

  private static func handshake(_ report: ConnectionReport, to json: inout JSONWriter) {
    json.member("outcome", word: report.handshake.rawValue)
    json.member("syn_frame", report.synFrame)
    json.member("syn_ack_frame", report.synAckFrame)
    json.member("ack_frame", report.ackFrame)
    if let time = report.synToSynAck { json.member("syn_to_syn_ack_s", nanoseconds: time) }
    if let time = report.synAckToAck { json.member("syn_ack_to_ack_s", nanoseconds: time) }
    if let time = report.roundTrip { json.member("rtt_s", nanoseconds: time) }
    json.member("syn_retransmissions", report.synRetransmissions)
    json.member("syn_ack_retransmissions", report.synAckRetransmissions)
    if report.isFastOpen { json.member("fast_open", true) }
  }

  private static func teardown(_ report: ConnectionReport, client: Endpoint, to json: inout JSONWriter) {
    json.member("outcome", word: report.teardown.rawValue)
    if let first = report.firstToClose { json.member("first", word: name(first, client)) }
    frames("fin_frame", client, report.finFrame, to: &json)
    frames("fin_acked_frame", client, report.finAckedFrame, to: &json)
    json.member("reset_frame", report.resetFrame)
    if let side = report.resetBy { json.member("reset_by", word: name(side, client)) }
    if report.isSimultaneousClose { json.member("simultaneous", true) }
  }

  private static func frames(
    _ key: String, _ client: Endpoint, _ frame: (Endpoint) -> Int?, to json: inout JSONWriter
  ) {
    let frames = (client: frame(client), server: frame(client.other))
    guard frames.client != nil || frames.server != nil else { return }
    json.object(key) { json in
      json.member("client", frames.client)
      json.member("server", frames.server)
    }
  }

  private static func side(
    _ side: Endpoint, _ report: ConnectionReport, _ flow: Flow, _ analysis: ConnectionAnalysis?, to json: inout JSONWriter
  ) {
    let half = report.half(side)
    if half.facts.contains(.syn) {
      json.object("options") { options(half, to: &$0) }
      json.member("initial_sequence", Int(half.initialSequence.rawValue))
    }
    json.member("unique_payload_bytes", report.uniqueOctets(side))
    json.member("missing_bytes", report.missingOctets(side))
    if let analysis {
      let octets = (sent: flow[side].payloadOctets, unique: report.uniqueOctets(side))
      SideFiguresRecord.write(analysis[side], octets: octets, to: &json)
    }
  }

  private static func options(_ half: HalfConnection, to json: inout JSONWriter) {
    if half.maximumSegmentSize > 0 { json.member("mss", Int(half.maximumSegmentSize)) }
    if half.facts.contains(.offeredWindowScale) { json.member("window_scale", Int(half.windowScale)) }
    json.member("sack_permitted", half.facts.contains(.offeredSACK))
    json.member("timestamps", half.facts.contains(.offeredTimestamps))
    if half.facts.contains(.offeredFastOpen) { json.member("fast_open", true) }
    if half.facts.contains(.offeredMultipath) { json.member("multipath", true) }
  }

  static func name(_ side: Endpoint, _ client: Endpoint) -> String { side == client ? "client" : "server" }

  private static func name(_ tap: ConnectionAnalysis.Tap, _ client: Endpoint) -> String {
    switch tap {
    case .at(let side): name(side, client)
    case .between: "between"
    }
  }
}
