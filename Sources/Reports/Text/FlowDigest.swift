import ApplicationModel
public import Flows
import PacketModel

/// What a summary tells of flows, gathered as they end: counts, and the few flows worth a line each.
///
/// It holds no more for a million flows than for a thousand (`TopList`, `TrafficTable`).
public struct FlowDigest: Sendable {
  /// Lines a kind of verdict has, and the list of the biggest.
  static let listed = 5

  private(set) var flows = 0
  private(set) var byTransport: [IPProtocol: Transport] = [:]
  private(set) var handshakes: [ConnectionReport.Handshake: Int] = [:]
  private(set) var teardowns: [ConnectionReport.Teardown: Int] = [:]
  private(set) var roundTrips = RoundTrips()
  private(set) var segments = SegmentTotals()
  private(set) var missing = Missing()
  /// Connections of which the packets of one side are missing, though it must have sent some.
  private(set) var halfHeard = 0
  private(set) var hosts = TrafficTable<Host>()
  private(set) var conversations = TrafficTable<HostPair>()
  private(set) var verdicts = FlowVerdict.Kind.allCases.map { _ in TopList<FinishedFlow>(limit: Self.listed) }
  private(set) var biggest = TopList<FinishedFlow>(limit: 8)
  private(set) var http: HTTPDigest
  private(set) var http2 = HTTP2Digest()
  private(set) var tls = TLSDigest()
  private(set) var findings = FindingDigest()

  struct Transport: Sendable {
    var flows = 0
    var oneWay = 0
  }

  struct RoundTrips: Sendable {
    var count = 0
    var sum = 0.0
    var least = Int64.max
    var most = Int64.min
  }

  /// Octets that connections' ends received and the capture does not have.
  struct Missing: Sendable {
    var octets = 0
    var connections = 0
  }

  public init(_ redaction: Redaction = Redaction()) { http = HTTPDigest(redaction: redaction) }

  public mutating func add(_ ended: [FinishedFlow]) {
    for flow in ended { add(flow) }
  }

  private mutating func add(_ finished: FinishedFlow) {
    let flow = finished.flow
    flows &+= 1
    byTransport[flow.key.transport, default: Transport()].flows &+= 1
    if flow.isOneWay { byTransport[flow.key.transport]?.oneWay &+= 1 }
    addTraffic(flow)
    biggest.add(finished.withoutContent, weight: flow.low.octets &+ flow.high.octets)
    if let facts = finished.application {
      http.add(facts, of: finished.order)
      if let conversation = HTTP2Conversation(finished, http.redaction) { http2.add(conversation) }
      if let conversation = TLSConversation(finished) { tls.add(conversation) }
      findings.add(FlowFindings.all(finished), of: finished.order)
    }
    let report = ConnectionReport(finished, client: finished.roles.client)
    if let report {
      add(report, finished.analysis)
      segments.add(finished)
      if flow.isOneWay, report.handshake == .notCaptured { halfHeard &+= 1 }
    }
    if let verdict = FlowVerdict(finished, report) {
      verdicts[verdict.kind.rawValue].add(finished.withoutContent, weight: verdict.weight)
    }
  }

  private mutating func addTraffic(_ flow: Flow) {
    let low = Host(version: flow.key.version, address: flow.key.lowAddress)
    let high = Host(version: flow.key.version, address: flow.key.highAddress)
    let packets = flow.low.packets &+ flow.high.packets
    let row = TrafficTable<HostPair>.Row(flows: 1, packets: packets, sent: flow.low.octets, received: flow.high.octets)
    conversations.add(HostPair(low: low, high: high), row)
    hosts.add(low, .init(flows: 1, packets: packets, sent: flow.low.octets, received: flow.high.octets))
    if low != high { hosts.add(high, .init(flows: 1, packets: packets, sent: flow.high.octets, received: flow.low.octets)) }
  }

  private mutating func add(_ report: ConnectionReport, _ analysis: ConnectionAnalysis?) {
    handshakes[report.handshake, default: 0] &+= 1
    // What never opened has no ending worth telling.
    if ![.refused, .noAnswer, .unreachable].contains(report.handshake) { teardowns[report.teardown, default: 0] &+= 1 }
    if let time = report.roundTrip {
      roundTrips.count &+= 1
      roundTrips.sum += Double(time)
      roundTrips.least = min(roundTrips.least, time)
      roundTrips.most = max(roundTrips.most, time)
    }
    let lost = [Endpoint.low, .high].reduce(0) { sum, side in
      // What the receiver did not get either was not the capture's to have.
      sum &+ max(0, (report.missingOctets(side) ?? 0) &- (analysis?.undelivered(side) ?? 0))
    }
    guard lost > 0 else { return }
    missing.octets &+= lost
    missing.connections &+= 1
  }
}

extension FinishedFlow {
  /// What its streams carried takes more room than all else: the protocols' names are enough for a line.
  fileprivate var withoutContent: FinishedFlow {
    guard let application else { return self }
    var flow = self
    var facts = ApplicationFacts()
    facts.protocols = application.protocols
    facts.client = application.client
    flow.application = facts
    return flow
  }
}
