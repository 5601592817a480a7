/// What an LLC header's DSAP or SSAP names (IEEE 802.2 §3.3.1), the group and response bits cleared.
public struct ServiceAccessPoint: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
}

extension ServiceAccessPoint {
  /// The registered name.
  public var name: String? { Self.names[rawValue] }

  /// IEEE's "LSAP" assignments, and common unregistered use.
  private static let names: [UInt8: String] = [
    0x00: "NULL",
    0x02: "LLC Management",
    0x04: "SNA Path Control",
    0x06: "IP",
    0x08: "SNA",
    0x0c: "SNA2",
    0x0e: "PROWAY Network Management",
    0x18: "TI",
    0x42: "STP",
    0x4e: "EIA RS-511",
    0x7e: "X.25",
    0x7f: "ISO 8802-2",
    0x80: "XNS",
    0x86: "Nestar",
    0x8e: "PROWAY Active Station List",
    0x98: "ARP",
    0xaa: "SNAP",
    0xbc: "VINES",
    0xd4: "LAN Management",
    0xdc: "Dynamic Address Resolution",
    0xe0: "IPX",
    0xf0: "NetBEUI",
    0xf4: "LAN Manager",
    0xf8: "RPL",
    0xfa: "UB",
    0xfc: "HP Extended LLC",
    0xfe: "OSI",
    0xff: "Global",
  ]
}
