import ApplicationModel
import PacketModel

/// Writes a WebSocket's messages, and how it began and ended (`websocket[]`).
enum WebSocketRecord {
  typealias Context = ApplicationRecord.Context

  /// `wasAsked` says whether the request that began it was captured.
  static func write(
    _ session: borrowing WebSocketSession, wasAsked: Bool, _ context: Context, to json: inout JSONWriter
  ) {
    json.member("exchange", session.exchange)
    if let handshake = session.handshake { write(handshake, wasAsked: wasAsked, context.redaction, to: &json) }
    let sides = (client: session.client, server: session.server)
    json.object("client") { write(context.isReversed ? sides.server : sides.client, to: &$0) }
    json.object("server") { write(context.isReversed ? sides.client : sides.server, to: &$0) }
    json.open("messages", UInt8(ascii: "["))
    for index in session.messages.indices {
      json.open(UInt8(ascii: "{"))
      write(session.messages[index], context, to: &json)
      json.close(UInt8(ascii: "}"))
    }
    json.close(UInt8(ascii: "]"))
    json.member("messages_omitted", unlessZero: session.omittedMessages)
    pings(session.pings, context, to: &json)
    json.member("pings_omitted", unlessZero: session.omittedPings)
    if let close = session.close {
      let answer = session.closeAnswer
      json.object("close") { json in
        write(close, context, to: &json)
        if let answer { json.object("answer") { write(answer, context, to: &$0) } }
      }
    }
    json.member("missing_bytes", unlessZero: session.missingOctets)
    json.member("unread_bytes", unlessZero: session.unreadOctets)
  }

  private static func write(
    _ handshake: WebSocketSession.Handshake, wasAsked: Bool, _ redaction: Redaction, to json: inout JSONWriter
  ) {
    let offered = redaction.subprotocols(handshake.offeredSubprotocols)
    json.member("subprotocol", octets: handshake.subprotocol.flatMap { redaction.subprotocols([$0]).first })
    json.member("offered_subprotocols", texts: offered)
    json.member("extensions", texts: handshake.extensions.map { $0[...] })
    if let compression = handshake.compression {
      json.object("compression") { json in
        for (key, side) in [("client", compression.client), ("server", compression.server)] {
          json.object(key) { json in
            json.member("context_takeover", side.hasContextTakeover)
            json.member("window_bits", side.windowBits)
          }
        }
      }
    }
    // Without the key there is nothing to compare the answer with.
    if wasAsked { json.member("accept_valid", handshake.isAccepted) }
  }

  private static func write(_ counts: WebSocketSession.SideCounts, to json: inout JSONWriter) {
    json.member("frames", counts.frames)
    json.member("messages", counts.messages)
    json.member("bytes", counts.octets)
    json.member("wire_bytes", counts.wireOctets)
    json.member("pings", unlessZero: counts.pings)
    json.member("pongs", unlessZero: counts.pongs)
    json.member("unsolicited_pongs", unlessZero: counts.unsolicitedPongs)
  }

  private static func write(_ message: borrowing WebSocketSession.Message, _ context: Context, to json: inout JSONWriter) {
    json.member("frame", message.first.frame)
    json.member("last_frame", message.last.frame)
    json.member("time", message.first.time)
    json.member("sender", word: context.name(message.sender))
    json.member("opcode", word: name(message.opcode))
    json.member("fin", message.isComplete)
    json.member("fragments", message.fragments)
    json.member("bytes", message.octets)
    json.member("wire_bytes", message.wireOctets)
    json.member("compressed", message.isCompressed)
    json.member("missing_bytes", unlessZero: message.missingOctets)
    json.member("decoding_problem", word: HTTPMessageRecord.name(message.decodingProblem))
    guard !message.preview.isEmpty else { return }
    if message.opcode == .binary {
      json.member("hex", hexadecimal: message.preview)
    } else {
      json.member("text", octets: NetworkText.preview(message.preview, of: message.octets))
    }
  }

  private static func pings(_ pings: [WebSocketSession.Ping], _ context: Context, to json: inout JSONWriter) {
    guard !pings.isEmpty else { return }
    json.array("pings") { json in
      for ping in pings {
        json.object { json in
          json.member("frame", ping.point.frame)
          json.member("time", ping.point.time)
          json.member("sender", word: context.name(ping.sender))
          json.member("bytes", ping.octets)
          guard let pong = ping.pong else { return }
          json.member("pong_frame", pong.frame)
          json.member("rtt_s", nanoseconds: pong.time.nanoseconds(since: ping.point.time))
        }
      }
    }
  }

  private static func write(_ close: WebSocketSession.Close, _ context: Context, to json: inout JSONWriter) {
    json.member("frame", close.point.frame)
    json.member("time", close.point.time)
    json.member("sender", word: context.name(close.sender))
    json.member("code", close.code)
    if !close.reason.isEmpty { json.member("reason", octets: close.reason[...]) }
  }

  private static func name(_ opcode: WebSocketSession.Opcode) -> String {
    switch opcode {
    case .continuation: "continuation"
    case .text: "text"
    case .binary: "binary"
    case .close: "close"
    case .ping: "ping"
    case .pong: "pong"
    }
  }
}
