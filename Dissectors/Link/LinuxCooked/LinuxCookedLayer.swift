public import Dissection
public import Octets
public import PacketModel

/// A Linux cooked-mode header, version 1 (LINKTYPE_LINUX_SLL).
///
///     packet type (2) | hardware type (2) | address length (2) | address (8) | protocol (2)
public struct LinuxCookedLayer: Layer {
  public static let id = ProtocolID.linuxCooked
  public static let headerLength = 16

  public var packetType: UInt16
  public var hardwareType: HardwareType
  public var addressLength: UInt16
  /// The first eight octets, left-aligned.
  public var address: UInt64
  public var protocolType: UInt16

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    packetType = header.uint16(at: 0)
    hardwareType = HardwareType(rawValue: header.uint16(at: 2))
    addressLength = header.uint16(at: 4)
    address = header.uint64(at: 6)
    protocolType = header.uint16(at: 14)
  }

  public var next: LayerKey { LinuxCooked.next(hardwareType, protocolType) }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourceMAC = addressLength == 6 ? MACAddress(rawValue: address >> 16) : nil
    facts.destinationMAC = nil
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("packet_type", packetType, 0..<2, name: LinuxCooked.packetTypeName(packetType))
    fields.number("arphrd_type", hardwareType.rawValue, 2..<4, name: hardwareType.name)
    fields.number("address_length", addressLength, 4..<6)
    fields.cookedAddress(header, length: Int(addressLength), at: 6)
    fields.number("protocol", protocolType, 14..<16, name: LinuxCooked.protocolName(hardwareType, protocolType))
  }
}

extension FieldWriter {
  /// The sender's address, of which a cooked header keeps eight octets at most.
  mutating func cookedAddress(_ header: ByteView, length: Int, at index: Int) {
    let kept = min(length, 8)
    if length == 6 {
      mac("address", MACAddress(header, at: index), index..<(index + 6))
    } else if kept > 0 {
      octets("address", header.dropping(index).prefix(kept), index..<(index + kept))
    }
    if kept < 8 { octets("unused", header.dropping(index + kept).prefix(8 - kept), (index + kept)..<(index + 8)) }
  }
}
