public import ApplicationModel
public import Dissection
public import Octets
public import PacketModel

/// Names streams that are TLS (RFC 8446 §5.1), and reads no further.
public struct TLSDissector: ApplicationDissector {
  public static var id: ProtocolID { .tls }

  /// A record that carries the beginning of a ClientHello or ServerHello:
  /// content type 22, version 3.x, length; handshake type 1 or 2, length.
  public static func recognise(_ octets: ByteView) -> Recognition {
    guard let type = octets.octet(at: 0), type == 22 else { return octets.isEmpty ? .maybe : .no }
    if let major = octets.octet(at: 1), major != 3 { return .no }
    if let minor = octets.octet(at: 2), minor > 4 { return .no }
    guard octets.count >= 6 else { return .maybe }
    // A record has at most 2^14 octets, and a hello at least 38.
    guard octets.uint16(at: 3) <= 1 << 14, octets.uint16(at: 3) >= 4 else { return .no }
    switch octets.uint8(at: 5) {
    case 1: return .client
    case 2: return .server
    default: return .no
    }
  }

  private let context: StreamContext
  private let client: Endpoint
  private var isAnswered = false
  /// What a server said instead, in the clear: that it expects no TLS here.
  private var plain: RecognisedStream?

  public init(_ context: StreamContext) {
    self.context = context
    client = context.client
  }

  public var isDone: Bool { isAnswered && plain?.isDone ?? true }

  public mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    if !isAnswered, sender != client {
      isAnswered = true
      // Handshake or alert; all else is none.
      if let type = octets.octet(at: 0), type != 22, type != 21 {
        var inner = context
        inner.nesting += 1
        inner.connection.lowFromStart = true
        inner.connection.highFromStart = true
        plain = RecognisedStream(inner)
      }
    }
    plain?.receive(octets, from: sender, at: place)
  }

  public mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    plain?.skip(count, from: sender, at: place)
  }

  public mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    plain?.finish(sender, ending, at: place)
  }

  public mutating func tell(_ facts: inout ApplicationFacts) {
    facts.client = facts.client ?? client
    plain?.tell(&facts)
  }
}
