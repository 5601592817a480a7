import ApplicationModel
import PacketModel

/// What a user should know of a flow's gRPC calls: which failed, which took too long, which were no gRPC.
struct GRPCFindings {
  private var statuses: [Int: Int] = [:]
  private var failed: [Int] = []
  private var late: [Int] = []
  private var malformed: [Int] = []
  private var counts = (late: 0, malformed: 0)
  private var gravest: Finding.Severity = .note
  private var firstFault: GRPCCall.Fault?

  /// Frames that a finding names.
  private static let namedFrames = 16

  static func all(_ facts: ApplicationFacts, client: Endpoint) -> [Finding] {
    var findings = GRPCFindings()
    for log in facts.http where !log.calls.isEmpty {
      for index in log.exchanges.indices {
        guard !log.calls.isQuiet(index), let call = log.calls[index] else { continue }
        findings.look(at: call, log.exchanges[index], log.streams[index], client: client)
      }
    }
    return findings.found
  }

  private mutating func look(
    at call: GRPCCall, _ exchange: borrowing HTTPExchange, _ stream: HTTP2Stream?, client: Endpoint
  ) {
    let points = [exchange.request?.message.first, exchange.response?.message.last].compactMap(\.self)
    if let status = call.status, status != 0 {
      statuses[status, default: 0] += 1
      if Self.isServersFault(status) { gravest = .error }
      Self.note(points, &failed)
    }
    let deadline = GRPCDeadline(call, exchange, stream, server: client.other)
    if let outcome = deadline?.outcome, outcome != .met {
      counts.late += 1
      Self.note(outcome == .cancelled ? points + [stream?.reset?.point].compactMap(\.self) : points, &late)
    }
    if let fault = call.fault {
      counts.malformed += 1
      firstFault = firstFault ?? fault
      Self.note([fault.point], &malformed)
    }
  }

  /// What a client cannot help: the like of 5xx.
  private static func isServersFault(_ status: Int) -> Bool {
    switch GRPCCall.name(ofStatus: status) {
    case "UNKNOWN", "RESOURCE_EXHAUSTED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "DEADLINE_EXCEEDED": true
    default: false
    }
  }

  private static func note(_ points: [StreamPoint], _ frames: inout [Int]) {
    for point in points where frames.count < namedFrames && point.frame > 0 && !frames.contains(point.frame) {
      frames.append(point.frame)
    }
  }

  // MARK: - Findings

  private var found: [Finding] {
    var found: [Finding] = []
    if !statuses.isEmpty { found.append(failure) }
    if counts.late > 0 {
      found.append(
        Finding(
          "grpc_deadline_exceeded", .warning,
          counts.late == 1
            ? "A gRPC call was not done within its deadline."
            : "\(counts.late) gRPC calls were not done within their deadlines.",
          frames: late.sorted(), values: [.init("count", .number(counts.late))]))
    }
    if let fault = firstFault {
      let sender = fault.isRequest ? "client" : "server"
      found.append(
        Finding(
          "grpc_malformed", .warning,
          (counts.malformed == 1 ? "A gRPC call breaks" : "\(counts.malformed) gRPC calls break")
            + " the rules for messages: the \(sender)'s \(fault.kind.words).",
          frames: malformed.sorted(),
          values: [.init("count", .number(counts.malformed)), .init("kind", .text(fault.kind.rawValue))]))
    }
    return found
  }

  /// Counted by status, the most frequent first.
  private var failure: Finding {
    let count = statuses.values.reduce(0, +)
    let sorted = statuses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let words = sorted.map { status, times in
      (GRPCCall.name(ofStatus: status) ?? "status \(status)") + (sorted.count > 1 ? " (\(times))" : "")
    }
    let shown = words.prefix(Self.namedStatuses).joined(separator: ", ")
    let more = words.count > Self.namedStatuses ? " and others" : ""
    let values = sorted.prefix(Self.namedStatuses).map { status, times in
      Finding.Entry(GRPCCall.name(ofStatus: status)?.lowercased() ?? "status_\(status)", .number(times))
    }
    return Finding(
      "grpc_error", gravest, (count == 1 ? "A gRPC call failed" : "\(count) gRPC calls failed") + ": \(shown)\(more).",
      frames: failed.sorted(), values: [.init("count", .number(count))] + values)
  }

  /// There are sixteen that have names.
  private static let namedStatuses = 16
}

extension GRPCCall.Fault.Kind {
  /// Of a side's octets.
  var words: String {
    switch self {
    case .badFlag: "message begins with neither 0 nor 1"
    case .truncated: "stream ends inside a message"
    case .noEncoding: "message is compressed, and nothing says how"
    case .damaged: "message is not what its encoding says"
    }
  }
}

extension GRPCCall {
  /// Whether it is known that it was not done as it should.
  var hasFailed: Bool { status.map { $0 != 0 } ?? false || fault != nil }
}
