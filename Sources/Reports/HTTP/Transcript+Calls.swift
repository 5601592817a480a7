import ApplicationModel
import PacketModel
import Protobuf

/// A gRPC call in a transcript: its messages one by one, and what came of it.
extension Transcript {
  mutating func call() {
    guard let call = view.call else { return }
    let description = GRPCDescription(call, view.log)
    for message in call.messages {
      line(words(message), at: message.first, since: view.start)
      contents(GRPCContent(call, message, description)).forEach { lines.append("  " + $0) }
    }
    if call.omittedMessages > 0 { note("And \(HumanUnits.count(call.omittedMessages, "message")) more") }
    outcome(call, description)
  }

  private mutating func outcome(_ call: GRPCCall, _ description: GRPCDescription?) {
    var words = ["gRPC"]
    if let status = call.status {
      words.append(GRPCCall.name(ofStatus: status) ?? "status \(status)")
    } else if view.exchange.response?.message.unresolvedFields == 0 {
      words.append("without a status")
    }
    if call.isGuess { words.append("by its shape") }
    if let kind = description?.kind ?? call.kind {
      words.append("(\(kind.rawValue.replacing("_", with: " "))\(description == nil ? ", as seen" : ""))")
    }
    note(words.joined(separator: " "))
    if let message = call.statusMessage, !message.isEmpty {
      let shown = view.conversation.redaction.value(ofField: Array("grpc-message".utf8)[...], message[...])
      note("Message: \(NetworkText.safe(shown))")
    }
    if let deadline = view.deadline {
      let outcome = deadline.outcome.map { ", \($0.words)" } ?? ""
      note("Deadline \(HumanUnits.duration(deadline.timeout))\(outcome)")
    }
    if let fault = call.fault {
      note("Malformed in frame \(fault.point.frame): the \(fault.isRequest ? "client" : "server")'s \(fault.kind.words)")
    }
  }

  // MARK: - Words

  private func words(_ message: GRPCCall.Message) -> String {
    var words = ["message", HumanUnits.count(message.octets, "byte")]
    if message.isCompressed { words.append("compressed to \(HumanUnits.count(message.length))") }
    if !message.isComplete { words.append("incomplete") }
    if message.missingOctets > 0 { words.append("\(HumanUnits.count(message.missingOctets)) not captured") }
    if let problem = message.decodingProblem.words { words.append(problem) }
    return "\(message.isRequest ? ">" : "<") [\(words.joined(separator: ", "))]"
  }

  private func contents(_ content: GRPCContent) -> [String] {
    let redaction = view.conversation.redaction
    switch content {
    case .none: return []
    case .described(let decoding, let schema):
      var json = JSONWriter()
      ProtoJSON(schema: schema, redaction: redaction).element(decoding.message, to: &json)
      let text = SafeText.escape(String(decoding: json.octets, as: UTF8.self))
      let isCut = decoding.outcome == .whole ? "" : " …"
      return ["\(SafeText.escape(decoding.message.type.name)) \(text)\(isCut)"]
    case .listed(let listing, let isCut):
      return ProtoListingText(redaction: redaction).lines(of: listing) + (isCut ? ["…"] : [])
    case .foreign(let octets, let isCut):
      guard redaction.revealsUnnamed else { return ["not of Protocol Buffers"] }
      let shown = Array(octets.prefix(ProtoListingRecord.maximumShown))
      let more = isCut || shown.count < octets.count ? "…" : ""
      guard let text = BodyText.text(shown, isCut: !more.isEmpty) else {
        return ["not of Protocol Buffers: " + ProtoListingText.digits(shown[...]) + more]
      }
      return ["\"\(SafeText.escape(redaction.body(text, type: nil)))\"\(more)"]
    }
  }
}
