public import Flows
import PacketModel

/// Which handshakes a user wants. What is empty asks for nothing.
public struct HandshakeFilter: ViewFilter {
  public var flows: Set<FlowOrder> = []
  /// In lower case. One with a dot in front stands for its subdomains.
  public var names: [String] = []
  /// Nanoseconds; a handshake passes that took longer, or has taken longer where it did not come to its end.
  public var slowerThan: Int64?
  public var isFailed = false

  public init() {}

  public func matches(_ view: HandshakeView) -> Bool {
    guard matches(view.conversation.finished.order) else { return false }
    if isFailed, view.outcome != .failed { return false }
    if let slowerThan {
      guard let time = view.leastHandshake, time > slowerThan else { return false }
    }
    guard !names.isEmpty else { return true }
    guard let name = view.serverName?.lowercased() else { return false }
    return names.contains { $0.hasPrefix(".") ? name.hasSuffix($0) : name == $0 }
  }
}
