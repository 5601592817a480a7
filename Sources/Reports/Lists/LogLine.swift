import PacketModel

/// A line of a list of what connections carried. Small: all of a run's are kept until they can be put in order.
public struct LogLine: Sendable {
  public let order: ViewOrder
  let start: Timestamp
  /// Something is not known of it, or odd.
  let isDoubtful: Bool
  /// Its cells with tabs between them, of which they have none.
  private let text: [UInt8]

  /// `cells` in the order of the columns; behind them what the line is about, and what is remarkable.
  init(_ order: ViewOrder, start: Timestamp, isDoubtful: Bool, cells: [String]) {
    self.order = order
    self.start = start
    self.isDoubtful = isDoubtful
    text = Array(cells.joined(separator: "\t").utf8)
  }

  var cells: [String] {
    text.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }
}
