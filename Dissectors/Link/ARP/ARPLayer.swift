public import Dissection
public import Octets
public import PacketModel

/// An Address Resolution packet, of any kind of addresses (RFC 826, RFC 903).
///
///     hardware type (2) | protocol type (2) | hardware length | protocol length | operation (2)
///     sender's hardware address | sender's protocol address | target's hardware address | target's protocol address
public struct ARPLayer: Layer {
  public static let id = ProtocolID.arp
  public static let fixedLength = 8

  public var hardwareType: UInt16
  public var protocolType: EtherType
  public var hardwareLength: UInt8
  public var protocolLength: UInt8
  public var operation: UInt16

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let fixed = try octets.take(Self.fixedLength)
    hardwareType = fixed.uint16(at: 0)
    protocolType = EtherType(rawValue: fixed.uint16(at: 2))
    hardwareLength = fixed.uint8(at: 4)
    protocolLength = fixed.uint8(at: 5)
    operation = fixed.uint16(at: 6)
    _ = try octets.take(2 * (Int(hardwareLength) + Int(protocolLength)))
    // What is behind is the frame's padding.
    _ = octets.limit(to: 0)
  }

  public var next: LayerKey { .none }
}
