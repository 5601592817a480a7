public import Flows

/// Which of what connections carried a user wants.
public protocol ViewFilter<View>: Sendable {
  associatedtype View: Sendable

  /// Empty for all.
  var flows: Set<FlowOrder> { get }
  func matches(_ view: View) -> Bool
}

extension ViewFilter {
  /// Whether anything of a flow may pass: asked before it is looked at.
  public func matches(_ flow: FlowOrder) -> Bool { flows.isEmpty || flows.contains(flow) }
}
