import ApplicationModel
import PacketModel

/// What about an exchange is worth a word beside its figures.
struct ExchangeRemarks {
  let view: ExchangeView

  private var exchange: HTTPExchange { view.exchange }

  /// Short clauses, what matters most first.
  var clauses: [String] {
    pairing + call + frames + protocols + bodies + time
  }

  /// Whether something went wrong, or is not known.
  var isDoubtful: Bool {
    !pairing.isEmpty || !oddities.isEmpty || hidden > 0 || view.stream?.reset != nil || view.call?.hasFailed == true
  }

  // MARK: - Pairing and completeness

  private var pairing: [String] {
    var clauses: [String] = []
    switch exchange.unpaired {
    case .gap: clauses.append("\(missingPart) not captured")
    case .captureStarted: clauses.append("\(missingPart) before the capture began")
    case .captureEnded: clauses.append("no \(missingPart) until the capture ends")
    case .noResponse: clauses.append("no response")
    case .noRequest: clauses.append("response to no request")
    case .malformed: clauses.append("\(missingPart) malformed")
    case nil: break
    }
    if let message = exchange.request?.message, !message.isComplete, !isConnect {
      clauses.append("request incomplete" + lacking(message))
    }
    if let message = exchange.response?.message, !message.isComplete, exchange.tunnel == nil {
      clauses.append("response incomplete" + lacking(message))
    }
    return clauses
  }

  /// HTTP/2's CONNECT leaves its stream open for what it wants to pass: there is no end of the request.
  private var isConnect: Bool { exchange.stream != nil && exchange.request?.isConnect(in: view.log) == true }

  private var missingPart: String { exchange.request == nil ? "request" : "response" }

  private func lacking(_ message: HTTPMessage) -> String {
    message.missingOctets > 0 ? ": \(HumanUnits.size(message.missingOctets)) not captured" : ""
  }

  // MARK: - HTTP/2

  /// Its stream, and what became of that.
  private var frames: [String] {
    guard let number = exchange.stream else { return [] }
    var clauses = ["stream \(number)" + (view.stream?.pushedBy.map { ", pushed on \($0)" } ?? "")]
    if let reset = view.stream?.reset {
      clauses.append("reset by the \(view.conversation.name(reset.sender)): \(reset.code.title)")
    }
    if hidden > 0 { clauses.append("\(HumanUnits.count(hidden, "field")) not known") }
    if let name = view.stream?.protocolName, view.session == nil {
      clauses.append("for \(NetworkText.safe(view.log.octets(at: name)))")
    }
    return clauses
  }

  private var hidden: Int {
    Int(exchange.request?.message.unresolvedFields ?? 0) + Int(exchange.response?.message.unresolvedFields ?? 0)
  }

  // MARK: - gRPC

  /// "gRPC NOT_FOUND: no such key", "gRPC OK, 1 message out, 3 in"
  private var call: [String] {
    guard let call = view.call else { return [] }
    // Where the response has not ended, that is told of before; a status may be among what header compression hides.
    let response = view.exchange.response?.message
    let missing = response?.isComplete == true && response?.unresolvedFields == 0 ? " without a status" : ""
    var words = call.status.map { " \(GRPCCall.name(ofStatus: $0) ?? "status \($0)")" } ?? missing
    let isOK = call.status == 0
    if !isOK, let message = call.statusMessage, !message.isEmpty {
      let shown = view.conversation.redaction.value(ofField: Array("grpc-message".utf8)[...], message[...])
      words += ": \(NetworkText.safe(shown.prefix(Self.messageOctets)))\(shown.count > Self.messageOctets ? "…" : "")"
    }
    var clauses = ["gRPC\(words)" + (call.isGuess ? ", by its shape" : "")]
    if call.request.messages != 1 || call.response.messages != (isOK ? 1 : 0) {
      clauses.append("\(HumanUnits.count(call.request.messages, "message")) out, \(call.response.messages) in")
    }
    if let deadline = view.deadline, let outcome = deadline.outcome, outcome != .met {
      clauses.append("\(outcome.words) of \(HumanUnits.duration(deadline.timeout))")
    }
    if let fault = call.fault { clauses.append("the \(fault.isRequest ? "client" : "server")'s \(fault.kind.words)") }
    return clauses
  }

  /// Octets of a status message that a line has room for.
  private static let messageOctets = 120

  // MARK: - What it became

  private var protocols: [String] {
    var clauses: [String] = []
    if let tunnel = exchange.tunnel, view.session == nil { clauses.append(words(tunnel)) }
    if let session = view.session { clauses.append(Self.words(session)) }
    let events = exchange.events.count + exchange.omittedEvents
    if events > 0 { clauses.append(HumanUnits.count(events, "event")) }
    if !exchange.interim.isEmpty {
      clauses.append("interim " + Self.told(exchange.interim.map { String($0.status) }))
    }
    // Both sides of a tunnel go on.
    if exchange.isEarly, exchange.tunnel == nil, !isConnect { clauses.append("answered before the request was whole") }
    if let target = view.log.tunnel.flatMap({ view.conversation.facts.target(ofTunnel: $0) }) {
      clauses.append("through \(target)")
    }
    if view.conversation.proxiedClient != nil {
      clauses.append("PROXY by \(view.flow.text(of: view.conversation.client))")
    }
    return clauses
  }

  private func words(_ tunnel: HTTPExchange.Tunnel) -> String {
    let name =
      switch tunnel.kind {
      case .connect: "tunnel"
      case .upgrade(let token): "upgrade to \(SafeText.escape(token))"
      }
    let content = tunnel.content.map { ", \($0.name) inside" } ?? ""
    let octets = tunnel.clientOctets > 0 || tunnel.serverOctets > 0
    let passed = "\(HumanUnits.size(tunnel.clientOctets)) out, \(HumanUnits.size(tunnel.serverOctets)) in"
    return name + content + (octets ? ", \(passed)" : "")
  }

  private static func words(_ session: WebSocketSession) -> String {
    var clauses = [
      "\(HumanUnits.count(session.client.messages, "message")) out, \(HumanUnits.count(session.server.messages)) in"
    ]
    if let code = session.close?.code { clauses.append("closed with \(code)") }
    return "websocket: " + clauses.joined(separator: ", ")
  }

  // MARK: - Bodies

  private var bodies: [String] {
    var clauses: [String] = []
    for (name, message) in [("request", exchange.request?.message), ("response", exchange.response?.message)] {
      guard let message else { continue }
      if message.coding != .identity {
        let size = HumanUnits.size(message.encodedBodyOctets)
        let owner = name == "request" ? "request in " : ""
        clauses.append("\(owner)\(message.coding.name), \(size) on the wire")
      }
      if message.isComplete, message.missingOctets > 0 {
        clauses.append("\(HumanUnits.size(message.missingOctets)) of the \(name) not captured")
      }
      if let problem = message.decodingProblem.words { clauses.append("\(name) body \(problem)") }
    }
    return clauses + oddities
  }

  private var oddities: [String] {
    let odd = (exchange.request?.message.oddities ?? []).union(exchange.response?.message.oddities ?? [])
    return odd.isEmpty ? [] : ["odd: " + odd.words.joined(separator: ", ")]
  }

  // MARK: - Time

  /// Where a lost segment, or a window without room, made it slow: at least a hundredth of its time.
  private var time: [String] {
    [(view.repair, "repairing loss"), (view.held, "held by others' loss"), (view.blocked, "waiting for windows")].compactMap {
      time, words in
      guard time > 0, time >= view.leastTotal / 100 else { return nil }
      return "\(HumanUnits.share(Int(time), of: Int(max(time, view.leastTotal)))) of it \(words)"
    }
  }

  /// "100", "100, 103", "103 3 times"
  private static func told(_ words: [String]) -> String {
    var told: [(word: String, count: Int)] = []
    for word in words {
      if told.last?.word == word { told[told.count - 1].count += 1 } else { told.append((word, 1)) }
    }
    return told.map { $0.count > 1 ? "\($0.word) \($0.count) times" : $0.word }.joined(separator: ", ")
  }
}

extension HTTPMessage.Coding {
  var name: String {
    switch self {
    case .identity: "identity"
    case .gzip: "gzip"
    case .deflate: "deflate"
    case .brotli: "br"
    case .zstandard: "zstd"
    case .several: "several codings"
    case .unknown: "an unknown coding"
    }
  }
}

extension HTTPMessage.DecodingProblem {
  /// Behind the word "body"; nothing where there is no problem.
  var words: String? {
    switch self {
    case .none: nil
    case .damaged: "is not what its coding says"
    case .truncated: "ends inside its coding"
    case .tooLarge: "decodes to more than is allowed"
    case .gap: "cannot be decoded: octets are missing"
    }
  }
}

extension HTTPMessage.Oddities {
  var words: [String] {
    let all: [(HTTPMessage.Oddities, String)] = [
      (.conflictingLengths, "conflicting lengths"), (.badLength, "bad Content-Length"),
      (.repeatedLength, "repeated Content-Length"), (.badTransferCoding, "bad Transfer-Encoding"),
      (.badChunk, "bad chunk"), (.obsoleteFolding, "folded field"), (.bareLineFeed, "bare line feed"),
      (.spaceBeforeColon, "space before a colon"), (.badField, "line that is no field"),
      (.headTruncated, "head cut to what is kept"), (.controlOctet, "control octet in a field"),
      (.upperCaseName, "upper-case letter in a field's name"), (.badPseudoField, "bad pseudo-header fields"),
      (.connectionField, "field of a connection"), (.lengthMismatch, "another length than Content-Length says"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}
