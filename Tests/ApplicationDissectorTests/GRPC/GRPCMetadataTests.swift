import ApplicationModel
import Testing

@testable import ApplicationDissectors

@Suite struct GRPCMetadataTests {
  static func slice(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

  @Test(
    "content types of gRPC",
    arguments: [
      ("application/grpc", GRPCCall.Transport.grpc, GRPCCall.Format.proto), ("application/grpc+proto", .grpc, .proto),
      ("Application/GRPC+Proto; charset=utf-8", .grpc, .proto), ("application/grpc ; x", .grpc, .proto),
      ("application/grpc+json", .grpc, .json), ("application/grpc+thrift", .grpc, .other),
      ("application/grpc-web", .web, .proto), ("application/grpc-web+proto", .web, .proto),
      ("application/grpc-web-text+proto", .webText, .proto),
    ])
  func types(text: String, transport: GRPCCall.Transport, format: GRPCCall.Format) {
    let type = GRPCContentType(Self.slice(text))
    #expect(type?.transport == transport)
    #expect(type?.format == format)
  }

  @Test(
    "other content types",
    arguments: ["application/grpcx", "application/json", "", "text/application/grpc", "application/grpc-websocket"])
  func others(text: String) { #expect(GRPCContentType(Self.slice(text)) == nil) }

  @Test("without such a type it is no call")
  func noCall() {
    var talk = GRPCTalk()
    talk.requestFields = [("content-type", "application/json")]
    #expect(talk.call() == nil)
    talk.requestFields = []
    #expect(talk.call() == nil)
  }

  @Test(
    "timeouts, in all units",
    arguments: [
      ("1H", 3_600_000_000_000), ("2M", 120_000_000_000), ("3S", 3_000_000_000), ("601m", 601_000_000), ("7u", 7000),
      ("99999999n", 99_999_999), ("0S", 0), ("99999999H", Int64.max), ("", nil), ("5", nil), ("S", nil), ("123456789n", nil),
      ("-1S", nil), ("1s", nil), ("1 S", nil), ("1.5S", nil),
    ] as [(String, Int64?)])
  func timeouts(text: String, nanoseconds: Int64?) {
    #expect(GRPCTimeout.nanoseconds(Self.slice(text)) == nanoseconds)
    var talk = GRPCTalk()
    talk.requestFields.append(("grpc-timeout", text))
    #expect(talk.call()?.timeout == nanoseconds)
  }

  @Test(
    "paths",
    arguments: [
      ("/weir.test.Greeter/Unary", "weir.test.Greeter", "Unary"), ("/prefix/a.B/C", "prefix/a.B", "C"), ("/a/", "a", ""),
      ("/a", "", ""), ("a/b", "", ""), ("", "", ""), ("//b", "", "b"),
    ])
  func paths(path: String, service: String, method: String) {
    let octets = Array(path.utf8)
    let found = GRPCPath(octets[...])
    #expect(String(decoding: octets[found?.service ?? 0..<0], as: UTF8.self) == service)
    #expect(String(decoding: octets[found?.method ?? 0..<0], as: UTF8.self) == method)
  }

  @Test("the status is that of the trailers, its message without percent-encoding")
  func trailers() throws {
    var talk = GRPCTalk()
    talk.trailers = [("grpc-status", "5"), ("grpc-message", "no such: %C3%BCn%C3%AF 100%, %zz")]
    let call = try #require(talk.call())
    #expect(call.status == 5)
    #expect(call.statusMessage.map { String(decoding: $0, as: UTF8.self) } == "no such: ünï 100%, %zz")
    #expect(!call.isTrailersOnly)
    talk.trailers = [("grpc-message", String(repeating: "%41", count: 10_000)), ("grpc-status", "x")]
    let odd = try #require(talk.call())
    #expect(odd.status == nil)
    #expect(odd.statusMessage?.count == GRPCCall.maximumStatusMessage)
  }

  @Test("a response of a head alone has it there")
  func trailersOnly() throws {
    var talk = GRPCTalk()
    talk.responseFields.append(("grpc-status", "12"))
    talk.trailers = []
    let call = try #require(talk.call())
    #expect(call.status == 12)
    #expect(call.isTrailersOnly)
    #expect(GRPCCall.name(ofStatus: 12) == "UNIMPLEMENTED")
    #expect(GRPCCall.name(ofStatus: 17) == nil)
  }

  @Test("a page that a proxy answers with is not read as messages")
  func page() throws {
    var talk = GRPCTalk()
    talk.responseFields = [("content-type", "text/html")]
    talk.trailers = []
    talk.response = [.octets(Array("<html>502</html>".utf8))]
    let call = try #require(talk.call())
    #expect(call.response == GRPCCall.Side())
    #expect(call.fault == nil)
    #expect(call.status == nil)
  }

  @Test("where the content type is hidden, whole messages tell, or a status, and nothing else does")
  func hidden() throws {
    var talk = GRPCTalk()
    (talk.requestFields, talk.responseFields, talk.trailers) = ([("te", "trailers")], [], [])
    talk.unresolved = 3
    #expect(talk.call() == nil)
    talk.request = [.octets(GRPCTalk.message([1, 2]) + GRPCTalk.message([3], flags: 1))]
    let call = try #require(talk.call())
    #expect(call.isGuess)
    #expect(call.request.messages == 2)
    #expect(call.fault == nil)
    talk.response = [.octets(Array("plain text".utf8))]
    #expect(talk.call() == nil)
    (talk.request, talk.response) = ([], [])
    talk.trailers = [("grpc-status", "0")]
    #expect(talk.call()?.status == 0)
    talk.requestFields = [("content-type", "text/plain")]
    #expect(talk.call() == nil)
    talk.requestFields = []
    talk.request = [.octets(GRPCTalk.message([1, 2]))]
    talk.responseFields = [("content-type", "application/grpc")]
    #expect(talk.call()?.isGuess == false)
    talk.responseFields = [("content-type", "text/plain")]
    #expect(talk.call() == nil)
  }

  @Test("gRPC-Web has its trailers in the body", arguments: [Int.max, 1, 3])
  func web(size: Int) throws {
    var talk = GRPCTalk()
    talk.requestFields = [("content-type", "application/grpc-web+proto")]
    talk.responseFields = talk.requestFields
    talk.trailers = []
    let block = Array("grpc-status: 7\r\nGrpc-Message: not%20you\r\n".utf8)
    talk.request = [.octets(GRPCTalk.message([1]))]
    talk.response = [.octets(GRPCTalk.message([1, 2]) + GRPCTalk.message(block, flags: 0x80))]
    let call = try #require(talk.call(cut: size))
    #expect(call.transport == .web)
    #expect(call.response.messages == 1)
    #expect(call.status == 7)
    #expect(call.statusMessage == Array("not you".utf8))
    #expect(call.fault == nil)
  }

  @Test("the same in base64, with padding inside", arguments: [Int.max, 1, 3])
  func webText(size: Int) throws {
    var talk = GRPCTalk()
    talk.requestFields = [("content-type", "application/grpc-web-text")]
    talk.responseFields = talk.requestFields
    talk.trailers = []
    // Two messages, 01 02 and 03, encoded one by one.
    talk.response = [.octets(Array("AAAAAAIBAg==AAAAAAED".utf8))]
    let call = try #require(talk.call(cut: size))
    #expect(call.messages.map { Array(call.content(of: $0)) } == [[1, 2], [3]])
    #expect(call.fault == nil)
  }
}
