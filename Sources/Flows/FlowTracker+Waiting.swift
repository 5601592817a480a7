import Dissection

/// How a connection's streams end with its flow.
struct StreamsEnding: Sendable {
  /// Sides that were heard.
  var hasLow: Bool
  var hasHigh: Bool
  var ending: StreamEnding
  var place: StreamPlace

  init(_ connection: Connection, at place: StreamPlace) {
    hasLow = connection.low.facts.contains(.started)
    hasHigh = connection.high.facts.contains(.started)
    ending = connection.facts.contains(.reset) ? .reset : .cut
    self.place = place
  }
}

/// A flow of which all is known but what its reader finds once it has what it waits for.
struct ParkedFlow: Sendable {
  var flow: FinishedFlow
  var stream: UInt32
  var ending: StreamsEnding
}

/// Readers that wait for what may be learned elsewhere: secrets, of a key log that grows, of the capture, of other connections.
///
/// What is learned is published between rounds, and then those that wait look again. A flow that ends meanwhile is told only
/// then: so what it tells does not depend on which of the round's flows were looked at first.
extension FlowTracker {
  /// Connections whose readers wait, those of flows that have ended among them.
  public var waitingCount: Int { streams.waitingCount }

  /// Whether any of them has not looked again since it began to wait.
  public var isNewlyWaiting: Bool { streams.newlyWaitingCount > 0 }

  /// Flows that have ended and are not told yet: `finishParked` tells them.
  public var parkedCount: Int { parked.count }

  /// Lets readers that wait look again: all, as something was published, or those only that have not since they began to wait.
  public mutating func reconsider(all: Bool) {
    for (connection, state) in streams.reconsider(all: all) { note(state, connection) }
  }

  /// Tells the flows that have ended while their readers waited, whatever they wait for still.
  public mutating func finishParked() {
    for index in parked.indices {
      parked[index].flow.application = streams.finish(parked[index].stream, parked[index].ending)
      finished.append(parked[index].flow)
    }
    parked = []
  }

  /// Hands on what is held of the flows that are left at the end of the capture (`prepareToFinish`), so that their readers know
  /// all when they look again for the last time.
  public mutating func drainRemaining(frame: Int) {
    for (_, number) in remaining where flows[number].connection != .max {
      let connection = connections[flows[number].connection]
      guard connection.stream != .max, !connection.facts.contains(.unread) else { continue }
      let place = StreamPlace(frame: frame, time: flows[number].lastTime)
      if streams.drain(connection.stream, at: place) { streams.noteWaiting(connection.stream) }
    }
  }

  /// Takes the last of a flow that has ended: what was read of it.
  mutating func finish(_ ended: FinishedFlow, mayPark: Bool) {
    guard let connection = ended.connection, connection.stream != .max else { return finished.append(ended) }
    var done = ended
    if connection.facts.contains(.unread) {
      done.application = streams.take(told: connection.stream)
      return finished.append(done)
    }
    let ending = StreamsEnding(connection, at: StreamPlace(frame: done.finalFrame, time: done.flow.lastTime))
    if streams.drain(connection.stream, at: ending.place), mayPark {
      streams.detach(connection.stream)
      streams.noteWaiting(connection.stream)
      return parked.append(ParkedFlow(flow: done, stream: connection.stream, ending: ending))
    }
    done.application = streams.finish(connection.stream, ending)
    finished.append(done)
  }
}
