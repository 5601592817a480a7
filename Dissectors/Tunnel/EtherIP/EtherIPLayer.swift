public import Dissection
public import Octets
public import PacketModel

/// An EtherIP header (RFC 3378 §3): an Ethernet frame in IP.
///
///     version (4 bits), reserved (12)
public struct EtherIPLayer: Layer {
  public static let id = ProtocolID.etherIP

  public var version: UInt8

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    version = try octets.take(2).uint8(at: 0) >> 4
    guard version == 3 else { throw MalformedPacket(.forbiddenValue(field: "version", value: UInt64(version)), at: start) }
  }

  public var next: LayerKey { .direct(.ethernet) }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.etherIP, identifier: nil, isSymmetric: true, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", version, 0..<1)
    fields.number("reserved", header.uint16(at: 0) & 0xfff, 0..<2)
  }
}
