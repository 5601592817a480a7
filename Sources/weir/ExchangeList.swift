import Reports
import Synchronization

/// Exchanges as they will be printed, added by the workers in any order, written in one that does not depend on them.
final class ExchangeList: Sendable {
  enum Form { case line, transcript, json }

  private let form: Form
  private let sorting: HTTPCommand.Sorting
  private let style: TextStyle
  private let state: Mutex<State>

  private struct State {
    var items: [Item] = []
    var table: AccessTable
    var isEmpty = true
  }

  private struct Item: Sendable {
    var order: ExchangeOrder
    /// What to sort by, the greatest first; nothing is least.
    var weight: Int64?
    var content: Content
  }

  private enum Content: Sendable {
    case line(AccessLine)
    case text([UInt8])
  }

  init(_ form: Form, _ sorting: HTTPCommand.Sorting, _ table: AccessTable, _ style: TextStyle) {
    self.form = form
    self.sorting = sorting
    self.style = style
    state = Mutex(State(table: table))
  }

  var isEmpty: Bool { state.withLock { $0.isEmpty } }

  func add(_ views: [ExchangeView]) {
    let items = views.map { view in
      Item(order: view.order, weight: weight(view), content: content(view))
    }
    state.withLock { state in
      state.items += items
      state.isEmpty = false
    }
  }

  private func weight(_ view: ExchangeView) -> Int64? {
    switch sorting {
    case .time: nil
    case .wait: view.leastWait
    case .total: view.leastTotal
    }
  }

  private func content(_ view: ExchangeView) -> Content {
    switch form {
    case .line: return .line(AccessLine(view))
    case .transcript: return .text(Array(Transcript.text(view, style: style).utf8))
    case .json:
      var text: [UInt8] = []
      ExchangeRecord.writeLine(view, to: &text)
      return .text(text)
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
