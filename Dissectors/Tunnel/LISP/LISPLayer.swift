public import Dissection
public import Octets
public import PacketModel

/// A LISP data header (RFC 9300 §5.3).
///
///     N, L, E, V, I, R, KK | nonce or map-version (24) | instance id, locator status bits (32)
public struct LISPLayer: Layer {
  public static let id = ProtocolID.lisp

  public var flags: UInt8
  public var instanceID: UInt32?
  public var next: LayerKey

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    guard octets.count >= 8 else { throw MalformedPacket(.notThisProtocol, at: start) }
    let header = try octets.take(8)
    flags = header.uint8(at: 0)
    instanceID = flags & 8 != 0 ? header.uint24(at: 4) : nil
    // The inner packet is the evidence; an encrypted one (KK, RFC 8061) cannot be read anyway. R is zero.
    guard flags & 7 == 0, let key = IPInIP.key(octets), IPInIP.holds(octets) else {
      throw MalformedPacket(.notThisProtocol, at: start)
    }
    next = key
  }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.lisp, identifier: instanceID, isSymmetric: true, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.group("flags", 0..<1) { group in
      group.flag("nonce_present", flags & 0x80 != 0, 0..<1)
      group.flag("locator_status_bits", flags & 0x40 != 0, 0..<1)
      group.flag("echo_nonce_request", flags & 0x20 != 0, 0..<1)
      group.flag("map_version_present", flags & 0x10 != 0, 0..<1)
      group.flag("instance_id_present", flags & 8 != 0, 0..<1)
    }
    if flags & 0x10 != 0 {
      fields.number("source_map_version", header.uint24(at: 1) >> 12, 1..<3)
      fields.number("destination_map_version", header.uint24(at: 1) & 0xfff, 2..<4)
    } else {
      fields.number("nonce", header.uint24(at: 1), 1..<4)
    }
    if let instanceID {
      fields.number("instance_id", instanceID, 4..<7)
      fields.number("locator_status_bits", header.uint8(at: 7), 7..<8)
    } else {
      fields.number("locator_status_bits", header.uint32(at: 4), 4..<8)
    }
  }
}
