import ApplicationModel

/// Whom a request is for, taken from its head (RFC 9110 §7.1, RFC 9112 §3.2, RFC 9113 §8.3.1).
struct RequestURI {
  /// Host and port as sent, without userinfo.
  private(set) var authority: ArraySlice<UInt8>?
  /// HTTP/2's, or of an absolute-form target; otherwise it is the log's.
  private(set) var scheme: ArraySlice<UInt8>?
  /// A CONNECT has no scheme: what it opens is a tunnel.
  let isConnect: Bool

  init(_ request: borrowing HTTPRequest, in log: HTTPLog) {
    let target = log.octets(at: request.target)
    if !request.scheme.isEmpty { scheme = log.octets(at: request.scheme) }
    isConnect = log.octets(at: request.method).elementsEqual("CONNECT".utf8)
    if !request.authority.isEmpty {
      authority = Self.withoutUser(log.octets(at: request.authority))
    } else if isConnect {
      authority = Self.withoutUser(target)
    } else if let first = target.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "*"),
      let colon = target.firstIndex(of: UInt8(ascii: ":")), target[colon...].starts(with: "://".utf8)
    {
      scheme = target[..<colon]
      // What an absolute target says goes before the Host field (RFC 9112 §3.2.2).
      authority = Self.withoutUser(target[(colon + 3)...].prefix { $0 != 0x2f && $0 != 0x3f && $0 != 0x23 })
    }
    if authority?.isEmpty ?? true { authority = log.value("host", in: request.message.fields).map(Self.withoutUser) }
    if authority?.isEmpty ?? false { authority = nil }
  }

  private static func withoutUser(_ authority: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
  }
}
