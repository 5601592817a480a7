public import Dissection
public import Octets
public import PacketModel

/// A Network Service Header (RFC 8300 §2).
///
///     version (2 bits), O, U, TTL (6), length (6) | U, MD type (4) | next protocol | service path id (24) | service index | …
public struct NSHLayer: Layer {
  public static let id = ProtocolID.nsh

  /// Octets.
  public var headerLength: Int
  public var nextProtocol: UInt8
  public var servicePathID: UInt32
  public var serviceIndex: UInt8

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let fixed = try octets.take(8)
    let version = fixed.uint8(at: 0) >> 6
    guard version == 0 else { throw MalformedPacket(.forbiddenValue(field: "version", value: UInt64(version)), at: start) }
    headerLength = Int(fixed.uint8(at: 1) & 0x3f) * 4
    guard headerLength >= 8 else { throw MalformedPacket(.badLength(field: "length", value: headerLength), at: start + 1) }
    nextProtocol = fixed.uint8(at: 3)
    servicePathID = fixed.uint24(at: 4)
    serviceIndex = fixed.uint8(at: 7)
    _ = try octets.take(headerLength - 8)
  }

  public var next: LayerKey { NextProtocol.key(nextProtocol) }

  public func contribute(to facts: inout PacketFacts) {
    // A service path leads one way only (RFC 7665 §2.1).
    facts.entering = Encapsulation(.nsh, identifier: servicePathID, isSymmetric: false)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", header.uint8(at: 0) >> 6, 0..<1)
    fields.flag("oam", header.uint8(at: 0) & 0x20 != 0, 0..<1)
    fields.number("time_to_live", header.uint16(at: 0) >> 6 & 0x3f, 0..<2)
    fields.number("length", headerLength, 1..<2)
    fields.number("md_type", header.uint8(at: 2) & 15, 2..<3)
    fields.number("next_protocol", nextProtocol, 3..<4, name: NextProtocol.names[nextProtocol])
    fields.number("service_path_id", servicePathID, 4..<7)
    fields.number("service_index", serviceIndex, 7..<8)
    if header.count > 8 { fields.octets("context", header.dropping(8), 8..<header.count) }
  }
}
