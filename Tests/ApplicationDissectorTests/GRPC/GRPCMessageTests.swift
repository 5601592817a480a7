import ApplicationModel
import Testing

@testable import ApplicationDissectors

@Suite struct GRPCMessageTests {
  typealias Piece = GRPCTalk.Piece

  /// `printf hello | gzip -n`, and the same by python3: zlib.compress(b"hello").
  static let gzip: [UInt8] = [
    0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 7, 0, 0x86, 0xa6, 0x10, 0x36, 5, 0, 0, 0,
  ]
  static let zlib: [UInt8] = [0x78, 0x9c, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 7, 0, 6, 0x2c, 2, 0x15]

  @Test("messages are found wherever DATA frames cut them", arguments: [Int.max, 1, 2, 3, 64])
  func cut(size: Int) throws {
    let first = [UInt8](repeating: 1, count: 70)
    var talk = GRPCTalk()
    talk.request = [.octets(GRPCTalk.message(first) + GRPCTalk.message([]) + GRPCTalk.message([7, 8]))]
    talk.response = [.octets(GRPCTalk.message([9]))]
    let call = try #require(talk.call(cut: size))
    #expect(call.request.messages == 3)
    #expect(call.request.octets == 72)
    #expect(call.request.wireOctets == 72)
    #expect(call.response.messages == 1)
    #expect(call.messages.map(\.length) == [70, 0, 2, 1])
    #expect(call.messages.allSatisfy { $0.isComplete })
    #expect(call.messages.map { Array(call.content(of: $0)) } == [first, [], [7, 8], [9]])
    #expect(call.kind == .clientStreaming)
    #expect(call.fault == nil)
    if size == 1 {
      #expect(call.messages[0].first == point(1))
      #expect(call.messages[0].last == point(75))
      #expect(call.messages[1].first == point(76))
      #expect(call.messages[2].last == point(87))
    }
  }

  @Test(
    "what messages show is the kind",
    arguments: [
      (1, 1, GRPCCall.Kind.unary), (2, 1, .clientStreaming), (1, 2, .serverStreaming), (2, 2, .bidirectional), (1, 0, .unary),
      (0, 0, nil),
    ])
  func kinds(requests: Int, responses: Int, kind: GRPCCall.Kind?) throws {
    var talk = GRPCTalk()
    talk.request = [.octets((0..<requests).flatMap { _ in GRPCTalk.message([1]) })]
    talk.response = [.octets((0..<responses).flatMap { _ in GRPCTalk.message([1]) })]
    #expect(try #require(talk.call()).kind == kind)
  }

  @Test("compressed messages are decompressed, each by itself", arguments: ["gzip", "deflate"], [Int.max, 1, 7])
  func compressed(encoding: String, size: Int) throws {
    let packed = encoding == "gzip" ? Self.gzip : Self.zlib
    var talk = GRPCTalk()
    talk.requestFields.append(("grpc-encoding", encoding))
    talk.request = [
      .octets(GRPCTalk.message(packed, flags: 1) + GRPCTalk.message(Array("plain".utf8)) + GRPCTalk.message(packed, flags: 1))
    ]
    let call = try #require(talk.call(cut: size))
    #expect(String(decoding: call.request.encoding, as: UTF8.self) == encoding)
    #expect(call.request.messages == 3)
    #expect(call.request.compressedMessages == 2)
    #expect(call.request.octets == 15)
    #expect(call.request.wireOctets == 2 * packed.count + 5)
    #expect(call.messages.map { String(decoding: call.content(of: $0), as: UTF8.self) } == ["hello", "plain", "hello"])
    #expect(call.messages.map(\.decodingProblem) == [.none, .none, .none])
    #expect(call.fault == nil)
  }

  @Test("a message that is not what its encoding says is told, and the next is read")
  func damaged() throws {
    var bad = Self.gzip
    bad[12] ^= 0x55
    var talk = GRPCTalk()
    talk.requestFields.append(("grpc-encoding", "gzip"))
    talk.request = [
      .octets(
        GRPCTalk.message(bad, flags: 1) + GRPCTalk.message(Array(Self.gzip.dropLast(4)), flags: 1)
          + GRPCTalk.message(Self.gzip, flags: 1))
    ]
    let call = try #require(talk.call())
    #expect(call.messages.map(\.decodingProblem) == [.damaged, .truncated, .none])
    #expect(String(decoding: call.content(of: call.messages[2]), as: UTF8.self) == "hello")
    #expect(call.fault?.kind == .damaged)
    #expect(call.faults == 2)
  }

  @Test("an encoding that nobody knows leaves messages as they came")
  func unknownEncoding() throws {
    var talk = GRPCTalk()
    talk.requestFields.append(("grpc-encoding", "x-secret"))
    talk.request = [.octets(GRPCTalk.message([1, 2, 3], flags: 1))]
    let call = try #require(talk.call())
    #expect(call.request.octets == 3)
    #expect(call.content(of: call.messages[0]).isEmpty)
    #expect(call.fault == nil)
  }

  @Test("a compressed message without an encoding breaks the rules")
  func noEncoding() throws {
    var talk = GRPCTalk()
    talk.request = [.octets(GRPCTalk.message([1, 2, 3], flags: 1))]
    #expect(try #require(talk.call()).fault == GRPCCall.Fault(.noEncoding, at: point(1), isRequest: true))
  }

  @Test("a prefix that is none ends the reading of its side", arguments: [Int.max, 1])
  func badFlag(size: Int) throws {
    var talk = GRPCTalk()
    talk.response = [.octets(GRPCTalk.message([1]) + [2, 0, 0, 0, 1, 9, 9, 9])]
    let call = try #require(talk.call(cut: size))
    #expect(call.response.messages == 1)
    #expect(call.response.unreadOctets == 8)
    #expect(call.fault?.kind == .badFlag)
    #expect(call.fault?.isRequest == false)
  }

  @Test("a stream that ends inside a message is told, where it ended and was not cut off")
  func truncated() throws {
    var talk = GRPCTalk()
    talk.request = [.octets(GRPCTalk.message([1]) + GRPCTalk.prefix(0xffff_ffff) + [1, 2, 3])]
    let call = try #require(talk.call())
    #expect(call.request.messages == 2)
    #expect(call.messages[1].length == 0xffff_ffff)
    #expect(call.messages[1].wireOctets == 3)
    #expect(!call.messages[1].isComplete)
    #expect(call.fault == GRPCCall.Fault(.truncated, at: point(999), isRequest: true))
    talk.request = [.octets([0, 0, 0])]
    #expect(try #require(talk.call()).request.unreadOctets == 3)
    talk.isComplete = false
    #expect(try #require(talk.call()).fault == nil)
  }

  @Test("a hole inside a message is counted; one that hides a prefix ends the reading")
  func holes() throws {
    var talk = GRPCTalk()
    talk.request = [
      .octets(GRPCTalk.prefix(10) + [1, 2]), .hole(5), .octets([8, 9, 10] + GRPCTalk.message([4])),
    ]
    var call = try #require(talk.call())
    #expect(call.request.messages == 2)
    #expect(call.messages[0].missingOctets == 5)
    #expect(call.messages[0].decodingProblem == .gap)
    #expect(!call.messages[0].isComplete)
    #expect(Array(call.content(of: call.messages[0])) == [1, 2])
    #expect(Array(call.content(of: call.messages[1])) == [4])
    #expect(call.fault == nil)

    talk.request = [.octets(GRPCTalk.prefix(10) + [1, 2]), .hole(9), .octets(GRPCTalk.message([4]))]
    call = try #require(talk.call())
    #expect(call.request.messages == 1)
    #expect(call.request.missingOctets == 9)
    #expect(call.request.unreadOctets == 6)
    #expect(call.messages[0].missingOctets == 8)
    talk.request = [.hole(1), .octets([0, 0, 0])]
    #expect(try #require(talk.call()).request.unreadOctets == 3)
  }

  @Test("what is kept is bounded: of a message, of a call, and the list")
  func bounds() throws {
    var talk = GRPCTalk()
    talk.options.previewOctets = 1 << 20
    talk.request = [
      .octets(GRPCTalk.message([UInt8](repeating: 1, count: 700_000)) + GRPCTalk.message([UInt8](repeating: 2, count: 700_000)))
    ]
    var call = try #require(talk.call())
    #expect(call.content.count == GRPCCall.maximumContent)
    #expect(call.content(of: call.messages[1]).count == GRPCCall.maximumContent - 700_000)
    talk.request = [.octets((0..<5000).flatMap { _ in GRPCTalk.message([1]) })]
    call = try #require(talk.call())
    #expect(call.messages.count == GRPCCall.maximumMessages)
    #expect(call.omittedMessages == 5000 - GRPCCall.maximumMessages)
    talk.options.previewOctets = 0
    #expect(try #require(talk.call()).content.isEmpty)
  }
}
