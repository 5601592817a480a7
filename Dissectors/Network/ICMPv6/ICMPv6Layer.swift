public import Dissection
public import Octets
public import PacketModel

/// Stub.
public struct ICMPv6Layer: Layer {
  public static let id = ProtocolID.icmpv6

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let fixed = try octets.take(4)
    _ = fixed.count
  }
  public var next: LayerKey { .none }
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {}
}
