public import Dissection
public import Octets
public import PacketModel

/// A Point-to-Point Protocol header (RFC 1661 §2), with the HDLC-like framing of RFC 1662 where it was not left out.
///
///     address 0xff, control 0x03 (compressible) | protocol (1 or 2)
public struct PPPLayer: Layer {
  public static let id = ProtocolID.ppp

  /// Whether the address and control fields are there (RFC 1661 §6.6 lets them be compressed away).
  public var isFramed: Bool
  /// Nothing where the frame is not PPP but Cisco's framing, which some devices mix with it (RFC 1547 §4.3.1).
  public var protocolNumber: PPPProtocol?
  /// Whether the protocol field has one octet (RFC 1661 §6.5).
  public var isProtocolCompressed: Bool

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    // 0x0f and 0x8f begin Cisco's framing; neither is an assigned protocol.
    if let address = octets.octet(at: 0), address & 0x7f == 0x0f, octets.octet(at: 1) == 0 {
      isFramed = false
      isProtocolCompressed = false
      return
    }
    // No protocol number begins with the address, so whatever the control field says, this is one (RFC 1661 §2).
    isFramed = octets.octet(at: 0) == 0xff
    if isFramed { _ = try octets.take(2) }
    let first = try octets.take(1).uint8(at: 0)
    // The last octet of a protocol number is odd, the ones before are even.
    isProtocolCompressed = first & 1 == 1
    if isProtocolCompressed {
      protocolNumber = PPPProtocol(rawValue: UInt16(first))
    } else {
      let second = try octets.take(1).uint8(at: 0)
      protocolNumber = PPPProtocol(rawValue: UInt16(first) << 8 | UInt16(second))
    }
  }

  public var next: LayerKey { protocolNumber.map { .ppp($0.rawValue) } ?? .linkType(.ciscoHDLC) }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    var start = 0
    if isFramed {
      fields.number("address", header.uint8(at: 0), 0..<1)
      fields.number("control", header.uint8(at: 1), 1..<2)
      start = 2
    }
    guard let protocolNumber else { return }
    fields.number("protocol", protocolNumber.rawValue, start..<header.count, name: protocolNumber.name)
  }
}

/// An octet that says which way the frame went, in front of PPP (LINKTYPE_PPP_WITH_DIR, or in place of the address field:
/// LINKTYPE_PPP_PPPD).
///
///     direction | control 0x03, in the latter
public struct PPPDirectionLayer: Layer {
  public static let id = ProtocolID.pppDirection

  public var direction: UInt8

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    direction = try octets.take(1).uint8(at: 0)
    if octets.octet(at: 0) == 0x03 { _ = try octets.take(1) }
  }

  public var next: LayerKey { .direct(.ppp) }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("direction", direction, 0..<1, name: direction == 0 ? "received" : "sent")
    if header.count > 1 { fields.number("control", header.uint8(at: 1), 1..<2) }
  }
}
