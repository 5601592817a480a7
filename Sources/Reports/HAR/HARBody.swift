import ApplicationModel

/// A body as an archive has it: text where it is text, else base64.
struct HARBody {
  private let message: HTTPMessage
  private let limit: Int
  private let redaction: Redaction
  private let type: String?

  init(_ message: HTTPMessage, type: String?, _ options: HAROptions) {
    self.message = message
    self.type = type
    limit = options.maximumBody
    redaction = options.redaction
  }

  /// Whether all that came of it was kept. A part would pass for the whole, so it is left out.
  private var isWhole: Bool { message.bodyOctets <= limit && message.keptBody.count >= message.bodyOctets }

  /// Whether a form in parts has a secret one: their values are not told apart, so all go.
  private var isSecret: Bool {
    guard !redaction.revealSecrets, !BodyText.isForm(type) else { return false }
    return message.omittedParts > 0 || message.parts.contains { redaction.isSecret(($0.name ?? [])[...]) }
  }

  var isShown: Bool { isWhole && !isSecret }

  /// The text as it may be shown; nothing where the body is no text, or left out.
  var text: String? {
    guard isShown, let text = BodyText.text(message.keptBody, isCut: false) else { return nil }
    return redaction.body(text, type: type)
  }

  /// Writes `text`, and the encoding where it has one; of a body left out, an empty text.
  func write(encodingKey: String, to json: inout JSONWriter) {
    if let text { return json.member("text", text) }
    guard isShown else { return json.member("text", "") }
    json.member("text", word: Base64.text(message.keptBody[...]))
    json.member(encodingKey, word: "base64")
  }

  var comment: String? {
    var clauses: [String] = []
    if !isWhole, message.bodyOctets > 0 {
      clauses.append(
        "the body is left out: \(HumanUnits.count(message.bodyOctets, "byte")), and the limit is \(HumanUnits.count(limit))")
    }
    if isWhole, isSecret { clauses.append("the body is left out: a part of it is a secret") }
    if message.missingOctets > 0 {
      clauses.append("\(HumanUnits.count(message.missingOctets, "byte")) of the body are missing from the capture")
    }
    if let problem = message.decodingProblem.words { clauses.append("the body \(problem)") }
    return clauses.isEmpty ? nil : clauses.joined(separator: "; ")
  }
}

/// RFC 4648 §4.
enum Base64 {
  static func text(_ octets: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((octets.count + 2) / 3 * 4)
    var rest = octets
    while let first = rest.popFirst() {
      let second = rest.popFirst()
      let third = rest.popFirst()
      let group = UInt32(first) << 16 | UInt32(second ?? 0) << 8 | UInt32(third ?? 0)
      text.append(alphabet[Int(group >> 18)])
      text.append(alphabet[Int(group >> 12 & 63)])
      text.append(second == nil ? UInt8(ascii: "=") : alphabet[Int(group >> 6 & 63)])
      text.append(third == nil ? UInt8(ascii: "=") : alphabet[Int(group & 63)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
