public import Dissection
public import Octets
public import PacketModel

/// An L2TPv3 header directly over IP (RFC 3931 §4.1.1).
///
///     session id | data …        or, with session id 0:        flags, version | length | connection id | Ns | Nr | AVPs …
public struct L2TPv3Layer: Layer {
  public static let id = ProtocolID.l2tp

  public var sessionID: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    sessionID = try octets.take(4).uint32(at: 0)
    if sessionID == 0 { _ = try octets.take(12) }
  }

  /// What follows was agreed in control messages: a cookie, a sublayer, what kind of frame.
  public var next: LayerKey { .none }

  public func contribute(to facts: inout PacketFacts) {
    guard sessionID != 0 else { return }
    facts.entering = Encapsulation(.l2tp, identifier: sessionID, isSymmetric: false, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("session_id", sessionID, 0..<4)
    guard sessionID == 0 else { return }
    fields.number("version", header.uint8(at: 5) & 15, 5..<6)
    fields.number("length", header.uint16(at: 6), 6..<8)
    fields.number("control_connection_id", header.uint32(at: 8), 8..<12)
    fields.number("ns", header.uint16(at: 12), 12..<14)
    fields.number("nr", header.uint16(at: 14), 14..<16)
    L2TPMessage.describe(payload, at: header.count, to: &fields)
  }
}
