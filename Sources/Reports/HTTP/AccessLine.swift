import ApplicationModel
import Flows
import PacketModel

/// An exchange as a line of an access log.
extension LogLine {
  /// Client, status, wait, total, size of request and of response, method, flow, frames, URL, remarks.
  public init(_ view: ExchangeView) {
    let frames = view.firstFrame == view.lastFrame ? "\(view.firstFrame)" : "\(view.firstFrame)-\(view.lastFrame)"
    let found = ExchangeRemarks(view: view)
    let cells = [
      view.conversation.clientText, Self.status(view), Self.time(view.timing.wait, atLeast: view.leastWait),
      Self.time(view.timing.total, atLeast: view.isUnanswered ? view.leastTotal : nil),
      Self.size(view.exchange.request?.message), Self.size(view.exchange.response?.message),
      view.method.map { SafeText.escape($0) } ?? "-", FlowRecord.id(view.flow.firstFrame, depth: view.flow.depth), frames,
      view.shownURL ?? view.shownAuthority ?? "-", found.clauses.joined(separator: "; "),
    ]
    self.init(view.order, start: view.start, isDoubtful: found.isDoubtful, cells: cells)
  }

  private static func status(_ view: ExchangeView) -> String {
    if let status = view.status { return String(status) }
    return view.number == nil ? "ws" : "-"
  }

  /// "12.3 ms", ">12.3 ms" for what had not ended yet.
  private static func time(_ known: Int64?, atLeast least: Int64?) -> String {
    if let known { return HumanUnits.duration(known) }
    return least.map { ">" + HumanUnits.duration($0) } ?? "-"
  }

  /// Decoded; "-" without a body.
  private static func size(_ message: HTTPMessage?) -> String {
    guard let message, message.framing != .none || message.bodyOctets > 0 else { return "-" }
    return HumanUnits.size(message.bodyOctets)
  }
}

extension ExchangeView {
  /// Of a request whose target header compression hides: whom it is for, where that is known.
  var shownAuthority: String? {
    guard let request = exchange.request, let authority = RequestURI(request, in: log).authority else { return nil }
    return "\(scheme)://\(NetworkText.safe(authority))/?"
  }

  /// The URL without its secrets, fit for a terminal.
  var shownURL: String? { url.map { NetworkText.safe(conversation.redaction.target($0[...])) } }
}
