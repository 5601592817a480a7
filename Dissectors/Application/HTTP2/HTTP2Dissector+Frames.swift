import ApplicationModel
import Dissection
import Octets
import PacketModel

/// What each frame is, and what those say that belong to the connection (RFC 9113 §6).
extension HTTP2Dissector {
  /// A frame that came whole.
  mutating func read(_ header: HTTP2FrameHeader, _ payload: ByteView, _ isRequest: Bool, _ place: StreamPlace) {
    if sides[isRequest.side].block != nil, header.type != .continuation { interrupt(isRequest, place) }
    guard check(header, isRequest, place.frame) else { return }
    switch header.type {
    case .headers:
      sides[isRequest.side].told.frames.headers &+= 1
      readHeaders(header, payload, isRequest, place)
    case .continuation:
      sides[isRequest.side].told.frames.continuation &+= 1
      readContinuation(header, payload, isRequest, place)
    case .pushPromise:
      sides[isRequest.side].told.frames.pushPromise &+= 1
      readPushPromise(header, payload, isRequest, place)
    case .windowUpdate:
      sides[isRequest.side].told.frames.windowUpdate &+= 1
      readWindowUpdate(header.stream, Int(payload.uint32(at: 0) & 0x7fff_ffff), isRequest, place.point)
    case .rstStream:
      sides[isRequest.side].told.frames.rstStream &+= 1
      readReset(header.stream, HTTP2ErrorCode(rawValue: payload.uint32(at: 0)), isRequest, place)
    case .settings:
      sides[isRequest.side].told.frames.settings &+= 1
      if header.isAcknowledgement { acknowledgeSettings(isRequest, place.point) } else { readSettings(payload, isRequest) }
    case .ping:
      sides[isRequest.side].told.frames.ping &+= 1
      readPing(payload.uint64(at: 0), header.isAcknowledgement, isRequest, place.point)
    case .goAway:
      sides[isRequest.side].told.frames.goAway &+= 1
      readGoAway(payload, isRequest, place.point)
    case .priority:
      sides[isRequest.side].told.frames.priority &+= 1
      add(
        HTTP2PriorityUpdate(
          point: place.point, sender: sender(isRequest), stream: header.stream, priority: Self.priority(payload)))
    case .priorityUpdate:
      sides[isRequest.side].told.frames.priorityUpdate &+= 1
      let stream = Int(payload.uint32(at: 0) & 0x7fff_ffff)
      let field = payload.dropping(4).prefix(HTTP2Priority.maximumField).copied()
      add(
        HTTP2PriorityUpdate(point: place.point, sender: sender(isRequest), stream: stream, priority: .field(field)))
    case .altSvc:
      sides[isRequest.side].told.frames.altSvc &+= 1
      readAlternative(header.stream, payload, isRequest, place.point)
    case .origin:
      sides[isRequest.side].told.frames.origin &+= 1
      readOrigins(payload, isRequest, place.point)
    default: break
    }
  }

  /// A piece of a frame whose payload is not held: DATA, and what nobody reads.
  mutating func read(
    _ header: HTTP2FrameHeader, piece: ByteView, _ offset: Int, _ isRequest: Bool, _ place: StreamPlace
  ) {
    if offset == 0 { begin(header, isRequest, place) }
    if header.type == .data { readData(header, piece, offset, isRequest, place) }
  }

  /// Octets of such a payload that the capture lacks.
  mutating func skip(_ header: HTTP2FrameHeader, _ count: Int, _ offset: Int, _ isRequest: Bool, _ place: StreamPlace) {
    if offset == 0 { begin(header, isRequest, place) }
    if header.type == .data { skipData(header, count, offset, isRequest, place) }
  }

  /// A frame whose payload is not held begins.
  private mutating func begin(_ header: HTTP2FrameHeader, _ isRequest: Bool, _ place: StreamPlace) {
    if sides[isRequest.side].block != nil, header.type != .continuation { interrupt(isRequest, place) }
    guard header.type == .data else { return readUnknown(header, isRequest, place) }
    sides[isRequest.side].told.frames.data &+= 1
    if header.stream == 0 || isIdle(header.stream, isRequest) {
      violations.note(.wrongStream, by: role(isRequest), in: place.frame)
    }
  }

  private mutating func readUnknown(_ header: HTTP2FrameHeader, _ isRequest: Bool, _ place: StreamPlace) {
    if header.type.isRead {
      // Too large to be read: of a header block, the table is lost.
      violations.note(.continuationFlood, by: role(isRequest), in: place.frame)
      if header.type == .headers || header.type == .pushPromise || header.type == .continuation { loseBlock(isRequest) }
      return
    }
    sides[isRequest.side].told.frames.unknown &+= 1
    let point = sides[isRequest.side].cutter.first
    add(
      HTTP2UnknownFrame(
        point: point, sender: sender(isRequest), type: header.type.rawValue, flags: header.flags, stream: header.stream,
        octets: header.length))
  }

  func sender(_ isRequest: Bool) -> Endpoint { isRequest ? client : client.other }
  func role(_ isRequest: Bool) -> StreamRole { isRequest ? .client : .server }

  // MARK: - What is wrong with a frame

  /// Whether a frame has the size and the stream that its type has (RFC 9113 §6). What has not, is not read.
  private mutating func check(_ header: HTTP2FrameHeader, _ isRequest: Bool, _ frame: Int) -> Bool {
    if !header.hasPossibleSize {
      violations.note(.frameSize, by: role(isRequest), in: frame)
      if header.type == .headers || header.type == .pushPromise { loseBlock(isRequest) }
      return false
    }
    if !header.hasPossibleStream {
      violations.note(.wrongStream, by: role(isRequest), in: frame)
      if header.type == .headers || header.type == .pushPromise || header.type == .continuation { loseBlock(isRequest) }
      return false
    }
    if header.type == .rstStream || header.type == .windowUpdate, isIdle(header.stream, isRequest) {
      violations.note(.wrongStream, by: role(isRequest), in: frame)
    }
    return true
  }

  /// Whether a client speaks on a stream of its own that it has not opened (RFC 9113 §5.1). What a server says may stand in the
  /// capture before what it answers.
  private func isIdle(_ stream: Int, _ isRequest: Bool) -> Bool {
    isRequest && stream % 2 == 1 && stream > sides[true.side].highestStream && !sides[true.side].hasLost
  }

  /// A header block that does not go on.
  private mutating func interrupt(_ isRequest: Bool, _ place: StreamPlace) {
    violations.note(.interruptedHeaders, by: role(isRequest), in: place.frame)
    loseBlock(isRequest)
  }

  /// A header block was lost: nobody knows what it put into the table.
  mutating func loseBlock(_ isRequest: Bool) {
    sides[isRequest.side].block = nil
    sides[isRequest.side].decoder.lose()
    sides[isRequest.side].told.hpack.lostBlocks &+= 1
  }

  // MARK: - The connection's own

  /// SETTINGS (RFC 9113 §6.5).
  mutating func readSettings(_ payload: ByteView, _ isRequest: Bool) {
    readSettings(payload, isRequest, sides[isRequest.side].cutter.first)
  }

  mutating func readSettings(_ payload: ByteView, _ isRequest: Bool, _ point: StreamPoint) {
    var settings = HTTP2Settings(point: point, values: [])
    for at in stride(from: 0, to: payload.count &- 5, by: 6) where settings.values.count < HTTP2Settings.maximumValues {
      settings.values.append(HTTP2Settings.Setting(id: payload.uint16(at: at), value: payload.uint32(at: at &+ 2)))
    }
    guard sides[isRequest.side].unacknowledged.count < HTTP2Side.maximumUnacknowledged,
      sides[isRequest.side].told.settings.count < HTTP2Session.maximumEntries
    else {
      knowsWindows = false
      omit("settings")
      return violations.note(.settingsFlood, by: role(isRequest), in: point.frame)
    }
    // Whoever sent the frame size it takes may be sent such frames before it hears of it.
    for setting in settings.values where setting.id == 5 { sides[(!isRequest).side].cutter.allow(Int(setting.value)) }
    sides[isRequest.side].unacknowledged.append(sides[isRequest.side].told.settings.count)
    keptOctets &+= settings.values.count &* MemoryLayout<HTTP2Settings.Setting>.stride
    sides[isRequest.side].told.settings.append(settings)
  }

  /// A side takes the other's settings over: from here on it keeps to them (RFC 9113 §6.5.3).
  mutating func acknowledgeSettings(_ isRequest: Bool, _ point: StreamPoint) {
    guard !sides[(!isRequest).side].unacknowledged.isEmpty else { return }
    let index = sides[(!isRequest).side].unacknowledged.removeFirst()
    sides[(!isRequest).side].told.settings[index].acknowledged = point
    for setting in sides[(!isRequest).side].told.settings[index].values where setting.id == 4 {
      changeWindow(to: Int(setting.value), isRequest, point)
    }
  }

  /// Nanoseconds in which as many PINGs as are listed are more than anybody needs: ten a second for as long.
  private static let floodTime: Int64 = 400_000_000_000

  /// PING (RFC 9113 §6.7).
  private mutating func readPing(_ opaque: UInt64, _ isAnswer: Bool, _ isRequest: Bool, _ point: StreamPoint) {
    if isAnswer {
      let waiting = sides[(!isRequest).side].unacknowledgedPings
      guard let index = waiting.firstIndex(where: { session.pings[$0].opaque == opaque }) else { return }
      session.pings[waiting[index]].acknowledged = point
      sides[(!isRequest).side].unacknowledgedPings.remove(at: index)
      return
    }
    guard session.pings.count < HTTP2Session.maximumEntries else {
      omit("pings")
      // A connection of days has as many without any harm.
      guard let first = session.pings.first?.point.time, let last = session.pings.last?.point.time,
        last.nanoseconds(since: first) < Self.floodTime
      else { return }
      return violations.note(.pingFlood, by: role(isRequest), in: point.frame)
    }
    if sides[isRequest.side].unacknowledgedPings.count < HTTP2Side.maximumUnacknowledged {
      sides[isRequest.side].unacknowledgedPings.append(session.pings.count)
    }
    session.pings.append(HTTP2Ping(point: point, sender: sender(isRequest), opaque: opaque))
  }

  /// GOAWAY (RFC 9113 §6.8).
  private mutating func readGoAway(_ payload: ByteView, _ isRequest: Bool, _ point: StreamPoint) {
    guard session.goAways.count < HTTP2Session.maximumEntries else { return omit("goaway") }
    let debug = payload.dropping(8)
    keptOctets &+= min(debug.count, HTTP2GoAway.maximumDebug)
    session.goAways.append(
      HTTP2GoAway(
        point: point, sender: sender(isRequest), lastStream: Int(payload.uint32(at: 0) & 0x7fff_ffff),
        code: HTTP2ErrorCode(rawValue: payload.uint32(at: 4)), debug: debug.prefix(HTTP2GoAway.maximumDebug).copied(),
        debugOctets: debug.count))
  }

  /// A stream's dependency and weight (RFC 7540 §6.3).
  static func priority(_ octets: ByteView) -> HTTP2Priority {
    let word = octets.uint32(at: 0)
    return .tree(
      dependency: Int(word & 0x7fff_ffff), weight: Int(octets.uint8(at: 4)) &+ 1, isExclusive: word >> 31 == 1)
  }

  /// ALTSVC (RFC 7838 §4).
  private mutating func readAlternative(_ stream: Int, _ payload: ByteView, _ isRequest: Bool, _ point: StreamPoint) {
    let length = Int(payload.uint16(at: 0))
    guard payload.count >= 2 &+ length else { return violations.note(.frameSize, by: role(isRequest), in: point.frame) }
    let origin = payload.dropping(2).prefix(min(length, HTTP2Service.maximumOctets)).copied()
    let value = payload.dropping(2 &+ length).prefix(HTTP2Service.maximumOctets).copied()
    add(
      HTTP2Service(
        point: point, sender: sender(isRequest), kind: .alternative, stream: stream, origin: origin, value: value))
  }

  /// ORIGIN (RFC 8336 §2).
  private mutating func readOrigins(_ payload: ByteView, _ isRequest: Bool, _ point: StreamPoint) {
    var rest = payload
    while rest.count >= 2 {
      let length = Int(rest.uint16(at: 0))
      guard rest.count >= 2 &+ length else { return violations.note(.frameSize, by: role(isRequest), in: point.frame) }
      let origin = rest.dropping(2).prefix(min(length, HTTP2Service.maximumOctets)).copied()
      add(HTTP2Service(point: point, sender: sender(isRequest), kind: .origin, stream: 0, origin: origin, value: []))
      rest = rest.dropping(2 &+ length)
    }
  }

  // MARK: - Lists

  private mutating func add(_ update: HTTP2PriorityUpdate) {
    guard session.priorityUpdates.count < HTTP2Session.maximumEntries else { return omit("priority_updates") }
    if case .field(let octets) = update.priority { keptOctets &+= octets.count }
    session.priorityUpdates.append(update)
  }

  private mutating func add(_ service: HTTP2Service) {
    guard session.services.count < HTTP2Session.maximumEntries else { return omit("services") }
    keptOctets &+= service.origin.count &+ service.value.count
    session.services.append(service)
  }

  private mutating func add(_ frame: HTTP2UnknownFrame) {
    guard session.unknownFrames.count < HTTP2Session.maximumEntries else { return omit("unknown_frames") }
    session.unknownFrames.append(frame)
  }

  mutating func omit(_ list: String) { session.omitted[list, default: 0] &+= 1 }
}

extension HTTP2FrameHeader {
  /// RFC 9113 §6, RFC 7838 §4, RFC 9218 §7.1.
  fileprivate var hasPossibleSize: Bool {
    switch type {
    case .settings: length % 6 == 0 && (!isAcknowledgement || length == 0)
    case .ping: length == 8
    case .priority: length == 5
    case .rstStream, .windowUpdate: length == 4
    case .goAway: length >= 8
    case .priorityUpdate: length >= 4
    case .altSvc: length >= 2
    case .headers: length >= (isPadded ? 1 : 0) &+ (hasPriority ? 5 : 0)
    case .pushPromise: length >= (isPadded ? 5 : 4)
    default: true
    }
  }

  fileprivate var hasPossibleStream: Bool {
    switch type {
    case .headers, .priority, .rstStream, .pushPromise, .continuation: stream != 0
    case .settings, .ping, .goAway, .origin, .priorityUpdate: stream == 0
    default: true
    }
  }
}

extension HTTP2Session {
  /// Octets of memory that its lists take, about.
  var listMemory: Int {
    pings.capacity &* MemoryLayout<HTTP2Ping>.stride &+ goAways.capacity &* MemoryLayout<HTTP2GoAway>.stride
      &+ resets.capacity &* MemoryLayout<HTTP2Reset>.stride &+ pushes.capacity &* MemoryLayout<HTTP2Push>.stride
      &+ priorityUpdates.capacity &* MemoryLayout<HTTP2PriorityUpdate>.stride
      &+ services.capacity &* MemoryLayout<HTTP2Service>.stride
      &+ unknownFrames.capacity &* MemoryLayout<HTTP2UnknownFrame>.stride
      &+ flowControl.waits.capacity &* MemoryLayout<HTTP2FlowControl.Wait>.stride
  }
}
