import ApplicationModel

/// The fields of a message as an archive has them, without their secrets.
struct HARFields {
  private let log: HTTPLog
  private let message: HTTPMessage?
  private let redaction: Redaction

  init(_ view: ExchangeView, _ message: HTTPMessage?, _ redaction: Redaction) {
    log = view.log
    self.message = message
    self.redaction = redaction
  }

  func headers(to json: inout JSONWriter) {
    for field in log.fields(at: message?.fields ?? 0..<0) { write(field, to: &json) }
  }

  /// Fields behind a chunked body, which the format has no place for.
  func trailers(to json: inout JSONWriter) {
    guard let message, !message.trailers.isEmpty else { return }
    json.array("_trailers") { json in
      for field in log.fields(at: message.trailers) { write(field, to: &json) }
    }
  }

  private func write(_ field: HTTPField, to json: inout JSONWriter) {
    let name = log.octets(at: field.name)
    json.object { json in
      json.member("name", NetworkText.string(name))
      json.member("value", NetworkText.string(redaction.value(ofField: name, log.octets(at: field.value))))
    }
  }

  /// The first field of a name as it may be shown.
  func shown(_ name: StaticString) -> String? {
    message.flatMap { log.value(name, in: $0.fields) }.map {
      NetworkText.string(redaction.value(ofField: Array(name.description.utf8)[...], $0))
    }
  }

  // MARK: - Cookies

  /// Of `cookie` the pairs in it, of `set-cookie` the cookie with its attributes.
  func cookies(of name: StaticString, to json: inout JSONWriter) {
    guard let message else { return }
    let isSet = name.description == "set-cookie"
    for value in log.values(name, in: message.fields) {
      let shown = redaction.value(ofField: Array(name.description.utf8)[...], value)
      let parts = shown.split(separator: UInt8(ascii: ";")).map(Self.pair)
      if isSet {
        guard let cookie = parts.first else { continue }
        json.object { json in
          Self.write(cookie, to: &json)
          Self.attributes(parts.dropFirst(), to: &json)
        }
      } else {
        for cookie in parts where !cookie.name.isEmpty || !cookie.value.isEmpty { json.object { Self.write(cookie, to: &$0) } }
      }
    }
  }

  private typealias Pair = (name: String, value: String)

  /// A pair without "=" is a cookie without a name (RFC 6265bis §5.6).
  private static func pair(_ text: ArraySlice<UInt8>) -> Pair {
    let pair = text.trimmingSpace
    guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return ("", NetworkText.string(pair)) }
    return (NetworkText.string(pair[..<equals].trimmingSpace), NetworkText.string(pair[(equals + 1)...].trimmingSpace))
  }

  private static func write(_ cookie: Pair, to json: inout JSONWriter) {
    json.member("name", cookie.name)
    json.member("value", cookie.value)
  }

  /// The first of each counts: an object has no key twice.
  private static func attributes(_ parts: ArraySlice<Pair>, to json: inout JSONWriter) {
    func value(_ name: String) -> String? { parts.first { $0.name.lowercased() == name }?.value }
    func flag(_ name: String) -> Bool {
      parts.contains { ($0.name.isEmpty ? $0.value : $0.name).lowercased() == name }
    }
    json.member("path", value("path"))
    json.member("domain", value("domain"))
    json.member("expires", value("expires").flatMap { CookieDate.iso8601($0) })
    json.member("httpOnly", flag("httponly"))
    json.member("secure", flag("secure"))
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmingSpace: ArraySlice<UInt8> {
    func isSpace(_ octet: UInt8) -> Bool { octet == UInt8(ascii: " ") || octet == UInt8(ascii: "\t") }
    var text = drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    return text
  }
}
