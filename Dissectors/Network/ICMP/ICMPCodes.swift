/// An ICMP message's type (IANA "ICMP Type Numbers").
public struct ICMPType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let echoReply = ICMPType(rawValue: 0)
  public static let destinationUnreachable = ICMPType(rawValue: 3)
  public static let sourceQuench = ICMPType(rawValue: 4)
  public static let redirect = ICMPType(rawValue: 5)
  public static let echo = ICMPType(rawValue: 8)
  public static let routerAdvertisement = ICMPType(rawValue: 9)
  public static let routerSolicitation = ICMPType(rawValue: 10)
  public static let timeExceeded = ICMPType(rawValue: 11)
  public static let parameterProblem = ICMPType(rawValue: 12)
  public static let timestamp = ICMPType(rawValue: 13)
  public static let timestampReply = ICMPType(rawValue: 14)
  public static let informationRequest = ICMPType(rawValue: 15)
  public static let informationReply = ICMPType(rawValue: 16)
  public static let addressMaskRequest = ICMPType(rawValue: 17)
  public static let addressMaskReply = ICMPType(rawValue: 18)
  public static let traceroute = ICMPType(rawValue: 30)
  public static let conversionError = ICMPType(rawValue: 31)
  public static let photuris = ICMPType(rawValue: 40)
  public static let extendedEchoRequest = ICMPType(rawValue: 42)
  public static let extendedEchoReply = ICMPType(rawValue: 43)

  /// The registered name.
  public var name: String? { Self.names[rawValue] }

  /// The registered meaning of `code` in a message of this type.
  public func name(ofCode code: UInt8) -> String? {
    guard let names = Self.codes[rawValue] else { return nil }
    return Int(code) < names.count ? names[Int(code)] : nil
  }

  /// The type of the answer to this question, or of the question to this answer; nothing for a message that stands alone.
  ///
  /// Community ID v1 counts these, and only these, as conversations.
  public var counterpart: ICMPType? {
    switch self {
    case .echo: .echoReply
    case .echoReply: .echo
    case .timestamp: .timestampReply
    case .timestampReply: .timestamp
    case .informationRequest: .informationReply
    case .informationReply: .informationRequest
    case .routerSolicitation: .routerAdvertisement
    case .routerAdvertisement: .routerSolicitation
    case .addressMaskRequest: .addressMaskReply
    case .addressMaskReply: .addressMaskRequest
    default: nil
    }
  }

  /// Whether the message tells of an error and quotes the packet that met it (RFC 792; RFC 1475 §8).
  public var isError: Bool {
    switch self {
    case .destinationUnreachable, .sourceQuench, .redirect, .timeExceeded, .parameterProblem, .conversionError: true
    default: false
    }
  }

  /// Whether octets 4 and 5 are an identifier that question and answer share.
  public var hasIdentifier: Bool {
    switch self {
    case .echo, .echoReply, .timestamp, .timestampReply, .informationRequest, .informationReply, .addressMaskRequest,
      .addressMaskReply, .extendedEchoRequest, .extendedEchoReply:
      true
    default: false
    }
  }

  private static let names: [UInt8: String] = [
    0: "Echo Reply", 3: "Destination Unreachable", 4: "Source Quench", 5: "Redirect", 6: "Alternate Host Address", 8: "Echo",
    9: "Router Advertisement", 10: "Router Solicitation", 11: "Time Exceeded", 12: "Parameter Problem", 13: "Timestamp",
    14: "Timestamp Reply", 15: "Information Request", 16: "Information Reply", 17: "Address Mask Request",
    18: "Address Mask Reply", 30: "Traceroute", 31: "Datagram Conversion Error", 32: "Mobile Host Redirect",
    33: "IPv6 Where-Are-You", 34: "IPv6 I-Am-Here", 35: "Mobile Registration Request", 36: "Mobile Registration Reply",
    37: "Domain Name Request", 38: "Domain Name Reply", 39: "SKIP", 40: "Photuris",
    41: "ICMP for Experimental Mobility Protocols", 42: "Extended Echo Request", 43: "Extended Echo Reply",
    253: "RFC3692-style Experiment 1", 254: "RFC3692-style Experiment 2",
  ]

  private static let codes: [UInt8: [String]] = [
    0: ["No Code"],
    3: [
      "Net Unreachable", "Host Unreachable", "Protocol Unreachable", "Port Unreachable",
      "Fragmentation Needed and Don't Fragment was Set", "Source Route Failed", "Destination Network Unknown",
      "Destination Host Unknown", "Source Host Isolated",
      "Communication with Destination Network is Administratively Prohibited",
      "Communication with Destination Host is Administratively Prohibited",
      "Destination Network Unreachable for Type of Service", "Destination Host Unreachable for Type of Service",
      "Communication Administratively Prohibited", "Host Precedence Violation", "Precedence Cutoff in Effect",
    ],
    4: ["No Code"],
    5: [
      "Redirect Datagram for the Network", "Redirect Datagram for the Host",
      "Redirect Datagram for the Type of Service and Network", "Redirect Datagram for the Type of Service and Host",
    ],
    6: ["Alternate Address for Host"],
    8: ["No Code"],
    9: ["Normal Router Advertisement"],
    10: ["No Code"],
    11: ["Time to Live Exceeded in Transit", "Fragment Reassembly Time Exceeded"],
    12: ["Pointer Indicates the Error", "Missing a Required Option", "Bad Length"],
    13: ["No Code"], 14: ["No Code"], 15: ["No Code"], 16: ["No Code"], 17: ["No Code"], 18: ["No Code"],
    40: [
      "Bad SPI", "Authentication Failed", "Decompression Failed", "Decryption Failed", "Need Authentication",
      "Need Authorization",
    ],
    42: ["No Error"],
    43: ["No Error", "Malformed Query", "No Such Interface", "No Such Table Entry", "Multiple Interfaces Satisfy Query"],
  ]
}
