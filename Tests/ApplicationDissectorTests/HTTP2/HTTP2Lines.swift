import ApplicationModel
import PacketModel

extension ApplicationFacts {
  /// One line for every exchange, and for every finding, for tables to be compared with.
  var http2Lines: [String] { http.flatMap(\.lines) + findings.map(\.line) }
}

extension HTTPLog {
  /// Streams, what was asked with the frames of its first and last octets, what was answered, and what was odd.
  var lines: [String] {
    exchanges.indices.map { index in
      let exchange = exchanges[index]
      var words = exchange.stream.map { ["\($0)"] } ?? []
      if let request = exchange.request {
        let scheme = text(request.scheme)
        words += [
          text(request.method), (scheme.isEmpty ? "" : scheme + "://") + text(request.authority) + text(request.target),
        ]
        words += request.message.words
      }
      words += exchange.interim.map { "(\($0.status) \($0.first.frame))" }
      if let response = exchange.response { words += ["->", "\(response.status)"] + response.message.words }
      if exchange.isEarly { words.append("early") }
      if let unpaired = exchange.unpaired { words.append(unpaired.rawValue) }
      if let tunnel = exchange.tunnel {
        words.append("tunnel \(tunnel.content?.name ?? "?") \(tunnel.clientOctets)/\(tunnel.serverOctets)")
      }
      if let parent = streams[index]?.pushedBy { words.append("pushed by \(parent)") }
      if let reset = streams[index]?.reset {
        words.append("reset \(reset.code.name ?? "?") \(reset.sender == .low ? "client" : "server") \(reset.point.frame)")
      }
      return words.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  func text(_ place: Range<Int>) -> String { String(decoding: octets(at: place), as: UTF8.self) }

  /// Fields as `name: value`.
  func named(in place: Range<Int>) -> [String] { fields(at: place).map { "\(text($0.name)): \(text($0.value))" } }
}

extension HTTPMessage {
  fileprivate var words: [String] {
    var words = ["\(first.frame)-\(last.frame)"]
    if bodyOctets > 0 { words.append("body \(bodyOctets)") }
    if wireBodyOctets != bodyOctets { words.append("wire \(wireBodyOctets)") }
    if !trailers.isEmpty { words.append("trailers \(trailers.count)") }
    if missingOctets > 0 { words.append("missing \(missingOctets)") }
    if unresolvedFields > 0 { words.append("unresolved \(unresolvedFields)") }
    if !oddities.isEmpty { words.append("odd \(oddities.rawValue)") }
    if !isComplete { words.append("incomplete") }
    return words
  }
}

extension Finding {
  /// `! id sender xCOUNT frames`
  var line: String {
    var (sender, count) = ("?", 0)
    for entry in values {
      switch entry.value {
      case .text(let text) where entry.key == "sender": sender = text
      case .number(let number) where entry.key == "count": count = number
      default: break
      }
    }
    return "! \(id) \(sender) x\(count) \(frames.map(String.init).joined(separator: ","))"
  }
}
