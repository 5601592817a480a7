public import Dissection
public import Octets
public import PacketModel

/// A Token Ring header (IEEE 802.5-1998 §3.2; LINKTYPE_IEEE802_5).
///
///     access control | frame control | destination (6) | source (6) | routing control (2), route … where source-routed
public struct TokenRingLayer: Layer {
  public static let id = ProtocolID.tokenRing
  public static let fixedLength = 14

  public var accessControl: UInt8
  public var frameControl: UInt8
  public var destination: MACAddress
  /// Without the bit that says a route follows.
  public var source: MACAddress
  /// Length of the routing information, in octets; 0 where there is none.
  public var routeLength = 0

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let fixed = try octets.take(Self.fixedLength)
    accessControl = fixed.uint8(at: 0)
    frameControl = fixed.uint8(at: 1)
    destination = MACAddress(fixed, at: 2)
    let sent = MACAddress(fixed, at: 8).rawValue
    source = MACAddress(rawValue: sent & ~Self.routeBit)
    guard sent & Self.routeBit != 0 else { return }
    guard let control = octets.octet(at: 0) else { throw octets.truncated(needed: 2) }
    routeLength = Int(control & 0x1f)
    guard routeLength >= 2 else {
      throw MalformedPacket(.badLength(field: "route_length", value: routeLength), at: octets.offset)
    }
    _ = try octets.take(routeLength)
  }

  /// Frame type 01 is LLC's; 00 is the ring's own management.
  public var next: LayerKey { frameControl >> 6 == 1 ? .direct(.llc) : .none }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourceMAC = source
    facts.destinationMAC = destination
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("access_control", accessControl, 0..<1)
    fields.number("frame_control", frameControl, 1..<2)
    fields.mac("destination", destination, 2..<8)
    fields.mac("source", source, 8..<14)
    guard routeLength > 0 else { return }
    fields.number("routing_control", header.uint16(at: 14), 14..<16)
    fields.octets("route", header.dropping(16), 16..<header.count)
  }

  /// The first bit of the source, meaningless in an address that sends, says that a route follows.
  private static let routeBit: UInt64 = 1 << 47
}
