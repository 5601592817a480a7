import ApplicationModel
import PacketModel
import Testing

@testable import Analysis
@testable import Flows

@Suite("Traffic of applications")
struct ApplicationTrafficTests {
  private typealias Row = (path: LayerPath, frames: Int, octets: Int)

  private static func path(_ layers: ProtocolID...) -> LayerPath {
    var path = LayerPath()
    for layer in layers { path.append(layer) }
    return path
  }

  private static func flow(_ protocols: [ProtocolID], packets: Int, octets: Int) -> FinishedFlow {
    var facts = ApplicationFacts()
    facts.protocols = protocols
    var finished = Handmade.flow(facts)
    finished.flow.low.packets = packets
    finished.flow.high.octets = octets
    return finished
  }

  private func told(_ flows: [FinishedFlow], _ rows: [Row]) -> [String] {
    var traffic = ApplicationTraffic()
    for flow in flows { traffic.count(flow) }
    // Split over workers in any way, the sum is the same.
    var split = [ApplicationTraffic(), ApplicationTraffic(), ApplicationTraffic()]
    for (index, flow) in flows.enumerated() { split[index % 3].count(flow) }
    var sum = ApplicationTraffic()
    for part in split.reversed() { sum.add(part) }
    func text(_ traffic: ApplicationTraffic) -> [String] {
      traffic.paths(rows).map { "\($0.path.names.joined(separator: "/")) \($0.frames) \($0.octets)" }
    }
    #expect(text(sum) == text(traffic))
    return text(traffic)
  }

  @Test("a flow's packets move to its protocol's row, and the sum stays")
  func moved() {
    let rows: [Row] = [
      (Self.path(.ethernet, .ipv4, .tcp), 100, 10_000), (Self.path(.ethernet, .ipv6, .tcp), 7, 700),
    ]
    let flows = [
      Self.flow([.http], packets: 10, octets: 1000), Self.flow([.http, .webSocket], packets: 20, octets: 2000),
      Self.flow([.http], packets: 5, octets: 500), Self.flow([], packets: 1, octets: 1),
    ]
    #expect(
      told(flows, rows) == [
        "ethernet/ipv4/tcp 65 6500", "ethernet/ipv4/tcp/http 15 1500", "ethernet/ipv4/tcp/http/websocket 20 2000",
        "ethernet/ipv6/tcp 7 700",
      ])
    #expect(told([], rows) == ["ethernet/ipv4/tcp 100 10000", "ethernet/ipv6/tcp 7 700"])
  }

  @Test("no row gives more than it has")
  func bounded() {
    let rows: [Row] = [(Self.path(.ipv4, .tcp), 3, 300)]
    #expect(told([Self.flow([.http], packets: 10, octets: 200)], rows) == ["ipv4/tcp 0 100", "ipv4/tcp/http 3 200"])
    #expect(told([Self.flow([.http], packets: 1, octets: 1)], []) == [])
  }

  @Test("a path that holds no more layers keeps its packets")
  func full() {
    var path = LayerPath()
    for _ in 0..<16 { path.append(.vlan) }
    #expect(told([Self.flow([.http], packets: 1, octets: 1)], [(path, 3, 300)]).count == 1)
  }
}
