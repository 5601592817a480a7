import ApplicationModel
import Dissection
import PacketModel
import Testing

/// TLS inside binary messages.
@Suite struct WebSocketTunnelTests {
  static let key: [UInt8] = [1, 2, 3, 4]
  static let clientHello = TLSTalk.record(22, TLSTalk.clientHello())
  static let serverHello = TLSTalk.record(22, TLSTalk.serverHello(suite: 0x1301, version: 0x0304)) + TLSTalk.sealed(60)
  static let clientData = TLSTalk.sealed(70)
  static let serverData = TLSTalk.sealed(90)

  /// A frame with a binary payload (RFC 6455 §5.2).
  static func frame(_ payload: [UInt8], opcode: UInt8 = 2, final: Bool = true, isMasked: Bool) -> [UInt8] {
    let masked: UInt8 = isMasked ? 0x80 : 0
    var frame = [opcode | (final ? 0x80 : 0)]
    frame +=
      payload.count < 126
      ? [masked | UInt8(payload.count)]
      : [masked | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
    guard isMasked else { return frame + payload }
    return frame + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
  }

  static func client(_ payload: [UInt8], opcode: UInt8 = 2) -> WebSocketTalk.Step {
    .client(frame(payload, opcode: opcode, isMasked: true))
  }
  static func server(_ payload: [UInt8], opcode: UInt8 = 2) -> WebSocketTalk.Step {
    .server(frame(payload, opcode: opcode, isMasked: false))
  }

  static let tunnel: [WebSocketTalk.Step] = [
    client(clientHello), server(serverHello), client(clientData), server(serverData),
  ]

  @Test("a handshake in four messages, however the network cuts them", arguments: [nil, 1, 2, 3, 64])
  func tunnelled(chunk: Int?) throws {
    let facts = WebSocketTalk(Self.tunnel).read(chunk: chunk)
    #expect(facts.protocols == [.tls])
    #expect(facts.webSockets.count == 1 && facts.webSockets.first?.messages.count == 4)
    let session = try #require(facts.tls.first)
    #expect(session.nesting == 1)
    #expect(session.version == .tls13)
    #expect([session.clientHello?.first.frame, session.serverHello?.first.frame] == [3, 4])
    #expect([session.clientSide.records, session.serverSide.records] == [2, 3])
    #expect([session.clientSide, session.serverSide].allSatisfy { $0.malformed == nil && $0.unreadOctets == 0 })
  }

  @Test("records that messages and frames cut anywhere", arguments: [1, 2, 5, 6, 40])
  func borders(size: Int) throws {
    func pieces(_ octets: [UInt8]) -> [[UInt8]] {
      stride(from: 0, to: octets.count, by: size).map { Array(octets[$0..<min($0 + size, octets.count)]) }
    }
    let steps =
      pieces(Self.clientHello).map { Self.client($0) } + pieces(Self.serverHello).map { Self.server($0) }
      + pieces(Self.clientData).map { Self.client($0) }
    let session = try #require(WebSocketTalk(steps).read().tls.first)
    #expect([session.clientSide.records, session.serverSide.records] == [2, 2])
    #expect(session.serverHello != nil)

    let (head, tail) = (Array(Self.clientHello.prefix(3)), Array(Self.clientHello.dropFirst(3)))
    let fragments: [WebSocketTalk.Step] = [
      .client(Self.frame(head, final: false, isMasked: true) + Self.frame([], opcode: 9, isMasked: true)),
      .client(Self.frame(tail, opcode: 0, isMasked: true)),
    ]
    #expect(WebSocketTalk(fragments).read().tls.first?.clientHello?.cipherSuites.count == 2)
  }

  @Test(
    "what does not begin as TLS is none",
    arguments: [
      [client(Array("binary".utf8)), client(clientHello)], [client(Array("text".utf8), opcode: 1), client(clientHello)],
      [client([22, 3, 1]), client(Array("x".utf8), opcode: 1), client(Array(clientHello.dropFirst(3)))],
      [.clientGap(3), client(clientHello)], [client([22, 3, 3, 0, 2, 9, 9])], [client([])],
    ] as [[WebSocketTalk.Step]])
  func others(_ steps: [WebSocketTalk.Step]) {
    let facts = WebSocketTalk(steps).read()
    #expect(facts.tls.isEmpty && facts.protocols.isEmpty)
    #expect(facts.webSockets.count == 1)
  }

  @Test("text in between is no part of it, and missing octets are missed")
  func holes() throws {
    var steps = Self.tunnel
    steps.insert(Self.client(Array("note".utf8), opcode: 1), at: 2)
    #expect(WebSocketTalk(steps).read().tls.first?.clientSide.records == 2)

    let data = Self.frame(Self.clientData, isMasked: true)
    steps =
      Array(Self.tunnel.prefix(2)) + [
        .client(Array(data.prefix(20))), .clientGap(30), .client(Array(data.dropFirst(50))), Self.client(Self.clientData),
      ]
    let session = try #require(WebSocketTalk(steps).read().tls.first)
    #expect(session.clientSide.missingOctets == 30)
    #expect(session.clientSide.records == 3)
  }

  @Test("octets changed, left out, doubled")
  func damaged() {
    var random = HostileStreamTests.Seeded(state: 9)
    for _ in 0..<1000 {
      let steps = Self.tunnel.map { step -> WebSocketTalk.Step in
        guard case .client(var octets) = step else { return step }
        let place = Int.random(in: 0..<octets.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: octets[place] = UInt8.random(in: 0...255, using: &random)
        case 1: octets.remove(at: place)
        case 2: octets += octets
        case 3: return .clientGap(octets.count)
        default: break
        }
        return .client(octets)
      }
      #expect(WebSocketTalk(steps).read(chunk: [nil, 1, 7].randomElement(using: &random) ?? nil).tls.count <= 1)
    }
  }
}
