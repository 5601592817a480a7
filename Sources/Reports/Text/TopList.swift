/// The few greatest of many, the greatest first; of equals, those that came first.
struct TopList<Element: Sendable>: Sendable {
  private(set) var elements: [(weight: Int, element: Element)] = []
  /// All that were added.
  private(set) var count = 0
  let limit: Int

  init(limit: Int) { self.limit = limit }

  mutating func add(_ element: @autoclosure () -> Element, weight: Int) {
    count &+= 1
    if elements.count == limit {
      guard let last = elements.last, last.weight < weight else { return }
      elements.removeLast()
    }
    let place = elements.firstIndex { $0.weight < weight } ?? elements.count
    elements.insert((weight, element()), at: place)
  }
}
