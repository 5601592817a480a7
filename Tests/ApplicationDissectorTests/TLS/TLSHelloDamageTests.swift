import ApplicationModel
import Octets
import Testing

@testable import ApplicationDissectors

/// Whatever the octets are, a hello comes of them, and not a large one.
@Suite struct TLSHelloDamageTests {
  @Test("cut short", arguments: TLSHelloTests.clients)
  func cutClient(_ example: TLSHelloTests.ClientExample) {
    let header = example.isDatagram ? 12 : 4
    let whole = HelloText.client(example.message, isDatagram: example.isDatagram)
    var sound = 0
    for end in header..<example.message.count {
      let hello = HelloText.client(Array(example.message.prefix(end)), isDatagram: example.isDatagram)
      if !hello.isMalformed { sound += 1 }
      #expect(whole.random.starts(with: hello.random))
      #expect(whole.cipherSuites.starts(with: hello.cipherSuites))
      #expect(whole.extensions.starts(with: hello.extensions))
    }
    // One without extensions is whole.
    #expect(sound == 1)
  }

  @Test("cut short", arguments: TLSHelloTests.servers)
  func cutServer(_ message: [UInt8], _ line: String, _ ja3s: String) {
    let sound = (4..<message.count).filter { !HelloText.server(Array(message.prefix($0))).isMalformed }
    #expect(sound.count == 1)
  }

  @Test(arguments: TLSHelloTests.clients.indices)
  func damaged(_ row: Int) {
    var random = Mutations(state: UInt64(row) + 1)
    for _ in 0..<2000 {
      var message = TLSHelloTests.clients[row].message
      random.damage(&message)
      bound(HelloText.client(message), message)
      bound(HelloText.client(message, isDatagram: true), message)
      _ = HelloText.server(message)
      let first = HelloText.point
      _ = TLSHelloReader.ssl2ClientHello(ByteView(message.span), first: first, last: first)
      _ = TLSHelloReader.encryptedExtensions(ByteView(message.span))
    }
  }

  private func bound(_ hello: TLSClientHello, _ message: [UInt8]) {
    #expect(hello.cipherSuites.count + hello.extensions.count + hello.groups.count <= message.count)
    #expect(hello.ja3.utf8.count == 32 && hello.ja4.utf8.count == 36)
  }

  @Test("lists longer than anybody means")
  func longLists() {
    let suites = Array(UInt16(0)..<30_000)
    let names: [UInt8] = MadeHello.octets(20_000) + Array(repeating: [1, 0x61], count: 10_000).joined()
    var extensions: [(type: UInt16, content: [UInt8])] = []
    for type in UInt16(1000)..<9000 { extensions.append((type, [])) }
    extensions.append((16, names))
    let hello = MadeHello(suites: suites, extensions: extensions).read()
    #expect(!hello.isMalformed)
    #expect(hello.cipherSuites.count == TLSClientHello.maximumEntries)
    #expect(hello.extensions.count == TLSClientHello.maximumEntries)
    #expect(hello.protocols.count == TLSClientHello.maximumNames)
    let kept = 2 * TLSClientHello.maximumEntries + TLSClientHello.maximumNames
    #expect(hello.omitted + kept == 30_000 + 8001 + 10_000)
    #expect(hello.ja4.hasPrefix("t12i9999aa_"))
    #expect(hello.ja3Text.isEmpty && hello.ja3.utf8.count == 32)
  }
}
