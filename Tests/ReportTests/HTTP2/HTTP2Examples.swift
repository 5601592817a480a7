import ApplicationModel
import PacketModel

@testable import Flows
@testable import Reports

/// HTTP/2 connections written by hand. The low end is the client.
enum HTTP2Examples {
  static func point(_ frame: Int, _ milliseconds: Int64) -> StreamPoint { HandmadeLog.point(frame, milliseconds) }

  /// A connection of its log alone, and what `fill` adds.
  static func facts(
    _ made: HandmadeLog, _ fill: (inout HTTP2Session) -> Void = { _ in }
  ) -> ApplicationFacts {
    var session = HTTP2Session(start: .priorKnowledge)
    session.log = made.log.id
    session.openedStreams = made.log.exchanges.count
    session.maximumConcurrent = 2
    session.maximumConcurrentFrame = 6
    session.first = made.log.exchanges.first?.request?.message.first
    session.last = made.log.exchanges.compactMap { $0.response?.message.last }.max { $0.frame < $1.frame }
    fill(&session)
    var facts = Handmade.facts(made.log)
    facts.protocols = [.http2]
    facts.http2 = [session]
    return facts
  }

  static func view(_ facts: ApplicationFacts, _ fill: (inout ConnectionAnalysis) -> Void = { _ in }) -> HTTP2View? {
    HTTP2Conversation(Handmade.flow(facts, fill), Redaction())?.connections.first
  }

  /// Streams 1, 3, …: a request at a time each, and the time at which its response ends.
  static func log(_ streams: [(path: String, start: Int64, end: Int64)]) -> HandmadeLog {
    var made = HandmadeLog()
    made.log.id = 7
    for (index, stream) in streams.enumerated() {
      let frame = 4 + 4 * index
      var request = made.request("GET", stream.path, fields: [], frames: frame...frame, at: stream.start) { $0.version = .two }
      request.authority = made.place("a.example")
      request.scheme = made.place("https")
      var response = made.response(200, "", fields: [], frames: (frame + 1)...(frame + 1), at: stream.end - 10) { message in
        message.version = .two
        message.framing = .frames
      }
      response.reason = 0..<0
      response.message.last = point(frame + 2, stream.end)
      made.add(request, response) { $0.stream = 2 * index + 1 }
    }
    return made
  }

  // MARK: - Losses

  /// A repair at a time that held streams, each since a time.
  static func event(
    _ frame: Int, at milliseconds: Int64, lost: [Int], held: [(stream: Int, since: Int64)], isBeforeLoss: Bool = false
  ) -> HTTP2HeadOfLine.Event {
    let held = held.map { stream, since in
      HTTP2HeadOfLine.Held(
        stream: stream, first: point(frame - 1, since), octets: 100, delay: (milliseconds - since) * 1_000_000)
    }
    var event = HTTP2HeadOfLine.Event(
      point: point(frame, milliseconds), sender: .high, range: 0..<1448, lost: lost, held: held)
    event.isBeforeLoss = isBeforeLoss
    return event
  }

  static func segment(
    _ kind: SegmentEvent.Kind, _ frame: Int, _ necessity: SegmentEvent.Necessity = .unknown, isCaptureOrder: Bool = false
  ) -> SegmentEvent {
    Handmade.event(kind, .high, frame: frame) { event in
      event.necessity = necessity
      event.isCaptureOrder = isCaptureOrder
    }
  }

  static func wait(
    _ stream: Int, _ sender: Endpoint, _ window: HTTP2FlowControl.Wait.Window, since: Int64, until: Int64, frames: (Int, Int)
  ) -> HTTP2FlowControl.Wait {
    HTTP2FlowControl.Wait(
      stream: stream, sender: sender, window: window, exhausted: point(frames.0, since), reopened: point(frames.1, until),
      delay: (until - since) * 1_000_000)
  }

  // MARK: - Everything

  /// The log of a connection with everything in it.
  static var everythingLog: HandmadeLog {
    var made = log([("/", 0, 100), ("/a", 10, 200)])
    made.log.tunnel = 0
    made.log.streams[0] = HTTP2Stream()
    made.log.streams[0]?.priority = .tree(dependency: 0, weight: 16, isExclusive: true)
    let name = made.place("websocket")
    made.log.streams[0]?.protocolName = name
    made.log.streams[0]?.reset = HTTP2Reset(point: point(9, 90), sender: .high, stream: 1, code: .cancel)
    var pushed = made.request("GET", "/pushed", fields: [("priority", "u=1, i")], frames: 7...7, at: 20)
    pushed.message.version = .two
    pushed.message.unresolvedFields = 2
    made.add(pushed, nil) { exchange in
      exchange.stream = 2
      exchange.unpaired = .captureEnded
    }
    made.log.streams[2] = HTTP2Stream()
    made.log.streams[2]?.pushedBy = 3
    return made
  }

  static func fillEverything(_ session: inout HTTP2Session) {
    session.pushedStreams = 1
    session.last = point(31, 301)
    session.client.settings = [
      HTTP2Settings(
        point: point(4, 0),
        values: [.init(id: 3, value: 1), .init(id: 3, value: 100), .init(id: 4, value: 65_535), .init(id: 0x1a1a, value: 9)])
    ]
    session.client.settings[0].acknowledged = point(5, 2)
    session.server.settings = [HTTP2Settings(point: point(5, 1), values: [])]
    fill(&session.client, 1)
    fill(&session.server, 2)
    session.pings = [
      HTTP2Ping(point: point(10, 30), sender: .low, opaque: 0x0102_0304_0506_0708),
      HTTP2Ping(point: point(11, 31), sender: .high, opaque: 1),
    ]
    session.pings[0].acknowledged = point(12, 35)
    session.goAways = [
      HTTP2GoAway(
        point: point(30, 300), sender: .high, lastStream: 3, code: HTTP2ErrorCode(rawValue: 11), debug: Array("calm".utf8),
        debugOctets: 4),
      HTTP2GoAway(point: point(31, 301), sender: .low, lastStream: 0, code: .noError, debug: [], debugOctets: 0),
    ]
    session.resets = [
      HTTP2Reset(point: point(9, 90), sender: .high, stream: 1, code: .cancel),
      HTTP2Reset(point: point(9, 90), sender: .low, stream: 3, code: HTTP2ErrorCode(rawValue: 0x1234)),
    ]
    session.pushes = [HTTP2Push(point: point(7, 20), parent: 3, stream: 2)]
    session.priorityUpdates = [
      HTTP2PriorityUpdate(point: point(8, 21), sender: .low, stream: 3, priority: .field(Array("u=9, i=?0".utf8))),
      HTTP2PriorityUpdate(
        point: point(8, 21), sender: .low, stream: 1, priority: .tree(dependency: 3, weight: 256, isExclusive: false)),
    ]
    session.services = [
      HTTP2Service(
        point: point(8, 21), sender: .high, kind: .alternative, stream: 0, origin: Array("https://a".utf8),
        value: Array("h3=\":443\"".utf8)),
      HTTP2Service(point: point(8, 21), sender: .high, kind: .origin, stream: 0, origin: Array("https://b".utf8), value: []),
    ]
    session.unknownFrames = [
      HTTP2UnknownFrame(point: point(8, 21), sender: .low, type: 0x0b, flags: 3, stream: 1, octets: 12)
    ]
    session.headOfLine.events = [event(40, at: 60, lost: [1, 0], held: [(3, 50)])]
    session.headOfLine.events[0].omittedHeld = 4
    session.headOfLine.omittedEvents = 2
    session.flowControl.waits = [
      wait(1, .high, .stream, since: 92, until: 96, frames: (20, 21)),
      wait(3, .low, .connection, since: 10, until: 12, frames: (22, 23)),
    ]
    session.flowControl.omittedWaits = 3
    session.omitted = ["pings": 2, "goaway": 1, "nothing": 0]
    session.missingOctets = 5
    session.unreadOctets = 6
  }

  private static func fill(_ side: inout HTTP2Session.Side, _ factor: Int) {
    var frames = HTTP2FrameCounts()
    (frames.data, frames.headers, frames.priority, frames.rstStream) = (1 * factor, 2, 3, 4)
    (frames.settings, frames.pushPromise, frames.ping, frames.goAway) = (5, 6, 7, 8)
    (frames.windowUpdate, frames.continuation, frames.altSvc, frames.origin) = (9, 10, 11, 12)
    (frames.priorityUpdate, frames.unknown) = (13, 14)
    side.frames = frames
    side.dataOctets = 1000 * factor
    side.paddingOctets = 10
    side.frameOctets = 2000
    side.connectionIncrement = 300
    side.streamIncrement = 400
    side.minimumWindow = -5
    side.hpack.blocks = 3
    side.hpack.encodedOctets = 100
    side.hpack.fieldOctets = 400
    side.hpack.fields = 20
    side.hpack.neverIndexed = 1
    side.hpack.unresolvedFields = 2
    side.hpack.lostBlocks = 1
    side.hpack.tableOctets = 50
  }

  static var everything: ApplicationFacts { facts(everythingLog, fillEverything) }

  /// TCP finds that the repair in it was one.
  static func repairs(_ analysis: inout ConnectionAnalysis) { analysis.events = [segment(.retransmission, 40, .needed)] }
}
