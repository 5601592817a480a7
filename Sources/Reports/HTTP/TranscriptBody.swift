import ApplicationModel
import PacketModel

/// A body in a transcript: how much there was of it, and what was kept of it where that is text.
struct TranscriptBody {
  let view: ExchangeView
  let message: HTTPMessage
  let isRequest: Bool

  var lines: [String] {
    guard message.framing != .none || message.wireBodyOctets > 0 || message.bodyOctets > 0 else { return [] }
    var lines = ["\(isRequest ? "}" : "{") [\(facts.joined(separator: ", "))]"]
    if let text {
      // Indented, so that no body can pass for a line of ours. CR LF is one character.
      lines += text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map {
        "  " + SafeText.escape(String($0).replacing("\t", with: "  "))
      }
    }
    for part in message.parts { lines.append("  part: " + Self.words(part)) }
    if message.omittedParts > 0 { lines.append("  and \(HumanUnits.count(message.omittedParts, "part")) more") }
    return lines
  }

  // MARK: - Facts

  private var facts: [String] {
    var facts = [HumanUnits.count(message.bodyOctets, "byte") + " data"]
    if message.coding != .identity { facts.append("\(message.coding.name) of \(HumanUnits.count(message.encodedBodyOctets))") }
    if message.framing == .chunked { facts.append(HumanUnits.count(message.chunks, "chunk")) }
    if message.framing == .close { facts.append("until the connection closed") }
    if text == nil, let type = view.value("content-type", of: message) { facts.append(SafeText.escape(type)) }
    if let problem = message.decodingProblem.words { facts.append("body \(problem)") }
    if message.missingOctets > 0 { facts.append("\(HumanUnits.count(message.missingOctets)) not captured") }
    if !message.isComplete {
      let declared = message.declaredLength.map { " of \(HumanUnits.count($0))" } ?? ""
      facts.append("incomplete\(declared)")
    }
    return facts
  }

  // MARK: - Text

  /// What was kept, when it is text: in UTF-8 without control characters. One that was cut inside a character ends before it.
  private var text: String? {
    // Events are told one by one.
    guard !message.keptBody.isEmpty, isRequest || view.exchange.events.isEmpty, message.decodingProblem != .damaged,
      message.coding != .unknown
    else { return nil }
    let isCut = message.keptBody.count < message.bodyOctets
    guard var text = BodyText.text(message.keptBody, isCut: isCut) else { return nil }
    let type = view.value("content-type", of: message)
    // The values of a form in parts are not told apart here.
    if message.parts.contains(where: { view.conversation.redaction.isSecret(($0.name ?? [])[...]) }), !BodyText.isForm(type) {
      return nil
    }
    text = view.conversation.redaction.body(text, type: type)
    while text.last == "\n" || text.last == "\r\n" { text.removeLast() }
    return isCut ? text + "…" : text
  }

  private static func words(_ part: BodyPart) -> String {
    var words: [String] = []
    if let name = part.name { words.append("\"\(NetworkText.safe(name))\"") }
    if let file = part.fileName { words.append("file \"\(NetworkText.safe(file))\"") }
    if let type = part.contentType { words.append(NetworkText.safe(type)) }
    words.append(HumanUnits.count(part.octets, "byte"))
    return words.joined(separator: ", ") + (part.isComplete ? "" : ", incomplete")
  }
}

/// Whether octets of a body are text.
enum BodyText {
  /// The text, where it is UTF-8 without control characters but those of lines and tabs.
  static func text(_ octets: [UInt8], isCut: Bool) -> String? {
    var octets = octets[...]
    if isCut { octets = withoutTornEnd(octets) }
    for octet in octets where (octet < 0x20 && octet != 9 && octet != 10 && octet != 13 && octet != 12) || octet == 0x7f {
      return nil
    }
    return String(validating: octets, as: UTF8.self)
  }

  static func isForm(_ type: String?) -> Bool {
    type?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true
  }

  /// Without the first octets of a character whose last ones were cut off.
  private static func withoutTornEnd(_ octets: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let start = octets.suffix(4).lastIndex(where: { $0 & 0xc0 != 0x80 }), octets[start] >= 0xc0 else { return octets }
    return String(validating: octets[start...], as: UTF8.self) == nil ? octets[..<start] : octets
  }
}
