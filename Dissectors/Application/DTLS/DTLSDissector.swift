public import ApplicationModel
public import Dissection
public import Octets
public import PacketModel

/// DTLS 1.0 and 1.2 (RFC 4347, RFC 6347) and 1.3 (RFC 9147): what of it passes in the clear, and how much else; with secrets,
/// what records of DTLS 1.0 and 1.2 hold.
///
/// Datagrams of other protocols in the same flow (STUN, SRTP: RFC 7983) are left alone.
public struct DTLSDissector: DatagramDissector {
  public static var id: ProtocolID { .dtls }

  public static func recognise(_ datagram: ByteView) -> Recognition { DTLSRecognition.recognise(datagram) }

  private let context: StreamContext
  /// Those that ended because another one began in the same flow, and the one that goes on.
  private var ended: [TLSSession] = []
  private var current: DTLSAssociation

  /// Sessions of a flow that are told: a peer that restarts may begin one on the same ports (RFC 6347 §4.2.8).
  static let maximumSessions = 16

  public init(_ context: StreamContext) {
    self.context = context
    current = DTLSAssociation(context, client: context.client)
  }

  public mutating func receive(_ datagram: ByteView, from sender: Endpoint, at place: StreamPlace) {
    guard let first = datagram.octet(at: 0), DTLSRecord.begins(with: first) else { return }
    if ended.count < Self.maximumSessions &- 1, current.isSuperseded(by: datagram) {
      current.finish()
      ended.append(current.session)
      current = DTLSAssociation(context, client: sender)
    }
    current.receive(datagram, from: sender, at: place.point)
  }

  public mutating func finish(at place: StreamPlace) { current.finish() }

  public var memory: Int {
    ended.reduce(current.memory) { $0 &+ DTLSAssociation.memory(of: $1) }
  }

  public mutating func tell(_ facts: inout ApplicationFacts) {
    if facts.client == nil, current.isClientKnown { facts.client = current.session.client }
    facts.tls.append(contentsOf: ended)
    facts.tls.append(current.session)
  }
}
