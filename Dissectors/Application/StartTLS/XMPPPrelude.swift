public import Dissection
public import Octets
public import PacketModel

/// XMPP (RFC 6120 §5): tags are its lines.
public enum XMPPPrelude: TLSPrelude {
  public static var id: ProtocolID { .xmpp }

  /// The namespace that all its streams name (RFC 6120 §4.8.1).
  private static let namespace = Array("http://etherx.jabber.org/streams".utf8)
  private static let beginnings = ["<?xml ", "<stream:stream "].map { Array($0.utf8) }
  private static let request = Array("<starttls".utf8)
  private static let consent = Array("<proceed".utf8)
  private static let refusal = Array("<failure".utf8)
  /// Octets within which a stream's first tag names the namespace.
  private static let maximumHead = 1024

  public static func recognise(_ octets: ByteView, answering other: ByteView) -> Recognition {
    guard octets.octet(at: 0) ?? UInt8(ascii: "<") == UInt8(ascii: "<") else { return .no }
    let head = octets.prefix(maximumHead)
    guard beginnings.contains(where: { head.begins(with: $0, orEndsWithin: true) }) else { return .no }
    if head.contains(namespace) {
      // Who opens a stream first is the client; its `to` says so, and the server's `from`.
      return other.isEmpty && !head.contains(Array(" from=".utf8)) ? .client : .either
    }
    return octets.count < maximumHead ? .maybe : .no
  }

  public static func unit(_ octets: ByteView, isClient: Bool) -> TLSPreludeUnit {
    guard let end = octets.end(of: UInt8(ascii: ">"), from: 0) else { return .more }
    // An element that is not closed in its first tag takes its last with it: TLS begins behind that.
    let isOpen = end >= 2 && octets.uint8(at: end &- 2) != UInt8(ascii: "/")
    guard isOpen, octets.begins(with: isClient ? request : consent) else { return .octets(end) }
    return octets.end(of: UInt8(ascii: ">"), from: end).map { .octets($0) } ?? .more
  }

  public static func saying(_ unit: ByteView, isClient: Bool, tag: [UInt8]?) -> TLSPreludeSaying {
    if isClient { return unit.begins(with: request) ? .request(tag: []) : .other }
    if unit.begins(with: consent) { return .consent }
    return unit.begins(with: refusal) ? .refusal : .other
  }
}

extension ByteView {
  /// Whether it begins with a text; or, as far as it goes, could.
  fileprivate func begins(with text: [UInt8], orEndsWithin: Bool = false) -> Bool {
    guard count >= text.count || orEndsWithin else { return false }
    return (0..<min(count, text.count)).allSatisfy { uint8(at: $0) == text[$0] }
  }

  fileprivate func contains(_ text: [UInt8]) -> Bool {
    guard count >= text.count else { return false }
    return (0...(count &- text.count)).contains { start in dropping(start).begins(with: text) }
  }

  /// Where the first such octet at or behind `start` ends.
  fileprivate func end(of octet: UInt8, from start: Int) -> Int? {
    for index in start..<max(start, count) where uint8(at: index) == octet { return index &+ 1 }
    return nil
  }
}
