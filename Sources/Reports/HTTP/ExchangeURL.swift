import ApplicationModel
import Flows
import PacketModel

extension ExchangeView {
  /// What was asked for, as an absolute URI where the request's target is none (RFC 9110 §7.1), octets as sent; nothing
  /// without a request.
  var url: [UInt8]? {
    guard exchange.request != nil else { return nil }
    let target = target
    if isTunnel { return authority }
    if let first = target.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "*") { return Array(target) }
    // What header compression hides may not be told.
    if target.isEmpty, exchange.stream != nil { return nil }
    let base = Array("\(scheme)://".utf8) + authority
    // OPTIONS * asks about the server itself.
    return target.elementsEqual([UInt8(ascii: "*")]) ? base : base + target
  }

  /// Whom the request names; the server's address where it names nobody.
  var authority: [UInt8] {
    if let request = exchange.request {
      if !request.authority.isEmpty { return Array(log.octets(at: request.authority)) }
      if request.isConnect(in: log) { return Array(target) }
      if let own = Self.authority(of: target) { return Array(own) }
      if let host = log.value("host", in: request.message.fields), !host.isEmpty { return Array(host) }
    }
    let server = conversation.client.other
    let port = conversation.port(server)
    let isDefault = port == (scheme == "https" ? 443 : 80)
    let address = conversation.address(server)
    let host = flow.key.version == .six ? "[\(address)]" : address
    return Array((isDefault ? host : "\(host):\(port)").utf8)
  }

  /// A CONNECT that opens a tunnel: HTTP/2's extended one has a path, and asks for it (RFC 8441 §4).
  var isTunnel: Bool {
    guard let request = exchange.request, request.isConnect(in: log) else { return false }
    return exchange.stream == nil || target.isEmpty
  }

  /// The authority without its port, in lower case.
  var host: String {
    var host = authority[...]
    if let at = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(at + 1)...] }
    if let colon = host.lastIndex(of: UInt8(ascii: ":")), host[(colon + 1)...].allSatisfy({ (48...57).contains($0) }) {
      host = host[..<colon]
    }
    return NetworkText.string(host).lowercased()
  }

  /// Of an absolute-form target: what stands between "//" and the path (RFC 3986 §3.2).
  private static func authority(of target: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let first = target.first, first != UInt8(ascii: "/"), let colon = target.firstIndex(of: UInt8(ascii: ":")) else {
      return nil
    }
    let rest = target[(colon + 1)...]
    guard rest.starts(with: "//".utf8) else { return nil }
    let authority = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
    return authority.isEmpty ? nil : authority
  }
}

extension HTTPExchange {
  /// Whether its request was captured and had a key to be answered: over HTTP/2 there is none (RFC 8441 §5).
  var hasWebSocketKey: Bool { request != nil && stream == nil }
}

extension HTTPRequest {
  func isConnect(in log: HTTPLog) -> Bool { log.octets(at: method).elementsEqual("CONNECT".utf8) }
}
