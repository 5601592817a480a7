import ApplicationModel
import Flows
import PacketModel
import Testing

@testable import Reports

@Suite("HTTP Archives")
struct HARTests {
  /// The entries of an archive with these exchanges.
  private func entries(_ views: [ExchangeView], _ fill: (inout HAROptions) -> Void = { _ in }) throws -> [JSON] {
    var options = HAROptions()
    fill(&options)
    var text: [UInt8] = []
    HARDocument.entries(views, options, to: &text)
    let document = HARDocument.begin(options) + text.dropFirst() + HARDocument.end
    let log = try #require(try JSON(String(decoding: document, as: UTF8.self))["log"])
    #expect(log["version"]?.text == "1.2")
    #expect(log["pages"] == .array([]))
    #expect(log["creator"]?["name"]?.text == "weir")
    return log["entries"]?.items ?? []
  }

  @Test("an entry has what the format asks for, and no secret")
  func entry() throws {
    let views = Exchanges.views { made in
      var request = made.request("POST", "/p?a=b&token=SECRET#top", frames: 4...5, at: 1) { message in
        Exchanges.fillBody(&message, "x=1&password=SECRET")
        message.headOctets = 50
      }
      request.message.fields = made.fields([
        ("Host", "h:8080"), ("Cookie", "a=SECRET; b=SECRET"), ("Content-Type", "application/x-www-form-urlencoded"),
      ])
      let response = made.response(
        302, "Found",
        fields: [
          ("Location", "/x?key=SECRET"), ("Content-Type", "text/plain"),
          ("Set-Cookie", "s=SECRET; Path=/; Domain=h; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly"),
        ], frames: 7...9, at: 20
      ) { message in
        Exchanges.fillBody(&message, "hello")
        message.coding = .gzip
        message.encodedBodyOctets = 3
        message.wireBodyOctets = 4
        message.headOctets = 60
      }
      made.add(request, response)
    }
    let expected = #"""
      {"startedDateTime":"2023-11-14T22:13:20.001Z","time":21,
      "request":{"method":"POST","url":"http://h:8080/p?a=b&token=[redacted]","httpVersion":"HTTP/1.1",
      "cookies":[{"name":"a","value":"[redacted]"},{"name":"b","value":"[redacted]"}],
      "headers":[{"name":"Host","value":"h:8080"},{"name":"Cookie","value":"a=[redacted]; b=[redacted]"},
      {"name":"Content-Type","value":"application/x-www-form-urlencoded"}],
      "queryString":[{"name":"a","value":"b"},{"name":"token","value":"[redacted]"}],
      "postData":{"mimeType":"application/x-www-form-urlencoded",
      "params":[{"name":"x","value":"1"},{"name":"password","value":"[redacted]"}],"text":"x=1&password=[redacted]"},
      "headersSize":50,"bodySize":19},
      "response":{"status":302,"statusText":"Found","httpVersion":"HTTP/1.1",
      "cookies":[{"name":"s","value":"[redacted]","path":"/","domain":"h","expires":"2026-10-21T07:28:00Z","httpOnly":true,
      "secure":false}],
      "headers":[{"name":"Location","value":"/x?key=[redacted]"},{"name":"Content-Type","value":"text/plain"},
      {"name":"Set-Cookie",
      "value":"s=[redacted]; Path=/; Domain=h; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly"}],
      "content":{"size":5,"compression":2,"mimeType":"text/plain","text":"hello"},"redirectURL":"/x?key=[redacted]",
      "headersSize":60,"bodySize":4,"_transferSize":64},
      "cache":{},"timings":{"blocked":-1,"dns":-1,"connect":-1,"send":1,"wait":18,"receive":2,"ssl":-1},
      "serverIPAddress":"10.0.0.2","connection":"1","_flow":"1","_client":"10.0.0.1:40000",
      "_frames":{"first":4,"last":9,"request":4,"response":7},"comment":"gzip, 3 B on the wire"}
      """#
    #expect(try entries(views) == [try JSON(expected)])
  }

  @Test("without a response the status is 0, and the entry says why")
  func unanswered() throws {
    let views = Exchanges.views { made in
      made.add(made.request(), nil) { $0.unpaired = .noResponse }
      made.add(nil, made.response(408)) { $0.unpaired = .noRequest }
    }
    let found = try entries(views)
    #expect(found[0]["response"]?["status"] == .number(0))
    #expect(found[0]["response"]?["bodySize"] == .number(-1))
    #expect(found[0]["response"]?["_error"]?.text == "the connection ended without a response")
    #expect(found[1]["request"]?["url"]?.text == "http://10.0.0.2:443/")
    #expect(found[1]["request"]?["method"]?.text == "")
  }

  @Test("what came while the request was sent is not counted twice")
  func early() throws {
    let views = Exchanges.views { made in
      made.add(made.request("PUT", frames: 4...14), made.response(413, frames: 6...26, at: 5)) { $0.isEarly = true }
    }
    let entry = try #require(try entries(views).first)
    #expect(entry["time"] == .number(25))
    #expect(entry["timings"]?["receive"] == .number(15))
  }

  @Test("bodies are text or base64, whole or not at all")
  func bodies() throws {
    let views = Exchanges.views { made in
      made.add(made.request(), made.response { Exchanges.fillBody(&$0, [0, 0xff, 0x61, 0x62]) })
      made.add(made.request(), made.response { Exchanges.fillBody(&$0, "too long") })
      made.add(made.request(), made.response { Exchanges.fillBody(&$0, #"{"access_token":"SECRET"}"#) })
      made.add(made.request("POST") { Exchanges.fillBody(&$0, [0xfe, 0]) }, made.response())
    }
    let found = try entries(views) { $0.maximumBody = 5 }
    #expect(found[0]["response"]?["content"]?["text"]?.text == "AP9hYg==")
    #expect(found[0]["response"]?["content"]?["encoding"]?.text == "base64")
    #expect(found[1]["response"]?["content"]?["text"] == nil)
    #expect(found[1]["response"]?["content"]?["size"] == .number(8))
    #expect(found[1]["response"]?["content"]?["comment"]?.text == "the body is left out: 8 bytes, and the limit is 5")
    #expect(found[3]["request"]?["postData"]?["text"]?.text == "/gA=")
    #expect(found[3]["request"]?["postData"]?["_encoding"]?.text == "base64")
    #expect(try entries(views)[2]["response"]?["content"]?["text"]?.text == #"{"access_token":"[redacted]"}"#)
  }

  @Test("WebSocket messages as Chrome writes them")
  func webSocket() throws {
    let views = Exchanges.views(sessions: [HTTPExamples.webSocket]) { $0.add($0.request(), $0.response(101, at: 0)) }
    let entry = try #require(try entries(views).first)
    #expect(entry["_resourceType"]?.text == "websocket")
    #expect(entry["request"]?["url"]?.text == "ws://a/")
    let expected = """
      [{"type":"send","time":1700000000.002,"opcode":1,"data":"h","_length":6,"_frame":12},
      {"type":"receive","time":1700000000.003,"opcode":2,"data":"AP8=","_frame":13}]
      """
    #expect(entry["_webSocketMessages"] == (try JSON(expected)))
    #expect(entry["_webSocketClose"]?["code"] == .number(1000))
    #expect(entry["time"] == .number(8))
  }

  // MARK: - URLs

  private static let urls: [(method: String, target: String, host: String?, url: String)] = [
    ("GET", "/", "a", "http://a/"), ("GET", "/a b?ü=\u{7f}", "a", "http://a/a%20b?%C3%BC=%7F"),
    ("GET", "/", nil, "http://10.0.0.2:443/"), ("GET", "http://b/x?y#z", "a", "http://b/x?y"),
    ("GET", "HTTP://b", "a", "http://b"), ("CONNECT", "b:443", nil, "http://b:443/"), ("OPTIONS", "*", "a", "http://a/"),
    ("GET", "nonsense", "a", "http://a/nonsense"), ("GET", "", "a", "http://a/"), ("GET", "//x", "a", "http://a//x"),
    ("GET", "http://user:SECRET@b/", nil, "http://b/"), ("GET", "/", "[::1]:80", "http://[::1]:80/"),
    ("GET", "/", "1.2.3.4:5", "http://1.2.3.4:5/"), ("GET", "/", "xn--a.b_c", "http://xn--a.b_c/"),
    // Hosts at which importers would stop.
    ("GET", "/", "a b", "http://10.0.0.2:443/"), ("GET", "/", "a:b", "http://10.0.0.2:443/"),
    ("GET", "/", "1.2.3.999", "http://10.0.0.2:443/"), ("GET", "/", "a:99999", "http://10.0.0.2:443/"),
    ("GET", "/", "<script>", "http://10.0.0.2:443/"), ("GET", "/", "", "http://10.0.0.2:443/"),
    ("GET", "/", "[::1", "http://10.0.0.2:443/"), ("GET", "/", "[zz::]", "http://10.0.0.2:443/"),
    ("GET", "/", "[1::2::3]", "http://10.0.0.2:443/"), ("GET", "/", "[:::]", "http://10.0.0.2:443/"),
    ("GET", "/", "a/b", "http://10.0.0.2:443/"), ("GET", "/", "größe", "http://10.0.0.2:443/"),
    ("GET", "/", "[1:2:3:4:5:6:7:8:9]", "http://10.0.0.2:443/"), ("GET", "/", "[::]", "http://[::]/"),
  ]

  @Test("a URL is absolute, and parses everywhere", arguments: urls.indices)
  func url(_ index: Int) throws {
    let row = Self.urls[index]
    let view = try #require(Exchanges.asking(row.target, method: row.method, host: row.host))
    #expect(HARURL(view, Redaction()).text == row.url)
  }

  // MARK: - Times

  private static let dates: [(text: String, date: String?)] = [
    ("Wed, 21 Oct 2026 07:28:00 GMT", "2026-10-21T07:28:00Z"), ("Wednesday, 21-Oct-26 07:28:00 GMT", "2026-10-21T07:28:00Z"),
    ("Wed Oct 21 07:28:00 2026", "2026-10-21T07:28:00Z"), ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"),
    ("Thu, 01-Jan-70 00:00:01 GMT", "1970-01-01T00:00:01Z"), ("29 Feb 2024 1:2:3", "2024-02-29T01:02:03Z"),
    ("29 Feb 2023 1:2:3", nil), ("0", nil), ("", nil), ("-1", nil), ("31 Dec 9999 23:59:59", "9999-12-31T23:59:59Z"),
    ("31 Dec 1600 23:59:59", nil), ("1 Jan 2026 24:00:00", nil), ("1 Foo 2026 1:1:1", nil), ("soon", nil),
    ("99999999999999999999 Jan 2026 1:1:1", nil), ("1 Jan 2026 1:1:1:1", nil),
  ]

  @Test("a cookie's date, however it is written", arguments: dates.indices)
  func date(_ index: Int) { #expect(CookieDate.iso8601(Self.dates[index].text) == Self.dates[index].date) }

  @Test("times are as fine as they need to be")
  func time() {
    let texts = [0, 1_000_000, 1_001_000, 1_001_001].map {
      HARTime.text(Timestamp(nanoseconds: Handmade.start + $0)).dropFirst("2023-11-14T22:13:20".count)
    }
    #expect(texts == [".000Z", ".001Z", ".001001Z", ".001001001Z"])
  }

  @Test(
    "base64",
    arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")])
  func base64(_ plain: String, _ coded: String) { #expect(Base64.text(Array(plain.utf8)[...]) == coded) }
}
