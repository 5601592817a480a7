import Analysis
import Capture
import Flows
import Reports

/// Where a live capture shows itself while it goes on: in a view, as lines, or not at all. What the program has to say waits
/// until the view is gone.
final class LiveDisplay {
  private enum Kind {
    case view(LiveTerminal, LiveView)
    case lines
    case none
  }

  private var kind: Kind
  private let interval: Duration
  /// What the last line of figures told, and when.
  private var previous: LiveSnapshot?
  private var shownAt: ContinuousClock.Instant?
  private let started = ContinuousClock.now
  /// Exchanges since the last drawing.
  private var exchanges: [LiveExchange] = []
  /// What could not be said under the view.
  private var waiting: [String] = []

  /// The view is drawn anew so often.
  private static let redrawn = Duration.milliseconds(500)
  /// Lines that wait under the view; the last ones tell how it ended.
  private static let mostWaiting = 200
  /// More than a screen has lines.
  private static let mostExchanges = 500
  /// Of exchanges that end between two rounds, the view can do without some; of lines none is left out.
  var mostExchanges: Int? { if case .view = kind { Self.mostExchanges } else { nil } }

  init(terminal: LiveTerminal, view: LiveView) {
    kind = .view(terminal, view)
    interval = Self.redrawn
  }

  /// Lines every `interval`; none at all without one.
  init(linesEvery interval: Duration?) {
    kind = interval == nil ? .none : .lines
    self.interval = interval ?? .zero
  }

  var wantsExchanges: Bool { if case .none = kind { false } else { true } }

  /// How often figures are wanted; never, when absent.
  var period: Duration? { if case .none = kind { nil } else { interval } }

  var request: SurveyRequest {
    if case .view(_, let view) = kind { return view.request }
    var request = SurveyRequest()
    request.limit = 0
    return request
  }

  // MARK: - While it goes on

  func begin(_ capture: LiveCapture) {
    if case .view = kind { return }
    tell(LiveLines.start(capture.interfaces))
  }

  func readKeys() -> LiveAction {
    guard case .view(let terminal, var view) = kind else { return .none }
    var action = LiveAction.none
    for key in terminal.keys() {
      switch view.press(key) {
      case .none: continue
      case .redraw: if action == .none { action = .redraw }
      case .surveyNow: if action != .quit { action = .surveyNow }
      case .quit: action = .quit
      }
    }
    kind = .view(terminal, view)
    // Who has closed the window wants no more of it.
    return terminal.isLost ? .quit : action
  }

  /// Exchanges that have ended: a line each, or for the view's next drawing.
  func add(_ ended: [LiveExchange], to output: Output) throws {
    switch kind {
    case .view: exchanges = Array((exchanges + ended).suffix(Self.mostExchanges))
    case .lines where !ended.isEmpty:
      for exchange in ended { try output.write(Array((LiveLines.exchange(exchange) + "\n").utf8)) }
      try output.flush()
    case .lines, .none: break
    }
  }

  func show(_ snapshot: LiveSnapshot, to output: Output) throws {
    switch kind {
    case .view(let terminal, var view):
      let clock = (ContinuousClock.now - started) / .nanoseconds(1)
      view.update(snapshot, exchanges: exchanges, at: Int64(clock))
      exchanges = []
      kind = .view(terminal, view)
      redraw()
    case .lines:
      // Figures may have been taken for others, or be what they were.
      guard .now - (shownAt ?? started) >= interval, snapshot.frames != previous?.frames ?? 0 || shownAt == nil else { return }
      try output.write(Array((LiveLines.status(snapshot, since: previous) + "\n").utf8))
      try output.flush()
      (previous, shownAt) = (snapshot, .now)
    case .none: break
    }
  }

  func redraw() {
    guard case .view(let terminal, var view) = kind else { return }
    let size = terminal.size
    terminal.draw(view.screen(width: size.width, height: size.height))
    kind = .view(terminal, view)
  }

  // MARK: - What the program says

  func tell(_ line: String) { say("weir: \(line)\n") }
  func complain(_ message: String) { say("weir: \(SafeText.escape(message))\n") }

  private func say(_ text: String) {
    guard case .view = kind else { return Diagnostics.write(text) }
    if waiting.count == Self.mostWaiting { waiting.removeFirst() }
    waiting.append(text)
  }

  /// Gives the terminal back, and says what waited.
  func close() {
    if case .view(let terminal, _) = kind { terminal.close() }
    kind = .none
    for text in waiting { Diagnostics.write(text) }
    waiting = []
  }
}
