public import Flows

/// Which HTTP/2 connections a user wants. What is empty asks for nothing.
public struct HTTP2Filter: ViewFilter {
  public var flows: Set<FlowOrder> = []
  /// In lower case, without port. One with a dot in front stands for its subdomains.
  public var hosts: [String] = []

  public init() {}

  public func matches(_ view: HTTP2View) -> Bool {
    guard matches(view.conversation.finished.order) else { return false }
    guard !hosts.isEmpty else { return true }
    guard let name = view.authority?.lowercased() else { return false }
    let host = name.last == "]" ? name : name.split(separator: ":").first.map(String.init) ?? name
    return hosts.contains { $0.hasPrefix(".") ? host.hasSuffix($0) : host == $0 }
  }
}
