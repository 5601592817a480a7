public import ApplicationModel
import Flows

/// What bodies were exported, each with where it comes from: `manifest.json` beside them.
public struct BodyManifest: Sendable {
  private var entries: [Entry] = []
  /// Octets left out because all bodies together would have been more than allowed, and bodies that lack some of them.
  public var cutOctets = 0
  public var cutBodies = 0

  private struct Entry: Sendable {
    var order: ViewOrder
    var isRequest: Bool
    var json: [UInt8]
  }

  /// A body as it stands in its file.
  public struct Exported: Sendable {
    public var octets: Int
    public var sha256: [UInt8]
    /// Octets of it that were left out.
    public var cut: Int

    public init(octets: Int, sha256: [UInt8], cut: Int) {
      self.octets = octets
      self.sha256 = sha256
      self.cut = cut
    }
  }

  public init() {}

  public var count: Int { entries.count }

  public mutating func add(_ view: ExchangeView, isRequest: Bool, file: String?, _ exported: Exported) {
    var json = JSONWriter()
    json.object { Self.write(view, isRequest, file, exported, to: &$0) }
    entries.append(Entry(order: view.order, isRequest: isRequest, json: json.octets))
    guard exported.cut > 0 else { return }
    cutOctets &+= exported.cut
    cutBodies += 1
  }

  private static func write(
    _ view: ExchangeView, _ isRequest: Bool, _ file: String?, _ exported: Exported, to json: inout JSONWriter
  ) {
    let message = isRequest ? view.exchange.request?.message : view.exchange.response?.message
    json.member("file", file)
    json.member("flow", FlowRecord.id(view.flow.firstFrame, depth: view.flow.depth))
    json.member("exchange", view.number ?? 0)
    json.member("side", word: isRequest ? "request" : "response")
    if let message {
      json.array("frames") { json in
        json.element(message.first.frame)
        json.element(message.last.frame)
      }
      json.member("time", message.first.time)
    }
    json.member("method", view.method)
    json.member("url", view.url.map { NetworkText.string(view.conversation.redaction.target($0[...])) })
    json.member("status", view.status)
    json.member("content_type", view.value("content-type", of: message))
    json.member("content_encoding", view.value("content-encoding", of: message))
    json.member("bytes", exported.octets)
    json.member("cut_bytes", unlessZero: exported.cut)
    if let message {
      json.member("wire_bytes", message.wireBodyOctets)
      json.member("missing_bytes", unlessZero: message.missingOctets)
      json.member("complete", message.isComplete && message.decodingProblem == .none && exported.cut == 0)
      if let problem = message.decodingProblem.words { json.member("decoding_problem", "the body \(problem)") }
    }
    if file != nil { json.member("sha256", hexadecimal: exported.sha256) }
  }

  /// The document, in the order of the requests.
  public var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("weir", ReportDocument.version)
      json.member("cut_bodies", unlessZero: cutBodies)
      json.member("cut_bytes", unlessZero: cutOctets)
      json.key("bodies")
      json.open(UInt8(ascii: "["))
    }
    json.octets.removeLast()
    let sorted = entries.sorted { a, b in a.order != b.order ? a.order < b.order : a.isRequest && !b.isRequest }
    for (index, entry) in sorted.enumerated() {
      json.octets += index > 0 ? ",\n".utf8 : "\n".utf8
      json.octets += entry.json
    }
    return json.octets + "\n]}\n".utf8
  }
}

extension ExchangeView {
  /// What a sink of bodies knows its bodies by.
  public func bodyID(isRequest: Bool) -> BodyID {
    BodyID(frame: flow.firstFrame, depth: flow.depth, log: log.id, exchange: place.index, isRequest: isRequest)
  }

  /// A safe name for one of its bodies, which no other body has.
  public func bodyName(isRequest: Bool) -> String { BodyName(self, isRequest: isRequest).text }
}
