public import Dissection
public import Octets
public import PacketModel

/// An L2TP header over UDP, version 2 (RFC 2661 §3.1) or 3 (RFC 3931 §4.1.2).
///
///     flags, version | [ length ] | tunnel id | session id | [ Ns | Nr ] | [ offset size | padding … ]
///     3, data: flags, version | reserved | session id …; 3, control: flags, version | length | connection id | Ns | Nr
public struct L2TPLayer: Layer {
  public static let id = ProtocolID.l2tp

  public var flags: UInt16
  public var length: UInt16?
  /// Version 2: tunnel id; version 3: control connection id, 0 in data.
  public var tunnelID: UInt32
  public var sessionID: UInt32
  public var next: LayerKey

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    guard octets.count >= 6 else { throw MalformedPacket(.notThisProtocol, at: start) }
    let whole = octets
    flags = try octets.take(2).uint16(at: 0)
    tunnelID = 0
    sessionID = 0
    next = .none
    let isControl = flags & 0x8000 != 0
    // The reserved bits zero; a control message has a length and sequence numbers and neither offset nor priority.
    guard flags & 0x34f0 == 0, !isControl || flags & 0xcb00 == 0xc800 else {
      throw MalformedPacket(.notThisProtocol, at: start)
    }
    switch flags & 15 {
    case 2:
      if flags & 0x4000 != 0 {
        let value = try octets.take(2).uint16(at: 0)
        length = value
        guard Int(value) >= 8, Int(value) <= whole.wireCount else { throw MalformedPacket(.notThisProtocol, at: start) }
        _ = octets.limit(to: Int(value) - 4)
      }
      guard octets.count >= 4 else { throw MalformedPacket(.notThisProtocol, at: start) }
      let ids = try octets.take(4)
      tunnelID = UInt32(ids.uint16(at: 0))
      sessionID = UInt32(ids.uint16(at: 2))
      if flags & 0x0800 != 0 { _ = try octets.take(4) }
      if flags & 0x0200 != 0 {
        let padding = Int(try octets.take(2).uint16(at: 0))
        _ = try octets.take(padding)
      }
      if !isControl, octets.wireCount > 0 { next = .etherType(.ppp) }
    case 3:
      guard octets.count >= 6 else { throw MalformedPacket(.notThisProtocol, at: start) }
      let fixed = try octets.take(6)
      if isControl {
        let value = fixed.uint16(at: 0)
        length = value
        tunnelID = fixed.uint32(at: 2)
        guard Int(value) >= 12, Int(value) <= whole.wireCount else { throw MalformedPacket(.notThisProtocol, at: start) }
        _ = octets.limit(to: Int(value) - 8)
        _ = try octets.take(4)
      } else {
        guard fixed.uint16(at: 0) == 0 else { throw MalformedPacket(.notThisProtocol, at: start) }
        // What follows (a cookie, a sublayer, what kind of frame) was agreed in messages that may be long past.
        sessionID = fixed.uint32(at: 2)
      }
    default: throw MalformedPacket(.notThisProtocol, at: start)
    }
  }

  public var version: UInt8 { UInt8(flags & 15) }
  public var isControl: Bool { flags & 0x8000 != 0 }

  public func contribute(to facts: inout PacketFacts) {
    guard !isControl else { return }
    // Both identifiers are chosen by the receiver (RFC 2661 §3.1).
    facts.entering = Encapsulation(
      .l2tp, identifier: version == 2 ? tunnelID << 16 | sessionID : sessionID, isSymmetric: false, ends: facts.ends)
  }
}
