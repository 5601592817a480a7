import Synchronization
import Testing

@testable import weir

@Suite("The metrics server")
struct MetricsServerTests {
  static func started(_ text: String = "weir_flows 1\n") throws -> MetricsServer {
    let server = try MetricsServer(address: MetricsAddress.parse("0"))
    try server.start { Array(text.utf8) }
    return server
  }

  static func curl(_ arguments: String) throws -> String { try Program.shell("curl -s -m 5 -i \(arguments)").output }

  @Test("a scrape, what else there is, and what is refused")
  func answers() throws {
    let server = try Self.started()
    defer { server.stop() }
    #expect(server.address.port > 0)
    let scrape = try Self.curl(server.url)
    #expect(scrape.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(scrape.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
    #expect(scrape.hasSuffix("\r\n\r\nweir_flows 1\n"))
    let head = try Self.curl("-I \(server.url)")
    #expect(head.contains("Content-Length: 13\r\n"))
    #expect(head.hasSuffix("\r\n\r\n"))
    #expect(try Self.curl("http://\(server.address)/").hasSuffix("weir's metrics are at /metrics\n"))
    #expect(try Self.curl("http://\(server.address)/metricsx").hasPrefix("HTTP/1.1 404 "))
    #expect(try Self.curl("http://\(server.address)/../metrics").hasPrefix("HTTP/1.1 "))
    for method in ["POST -d x", "PUT -d x", "DELETE", "OPTIONS", "TRACE", "FOO"] {
      let refused = try Self.curl("-X \(method) \(server.url)")
      #expect(refused.hasPrefix("HTTP/1.1 405 "), "\(method)")
      #expect(refused.contains("Allow: GET, HEAD\r\n"), "\(method)")
    }
    #expect(try Self.curl("-X GET -d octets \(server.url)").hasSuffix("weir_flows 1\n"))
  }

  @Test("each scrape is made anew, and nobody answers after the end")
  func anew() throws {
    let server = try MetricsServer(address: MetricsAddress.parse("[::1]:0"))
    let counter = Counter()
    try server.start { Array("\(counter.next())\n".utf8) }
    #expect(try Self.curl(server.url).hasSuffix("\r\n\r\n1\n"))
    #expect(try Self.curl(server.url).hasSuffix("\r\n\r\n2\n"))
    server.stop()
    #expect(try Self.curl(server.url) == "")
  }

  @Test("connections that say nothing, or never end their heads, do not keep others out")
  func slow() throws {
    let server = try Self.started()
    defer { server.stop() }
    let script = """
      for i in {1..200}; do
        exec {held}<>/dev/tcp/127.0.0.1/\(server.address.port) || echo refused
        if ((i % 2)); then printf 'GET /metrics HTTP/1.1\\r\\nHost: a\\r\\nX-Slow: ' >&$held; fi
      done
      for i in 1 2 3; do curl -s -m 5 \(server.url); done
      """
    #expect(try Program.shell(script).output == "weir_flows 1\nweir_flows 1\nweir_flows 1\n")
    // A head without end is more than a connection's memory.
    let greedy = """
      (printf 'GET /metrics HTTP/1.1\\r\\nX: '; head -c 1000000 /dev/zero | tr '\\0' x) \
        >/dev/tcp/127.0.0.1/\(server.address.port)
      curl -s -m 5 \(server.url)
      """
    #expect(try Program.shell(greedy).output == "weir_flows 1\n")
  }

  @Test(
    "addresses",
    arguments: [
      ("9100", "127.0.0.1:9100"), (":9100", "127.0.0.1:9100"), ("localhost:1", "127.0.0.1:1"), ("[::1]:9100", "[::1]:9100"),
      ("0.0.0.0:65535", "0.0.0.0:65535"), ("127.0.0.1:0", "127.0.0.1:0"), ("[::]:9100", "[::]:9100"),
    ])
  func addresses(text: String, address: String) throws {
    #expect(try MetricsAddress.parse(text).description == address)
  }

  @Test(
    "what is no address",
    arguments: [
      "", ":", "a", "host:9100", "::1:9100", "127.0.0.1", "127.0.0.1:", "1.2.3:9100", "[::1]", "[1.2.3.4]:1", "65536", "-1",
      "1.2.3.4:+5", "[]:1",
    ])
  func wrong(text: String) { #expect(throws: (any Error).self) { try MetricsAddress.parse(text) } }

  @Test("an address in use is told")
  func inUse() throws {
    let server = try Self.started()
    defer { server.stop() }
    #expect(throws: (any Error).self) { try MetricsServer(address: server.address) }
  }
}

/// Counts calls, from whatever thread.
private final class Counter: Sendable {
  private let count = Atomic(0)

  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
