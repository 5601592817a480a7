import ApplicationModel
public import Dissection
public import Octets
public import PacketModel

/// HTTP/0.9, 1.0 and 1.1 (RFC 9110, RFC 9112) in both directions of a stream.
public struct HTTP1Dissector: ApplicationDissector {
  public static var id: ProtocolID { .http }
  public static func recognise(_ octets: ByteView) -> Recognition { .no }
  public init(_ context: StreamContext) {}
  public mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {}
  public mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {}
  public mutating func finish(_ sender: Endpoint, at place: StreamPlace) {}
}
