import Analysis
import Flows

extension LiveView {
  public mutating func press(_ key: LiveKey) -> LiveAction {
    if key == .redraw { return .redraw }
    // Control-C, where the terminal does not make a signal of it.
    if key == .character("\u{3}") { return .quit }
    if isTyping { return type(key) }
    switch page {
    case .overview: return command(key) ?? choose(key) ?? common(key)
    case .exchanges: return chooseExchange(key) ?? common(key)
    case .flow, .help: return turn(key) ?? common(key)
    }
  }

  // MARK: - Everywhere

  private mutating func common(_ key: LiveKey) -> LiveAction {
    switch key {
    case .character("q"), .character("Q"): return .quit
    case .character(" "), .character("p"), .character("P"):
      pause()
      return .redraw
    case .character("e"), .character("E"):
      return show(.exchanges)
    case .character("?"), .character("h"), .character("H"):
      return show(.help)
    case .escape, .backspace: return back()
    default: return .none
    }
  }

  /// Goes to a page, and away from it when it is there already.
  private mutating func show(_ page: Page) -> LiveAction {
    if self.page == page { return back() }
    pages.removeAll { $0 == page }
    pages.append(page)
    scroll = 0
    return .redraw
  }

  private mutating func back() -> LiveAction {
    scroll = 0
    if let left = pages.popLast() {
      guard left == .flow, !pages.contains(.flow) else { return .redraw }
      opened = nil
      return .redraw
    }
    guard !filter.isEmpty else { return .none }
    filter = LiveFilter()
    return .surveyNow
  }

  // MARK: - The overview

  private mutating func command(_ key: LiveKey) -> LiveAction? {
    switch key {
    case .character("s"), .character(">"): order = order.next
    case .character("S"), .character("<"): order = order.previous
    case .character("t"), .character("T"): onlyConcerned.toggle()
    case .character("/"), .character("f"), .character("F"):
      isTyping = true
      return .redraw
    default: return nil
    }
    return .surveyNow
  }

  private mutating func choose(_ key: LiveKey) -> LiveAction? {
    let flows = flows.map(\.order)
    if key == .enter {
      guard let flow = chosenFlow.flatMap({ flows.contains($0) ? $0 : nil }) ?? flows.first else { return LiveAction.none }
      chosenFlow = flow
      open(flow)
      return .surveyNow
    }
    guard let place = place(key, chosenFlow.flatMap { flows.firstIndex(of: $0) }, flows.count) else { return nil }
    chosenFlow = flows[place]
    return .redraw
  }

  // MARK: - Lists

  private mutating func chooseExchange(_ key: LiveKey) -> LiveAction? {
    let exchanges = model.exchanges
    let chosen = chosenExchange.flatMap { exchanges.firstIndex(of: $0) }
    if key == .enter {
      guard let exchange = chosen.map({ exchanges[$0] }) ?? exchanges.first else { return LiveAction.none }
      chosenExchange = exchange
      open(exchange.flow)
      return .surveyNow
    }
    guard let place = place(key, chosen, exchanges.count) else { return nil }
    chosenExchange = exchanges[place]
    return .redraw
  }

  /// Where a key leads in a list.
  private func place(_ key: LiveKey, _ place: Int?, _ count: Int) -> Int? {
    guard count > 0 else { return nil }
    let page = max(1, extent.room)
    let wanted: Int? =
      switch key {
      case .up: place.map { $0 - 1 } ?? 0
      case .down: place.map { $0 + 1 } ?? 0
      case .pageUp: (place ?? 0) - page
      case .pageDown: (place ?? 0) + page
      case .home: 0
      case .end: count - 1
      default: nil
      }
    return wanted.map { min(max(0, $0), count - 1) }
  }

  /// Turns the pages of a text.
  private mutating func turn(_ key: LiveKey) -> LiveAction? {
    let page = max(1, extent.room - 1)
    switch key {
    case .up: scroll -= 1
    case .down, .enter: scroll += 1
    case .pageUp: scroll -= page
    case .pageDown: scroll += page
    case .home: scroll = 0
    case .end: scroll = extent.lines
    default: return nil
    }
    scroll = min(max(0, scroll), max(0, extent.lines - extent.room))
    return .redraw
  }

  // MARK: - Typing

  private mutating func type(_ key: LiveKey) -> LiveAction {
    switch key {
    case .enter:
      isTyping = false
      return .redraw
    case .escape:
      isTyping = false
      filter = LiveFilter()
      return .surveyNow
    case .backspace:
      guard !filter.text.isEmpty else {
        isTyping = false
        return .redraw
      }
      filter = LiveFilter(String(filter.text.dropLast()))
      return .surveyNow
    case .character(let scalar):
      guard scalar.isASCII, scalar.value >= 0x20, filter.text.count < LiveFilter.longestText else { return .none }
      filter = LiveFilter(filter.text + String(scalar))
      return .surveyNow
    case .up, .down, .pageUp, .pageDown, .home, .end: return choose(key) ?? .none
    case .redraw: return .redraw
    }
  }
}
