import ApplicationModel

import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Transcripts")
struct TranscriptTests {
  private func text(_ views: [ExchangeView], _ index: Int = 0, width: Int = 60) -> String {
    views.indices.contains(index) ? Transcript.text(views[index], style: TextStyle(width: width)) : ""
  }

  @Test("an exchange as curl -v would show it")
  func exchange() {
    let views = Exchanges.views { made in
      let request = made.request("POST", "/login?token=SECRET", fields: [("Host", "a"), ("Cookie", "sid=SECRET")], at: 5) {
        message in
        message.framing = .length
        Exchanges.fillBody(&message, "name=a&password=SECRET")
      }
      let type = [("Content-Type", "application/x-www-form-urlencoded")]
      var posted = request
      posted.message.fields = made.fields([("Host", "a"), ("Cookie", "sid=SECRET")] + type)
      let response = made.response(fields: [("Set-Cookie", "sid=SECRET; Path=/")], frames: 7...8, at: 25) { message in
        Exchanges.fillBody(&message, Array("hello\r\nthere\n".utf8), framing: .chunked)
        message.chunks = 2
      }
      made.add(posted, response) { exchange in
        exchange.interim = [HTTPInterim(first: HandmadeLog.point(6, 15), status: 100, fields: 0..<0)]
      }
      made.add(made.request(at: 50), made.response(frames: 9...9, at: 51))
    }
    #expect(
      text(views) == """
        * http[0] of flow 1: 10.0.0.1:40000 -> 10.0.0.2:443, frames 4 to 8
        * Connected to 10.0.0.2 port 443 before the capture began, or elsewhere
        > POST /login?token=[redacted] HTTP/1.1  frame 4, 22:13:20.005000
        > Host: a
        > Cookie: sid=[redacted]
        > Content-Type: application/x-www-form-urlencoded
        >
        } [22 bytes data]
          name=a&password=[redacted]
        < HTTP/1.1 100                             frame 6, +10.0 ms
        <
        < HTTP/1.1 200 OK                          frame 7, +20.0 ms
        < Set-Cookie: sid=[redacted]; Path=/
        <
        { [13 bytes data, 2 chunks]
          hello
          there
        * Waited 20.0 ms, received in 1.00 ms, 21.0 ms in all

        """)
    #expect(
      text(views, 1) == """
        * http[1] of flow 1: 10.0.0.1:40000 -> 10.0.0.2:443, frames 4 to 9
        * Re-using the connection: request 2 on it
        > GET / HTTP/1.1                    frame 4, 22:13:20.050000
        > Host: a
        >
        < HTTP/1.1 200 OK                          frame 9, +1.00 ms
        <
        * Waited 1.00 ms, 1.00 ms in all
        * Left open

        """)
  }

  @Test("no body passes for a line of ours, and none moves the cursor")
  func forged() {
    let views = Exchanges.views { made in
      made.add(
        made.request(),
        made.response { Exchanges.fillBody(&$0, Array("< HTTP/1.1 200 OK\n* Left open\r> GET\u{1b}[2J".utf8)) })
      made.add(made.request(), made.response { Exchanges.fillBody(&$0, Array("* a\r\n> b\u{2028}< c\u{202e}d".utf8)) })
    }
    // A control character makes the first no text at all.
    #expect(text(views).contains("{ [39 bytes data]\n* "))
    #expect(text(views, 1).contains("\n  * a\n  > b\\u{2028}< c\\u{202e}d\n* "))
  }

  @Test("a head's octets are shown as they are, escaped")
  func escaped() {
    let views = Exchanges.views { made in
      var request = made.request()
      request.message.fields = made.fields([("X", [0x1b, 0x5b, 0x48, 0xff])])
      made.add(request, nil) { $0.unpaired = .malformed }
    }
    #expect(text(views).contains(#"> X: \u{1b}[H\xff"#))
    #expect(text(views).contains("* No response: what stands there is no HTTP"))
  }

  @Test("a body is cut where it was, and not inside a character")
  func cut() {
    let views = Exchanges.views { made in
      made.add(
        made.request(),
        made.response { message in
          Exchanges.fillBody(&message, Array("grö".utf8.dropLast()))
          message.bodyOctets = 1000
        })
    }
    #expect(text(views).contains("{ [1,000 bytes data]\n  gr…\n"))
  }

  @Test("a form in parts that has a secret is not shown")
  func parts() {
    let views = Exchanges.views { made in
      made.add(
        made.request("POST") { message in
          Exchanges.fillBody(&message, "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nSECRET\r\n--x--")
          var part = BodyPart()
          part.name = Array("password".utf8)
          part.octets = 6
          part.isComplete = true
          message.parts = [part]
        }, made.response())
    }
    #expect(!text(views).contains("SECRET"))
    #expect(text(views).contains("  part: \"password\", 6 bytes\n"))
  }

  @Test("messages of a WebSocket stand in their order")
  func webSocket() {
    let views = Exchanges.views(sessions: [HTTPExamples.webSocket]) {
      $0.add($0.request(), $0.response(101, "Switching Protocols", at: 0))
    }
    #expect(
      text(views, width: 80).contains(
        """
        * WebSocket established; subprotocol chat; permessage-deflate; Sec-WebSocket-Accept is right
        > [text, 6 bytes, deflate of 4, 2 fragments, cannot be decoded: octets are missing] h…  frame 12, +2.00 ms
        < [binary, 2 bytes, incomplete]                               frame 13, +3.00 ms
        > [ping, 1 byte, pong after 1.00 ms in frame 15]              frame 14, +4.00 ms
        < [ping, 0 bytes, no pong]                                    frame 16, +6.00 ms
        < [close 1000] bye                                            frame 17, +7.00 ms
        > [close, the answer]                                         frame 18, +8.00 ms
        * And 5 messages more
        * And 6 pings more
        * 7 bytes of it not captured

        """))
  }

  @Test("events, trouble of TCP, tunnels and proxies are told")
  func more() {
    var header = ProxyHeader(version: 2, point: HandmadeLog.point(4, 0), transport: .tcp4, length: 28)
    header.source = .init(address: IPAddress(low: 0x0102_0304), version: .four, port: 5)
    header.destination = .init(address: IPAddress(low: 0x0102_0305), version: .four, port: 6)
    let views = Exchanges.views(
      proxies: [header],
      analysis: { analysis in
        analysis.events = [
          Handmade.event(.retransmission, .high, frame: 9) { event in
            event.trigger = .timeout
            event.necessity = .needed
            event.originalFrame = 7
            event.stall = 5_000_000
          },
          Handmade.event(.retransmission, .high, frame: 90),
        ]
      }
    ) { made in
      made.add(made.request("CONNECT", "b:1"), made.response(frames: 6...12)) { exchange in
        exchange.tunnel = .init(.connect)
        exchange.tunnel?.clientOctets = 1
        exchange.tunnel?.serverOctets = 2048
        exchange.events = [
          ServerSentEvent(
            point: HandmadeLog.point(8, 12), type: Array("tick".utf8), id: Array("7".utf8), retry: 1500, octets: 9,
            preview: Array(#"{"token":"SECRET"}"#.utf8))
        ]
      }
    }
    let found = text(views)
    #expect(found.contains("\n* PROXY protocol version 2 in frame 4: the client is 1.2.3.4:5, which connected to 1.2.3.5:6\n"))
    #expect(found.contains("\n{ [event tick id 7 retry 1.50 s, 9 bytes] {\"token\":\"[redacted]\"}  frame 8, +12.0 ms\n"))
    #expect(found.contains("\n* Tunnel established: 1 byte from the client, 2,048 from the server\n"))
    #expect(
      found.contains(
        "\n* TCP in 9: retransmission by the server (timeout, needed) of 7; the stream stood still for 5.00 ms\n* Left"))
  }
}
