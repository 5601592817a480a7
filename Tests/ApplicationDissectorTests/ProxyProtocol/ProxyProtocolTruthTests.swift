import ApplicationModel
import Fixtures
import Flows
import Foundation
import PacketModel
import Testing

/// Headers that haproxy and curl sent, compared with what nginx took from them.
@Suite struct ProxyProtocolTruthTests {
  struct Truth: Decodable {
    var flows: [Connection]

    struct Connection: Decodable {
      var client: End
      var server: End
      var exchanges: [Exchange]
    }
    struct End: Decodable {
      var address: String
      var port: UInt16
    }
    struct Exchange: Decodable { var proxy_protocol: Header? }
    struct Header: Decodable {
      var client: End
      var server: End
    }
  }

  @Test("headers as the server behind them logged them")
  func headers() throws {
    let truth = try JSONDecoder().decode(Truth.self, from: Data(contentsOf: Fixture("http/proxy-protocol.truth.json").url))
    let flows = try WebSocketTruthTests.flows(Fixture("http/proxy-protocol.pcap").url.path)
    var compared = 0
    for connection in truth.flows {
      guard let logged = connection.exchanges.first?.proxy_protocol else { continue }
      let ports = [connection.client.port, connection.server.port]
      let flow = flows.first { Set([$0.flow.key.lowPort, $0.flow.key.highPort]) == Set(ports) }
      let header = try #require(flow?.application?.proxies.first)
      #expect(text(header.source) == "\(logged.client.address) \(logged.client.port)")
      #expect(text(header.destination) == "\(logged.server.address) \(logged.server.port)")
      #expect(header.isChecksumRight != false)
      #expect(flow?.application?.http.first?.exchanges.count == connection.exchanges.count)
      #expect(flow?.application?.findings.filter { $0.id.hasPrefix("proxy_") } == [])
      compared += 1
    }
    #expect(compared >= 7)
  }

  private func text(_ end: ProxyHeader.End?) -> String? { end.map { "\($0.address.text($0.version)) \($0.port)" } }
}
