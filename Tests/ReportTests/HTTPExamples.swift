import ApplicationModel
import PacketModel

@testable import Flows
@testable import Reports

/// An exchange, a WebSocket and a proxy's header with everything in them, and how they are written.
enum HTTPExamples {
  static func stalls(_ analysis: inout ConnectionAnalysis) {
    analysis.events = [
      Handmade.event(.retransmission) { event in
        event.time = HandmadeLog.point(1, 40).time
        event.stall = 60_000_000
      }
    ]
  }

  static var everything: ApplicationFacts {
    var made = HandmadeLog()
    let request = made.request(
      "POST", "/up?token=x", fields: [("Host", "h"), ("Cookie", "a=b")], frames: 4...5, at: 0, Self.fillRequest)
    var response = made.response(101, "Switching", frames: 9...10, at: 30) { message in
      message.version = .one
      message.framing = .close
      message.coding = .brotli
      message.decodingProblem = .tooLarge
      message.wireBodyOctets = 70
      message.encodedBodyOctets = 60
      message.bodyOctets = 50
      message.missingOctets = 3
    }
    response.message.trailers = made.fields([("Checksum", "1")])
    let early = made.fields([("Link", "</a>")])
    made.add(request, response) { exchange in
      exchange.interim = [HTTPInterim(first: HandmadeLog.point(7, 20), status: 103, fields: early)]
      exchange.unpaired = .gap
      exchange.isEarly = true
      exchange.tunnel = .init(.upgrade("x"))
      exchange.tunnel?.content = .webSocket
      exchange.events = [
        ServerSentEvent(
          point: HandmadeLog.point(9, 30), type: Array("tick".utf8), id: Array("1".utf8), retry: 500, octets: 9,
          preview: Array("abc".utf8)),
        ServerSentEvent(point: HandmadeLog.point(10, 31), type: nil, id: nil, retry: nil, octets: 0, preview: []),
      ]
      exchange.omittedEvents = 2
    }
    made.log.tunnel = 3
    return Handmade.facts(made.log)
  }

  private static func fillRequest(_ message: inout HTTPMessage) {
    message.headOctets = 40
    message.framing = .chunked
    message.coding = .gzip
    message.oddities = HTTPMessage.Oddities(rawValue: 0x7fff)
    message.declaredLength = 1
    message.chunks = 2
    message.chunkExtensions = 1
    message.wireBodyOctets = 20
    message.encodedBodyOctets = 10
    message.bodyOctets = 10
    var part = BodyPart()
    part.name = Array("n".utf8)
    part.fileName = [0xff]
    part.contentType = Array("t".utf8)
    part.contentRange = Array("bytes 0-4/9".utf8)
    part.octets = 5
    part.isComplete = true
    message.parts = [part, BodyPart()]
    message.omittedParts = 4
  }

  static let everythingWritten = [
    #"{"http":[{"version":"1.1","request":{"frame":4,"last_frame":5,"time":"2023-11-14T22:13:20.000000000Z","#,
    #""method":"POST","target":"/up?token=[redacted]","authority":"h","scheme":"http","#,
    #""headers":[["Host","h"],["Cookie","a=[redacted]"]],"header_bytes":40,"body_bytes":10,"wire_body_bytes":20,"framing":"chunked","#,
    #""content_length":1,"chunks":2,"chunk_extensions":1,"content_coding":"gzip","#,
    #""parts":[{"name":"n","file_name":"\\xff","content_type":"t","content_range":"bytes 0-4/9","bytes":5,"complete":true},{"bytes":0,"complete":false}],"#,
    #""parts_omitted":4,"complete":true,"oddities":["obsolete_folding","bare_line_feed","conflicting_lengths","bad_length","#,
    #""space_before_colon","bad_field","head_truncated","bad_chunk","bad_transfer_coding","repeated_length","control_octet","#,
    #""upper_case_name","bad_pseudo_field","connection_field","length_mismatch"]},"#,
    #""interim":[{"frame":7,"time":"2023-11-14T22:13:20.020000000Z","status":103,"headers":[["Link","</a>"]]}],"#,
    #""response":{"frame":9,"last_frame":10,"time":"2023-11-14T22:13:20.030000000Z","version":"1.0","status":101,"#,
    #""reason":"Switching","headers":[],"body_bytes":50,"wire_body_bytes":70,"encoded_body_bytes":60,"missing_bytes":3,"#,
    #""framing":"close","content_coding":"br","decoding_problem":"too_large","complete":true,"trailers":[["Checksum","1"]],"#,
    #""events":[{"frame":9,"time":"2023-11-14T22:13:20.030000000Z","event":"tick","id":"1","retry_ms":500,"bytes":9,"#,
    #""data":"abc"},{"frame":10,"time":"2023-11-14T22:13:20.031000000Z","bytes":0,"data":""}],"events_omitted":2},"#,
    #""timing":{"send_s":0.001,"wait_s":0.029,"receive_s":0.001,"total_s":0.031,"#,
    #""repair":{"send_s":0.001,"wait_s":0.029,"receive_s":0.001}},"#,
    #""upgrade":"x","tunnel":{"protocol":"websocket","bytes":{"client":0,"server":0}},"via_exchange":3,"early":true,"#,
    #""unpaired":"gap"}]}"#,
  ].joined()

  static var webSocket: WebSocketSession {
    var session = WebSocketSession()
    session.exchange = 0
    var handshake = WebSocketSession.Handshake()
    handshake.subprotocol = Array("chat".utf8)
    handshake.offeredSubprotocols = [Array("chat".utf8), Array("bearer.SECRET".utf8)]
    handshake.extensions = [Array("permessage-deflate".utf8)]
    handshake.isAccepted = true
    handshake.compression = .init()
    handshake.compression?.server.hasContextTakeover = false
    handshake.compression?.server.windowBits = 9
    session.handshake = handshake
    session.client.frames = 3
    session.client.messages = 1
    session.client.octets = 6
    session.client.wireOctets = 4
    session.client.pings = 1
    session.server.pongs = 2
    session.server.unsolicitedPongs = 1
    var text = WebSocketSession.Message(
      first: HandmadeLog.point(10, 0), last: HandmadeLog.point(12, 2), sender: .low, opcode: .text, isComplete: true,
      fragments: 2, wireOctets: 4, octets: 6, isCompressed: true)
    text.preview = Array("hé".utf8.dropLast())
    text.decodingProblem = .gap
    text.missingOctets = 8
    var binary = WebSocketSession.Message(
      first: HandmadeLog.point(13, 3), last: HandmadeLog.point(13, 3), sender: .high, opcode: .binary, isComplete: false,
      fragments: 1, wireOctets: 2, octets: 2, isCompressed: false)
    binary.preview = [0, 0xff]
    session.messages = [text, binary]
    session.omittedMessages = 5
    var ping = WebSocketSession.Ping(point: HandmadeLog.point(14, 4), sender: .low, octets: 1)
    ping.pong = HandmadeLog.point(15, 5)
    session.pings = [ping, WebSocketSession.Ping(point: HandmadeLog.point(16, 6), sender: .high, octets: 0)]
    session.omittedPings = 6
    session.close = .init(point: HandmadeLog.point(17, 7), sender: .high, code: 1000, reason: Array("bye".utf8))
    session.closeAnswer = .init(point: HandmadeLog.point(18, 8), sender: .low, code: nil, reason: [])
    session.missingOctets = 7
    session.unreadOctets = 9
    return session
  }

  static let webSocketWritten = [
    #"{"websocket":[{"exchange":0,"subprotocol":"chat","offered_subprotocols":["chat","bearer.[redacted]"],"#,
    #""extensions":["permessage-deflate"],"compression":{"client":{"context_takeover":true,"window_bits":15},"#,
    #""server":{"context_takeover":false,"window_bits":9}},"#,
    #""client":{"frames":3,"messages":1,"bytes":6,"wire_bytes":4,"pings":1},"#,
    #""server":{"frames":0,"messages":0,"bytes":0,"wire_bytes":0,"pongs":2,"unsolicited_pongs":1},"#,
    #""messages":[{"frame":10,"last_frame":12,"time":"2023-11-14T22:13:20.000000000Z","sender":"client","opcode":"text","#,
    #""fin":true,"fragments":2,"bytes":6,"wire_bytes":4,"compressed":true,"missing_bytes":8,"decoding_problem":"gap","text":"h"},"#,
    #"{"frame":13,"last_frame":13,"time":"2023-11-14T22:13:20.003000000Z","sender":"server","opcode":"binary","fin":false,"#,
    #""fragments":1,"bytes":2,"wire_bytes":2,"compressed":false,"hex":"00ff"}],"messages_omitted":5,"#,
    #""pings":[{"frame":14,"time":"2023-11-14T22:13:20.004000000Z","sender":"client","bytes":1,"pong_frame":15,"#,
    #""rtt_s":0.001},{"frame":16,"time":"2023-11-14T22:13:20.006000000Z","sender":"server","bytes":0}],"pings_omitted":6,"#,
    #""close":{"frame":17,"time":"2023-11-14T22:13:20.007000000Z","sender":"server","code":1000,"reason":"bye","#,
    #""answer":{"frame":18,"time":"2023-11-14T22:13:20.008000000Z","sender":"client"}},"missing_bytes":7,"unread_bytes":9}]}"#,
  ].joined()

  static var proxies: [ProxyHeader] {
    var header = ProxyHeader(version: 2, point: HandmadeLog.point(4, 0), transport: .tcp6, length: 60)
    header.isLocal = true
    header.source = .init(address: IPAddress(low: 1), version: .six, port: 1234)
    header.destination = .init(address: IPAddress(low: 0x0a00_0001), version: .four, port: 80)
    header.extensions = [
      .init(type: .alpn, value: Array("h2".utf8)), .init(type: .tls, value: [1, 0xab]),
      .init(type: .init(rawValue: 0xe0), value: []),
    ]
    header.isChecksumRight = false
    header.sourcePath = [0, 0x61]
    var tls = ProxyHeader.TLS(flags: 7, verification: 0)
    tls.version = Array("TLSv1.3".utf8)
    tls.commonName = [0xff]
    tls.cipher = Array("c".utf8)
    tls.signature = Array("s".utf8)
    tls.key = Array("k".utf8)
    header.tls = tls
    var unix = ProxyHeader(version: 2, point: HandmadeLog.point(5, 1), transport: .unixDatagram, length: 232)
    unix.sourcePath = Array("/a".utf8)
    unix.destinationPath = []
    return [header, unix]
  }

  static let proxiesWritten = [
    #"{"proxy_protocol":[{"version":2,"frame":4,"time":"2023-11-14T22:13:20.000000000Z","bytes":60,"local":true,"#,
    #""transport":"tcp6","source":{"address":"::1","port":1234,"path":"\u0000a"},"#,
    #""destination":{"address":"10.0.0.1","port":80},"tls":{"used":true,"certificate":true,"session_certificate":true,"#,
    #""verified":true,"version":"TLSv1.3","common_name":"\\xff","cipher":"c","signature":"s","key":"k"},"#,
    #""checksum_valid":false,"tlvs":[{"type":1,"name":"alpn","text":"h2"},{"type":32,"name":"ssl","hex":"01ab"},"#,
    #"{"type":224,"hex":""}]},{"version":2,"frame":5,"time":"2023-11-14T22:13:20.001000000Z","bytes":232,"#,
    #""transport":"unix_datagram","source":{"path":"/a"},"destination":{"path":""}}]}"#,
  ].joined()
}
