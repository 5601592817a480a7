public import Dissection
public import Octets
public import PacketModel

/// Names streams that are HTTP/2, and reads no further.
public struct HTTP2Dissector: ApplicationDissector {
  public static var id: ProtocolID { .http2 }

  /// The client's connection preface (RFC 9113 §3.4).
  public static func recognise(_ octets: ByteView) -> Recognition {
    if let first = octets.octet(at: 0), first != UInt8(ascii: "P") { return .no }
    let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8.span
    for index in 0..<min(octets.count, preface.count) where octets.uint8(at: index) != preface[index] { return .no }
    return octets.count < preface.count ? .maybe : .client
  }

  public init(_ context: StreamContext) {}

  public var isDone: Bool { true }

  public mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {}
  public mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {}
  public mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {}
}
