import Octets

/// What a Close frame says (RFC 6455 §5.5.1): a code (16 bits) | a reason in UTF-8.
struct WebSocketClosePayload: Hashable, Sendable {
  var code: Int?
  var reason: [UInt8] = []
  var violation: WebSocketViolation?

  init(_ payload: [UInt8]) {
    guard payload.count >= 2 else {
      if payload.count == 1 { violation = .badClosePayload }
      return
    }
    let code = Int(payload[0]) << 8 | Int(payload[1])
    self.code = code
    reason = Array(payload.dropFirst(2))
    var check = UTF8Check()
    let text = reason
    check.add(ByteView(text.span))
    if !Self.maySend(code) { violation = .badCloseCode } else if !check.isWhole { violation = .badCloseReason }
  }

  /// RFC 6455 §7.4.1 and what IANA has registered since; from 3000 on libraries, and from 4000 on applications, have their own.
  static func maySend(_ code: Int) -> Bool {
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}
