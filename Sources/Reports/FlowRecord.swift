public import Analysis
import ApplicationModel
public import Flows
public import PacketModel

/// Writes a flow as the contract has it (`weir.report/1`, `flows[]`).
public enum FlowRecord {
  /// Writes the flow's members into an object already open.
  public static func write(
    _ finished: borrowing FinishedFlow, _ tables: FlowTables, _ redaction: Redaction = Redaction(), to json: inout JSONWriter
  ) {
    let flow = finished.flow
    let roles = finished.roles
    let client = roles.client
    json.quoted("id", room: idRoom) { appendID(flow.firstFrame, depth: flow.depth, to: &$0) }
    json.quoted("community_id", room: CommunityID.length) {
      CommunityID.append(flow.key, originator: flow.originator, to: &$0)
    }
    json.member("transport", word: transportName(flow.key.transport))
    let applications = finished.application?.protocols ?? []
    json.array("layers") { json in
      if Int(flow.path) < tables.layers.count {
        for name in tables.layers[Int(flow.path)] { json.element(word: name) }
      }
      for id in applications { json.element(word: id.name) }
    }
    json.member("application", word: applications.last?.name)
    json.object("client") { endpoint(client, of: flow, to: &$0) }
    json.object("server") { endpoint(client.other, of: flow, to: &$0) }
    json.member("roles_from", word: roles.evidence.rawValue)
    encapsulation(flow.route, tables, to: &json)
    json.member("first_frame", flow.firstFrame)
    json.member("last_frame", flow.lastFrame)
    json.member("start", flow.firstTime)
    json.member("duration_s", nanoseconds: flow.lastTime.nanoseconds(since: flow.firstTime))
    sides("packets", client, flow.low.packets, flow.high.packets, to: &json)
    sides("bytes", client, flow.low.octets, flow.high.octets, to: &json)
    sides("payload_bytes", client, flow.low.payloadOctets, flow.high.payloadOctets, to: &json)
    if let fragments = finished.fragments {
      json.object("fragments") { json in
        sides("frames", client, fragments.low.frames, fragments.high.frames, to: &json)
        sides("bytes", client, fragments.low.octets, fragments.high.octets, to: &json)
      }
    }
    json.member("ended_by", word: endingName(flow.ending))
    if flow.key.transport == .icmp || flow.key.transport == .icmpv6 { icmp(flow, client, to: &json) }
    if flow.icmpErrors > 0 { icmpErrors(flow, to: &json) }
    let analysis = finished.analysis
    let report = ConnectionReport(finished, client: client)
    if let report {
      json.object("tcp") { ConnectionRecord.write(report, flow, analysis, client: client, to: &$0) }
    }
    if let facts = finished.application {
      ApplicationRecord.write(facts, analysis, client: client, connection: report, redaction, to: &json)
    }
  }

  /// "17", or "17.1" for a flow inside a tunnel, one number a tunnel deep.
  public static func id(_ frame: Int, depth: UInt8) -> String { depth == 0 ? String(frame) : "\(frame).\(depth)" }

  /// Octets that an id takes at most.
  private static let idRoom = decimalRoom + 4

  private static func appendID(_ frame: Int, depth: UInt8, to output: inout OutputSpan<UInt8>) {
    appendDecimal(frame, to: &output)
    guard depth > 0 else { return }
    output.append(UInt8(ascii: "."))
    appendDecimal(Int(depth), to: &output)
  }

  public static func transportName(_ transport: IPProtocol) -> String {
    switch transport {
    case .tcp: "tcp"
    case .udp: "udp"
    case .udpLite: "udp_lite"
    case .icmp: "icmp"
    case .icmpv6: "icmpv6"
    case .sctp: "sctp"
    default: LayerKey.ipProtocol(transport).slug
    }
  }

  static func hasPorts(_ transport: IPProtocol) -> Bool {
    transport == .tcp || transport == .udp || transport == .udpLite || transport == .sctp
  }

  // MARK: - Parts

  static func endpoint(_ side: Endpoint, of flow: Flow, to json: inout JSONWriter) {
    json.member("address", side == .low ? flow.key.lowAddress : flow.key.highAddress, flow.key.version)
    if hasPorts(flow.key.transport) { json.member("port", Int(side == .low ? flow.key.lowPort : flow.key.highPort)) }
    if let mac = flow[side].mac { json.member("mac", mac) }
  }

  private static func sides(_ key: String, _ client: Endpoint, _ low: Int, _ high: Int, to json: inout JSONWriter) {
    json.member(key, client: client == .low ? low : high, server: client == .low ? high : low)
  }

  /// The VLAN tags of the flow's own link layer, and the tunnels it came through from the outside in.
  private static func encapsulation(_ route: UInt32, _ tables: FlowTables, to json: inout JSONWriter) {
    guard route != 0 else { return }
    let chain = tables.routes.chain(of: route)
    let tunnels = chain.filter { $0.layer != .vlan }
    let innermost = chain.lastIndex { $0.layer != .vlan }.map { $0 + 1 } ?? 0
    let tags = chain[innermost...].compactMap(\.identifier)
    if !tags.isEmpty {
      json.array("vlan") { json in
        for tag in tags { json.element(Int(tag)) }
      }
    }
    guard !tunnels.isEmpty else { return }
    json.array("tunnels") { json in
      for tunnel in tunnels {
        json.object { json in
          json.member("protocol", tunnel.layer.name)
          json.member("identifier", tunnel.identifier.map(Int.init))
          if let ends = tunnel.ends {
            json.member("source", ends.source, ends.version)
            json.member("destination", ends.destination, ends.version)
          }
        }
      }
    }
  }

  /// Type and code are in the places of ports: of a query the types of both directions, else type and code.
  private static func icmp(_ flow: Flow, _ client: Endpoint, to json: inout JSONWriter) {
    json.object("icmp") { json in
      let isOriginatorLow = flow.originator == .low
      json.member("type", Int(isOriginatorLow ? flow.key.lowPort : flow.key.highPort))
      // Of a message that stands alone the number tells the directions apart and means nothing else.
      if !CommunityID.isOneWay(flow.key, originator: flow.originator) {
        json.member("identifier", Int(flow.key.discriminator))
      }
    }
  }

  private static func icmpErrors(_ flow: Flow, to json: inout JSONWriter) {
    json.object("icmp_errors") { json in
      json.member("count", Int(flow.icmpErrors))
      json.member("frame", flow.icmpErrorFrame)
      json.member("type", Int(flow.icmpErrorType))
      json.member("code", Int(flow.icmpErrorCode))
    }
  }

  private static func endingName(_ ending: Flow.Ending) -> String {
    switch ending {
    case .captureEnd: "capture_end"
    case .idle: "idle"
    case .closed: "closed"
    case .reused: "reused"
    case .evicted: "evicted"
    }
  }
}
