import Dispatch
import Synchronization
import Testing

@testable import Capture

@Suite("A bounded queue between two threads")
struct BoundedQueueTests {
  /// Another thread, to wait for.
  private static func thread(_ body: @escaping @Sendable () -> Void) -> DispatchGroup {
    let group = DispatchGroup()
    DispatchQueue(label: "test").async(group: group) { body() }
    return group
  }

  private static func isDone(_ group: DispatchGroup, within milliseconds: Int = 10_000) -> Bool {
    group.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
  }

  @Test("what goes in comes out, in order, however small the queue", arguments: [1, 3, 64])
  func order(capacity: Int) {
    let queue = BoundedQueue<Int>(capacity: capacity)
    let putting = Self.thread {
      for number in 0..<1000 { queue.put(number) }
      queue.end()
    }
    var taken: [Int] = []
    while case .element(let number) = queue.take(waiting: 10_000) {
      taken.append(number)
      #expect(queue.count <= capacity)
    }
    #expect(taken == Array(0..<1000))
    #expect(Self.isDone(putting))
  }

  @Test("who puts in waits for room")
  func pressure() {
    let queue = BoundedQueue<Int>(capacity: 2)
    let put = Atomic<Int>(0)
    let putting = Self.thread {
      for number in 0..<3 {
        queue.put(number)
        put.store(number + 1, ordering: .releasing)
      }
    }
    #expect(!Self.isDone(putting, within: 50))
    #expect(put.load(ordering: .acquiring) == 2)
    guard case .element(0) = queue.take(waiting: 0) else {
      Issue.record("not the first")
      return
    }
    #expect(Self.isDone(putting))
    #expect(queue.count == 2)
  }

  @Test("what weighs little does not wait for what weighs much; who is told to goes in all the same")
  func weights() {
    let queue = BoundedQueue<Int>(capacity: 10) { $0 }
    for _ in 0..<10 { queue.put(1) }
    let putting = Self.thread {
      queue.put(20)
      queue.put(20)
    }
    #expect(!Self.isDone(putting, within: 50))
    #expect(queue.count == 10)
    queue.widen()
    #expect(Self.isDone(putting))
    #expect(queue.count == 12)
  }

  @Test("nothing comes of an empty queue, in the time given")
  func nothing() {
    let queue = BoundedQueue<Int>(capacity: 1)
    guard case .nothing = queue.take(waiting: 1) else {
      Issue.record("something came")
      return
    }
  }

  @Test("the end wakes who waits for an element, and stays")
  func endWakesTaker() {
    let queue = BoundedQueue<Int>(capacity: 1)
    let ends = Atomic<Int>(0)
    let takers = (0..<2).map { _ in
      Self.thread { if case .end = queue.take() { ends.add(1, ordering: .relaxed) } }
    }
    queue.end()
    queue.end()
    #expect(takers.allSatisfy { Self.isDone($0) })
    #expect(ends.load(ordering: .relaxed) == 2)
    guard case .end = queue.take() else {
      Issue.record("no end")
      return
    }
  }

  @Test("the end wakes who waits for room; what was put in before is still handed out")
  func endWakesPutter() {
    let queue = BoundedQueue<Int>(capacity: 1)
    queue.put(1)
    let refused = Atomic<Int>(0)
    let putters = (0..<2).map { _ in Self.thread { if !queue.put(2) { refused.add(1, ordering: .relaxed) } } }
    queue.end()
    #expect(putters.allSatisfy { Self.isDone($0) })
    #expect(refused.load(ordering: .relaxed) == 2)
    #expect(!queue.put(3))
    guard case .element(1) = queue.take() else {
      Issue.record("not what was put in before")
      return
    }
    guard case .end = queue.take() else {
      Issue.record("no end")
      return
    }
  }
}
