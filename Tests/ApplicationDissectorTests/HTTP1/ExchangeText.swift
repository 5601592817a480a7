import ApplicationModel
import PacketModel

extension ApplicationFacts {
  /// Every exchange in a line, for tables: `GET /a 1-2 -> 200 3-4 body 5`, frames of first and last octets behind each message.
  var exchangeLines: [String] {
    http.flatMap { log in log.exchanges.map { $0.line(log) } }
  }
}

extension HTTPExchange {
  fileprivate func line(_ log: HTTPLog) -> String {
    var words: [String] = []
    if let request {
      words.append(String(decoding: log.octets(at: request.method), as: UTF8.self))
      words.append(String(decoding: log.octets(at: request.target), as: UTF8.self))
      words += request.message.words
    }
    for each in interim { words.append("(\(each.status) \(each.first.frame))") }
    if let response {
      words.append("->")
      words.append(String(response.status))
      words += response.message.words
    }
    if let unpaired { words.append(unpaired.rawValue) }
    if let tunnel {
      switch tunnel.kind {
      case .connect: words.append("tunnel")
      case .upgrade(let token): words.append("upgrade \(token)")
      }
      words.append("\(tunnel.content?.name ?? "?") \(tunnel.clientOctets) \(tunnel.serverOctets)")
    }
    return words.joined(separator: " ")
  }
}

extension HTTPMessage {
  fileprivate var words: [String] {
    var words = ["\(first.frame)-\(last.frame)"]
    if bodyOctets > 0 { words.append("body \(bodyOctets)") }
    if wireBodyOctets != bodyOctets { words.append("wire \(wireBodyOctets)") }
    if missingOctets > 0 { words.append("missing \(missingOctets)") }
    if trailers.count > 0 { words.append("trailers \(trailers.count)") }
    if oddities != [] { words.append("odd \(oddities.rawValue)") }
    if !isComplete { words.append("incomplete") }
    return words
  }
}
