import ApplicationModel

/// What one element of Sec-WebSocket-Extensions says of permessage-deflate (RFC 7692 §7.1).
struct WebSocketDeflateParameters: Hashable, Sendable {
  var serverNoTakeover = false
  var clientNoTakeover = false
  var serverWindowBits: Int?
  var clientWindowBits: Int?
  /// Whether an offer names client_max_window_bits, with a value or without: an answer may then.
  var namesClientWindow = false
  /// Whether every parameter is one of the four, once, with a value as it should be.
  var isWellFormed = true

  /// `isAnswer` because an answer's window bits always have a value, and an offer's need not.
  init(_ element: WebSocketExtension, isAnswer: Bool) {
    var seen: Set<[UInt8]> = []
    for parameter in element.parameters {
      if !seen.insert(parameter.name).inserted { isWellFormed = false }
      switch String(decoding: parameter.name, as: UTF8.self) {
      case "server_no_context_takeover":
        serverNoTakeover = true
        if parameter.value != nil { isWellFormed = false }
      case "client_no_context_takeover":
        clientNoTakeover = true
        if parameter.value != nil { isWellFormed = false }
      case "server_max_window_bits":
        serverWindowBits = Self.windowBits(parameter.value)
        if serverWindowBits == nil { isWellFormed = false }
      case "client_max_window_bits":
        namesClientWindow = true
        clientWindowBits = Self.windowBits(parameter.value)
        if clientWindowBits == nil, isAnswer || parameter.value != nil { isWellFormed = false }
      default: isWellFormed = false
      }
    }
  }

  /// 8 to 15, without leading zeros.
  private static func windowBits(_ value: [UInt8]?) -> Int? {
    guard let value, value.first != UInt8(ascii: "0"), value.count <= 2, value.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    let bits = value.reduce(0) { $0 * 10 + Int($1) - 48 }
    return (8...15).contains(bits) ? bits : nil
  }

  /// Whether this answer accepts an offer (RFC 7692 §7.1.1, §7.1.2): it keeps what the offer asks of the server, and asks of
  /// the client no window that the client did not offer.
  func accepts(_ offer: WebSocketDeflateParameters) -> Bool {
    if offer.serverNoTakeover, !serverNoTakeover { return false }
    if let most = offer.serverWindowBits, (serverWindowBits ?? 15) > most { return false }
    if namesClientWindow, !offer.namesClientWindow { return false }
    return true
  }

  /// What an answer means for the two sides.
  var compression: WebSocketSession.Compression {
    var compression = WebSocketSession.Compression()
    compression.client.hasContextTakeover = !clientNoTakeover
    compression.client.windowBits = clientWindowBits ?? 15
    compression.server.hasContextTakeover = !serverNoTakeover
    compression.server.windowBits = serverWindowBits ?? 15
    return compression
  }
}
