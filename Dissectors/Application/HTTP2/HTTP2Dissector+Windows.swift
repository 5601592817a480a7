import ApplicationModel
import Dissection
import PacketModel

/// Flow control, followed on both sides (RFC 9113 §5.2, §6.9): how much room each sender has, and when it had none.
extension HTTP2Dissector {
  /// DATA takes room: on its stream and on the connection.
  mutating func spend(_ header: HTTP2FrameHeader, _ stream: Int, _ isRequest: Bool, _ point: StreamPoint) {
    if header.length > 0 { tellWaits(stream, isRequest) }
    spendConnection(header.length, isRequest, point)
    streams[stream].halves[isRequest.side].room &-= header.length
    if knowsWindows, streams[stream].halves[isRequest.side].room < 0, header.length > 0 {
      violations.note(.overrunWindow, by: role(isRequest), in: point.frame)
    }
    if !header.endsStream { noteRoom(stream, isRequest, point) }
  }

  mutating func spendConnection(_ length: Int, _ isRequest: Bool, _ point: StreamPoint) {
    sides[isRequest.side].room &-= length
    guard knowsWindows else { return }
    let room = sides[isRequest.side].room
    sides[isRequest.side].told.minimumWindow = min(sides[isRequest.side].told.minimumWindow ?? .max, room)
    if room < 0, length > 0 { violations.note(.overrunWindow, by: role(isRequest), in: point.frame) }
    if room <= 0, sides[isRequest.side].exhausted == nil { sides[isRequest.side].exhausted = point }
  }

  /// A stream that has more to send may have no room for it.
  mutating func noteRoom(_ stream: Int, _ isRequest: Bool, _ point: StreamPoint) {
    guard knowsWindows, streams[stream].halves[isRequest.side].room <= 0,
      streams[stream].halves[isRequest.side].exhausted == nil
    else { return }
    streams[stream].halves[isRequest.side].exhausted = point
  }

  /// WINDOW_UPDATE: a side gives the other one room.
  mutating func readWindowUpdate(_ id: Int, _ increment: Int, _ isRequest: Bool, _ point: StreamPoint) {
    if increment == 0 { violations.note(.zeroIncrement, by: role(isRequest), in: point.frame) }
    guard id != 0 else {
      sides[isRequest.side].told.connectionIncrement &+= increment
      sides[(!isRequest).side].room = open(sides[(!isRequest).side].room, increment, isRequest, point)
      guard let exhausted = sides[(!isRequest).side].exhausted, sides[(!isRequest).side].room > 0 else { return }
      sides[(!isRequest).side].exhausted = nil
      if sides[(!isRequest).side].standstills.count == HTTP2Side.maximumStandstills {
        sides[(!isRequest).side].standstills.removeFirst()
      }
      return sides[(!isRequest).side].standstills.append((exhausted, point))
    }
    sides[isRequest.side].told.streamIncrement &+= increment
    guard let stream = streams.find(id) else { return }
    streams[stream].halves[(!isRequest).side].room = open(
      streams[stream].halves[(!isRequest).side].room, increment, isRequest, point)
    streams[stream].halves[(!isRequest).side].reopen(by: point)
  }

  private mutating func open(_ room: Int, _ increment: Int, _ isRequest: Bool, _ point: StreamPoint) -> Int {
    let sum = room &+ increment
    // RFC 9113 §6.9.1
    if knowsWindows, sum > Self.maximumWindow { violations.note(.zeroIncrement, by: role(isRequest), in: point.frame) }
    return min(sum, Self.maximumWindow)
  }

  private static let maximumWindow = 0x7fff_ffff

  /// SETTINGS_INITIAL_WINDOW_SIZE changes the room of every stream (RFC 9113 §6.9.2).
  mutating func changeWindow(to size: Int, _ isRequest: Bool, _ point: StreamPoint) {
    let size = min(size, Self.maximumWindow)
    let change = size &- sides[isRequest.side].streamRoom
    sides[isRequest.side].streamRoom = size
    streams.update { stream in
      stream.halves[isRequest.side].room &+= change
      stream.halves[isRequest.side].reopen(by: point)
    }
  }

  /// A stream sends again: what it waited for, windows have told.
  private mutating func tellWaits(_ stream: Int, _ isRequest: Bool) {
    let since = streams[stream].halves[isRequest.side].lastSent
    if let (exhausted, by) = streams[stream].halves[isRequest.side].reopened {
      streams[stream].halves[isRequest.side].reopened = nil
      tell(.stream, streams[stream].id, isRequest, exhausted, by, since: exhausted.time)
    }
    guard sides[isRequest.side].standstills.last.map({ $0.by.time >= since }) ?? false else { return }
    for index in sides[isRequest.side].standstills.indices {
      let (exhausted, by) = sides[isRequest.side].standstills[index]
      guard by.time >= since else { continue }
      tell(.connection, streams[stream].id, isRequest, exhausted, by, since: max(exhausted.time, since))
    }
  }

  private mutating func tell(
    _ window: HTTP2FlowControl.Wait.Window, _ stream: Int, _ isRequest: Bool, _ exhausted: StreamPoint, _ by: StreamPoint,
    since: Timestamp
  ) {
    let delay = by.time.nanoseconds(since: since)
    guard delay > 0 else { return }
    guard session.flowControl.waits.count < HTTP2FlowControl.maximumWaits else {
      session.flowControl.omittedWaits &+= 1
      return
    }
    session.flowControl.waits.append(
      HTTP2FlowControl.Wait(
        stream: stream, sender: sender(isRequest), window: window, exhausted: exhausted, reopened: by, delay: delay))
  }
}

extension HTTP2OpenStream.Half {
  /// Its window may have been opened again.
  fileprivate mutating func reopen(by point: StreamPoint) {
    guard let exhausted, room > 0 else { return }
    self.exhausted = nil
    reopened = (exhausted, point)
  }
}
