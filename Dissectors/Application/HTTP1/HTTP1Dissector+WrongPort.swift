import ApplicationModel
import Dissection
import Octets
import PacketModel

/// A request to a server that expects another protocol.
///
/// One that expects TLS says so with a TLS alert, or, as nginx and Apache do, with a 400 in the clear. One that knows nothing
/// but HTTP/2 begins with its SETTINGS, whatever it was asked (RFC 9113 §3.4).
extension HTTP1Dissector {
  /// Looks at the server's first octets.
  mutating func noteExpected(_ octets: ByteView, _ point: StreamPoint) {
    isAnswered = true
    guard let request = log.exchanges.first?.request?.message.first else { return }
    let frames = Set([request.frame, point.frame]).sorted()
    if HTTP2FrameShape(octets).isSettings {
      let text = "The server answered an HTTP/1 request with HTTP/2's SETTINGS: it expects HTTP/2 on this port."
      return findings.append(Finding("http1_on_http2_port", .error, text, frames: frames))
    }
    guard !context.isSecure else { return }
    let words: String
    if Self.isAlert(octets) {
      words = "a TLS alert"
    } else if Self.isRefusal(octets) {
      words = "a refusal of plain HTTP"
    } else {
      return
    }
    let text = "The server answered a plain HTTP request with \(words): it expects TLS on this port."
    findings.append(Finding("http_on_tls_port", .error, text, frames: frames))
  }

  /// A record with an alert: type 21, version 3.x, two octets (RFC 8446 §5.1, §6).
  private static func isAlert(_ octets: ByteView) -> Bool {
    guard octets.count >= 7 else { return false }
    return octets.uint8(at: 0) == 21 && octets.uint8(at: 1) == 3 && octets.uint16(at: 3) == 2 && 1...2 ~= octets.uint8(at: 5)
  }

  private static func isRefusal(_ octets: ByteView) -> Bool {
    let beginning = "HTTP/1.1 400".utf8.span
    guard octets.count > beginning.count else { return false }
    for index in beginning.indices where index != 7 && octets.uint8(at: index) != beginning[index] { return false }
    return phrases.contains { octets.prefix(4096).contains($0) }
  }

  /// What nginx says, and what Apache does.
  private static let phrases = [
    Array("plain HTTP request was sent to HTTPS port".utf8), Array("plain HTTP to an SSL-enabled server port".utf8),
  ]
}

extension ByteView {
  fileprivate func contains(_ phrase: [UInt8]) -> Bool {
    guard let first = phrase.first, count >= phrase.count else { return false }
    let octets = span
    var index = octets.place(of: first, from: 0)
    while index <= count &- phrase.count {
      var matched = 1
      while matched < phrase.count, octets[index &+ matched] == phrase[matched] { matched &+= 1 }
      if matched == phrase.count { return true }
      index = octets.place(of: first, from: index &+ 1)
    }
    return false
  }
}
