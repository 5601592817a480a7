/// A Network Layer Protocol Identifier (ISO/IEC TR 9577; RFC 6328).
public struct NetworkLayerProtocol: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
}

extension NetworkLayerProtocol {
  /// The registered name.
  public var name: String? { Self.names[rawValue] }

  /// ISO/IEC TR 9577 and IANA "Network Layer Protocol Identifiers (NLPIDs) of Interest".
  private static let names: [UInt8: String] = [
    0x00: "NULL",
    0x01: "T.70",
    0x08: "Q.933",
    0x80: "SNAP",
    0x81: "CLNP",
    0x82: "ES-IS",
    0x83: "IS-IS",
    0x84: "IDRP",
    0x85: "IS-IS IDRP",
    0x8e: "IPv6",
    0xb0: "FRF.9",
    0xb1: "FRF.12",
    0xc0: "TRILL",
    0xc1: "IEEE 802.1aq",
    0xcc: "IPv4",
    0xcf: "PPP",
  ]
}
