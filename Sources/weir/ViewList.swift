import Reports
import Synchronization

/// What connections carried as it will be printed, added by the workers in any order, written in one that does not depend on
/// them.
final class ViewList: Sendable {
  enum Form { case line, transcript, json }

  let form: Form
  let style: TextStyle
  private let state: Mutex<State>

  private struct State {
    var items: [Item] = []
    var table: LogTable
    var isEmpty = true
  }

  struct Item: Sendable {
    var order: ViewOrder
    /// What to sort by, the greatest first; nothing is least.
    var weight: Int64?
    var content: Content
  }

  enum Content: Sendable {
    case line(LogLine)
    case text([UInt8])
  }

  init(_ form: Form, _ table: LogTable, _ style: TextStyle) {
    self.form = form
    self.style = style
    state = Mutex(State(table: table))
  }

  var isEmpty: Bool { state.withLock { $0.isEmpty } }

  func add(_ items: [Item]) {
    state.withLock { state in
      state.items += items
      state.isEmpty = false
    }
  }

  /// Writes what has been added since the last time, in order.
  func write(to output: Output) throws {
    try state.withLock { state in
      var items: [Item] = []
      swap(&items, &state.items)
      guard !items.isEmpty else { return }
      items.sort { a, b in
        guard a.weight == b.weight else { return (a.weight ?? -1) > (b.weight ?? -1) }
        return a.order < b.order
      }
      for case .line(let line) in items.lazy.map(\.content) { state.table.measure(line) }
      if form == .line, output.isTerminal { try output.write(Array(state.table.head.utf8)) }
      var text: [UInt8] = []
      for (index, item) in items.enumerated() {
        switch item.content {
        case .line(let line): state.table.write(line, to: &text)
        case .text(let written):
          if form == .transcript, index > 0 { text.append(UInt8(ascii: "\n")) }
          text += written
        }
        if text.count > Self.enough {
          try output.write(text)
          text.removeAll(keepingCapacity: true)
        }
      }
      try output.write(text)
    }
  }

  private static let enough = 1 << 16
}
