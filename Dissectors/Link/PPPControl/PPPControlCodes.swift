public import PacketModel

/// Link Control Protocol (RFC 1661).
public enum LinkControlProtocol: PPPControlProtocol {
  public static var id: ProtocolID { .lcp }
  public static func optionName(_ type: UInt8) -> String? {
    switch type {
    case 0: "Vendor Specific"
    case 1: "Maximum-Receive-Unit"
    case 2: "Async-Control-Character-Map"
    case 3: "Authentication-Protocol"
    case 4: "Quality-Protocol"
    case 5: "Magic-Number"
    case 7: "Protocol-Field-Compression"
    case 8: "Address-and-Control-Field-Compression"
    case 9: "FCS-Alternatives"
    case 10: "Self-Describing-Padding"
    case 11: "Numbered-Mode"
    case 13: "Callback"
    case 15: "Compound-Frames"
    case 17: "Multilink-MRRU"
    case 18: "Multilink-Short-Sequence-Number"
    case 19: "Multilink-Endpoint-Discriminator"
    case 23: "Link-Discriminator"
    default: nil
    }
  }
}

/// IP Control Protocol (RFC 1332, RFC 1877).
public enum IPControlProtocol: PPPControlProtocol {
  public static var id: ProtocolID { .ipcp }
  public static func optionName(_ type: UInt8) -> String? {
    switch type {
    case 1: "IP-Addresses"
    case 2: "IP-Compression-Protocol"
    case 3: "IP-Address"
    case 4: "Mobile-IPv4"
    case 129: "Primary-DNS-Address"
    case 130: "Primary-NBNS-Address"
    case 131: "Secondary-DNS-Address"
    case 132: "Secondary-NBNS-Address"
    default: nil
    }
  }
}

/// IPv6 Control Protocol (RFC 5072).
public enum IPv6ControlProtocol: PPPControlProtocol {
  public static var id: ProtocolID { .ipv6cp }
  public static func optionName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Interface-Identifier"
    case 2: "IPv6-Compression-Protocol"
    default: nil
    }
  }
}

/// Compression Control Protocol (RFC 1962).
public enum CompressionControlProtocol: PPPControlProtocol {
  public static var id: ProtocolID { .ccp }
  public static func optionName(_ type: UInt8) -> String? {
    switch type {
    case 0: "OUI"
    case 1: "Predictor-type-1"
    case 2: "Predictor-type-2"
    case 17: "Stac-LZS"
    case 18: "MPPC"
    case 21: "BSD-Compress"
    case 26: "Deflate"
    default: nil
    }
  }
}

/// Password Authentication Protocol (RFC 1334 §2).
public enum PasswordAuthenticationProtocol: PPPControlProtocol {
  public static var id: ProtocolID { .pap }
  public static var hasOptions: Bool { false }
  public static func name(of code: UInt8) -> String? {
    switch code {
    case 1: "Authenticate-Request"
    case 2: "Authenticate-Ack"
    case 3: "Authenticate-Nak"
    default: nil
    }
  }
}

/// Challenge Handshake Authentication Protocol (RFC 1994).
public enum ChallengeHandshakeProtocol: PPPControlProtocol {
  public static var id: ProtocolID { .chap }
  public static var hasOptions: Bool { false }
  public static func name(of code: UInt8) -> String? {
    switch code {
    case 1: "Challenge"
    case 2: "Response"
    case 3: "Success"
    case 4: "Failure"
    default: nil
    }
  }
}

/// Any other network control protocol.
public enum NetworkControlProtocol: PPPControlProtocol {
  public static var id: ProtocolID { .pppControl }
}
