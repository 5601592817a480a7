/// What the octets behind a header are, in the numbering of the header that says so.
///
/// Dissectors meet only through these keys: a header names the key of its payload, the catalog knows who reads it.
public struct LayerKey: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable {
    /// Nothing, or octets that no header names.
    case none
    case linkType
    case etherType
    /// The DSAP of an LLC header.
    case serviceAccessPoint
    case ipProtocol
    case pppProtocol
    /// A UDP port; both ports are tried, the lower first.
    case udpPort
    /// A protocol that begins without a number, as `ProtocolID`: the payload of a header that carries only one thing.
    case direct
    /// An NLPID (ISO/IEC TR 9577): the first octet of OSI packets, a header's of frame relay and ATM.
    case networkLayerProtocol
    /// A protocol that is only its maker's business: the OUI of a SNAP header.
    case organization
    /// The address family of a loopback header.
    case addressFamily
  }

  public var kind: Kind
  public var value: UInt32

  @inlinable public init(_ kind: Kind, _ value: UInt32) {
    self.kind = kind
    self.value = value
  }

  @inlinable public static var none: LayerKey { LayerKey(.none, 0) }
  @inlinable public static func linkType(_ type: LinkType) -> LayerKey { LayerKey(.linkType, UInt32(type.rawValue)) }
  @inlinable public static func etherType(_ type: EtherType) -> LayerKey { LayerKey(.etherType, UInt32(type.rawValue)) }
  @inlinable public static func ipProtocol(_ value: IPProtocol) -> LayerKey { LayerKey(.ipProtocol, UInt32(value.rawValue)) }
  @inlinable public static func serviceAccessPoint(_ value: UInt8) -> LayerKey { LayerKey(.serviceAccessPoint, UInt32(value)) }
  @inlinable public static func ppp(_ value: UInt16) -> LayerKey { LayerKey(.pppProtocol, UInt32(value)) }
  @inlinable public static func udpPort(_ value: UInt16) -> LayerKey { LayerKey(.udpPort, UInt32(value)) }
  @inlinable public static func networkLayerProtocol(_ value: UInt8) -> LayerKey {
    LayerKey(.networkLayerProtocol, UInt32(value))
  }
  @inlinable public static func organization(_ value: UInt32) -> LayerKey { LayerKey(.organization, value) }
  @inlinable public static func addressFamily(_ value: UInt32) -> LayerKey { LayerKey(.addressFamily, value) }
  @inlinable public static func direct(_ id: ProtocolID) -> LayerKey { LayerKey(.direct, UInt32(id.rawValue)) }
}

extension LayerKey {
  /// The registered name, as its registry spells it, where there is one.
  public var registeredName: String? {
    switch kind {
    case .linkType: LinkType(rawValue: UInt16(truncatingIfNeeded: value)).name
    case .etherType: EtherType(rawValue: UInt16(truncatingIfNeeded: value)).name
    case .ipProtocol: IPProtocol(rawValue: UInt8(truncatingIfNeeded: value)).name
    case .direct: ProtocolID(rawValue: UInt8(truncatingIfNeeded: value)).name
    case .serviceAccessPoint: ServiceAccessPoint(rawValue: UInt8(truncatingIfNeeded: value)).name
    case .pppProtocol: PPPProtocol(rawValue: UInt16(truncatingIfNeeded: value)).name
    case .networkLayerProtocol: NetworkLayerProtocol(rawValue: UInt8(truncatingIfNeeded: value)).name
    case .none, .udpPort, .organization, .addressFamily: nil
    }
  }

  /// A name fit for a path: the registered one in lower case, else the registry and the number.
  public var slug: String {
    if let name = registeredName { return Self.slug(name) }
    switch kind {
    case .none: return "data"
    case .linkType: return "linktype_\(value)"
    case .etherType: return "ethertype_0x" + hexadecimal(4)
    case .serviceAccessPoint: return "sap_0x" + hexadecimal(2)
    case .ipProtocol: return "ip_protocol_\(value)"
    case .pppProtocol: return "ppp_0x" + hexadecimal(4)
    case .udpPort: return "udp_port_\(value)"
    case .direct: return "protocol_\(value)"
    case .networkLayerProtocol: return "nlpid_0x" + hexadecimal(2)
    case .organization: return "oui_" + hexadecimal(6)
    case .addressFamily: return "address_family_\(value)"
    }
  }

  private func hexadecimal(_ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static func slug(_ name: String) -> String {
    var slug = ""
    for scalar in name.lowercased().unicodeScalars {
      if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        slug.unicodeScalars.append(scalar)
      } else if !slug.hasSuffix("_"), !slug.isEmpty {
        slug.append("_")
      }
    }
    return slug.hasSuffix("_") ? String(slug.dropLast()) : slug
  }
}
