import ApplicationModel
import PacketModel

/// Whether a call was done in the time that its client gave it (`grpc-timeout`).
struct GRPCDeadline {
  enum Outcome: String, Hashable {
    case met
    /// The server gave DEADLINE_EXCEEDED.
    case exceeded
    /// The client gave up when the time was over: it reset the stream.
    case cancelled
    /// All of the response came, but later.
    case late
  }

  /// Nanoseconds.
  let timeout: Int64
  /// Nothing where the capture does not tell.
  let outcome: Outcome?

  /// Nothing where the client set none.
  init?(_ call: borrowing GRPCCall, _ exchange: borrowing HTTPExchange, _ stream: HTTP2Stream?, server: Endpoint) {
    guard let timeout = call.timeout, let request = exchange.request?.message else { return nil }
    self.timeout = timeout
    let start = request.first.time
    if call.status == Self.deadlineExceeded {
      outcome = .exceeded
    } else if let response = exchange.response?.message, response.isComplete {
      outcome = response.last.time.nanoseconds(since: start) <= timeout ? .met : .late
    } else if let reset = stream?.reset, reset.sender != server, reset.code == .cancel,
      reset.point.time.nanoseconds(since: start) >= timeout - min(timeout, max(Self.tolerance, timeout / 20))
    {
      outcome = .cancelled
    } else {
      outcome = nil
    }
  }

  static let deadlineExceeded = 4
  /// Nanoseconds that the client's clock began before its request was captured: the timeout it sends is what was left then.
  private static let tolerance: Int64 = 10_000_000
}

extension GRPCDeadline.Outcome {
  /// In front of "of 200 ms".
  var words: String {
    switch self {
    case .met: "within the deadline"
    case .exceeded: "exceeded the deadline"
    case .cancelled: "cancelled at the deadline"
    case .late: "done after the deadline"
    }
  }
}
