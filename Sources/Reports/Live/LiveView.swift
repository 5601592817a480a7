public import Analysis
public import Flows
import PacketModel

/// A live capture on a terminal: what keys were pressed, what is known, and the lines of a screen that come of it.
///
/// Pure: it neither reads keys nor draws. Its owner asks the analysis for what `request` says, hands the answer to `update`,
/// keys to `press`, and puts what `screen` answers on the terminal.
public struct LiveView: Sendable {
  /// What fills the screen.
  enum Page: Hashable, Sendable { case overview, exchanges, flow, help }

  let style: TextStyle
  let title: LiveTitle
  let redaction: Redaction
  /// What goes on, and what is shown instead while the view is paused.
  private var current = LiveModel()
  private var paused: LiveModel?
  /// Pages on top of the overview, the uppermost last.
  var pages: [Page] = []
  var order = SurveyRequest.Order.rate
  var onlyConcerned = false
  var filter = LiveFilter()
  /// Keys go into the filter.
  var isTyping = false
  var chosenFlow: FlowOrder?
  var chosenExchange: LiveExchange?
  var opened: FlowOrder?
  /// Lines of a page that stand above the screen.
  var scroll = 0
  /// Of the last screen: lines that the page had in all, and had room for.
  var extent = (lines: 0, room: 0)

  /// Flows asked for: more than the tallest screen has lines.
  static let mostFlows = 200

  public init(style: TextStyle, title: LiveTitle, redaction: Redaction = Redaction()) {
    self.style = style
    self.title = title
    self.redaction = redaction
  }

  /// What the next survey should tell.
  public var request: SurveyRequest {
    var request = SurveyRequest()
    request.order = order
    request.limit = Self.mostFlows
    request.onlyConcerned = onlyConcerned
    request.opened = opened
    if !filter.isEmpty {
      let filter = filter
      request.matches = { filter.matches($0) }
    }
    return request
  }

  /// Takes a snapshot, and the exchanges that ended since the one before, the oldest first. `clock` is the host's in
  /// nanoseconds, for rates that fall when nothing comes.
  public mutating func update(_ snapshot: LiveSnapshot, exchanges: [LiveExchange], at clock: Int64? = nil) {
    current.update(snapshot, exchanges, opened: opened, at: clock)
    // A flow opened while all stands still is shown as it was then.
    if paused?.opened == nil, let found = current.opened { paused?.show(found) }
  }

  var model: LiveModel { paused ?? current }
  var page: Page { pages.last ?? .overview }
  public var isPaused: Bool { paused != nil }

  /// The flows of the table, in its order.
  var flows: [FlowGlimpse] { model.flows(by: order, onlyConcerned: onlyConcerned, filter) }

  mutating func pause() { paused = paused == nil ? current : nil }

  /// A flow on a page of its own. What is shown of it stands still like all else while the view is paused.
  mutating func open(_ flow: FlowOrder) {
    if opened != flow {
      current.forgetOpened()
      paused?.forgetOpened()
    }
    opened = flow
    pages.append(.flow)
    scroll = 0
  }
}
