import ApplicationModel
import Crypto
import Dissection

/// Checks an opening handshake (RFC 6455 §4) that HTTP has handed over.
struct WebSocketHandshake {
  private(set) var told = WebSocketSession.Handshake()
  private(set) var agreement = WebSocketAgreement()
  private(set) var findings: [Finding] = []
  private let upgrade: Handover.Upgrade

  init(_ upgrade: Handover.Upgrade) {
    self.upgrade = upgrade
    // Over HTTP/2 there is no key, and a 2xx status is the answer (RFC 8441 §5).
    if upgrade.isExtendedConnect { told.isAccepted = true } else { checkAccept() }
    checkSubprotocol()
    checkExtensions()
  }

  /// Without the request, the capture may lack it, nothing can be held against the response.
  private var hasRequest: Bool { !upgrade.request.isEmpty }

  // MARK: - The key and its answer

  private mutating func checkAccept() {
    guard hasRequest else { return }
    let version = value("sec-websocket-version", upgrade.request)
    if version.map({ !$0.elementsEqual("13".utf8) }) ?? true {
      note("websocket_version", .warning, "The client does not ask for WebSocket version 13 (RFC 6455 §4.1).", version)
    }
    guard let key = value("sec-websocket-key", upgrade.request), isKey(key) else {
      let text = "The client's Sec-WebSocket-Key is not 16 octets in base64 (RFC 6455 §4.1)."
      note("websocket_bad_key", .error, text, value("sec-websocket-key", upgrade.request))
      return
    }
    let accept = value("sec-websocket-accept", upgrade.response)
    told.isAccepted = accept == Self.accept(key)
    if !told.isAccepted {
      note(
        "websocket_bad_accept", .error,
        "The server's Sec-WebSocket-Accept is not what the client's key asks for (RFC 6455 §4.2.2).", accept)
    }
  }

  private func isKey(_ key: [UInt8]) -> Bool {
    key.count == 24 && key.suffix(2).elementsEqual("==".utf8) && key.dropLast(2).allSatisfy { base64Digits.contains($0) }
  }

  /// The answer to a key: SHA-1 of it and a constant, in base64.
  static func accept(_ key: [UInt8]) -> [UInt8] {
    base64(Array(Insecure.SHA1.hash(data: key + Array("258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))))
  }

  // MARK: - What was agreed on

  private mutating func checkSubprotocol() {
    told.offeredSubprotocols = list("sec-websocket-protocol", upgrade.request)
    let chosen = list("sec-websocket-protocol", upgrade.response)
    told.subprotocol = chosen.first
    guard hasRequest, let first = chosen.first else { return }
    if chosen.count > 1 || !told.offeredSubprotocols.contains(first) {
      note(
        "websocket_subprotocol_not_offered", .error,
        "The server chose a subprotocol that the client did not offer (RFC 6455 §4.2.2).", first)
    }
  }

  private mutating func checkExtensions() {
    let offers = WebSocketExtension.list(value("sec-websocket-extensions", upgrade.request) ?? [])
    let answers = WebSocketExtension.list(value("sec-websocket-extensions", upgrade.response) ?? [])
    told.extensions = answers.map(\.text)
    for answer in answers {
      if hasRequest, !offers.contains(where: { $0.name == answer.name }) {
        note(
          "websocket_extension_not_offered", .error,
          "The server agreed to an extension that the client did not offer (RFC 6455 §9.1).", answer.text)
      }
      if answer.isNamed("permessage-deflate") {
        checkDeflate(answer, offers)
      } else {
        agreement.hasUnknownExtensions = true
      }
    }
  }

  private mutating func checkDeflate(_ answer: WebSocketExtension, _ offers: [WebSocketExtension]) {
    let parameters = WebSocketDeflateParameters(answer, isAnswer: true)
    let offered = offers.filter { $0.isNamed("permessage-deflate") }.map {
      WebSocketDeflateParameters($0, isAnswer: false)
    }
    let fits = offered.isEmpty || offered.contains { $0.isWellFormed && parameters.accepts($0) }
    if !parameters.isWellFormed || !fits || told.compression != nil {
      note(
        "websocket_bad_extension", .error,
        "The server's parameters of permessage-deflate fit no offer of the client (RFC 7692 §7.1).", answer.text)
    }
    guard told.compression == nil else { return }
    told.compression = parameters.compression
    agreement.compression = parameters.compression
  }

  // MARK: - Fields

  /// A field's value; several lines of a name are one list (RFC 9110 §5.3).
  private func value(_ name: String, _ fields: [(name: String, value: [UInt8])]) -> [UInt8]? {
    var joined: [UInt8]?
    for field in fields where field.name == name {
      joined = joined.map { $0 + Array(", ".utf8) + field.value } ?? field.value
    }
    return joined
  }

  private func list(_ name: String, _ fields: [(name: String, value: [UInt8])]) -> [[UInt8]] {
    split((value(name, fields) ?? [])[...], at: UInt8(ascii: ",")).filter { !$0.isEmpty }
      .prefix(WebSocketExtension.maximum).map { Array($0) }
  }

  private mutating func note(_ id: String, _ severity: Finding.Severity, _ text: String, _ value: [UInt8]?) {
    // Of hostile fields a little is enough.
    let quoted = value.map { [Finding.Entry("value", .text(String(decoding: $0.prefix(128), as: UTF8.self)))] } ?? []
    findings.append(Finding(id, severity, text, frames: upgrade.frames, values: quoted))
  }
}

// MARK: - Base64 (RFC 4648 §4)

private let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

private func base64(_ octets: [UInt8]) -> [UInt8] {
  var text: [UInt8] = []
  for start in stride(from: 0, to: octets.count, by: 3) {
    let group = octets[start..<min(start + 3, octets.count)]
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for place in 0...group.count { text.append(base64Digits[bits >> (18 - 6 * place) & 63]) }
    for _ in group.count..<3 { text.append(UInt8(ascii: "=")) }
  }
  return text
}
