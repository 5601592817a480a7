public import Dissection
public import Octets
public import PacketModel

extension ARPLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("hardware_type", hardwareType, 0..<2, name: HardwareType(rawValue: hardwareType).name)
    fields.number("protocol_type", protocolType.rawValue, 2..<4, name: protocolType.name)
    fields.number("hardware_length", hardwareLength, 4..<5)
    fields.number("protocol_length", protocolLength, 5..<6)
    fields.number("operation", operation, 6..<8, name: Self.name(ofOperation: operation))
    var index = Self.fixedLength
    for side in ["sender", "target"] {
      hardwareAddress(side + "_hardware_address", header, &index, to: &fields)
      protocolAddress(side + "_protocol_address", header, &index, to: &fields)
    }
  }

  private func hardwareAddress(_ name: String, _ header: ByteView, _ index: inout Int, to fields: inout FieldWriter) {
    let range = index..<(index + Int(hardwareLength))
    index = range.upperBound
    let value = header.dropping(range.lowerBound).prefix(range.count)
    if value.count == 6 {
      fields.mac(name, MACAddress(value, at: 0), range)
    } else if !range.isEmpty {
      fields.octets(name, value, range)
    }
  }

  private func protocolAddress(_ name: String, _ header: ByteView, _ index: inout Int, to fields: inout FieldWriter) {
    let range = index..<(index + Int(protocolLength))
    index = range.upperBound
    let value = header.dropping(range.lowerBound).prefix(range.count)
    if protocolType == .ipv4, value.count == 4 {
      fields.address(name, IPAddress(low: UInt64(value.uint32(at: 0))), .four, range)
    } else if protocolType == .ipv6, value.count == 16 {
      fields.address(name, IPAddress(high: value.uint64(at: 0), low: value.uint64(at: 8)), .six, range)
    } else if !range.isEmpty {
      fields.octets(name, value, range)
    }
  }

  /// IANA "Address Resolution Protocol (ARP) Parameters".
  private static func name(ofOperation operation: UInt16) -> String? {
    let names = [
      "REQUEST", "REPLY", "request Reverse", "reply Reverse", "DRARP-Request", "DRARP-Reply", "DRARP-Error", "InARP-Request",
      "InARP-Reply", "ARP-NAK", "MARS-Request", "MARS-Multi", "MARS-MServ", "MARS-Join", "MARS-Leave", "MARS-NAK",
      "MARS-Unserv", "MARS-SJoin", "MARS-SLeave", "MARS-Grouplist-Request", "MARS-Grouplist-Reply", "MARS-Redirect-Map",
      "MAPOS-UNARP", "OP_EXP1", "OP_EXP2",
    ]
    return operation >= 1 && Int(operation) <= names.count ? names[Int(operation) - 1] : nil
  }
}

extension MACAddress {
  /// The six octets at `index`, which must be there.
  init(_ octets: ByteView, at index: Int) {
    self.init(rawValue: UInt64(octets.uint16(at: index)) << 32 | UInt64(octets.uint32(at: index + 2)))
  }
}
