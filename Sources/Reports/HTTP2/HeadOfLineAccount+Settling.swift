import ApplicationModel
import PacketModel

/// What remains of events of a capture that has the lost octets' first copies.
///
/// There each repair seems to hold up all that was sent behind it. But a stream waited for the last of several repairs; and
/// where octets of its own before were lost as well, it waited for others' only from when its own had come.
extension HeadOfLineAccount {
  private struct Direction: Hashable {
    var stream: Int
    var sender: Endpoint
  }

  /// What is known of later repairs, while events are looked at from the last to the first.
  private struct Later {
    /// Frames with which streams began to wait for them.
    var starts: [Direction: Set<Int>] = [:]
    /// The first copies of streams' own octets that came later.
    var own: [Direction: Int] = [:]

    func explains(_ held: HTTP2HeadOfLine.Held, from sender: Endpoint) -> Bool {
      let direction = Direction(stream: held.stream, sender: sender)
      if starts[direction]?.contains(held.first.frame) == true { return true }
      guard let original = own[direction] else { return false }
      return original <= held.first.frame
    }

    mutating func note(_ event: Event) {
      for held in event.model.held {
        starts[Direction(stream: held.stream, sender: event.model.sender), default: []].insert(held.first.frame)
      }
      guard let original = event.original else { return }
      for stream in event.model.lost {
        let direction = Direction(stream: stream, sender: event.model.sender)
        own[direction] = min(own[direction] ?? original, original)
      }
    }
  }

  /// When streams' own octets came, while events are looked at from the first to the last.
  private struct Earlier {
    private var own: [Direction: [(original: Int, time: Timestamp)]] = [:]

    /// Who began to wait before its own octets had come began when they did.
    func adjust(_ held: inout HTTP2HeadOfLine.Held, in event: HTTP2HeadOfLine.Event) {
      let repairs = own[Direction(stream: held.stream, sender: event.sender)] ?? []
      for repair in repairs.reversed() {
        guard repair.time > held.first.time else { return }
        guard repair.original <= held.first.frame else { continue }
        held.first.time = repair.time
        held.delay = max(0, event.point.time.nanoseconds(since: repair.time))
        return
      }
    }

    mutating func note(_ event: Event) {
      guard let original = event.original else { return }
      for stream in event.model.lost {
        own[Direction(stream: stream, sender: event.model.sender), default: []].append((original, event.model.point.time))
      }
    }
  }

  static func settled(_ events: [Event]) -> [Event] {
    var settled = events
    var later = Later()
    for index in settled.indices.reversed() where settled[index].basis == .retransmission {
      let sender = settled[index].model.sender
      settled[index].model.held.removeAll { later.explains($0, from: sender) }
      later.note(events[index])
    }
    var earlier = Earlier()
    for index in settled.indices where settled[index].basis == .retransmission {
      let event = settled[index].model
      for place in event.held.indices { earlier.adjust(&settled[index].model.held[place], in: event) }
      settled[index].model.held.removeAll { $0.delay == 0 }
      earlier.note(settled[index])
    }
    return settled.filter { !$0.model.held.isEmpty || $0.model.omittedHeld > 0 }
  }
}
