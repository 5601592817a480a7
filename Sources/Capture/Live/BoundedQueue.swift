import Dispatch
import Synchronization

/// Hands elements from one thread to another, as many waiting between the two as they may weigh: who puts in more waits.
///
/// Not as many as they are: where packets are taken as they come, a hundred chunks hold no more than a full one.
final class BoundedQueue<Element: Sendable>: Sendable {
  private struct State {
    /// From `first` on; those before were taken.
    var elements: [Element?] = []
    var first = 0
    /// What the elements weigh, and what they may.
    var weight = 0
    var capacity: Int
    /// Threads that wait for room.
    var waiting = 0
    var isEnded = false

    var count: Int { elements.count - first }

    mutating func removeFirst() -> Element? {
      guard first < elements.count else { return nil }
      defer {
        elements[first] = nil
        first += 1
        // Not one by one: each time all that wait would be moved.
        if first * 2 > elements.count {
          elements.removeFirst(first)
          first = 0
        }
      }
      return elements[first]
    }
  }

  private enum Put { case taken, full, ended }

  private let state: Mutex<State>
  private let weigh: @Sendable (Element) -> Int
  private let room = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  /// By their number, unless `weigh` says otherwise. An element that is heavier than all may be goes in alone.
  init(capacity: Int, weigh: @escaping @Sendable (Element) -> Int = { _ in 1 }) {
    state = Mutex(State(capacity: capacity))
    self.weigh = weigh
  }

  /// Waits for room. Answers false when the queue has ended: then the element is not taken.
  @discardableResult
  func put(_ element: Element) -> Bool {
    let weight = weigh(element)
    while true {
      let outcome = state.withLock { state -> Put in
        if state.isEnded { return .ended }
        guard state.count == 0 || state.weight + weight <= state.capacity else {
          state.waiting += 1
          return .full
        }
        state.elements.append(element)
        state.weight += weight
        return .taken
      }
      switch outcome {
      case .taken:
        filled.signal()
        return true
      case .ended: return false
      case .full: room.wait()
      }
    }
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
    let element = change { state in
      let element = state.removeFirst()
      state.weight -= element.map(weigh) ?? 0
      return element
    }
    guard let element else {
      filled.signal()
      return .end
    }
    return .element(element)
  }

  /// No more is put in; who waits on either side is woken.
  func end() {
    let isFirst = change { state in
      defer { state.isEnded = true }
      return !state.isEnded
    }
    if isFirst { filled.signal() }
  }

  /// Takes whatever is put in from now on.
  func widen() { change { $0.capacity = .max } }

  /// Whether nothing more can be put in.
  var isEnded: Bool { state.withLock { $0.isEnded } }

  /// Elements that wait.
  var count: Int { state.withLock { $0.count } }

  /// Changes what may make room, and has those who wait for it look again.
  private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
    let (result, waiting) = state.withLock { state in
      defer { state.waiting = 0 }
      return (body(&state), state.waiting)
    }
    for _ in 0..<waiting { room.signal() }
    return result
  }
}
