public import Dissection
public import Octets
public import PacketModel

/// A CAPWAP data channel header (RFC 5415 §4.3): what an access point forwards to its controller.
///
///     version, type | HLEN (5 bits), RID (5), WBID (5), T, F, L, W, M, K, flags | fragment id | offset | [ … ]
public struct CAPWAPLayer: Layer {
  public static let id = ProtocolID.capwap

  /// The three octets of HLEN and flags.
  public var bits: UInt32
  public var next: LayerKey

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    guard octets.count >= 8 else { throw MalformedPacket(.notThisProtocol, at: start) }
    let fixed = try octets.take(8)
    bits = fixed.uint24(at: 1)
    next = .none
    let headerLength = Int(bits >> 19) * 4
    // Version 0, type 0 (1 is DTLS, which nobody reads), reserved flags zero.
    guard fixed.uint8(at: 0) == 0, headerLength >= 8, headerLength - 8 <= octets.wireCount, bits & 7 == 0 else {
      throw MalformedPacket(.notThisProtocol, at: start)
    }
    _ = try octets.take(headerLength - 8)
    // A fragment's octets are not a frame's, nor are a keep-alive's.
    guard bits & 0x80 == 0, bits & 8 == 0, octets.wireCount > 0 else { return }
    if bits & 0x100 == 0 {
      next = .direct(.ethernet)
    } else if bits >> 9 & 31 == 1 {
      next = .direct(.ieee80211)
    }
  }

  public func contribute(to facts: inout PacketFacts) {
    guard next != .none else { return }
    facts.entering = Encapsulation(.capwap, identifier: nil, isSymmetric: true, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", header.uint8(at: 0) >> 4, 0..<1)
    fields.number("type", header.uint8(at: 0) & 15, 0..<1)
    fields.number("header_length", header.count, 1..<2)
    fields.number("radio_id", bits >> 14 & 31, 1..<3)
    fields.number("wireless_binding_id", bits >> 9 & 31, 2..<3)
    fields.group("flags", 2..<4) { group in
      group.flag("native_frame", bits & 0x100 != 0, 2..<3)
      group.flag("fragment", bits & 0x80 != 0, 3..<4)
      group.flag("last_fragment", bits & 0x40 != 0, 3..<4)
      group.flag("wireless_information", bits & 0x20 != 0, 3..<4)
      group.flag("radio_mac", bits & 0x10 != 0, 3..<4)
      group.flag("keep_alive", bits & 8 != 0, 3..<4)
    }
    fields.number("fragment_id", header.uint16(at: 4), 4..<6)
    fields.number("fragment_offset", header.uint16(at: 6) >> 3, 6..<8)
    if header.count > 8 { fields.octets("optional_headers", header.dropping(8), 8..<header.count) }
  }
}
