import ApplicationModel
import PacketModel

/// What remains of events of a capture that has the lost octets' first copies.
///
/// There each repair seems to hold up all that was sent behind it. But a stream waited for the last of several repairs, and it did
/// not wait for others' where octets of its own before were lost as well, and came later.
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
      return original < held.first.frame
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

  static func settled(_ events: [Event]) -> [Event] {
    var settled = events
    var later = Later()
    for index in settled.indices.reversed() where settled[index].basis == .retransmission {
      let sender = settled[index].model.sender
      settled[index].model.held.removeAll { later.explains($0, from: sender) }
      later.note(settled[index])
    }
    return settled.filter { !$0.model.held.isEmpty || $0.model.omittedHeld > 0 }
  }
}
