import Dispatch
import Synchronization

/// Hands elements from one thread to another, a few of them at most waiting between the two: who puts in more waits.
final class BoundedQueue<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var isEnded = false
  }

  private let state = Mutex(State())
  /// Counted from 0 up, for a semaphore may not end below where it began.
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  init(capacity: Int) {
    for _ in 0..<max(1, capacity) { free.signal() }
  }

  /// Waits for room. Answers false when the queue has ended: then the element is not taken.
  @discardableResult
  func put(_ element: Element) -> Bool {
    free.wait()
    let isTaken = state.withLock { state in
      if !state.isEnded { state.elements.append(element) }
      return !state.isEnded
    }
    // Whoever else waits for room must learn of the end, too.
    if isTaken { filled.signal() } else { free.signal() }
    return isTaken
  }

  enum Taken {
    case element(Element)
    /// None came in time.
    case nothing
    /// None will come any more.
    case end
  }

  /// The next element, waited for as long, at most; forever when absent. What was put in before the end is still handed out.
  func take(waiting milliseconds: Int? = nil) -> Taken {
    let until = milliseconds.map { DispatchTime.now() + .milliseconds($0) } ?? .distantFuture
    guard filled.wait(timeout: until) == .success else { return .nothing }
    let element = state.withLock { $0.elements.isEmpty ? nil : $0.elements.removeFirst() }
    guard let element else {
      filled.signal()
      return .end
    }
    free.signal()
    return .element(element)
  }

  /// No more is put in; who waits on either side is woken.
  func end() {
    let isFirst = state.withLock { state in
      defer { state.isEnded = true }
      return !state.isEnded
    }
    guard isFirst else { return }
    filled.signal()
    free.signal()
  }

  /// Lets `more` elements wait beyond the capacity, for good.
  func widen(by more: Int) { for _ in 0..<more { free.signal() } }

  /// Whether nothing more can be put in.
  var isEnded: Bool { state.withLock { $0.isEnded } }

  /// Elements that wait.
  var count: Int { state.withLock { $0.elements.count } }
}
