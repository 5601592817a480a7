import Analysis
import ApplicationModel
import Capture
import DissectorCatalog
import Fixtures
import Flows
import Foundation
import Reports
import Testing

/// Exchanges told as they end, beside those of the flows' own records.
@Suite("Exchanges told as they end") struct ToldExchangeTests {
  static let folders: [String] = ["http", "http2", "websocket"]

  @Test("each is told once, as its flow has it", arguments: folders)
  func once(_ folder: String) throws {
    var count = 0
    for path in try Self.captures(in: folder) {
      let records = try Self.records(path, maximumLogOctets: nil)
      let told = Self.exchanges(records, of: "exchange")
      let expected = Self.exchanges(records, of: "flow")
      #expect(Set(told.keys) == Set(expected.keys), "\(path)")
      for (key, exchange) in expected { #expect(Self.difference(told[key], exchange) == [], "\(path) \(key)") }
      count += told.count
    }
    #expect(count > 20)
  }

  /// With room for nothing, all that can be let go of is, again and again, in the middle of everything.
  @Test("and as completely when they are let go of", arguments: folders)
  func released(_ folder: String) throws {
    var released = 0
    for path in try Self.captures(in: folder) {
      let kept = Self.exchanges(try Self.records(path, maximumLogOctets: nil), of: "exchange")
      let records = try Self.records(path, maximumLogOctets: 0)
      let told = Self.exchanges(records, of: "exchange")
      #expect(Set(told.keys) == Set(kept.keys), "\(path)")
      for (key, exchange) in kept { #expect(Self.difference(told[key], exchange) == [], "\(path) \(key)") }
      for flow in records where flow["record"]?.text == "flow" {
        if case .number(let count)? = flow["http_told"] { released += Int(count) }
      }
    }
    #expect(released > 50 || folder == "websocket")
  }

  /// Looking at flows that go on asks their readers what they would tell; nobody else may hear that.
  @Test("and once where somebody looks at the flows meanwhile", arguments: folders)
  func lookedAt(_ folder: String) throws {
    for path in try Self.captures(in: folder) {
      let told = try Self.records(path, maximumLogOctets: nil).filter { $0["record"]?.text == "exchange" }
      let looked = try Self.records(path, maximumLogOctets: nil, isLookedAt: true).filter { $0["record"]?.text == "exchange" }
      #expect(Set(looked) == Set(told) && looked.count == told.count, "\(path)")
    }
  }

  // MARK: - Records

  private static func captures(in name: String) throws -> [String] {
    let folder = Fixture(name).url
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    let found = names.filter { $0.hasSuffix(".pcap") || $0.hasSuffix(".pcapng") }.sorted()
    #expect(found.count > 5)
    return found.map { folder.appending(path: $0).path }
  }

  private static func records(_ path: String, maximumLogOctets: Int?, isLookedAt: Bool = false) throws -> [JSON] {
    var options = RunOptions()
    let redaction = Redaction()
    let feed = ExchangeFeed(render: { index, log, connection, text in
      LiveExchangeRecord.writeLine(index, of: log, in: connection, redaction, to: &text)
    })
    options.exchanges = feed
    var application = ApplicationOptions()
    application.exchanges = feed
    application.maximumLogOctets = maximumLogOctets
    options.dissectors = ApplicationStreams(application)
    let text = Gathered()
    var run = FlowRun(options: options) { flow, tables, text in
      ReportDocument.flowLines(flow, tables, redaction, to: &text)
    } deliver: { ended in
      if case .text(let octets) = ended { text.octets += octets }
    }
    try run.read(path)
    if isLookedAt { _ = run.snapshot(SurveyRequest(), at: nil) }
    _ = try run.finish()
    return try text.octets.split(separator: UInt8(ascii: "\n")).map { try JSON(String(decoding: $0, as: UTF8.self)) }
  }

  /// By flow and first frames: the exchanges of records of their own, or those in the flows' records.
  private static func exchanges(_ records: [JSON], of kind: String) -> [String: [JSON]] {
    var found: [String: [JSON]] = [:]
    for record in records where record["record"]?.text == kind {
      let flow = record[kind == "flow" ? "id" : "flow"]?.text ?? ""
      for exchange in kind == "flow" ? record["http"]?.items ?? [] : [record] {
        let frames = [exchange["request"]?["frame"], exchange["response"]?["frame"], exchange["stream"]]
        found["\(flow) \(frames)", default: []].append(comparable(exchange))
      }
    }
    return found
  }

  /// The members in which exchanges differ.
  private static func difference(_ told: [JSON]?, _ wanted: [JSON]) -> [String] {
    guard let told, told.count == wanted.count else { return ["count"] }
    return zip(told, wanted).flatMap { one, other in one.keys.union(other.keys).filter { one[$0] != other[$0] } }.sorted()
  }

  /// What is known of an exchange only with its connection's end, and what only a record of its own has, is left out.
  private static func comparable(_ exchange: JSON) -> JSON {
    var exchange = exchange
    for key in ["record", "flow", "exchange", "client", "server", "via_exchange"] { exchange[key] = nil }
    for key in ["repair", "head_of_line_s", "flow_control"] { exchange["timing"]?[key] = nil }
    exchange["pushed_by"]?["exchange"] = nil
    return exchange
  }
}

private final class Gathered { var octets: [UInt8] = [] }
