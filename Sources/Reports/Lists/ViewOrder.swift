import Flows

/// What connections carried, by the frames of its first octets.
public struct ViewOrder: Hashable, Comparable, Sendable {
  var frame: Int
  var flow: FlowOrder
  var log: Int
  var index: Int

  public static func < (a: ViewOrder, b: ViewOrder) -> Bool {
    (a.frame, a.flow, a.log, a.index) < (b.frame, b.flow, b.log, b.index)
  }
}
