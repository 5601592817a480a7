public import ApplicationModel
import Dissection
import PacketModel

/// The connection's end: what is told of it.
extension HTTP2Dissector {
  public mutating func tell(_ facts: inout ApplicationFacts) {
    let ending = sides[true.side].ending ?? sides[false.side].ending ?? .cut
    log.isProvisional = facts.isProvisional
    // What goes on is told as it stands; what tunnels carry must not hear of an end that is none.
    if !facts.isProvisional { for stream in streams.open { close(stream, ending, last) } }
    for isRequest in [true, false] {
      sides[isRequest.side].headOfLine.end()
      sides[isRequest.side].told.hpack.tableOctets = sides[isRequest.side].decoder.table.octets
    }
    session.headOfLine = HTTP2HeadOfLine(sides[true.side].headOfLine.told, sides[false.side].headOfLine.told)
    session.client = sides[true.side].told
    session.server = sides[false.side].told
    session.log = log.id
    if session.first != nil { session.last = last.point }
    markUnpaired()
    facts.client = facts.client ?? client
    log.tunnel = facts.exchange(of: context.handover)
    log.tellRest(context, client: client)
    facts.http.append(log)
    facts.http2.append(session)
    let room = max(0, Finding.maximum &- facts.findings.count)
    facts.findings.append(contentsOf: violations.findings.prefix(room))
    for index in ended.indices { ended[index].tell(&facts) }
  }

  /// Says why exchanges have a request only, or a response only. Of one that was reset, that says it.
  private mutating func markUnpaired() {
    let (client, server) = (sides[true.side], sides[false.side])
    // Of a request that the capture has, the answer was not before it.
    let noResponse: HTTPExchange.Unpaired =
      server.hasLost && server.reason != .captureStarted
      ? server.reason : server.ending == .cut || server.ending == nil ? .captureEnded : .noResponse
    let isFromStart = client.isFromStart || client.cutter.hasPreface
    let noRequest: HTTPExchange.Unpaired = client.hasLost ? client.reason : isFromStart ? .noRequest : .captureStarted
    for (exchange, hasRequest) in unpaired where log.streams[exchange]?.reset == nil {
      log.exchanges[exchange].unpaired = hasRequest ? noResponse : noRequest
    }
  }
}

extension HTTP2HeadOfLine {
  /// What both sides' octets held up, in the order of the frames.
  fileprivate init(_ one: HTTP2HeadOfLine, _ other: HTTP2HeadOfLine) {
    self.init()
    events = (one.events + other.events).sorted {
      ($0.point.frame, $0.range.lowerBound) < ($1.point.frame, $1.range.lowerBound)
    }
    omittedEvents = one.omittedEvents &+ other.omittedEvents
  }
}
