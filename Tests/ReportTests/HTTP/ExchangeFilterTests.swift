import ApplicationModel
import Flows
import Testing

@testable import Reports

@Suite("Exchange filters")
struct ExchangeFilterTests {
  private static let rows: [(name: String, passes: Bool, fill: @Sendable (inout ExchangeFilter) -> Void)] = [
    ("nothing asked", true, { _ in }),
    ("its flow", true, { $0.flows = [FlowOrder(frame: 1, depth: 0)] }),
    ("another flow", false, { $0.flows = [FlowOrder(frame: 1, depth: 1)] }),
    ("its status", true, { $0.statuses = patterns("404") }), ("its class", true, { $0.statuses = patterns("200", "4xx") }),
    ("another class", false, { $0.statuses = patterns("5XX", "403") }),
    ("no response", false, { $0.statuses = patterns("none") }),
    ("slower", true, { $0.slowerThan = 9_000_000 }), ("just as slow", false, { $0.slowerThan = 10_000_000 }),
    ("its host", true, { $0.hosts = ["api.example.com"] }), ("its domain", true, { $0.hosts = [".example.com"] }),
    ("the domain alone", false, { $0.hosts = ["example.com"] }),
    ("one of several", true, { $0.hosts = ["a", "api.example.com"] }),
    ("its method", true, { $0.methods = ["POST", "GET"] }), ("case matters in methods", false, { $0.methods = ["get"] }),
    (
      "all of them", true,
      {
        $0.methods = ["GET"]; $0.statuses = patterns("404"); $0.slowerThan = 0
      }
    ),
    (
      "all but one", false,
      {
        $0.methods = ["GET"]; $0.statuses = patterns("404"); $0.hosts = ["b"]
      }
    ),
  ]

  private static func patterns(_ texts: String...) -> [ExchangeFilter.StatusPattern] {
    texts.compactMap { ExchangeFilter.StatusPattern($0) }
  }

  @Test("what is asked for passes", arguments: rows.indices)
  func filter(_ index: Int) throws {
    let row = Self.rows[index]
    var filter = ExchangeFilter()
    row.fill(&filter)
    let view = try #require(
      Exchanges.view { $0.add($0.request(fields: [("Host", "API.example.com:8080")]), $0.response(404)) })
    #expect(filter.matches(view) == row.passes, "\(row.name)")
  }

  @Test("no response has a pattern of its own")
  func unanswered() throws {
    let view = try #require(Exchanges.view { $0.add($0.request(), nil) { $0.unpaired = .noResponse } })
    var filter = ExchangeFilter()
    filter.statuses = Self.patterns("none")
    #expect(filter.matches(view))
    filter.statuses = Self.patterns("2xx")
    #expect(!filter.matches(view))
  }

  @Test("what is no status is refused", arguments: ["", "4x", "xx", "4xxx", "0xx", "099", "2000", "-04", "4 4", "all"])
  func refused(_ text: String) { #expect(ExchangeFilter.StatusPattern(text) == nil) }
}
