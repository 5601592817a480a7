import ApplicationModel
public import Flows
import PacketModel

/// Which exchanges a user wants. What is empty asks for nothing.
public struct ExchangeFilter: ViewFilter {
  public var flows: Set<FlowOrder> = []
  public var statuses: [StatusPattern] = []
  /// Nanoseconds; an exchange passes that took longer, or has taken longer when the capture ends without an answer.
  public var slowerThan: Int64?
  /// In lower case, without port. One with a dot in front stands for its subdomains.
  public var hosts: [String] = []
  /// Methods are compared as they are: case matters in them (RFC 9110 §9.1).
  public var methods: Set<String> = []
  /// HTTP/2's streams.
  public var streams: Set<Int> = []

  /// "404" or "5xx"; "none" where there is no response.
  public struct StatusPattern: Hashable, Sendable {
    public var range: ClosedRange<Int>?

    public init?(_ text: String) {
      let text = text.lowercased()
      if text == "none" {
        range = nil
      } else if text.utf8.count == 3, text.hasSuffix("xx"), let digit = text.first?.wholeNumberValue, (1...9).contains(digit) {
        range = digit * 100...digit * 100 + 99
      } else if text.utf8.count == 3, let status = Int(text), status >= 100 {
        range = status...status
      } else {
        return nil
      }
    }
  }

  public init() {}

  public func matches(_ view: ExchangeView) -> Bool {
    guard matches(view.conversation.finished.order) else { return false }
    if !statuses.isEmpty {
      let status = view.status
      guard
        statuses.contains(where: { pattern in
          guard let range = pattern.range, let status else { return pattern.range == nil && status == nil }
          return range.contains(status)
        })
      else { return false }
    }
    if let slowerThan, view.leastTotal <= slowerThan { return false }
    if !methods.isEmpty {
      guard let method = view.method, methods.contains(method) else { return false }
    }
    if !streams.isEmpty {
      guard let stream = view.exchange.stream, streams.contains(stream) else { return false }
    }
    guard !hosts.isEmpty else { return true }
    let host = view.host
    return hosts.contains { $0.hasPrefix(".") ? host.hasSuffix($0) : host == $0 }
  }
}
