public import Dissection
public import Octets
public import PacketModel

/// A Linux cooked-mode header, version 2 (LINKTYPE_LINUX_SLL2).
///
///     protocol (2) | reserved (2) | interface index (4) | hardware type (2) | packet type | address length | address (8)
public struct LinuxCooked2Layer: Layer {
  public static let id = ProtocolID.linuxCooked2
  public static let headerLength = 20

  public var protocolType: UInt16
  public var reserved: UInt16
  public var interfaceIndex: UInt32
  public var hardwareType: HardwareType
  public var packetType: UInt8
  public var addressLength: UInt8
  /// The first eight octets, left-aligned.
  public var address: UInt64

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    protocolType = header.uint16(at: 0)
    reserved = header.uint16(at: 2)
    interfaceIndex = header.uint32(at: 4)
    hardwareType = HardwareType(rawValue: header.uint16(at: 8))
    packetType = header.uint8(at: 10)
    addressLength = header.uint8(at: 11)
    address = header.uint64(at: 12)
  }

  public var next: LayerKey { LinuxCooked.next(hardwareType, protocolType) }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourceMAC = addressLength == 6 ? MACAddress(rawValue: address >> 16) : nil
    facts.destinationMAC = nil
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("protocol", protocolType, 0..<2, name: LinuxCooked.protocolName(hardwareType, protocolType))
    fields.number("reserved", reserved, 2..<4)
    fields.number("interface_index", interfaceIndex, 4..<8)
    fields.number("arphrd_type", hardwareType.rawValue, 8..<10, name: hardwareType.name)
    fields.number("packet_type", packetType, 10..<11, name: LinuxCooked.packetTypeName(UInt16(packetType)))
    fields.number("address_length", addressLength, 11..<12)
    fields.cookedAddress(header, length: Int(addressLength), at: 12)
  }
}
