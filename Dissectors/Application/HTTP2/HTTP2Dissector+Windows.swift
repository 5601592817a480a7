import ApplicationModel
import Dissection
import PacketModel

/// Flow control, followed on both sides (RFC 9113 §5.2, §6.9): how much room each sender has, and when it had none.
extension HTTP2Dissector {
  /// DATA takes room: on its stream and on the connection.
  mutating func spend(_ header: HTTP2FrameHeader, _ stream: Int, _ isRequest: Bool, _ point: StreamPoint) {
    if header.length > 0 { tellWaits(stream, isRequest) }
    spendConnection(header.length, isRequest, point)
    streams[stream][isRequest].room &-= header.length
    if knowsWindows, streams[stream][isRequest].room < 0, header.length > 0 {
      violations.note(.overrunWindow, by: role(isRequest), in: point.frame)
    }
    if !header.endsStream { noteRoom(stream, isRequest, point) }
  }

  mutating func spendConnection(_ length: Int, _ isRequest: Bool, _ point: StreamPoint) {
    self[isRequest].room &-= length
    guard knowsWindows else { return }
    let room = self[isRequest].room
    self[isRequest].told.minimumWindow = min(self[isRequest].told.minimumWindow ?? .max, room)
    if room < 0, length > 0 { violations.note(.overrunWindow, by: role(isRequest), in: point.frame) }
    if room <= 0, self[isRequest].exhausted == nil { self[isRequest].exhausted = point }
  }

  /// A stream that has more to send may have no room for it.
  mutating func noteRoom(_ stream: Int, _ isRequest: Bool, _ point: StreamPoint) {
    guard knowsWindows, streams[stream][isRequest].room <= 0, streams[stream][isRequest].exhausted == nil else { return }
    streams[stream][isRequest].exhausted = point
  }

  /// WINDOW_UPDATE: a side gives the other one room.
  mutating func readWindowUpdate(_ id: Int, _ increment: Int, _ isRequest: Bool, _ point: StreamPoint) {
    if increment == 0 { violations.note(.zeroIncrement, by: role(isRequest), in: point.frame) }
    guard id != 0 else {
      self[isRequest].told.connectionIncrement &+= increment
      self[!isRequest].room = open(self[!isRequest].room, increment, isRequest, point)
      guard let exhausted = self[!isRequest].exhausted, self[!isRequest].room > 0 else { return }
      self[!isRequest].exhausted = nil
      if self[!isRequest].standstills.count == HTTP2Side.maximumStandstills { self[!isRequest].standstills.removeFirst() }
      return self[!isRequest].standstills.append((exhausted, point))
    }
    self[isRequest].told.streamIncrement &+= increment
    guard let stream = streams.find(id) else { return }
    streams[stream][!isRequest].room = open(streams[stream][!isRequest].room, increment, isRequest, point)
    streams[stream][!isRequest].reopen(by: point)
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
    let change = size &- self[isRequest].streamRoom
    self[isRequest].streamRoom = size
    streams.update { stream in
      stream[isRequest].room &+= change
      stream[isRequest].reopen(by: point)
    }
  }

  /// A stream sends again: what it waited for, windows have told.
  private mutating func tellWaits(_ stream: Int, _ isRequest: Bool) {
    let since = streams[stream][isRequest].lastSent
    if let (exhausted, by) = streams[stream][isRequest].reopened {
      streams[stream][isRequest].reopened = nil
      tell(.stream, streams[stream].id, isRequest, exhausted, by, since: exhausted.time)
    }
    guard self[isRequest].standstills.last.map({ $0.by.time >= since }) ?? false else { return }
    for index in self[isRequest].standstills.indices {
      let (exhausted, by) = self[isRequest].standstills[index]
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
