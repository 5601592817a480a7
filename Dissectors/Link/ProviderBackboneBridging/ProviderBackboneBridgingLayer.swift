public import Dissection
public import Octets
public import PacketModel

/// A backbone service instance tag (IEEE 802.1Q-2022 §9.7); the customer's whole frame follows.
///
///     PCP (3 bits), DEI (1), UCA (1), reserved (3), service instance (24)
public struct ProviderBackboneBridgingLayer: Layer {
  public static let id = ProtocolID.providerBackboneBridging
  public static let headerLength = 4

  public var tag: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    tag = try octets.take(Self.headerLength).uint32(at: 0)
  }

  public var serviceInstance: UInt32 { tag & 0xff_ffff }

  public var next: LayerKey { .direct(.ethernet) }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.providerBackboneBridging, identifier: serviceInstance, isSymmetric: true)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("priority", tag >> 29, 0..<1)
    fields.flag("drop_eligible", tag & 0x1000_0000 != 0, 0..<1)
    fields.flag("use_customer_addresses", tag & 0x0800_0000 != 0, 0..<1)
    fields.number("reserved", tag >> 24 & 7, 0..<1)
    fields.number("service_instance_id", serviceInstance, 1..<4)
  }
}
