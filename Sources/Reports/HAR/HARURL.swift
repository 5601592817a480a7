import ApplicationModel
import PacketModel

/// An entry's URL: absolute, without fragment, and such that browsers' importers can parse it.
struct HARURL {
  let text: String
  /// What stands behind the question mark, as sent, without its secrets.
  let query: ArraySlice<UInt8>

  init(_ view: ExchangeView, _ redaction: Redaction) {
    // A browser's parser knows these only; HTTP/2's own may be anything.
    let isSecure = view.scheme == "https" || (view.scheme != "http" && view.log.scheme == "https")
    let scheme = view.session == nil ? (isSecure ? "https" : "http") : isSecure ? "wss" : "ws"
    let authority = view.authority
    let target = redaction.target(view.target).prefix { $0 != UInt8(ascii: "#") }
    let isConnect = view.isTunnel
    let question = target.firstIndex(of: UInt8(ascii: "?"))
    query = isConnect ? [] : question.map { target[($0 + 1)...] } ?? []
    var text = "\(scheme)://\(Self.host(authority, view))"
    if isConnect || target.elementsEqual([UInt8(ascii: "*")]) {
      self.text = text + "/"
      return
    }
    if let rest = Self.rest(of: target) {
      text += Self.encoded(rest)
    } else {
      text += (target.first == UInt8(ascii: "/") ? "" : "/") + Self.encoded(target)
    }
    self.text = text
  }

  /// The authority when any parser takes it, else the server's address: the Host field stands among the headers all the same.
  private static func host(_ authority: [UInt8], _ view: ExchangeView) -> String {
    let plain = authority.last.map { _ in authority } ?? []
    var host = plain[...]
    if let at = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(at + 1)...] }
    if isPlain(host) { return NetworkText.string(host) }
    let server = view.conversation.client.other
    let address = view.conversation.address(server)
    return (address.contains(":") ? "[\(address)]" : address) + ":\(view.conversation.port(server))"
  }

  /// Of an absolute-form target: path and query.
  private static func rest(of target: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let first = target.first, first != UInt8(ascii: "/"), let colon = target.firstIndex(of: UInt8(ascii: ":")),
      target[(colon + 1)...].starts(with: "//".utf8)
    else { return nil }
    return target[(colon + 3)...].drop { !"/?".utf8.contains($0) }
  }

  // MARK: - Octets

  /// A name, an IPv4 address or one in brackets, and a port when there is one (WHATWG URL §3.2).
  private static func isPlain(_ authority: ArraySlice<UInt8>) -> Bool {
    var host = authority
    if let colon = host.lastIndex(of: UInt8(ascii: ":")), host.last != UInt8(ascii: "]") {
      let port = host[(colon + 1)...]
      guard port.count <= 5, port.allSatisfy(isDigit), (Int(NetworkText.string(port)) ?? 0) <= 65_535 else { return false }
      host = host[..<colon]
    }
    if host.first == UInt8(ascii: "[") {
      return host.last == UInt8(ascii: "]") && isIPv6(host.dropFirst().dropLast())
    }
    guard !host.isEmpty, host.count <= 255, host.allSatisfy({ isDigit($0) || isLetter($0) || "-._~".utf8.contains($0) }) else {
      return false
    }
    let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    // What ends in a number is an address, or nothing.
    guard let last = labels.last, last.first.map(isDigit) == true else { return true }
    return labels.count == 4 && labels.allSatisfy { (1...3).contains($0.count) && (Int(NetworkText.string($0)) ?? 256) < 256 }
  }

  /// Eight groups of digits between colons, or fewer and once two colons in the place of the others (RFC 4291 §2.2).
  private static func isIPv6(_ address: ArraySlice<UInt8>) -> Bool {
    var groups = address.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard (3...10).contains(groups.count) else { return false }
    // Two colons at an end leave one empty group too many there; one colon, one that may not be.
    if groups[0].isEmpty {
      groups.removeFirst()
      guard groups[0].isEmpty else { return false }
    }
    if groups.count > 1, groups[groups.count - 1].isEmpty {
      groups.removeLast()
      guard groups[groups.count - 1].isEmpty else { return false }
    }
    let empty = groups.count { $0.isEmpty }
    return groups.allSatisfy { $0.count <= 4 && $0.allSatisfy { isDigit($0) || (97...102).contains($0 | 32) } }
      && (empty == 0 ? groups.count == 8 : empty == 1 && groups.count <= 8)
  }

  private static func isDigit(_ octet: UInt8) -> Bool { (48...57).contains(octet) }
  private static func isLetter(_ octet: UInt8) -> Bool { (97...122).contains(octet | 32) }

  /// What is no visible ASCII, percent-encoded.
  private static func encoded(_ octets: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    for octet in octets {
      if (0x21...0x7e).contains(octet) {
        text.append(octet)
      } else {
        text += [UInt8(ascii: "%"), upperHexDigit(octet >> 4), upperHexDigit(octet & 15)]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func upperHexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }
}
