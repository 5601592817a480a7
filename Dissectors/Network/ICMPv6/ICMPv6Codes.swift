/// An ICMPv6 message's type (IANA "ICMPv6 type Numbers"). Errors have the high bit clear (RFC 4443 §2.1).
public struct ICMPv6Type: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let destinationUnreachable = ICMPv6Type(rawValue: 1)
  public static let packetTooBig = ICMPv6Type(rawValue: 2)
  public static let timeExceeded = ICMPv6Type(rawValue: 3)
  public static let parameterProblem = ICMPv6Type(rawValue: 4)
  public static let echoRequest = ICMPv6Type(rawValue: 128)
  public static let echoReply = ICMPv6Type(rawValue: 129)
  public static let listenerQuery = ICMPv6Type(rawValue: 130)
  public static let listenerReport = ICMPv6Type(rawValue: 131)
  public static let listenerDone = ICMPv6Type(rawValue: 132)
  public static let routerSolicitation = ICMPv6Type(rawValue: 133)
  public static let routerAdvertisement = ICMPv6Type(rawValue: 134)
  public static let neighborSolicitation = ICMPv6Type(rawValue: 135)
  public static let neighborAdvertisement = ICMPv6Type(rawValue: 136)
  public static let redirect = ICMPv6Type(rawValue: 137)
  public static let nodeInformationQuery = ICMPv6Type(rawValue: 139)
  public static let nodeInformationResponse = ICMPv6Type(rawValue: 140)
  public static let inverseNeighborSolicitation = ICMPv6Type(rawValue: 141)
  public static let inverseNeighborAdvertisement = ICMPv6Type(rawValue: 142)
  public static let listenerReport2 = ICMPv6Type(rawValue: 143)
  public static let homeAgentDiscoveryRequest = ICMPv6Type(rawValue: 144)
  public static let homeAgentDiscoveryReply = ICMPv6Type(rawValue: 145)
  public static let mobilePrefixSolicitation = ICMPv6Type(rawValue: 146)
  public static let mobilePrefixAdvertisement = ICMPv6Type(rawValue: 147)
  public static let rpl = ICMPv6Type(rawValue: 155)
  public static let extendedEchoRequest = ICMPv6Type(rawValue: 160)
  public static let extendedEchoReply = ICMPv6Type(rawValue: 161)

  public var name: String? { Self.names[rawValue] }

  /// The registered meaning of `code` in a message of this type.
  public func name(ofCode code: UInt8) -> String? {
    guard let names = Self.codes[rawValue] else { return nil }
    return Int(code) < names.count ? names[Int(code)] : nil
  }

  /// The type of the answer to this question, or of the question to this answer; nothing for a message that stands alone.
  ///
  /// Community ID v1 counts these, and only these, as conversations.
  public var counterpart: ICMPv6Type? {
    switch self {
    case .echoRequest: .echoReply
    case .echoReply: .echoRequest
    case .listenerQuery: .listenerReport
    case .listenerReport: .listenerQuery
    case .routerSolicitation: .routerAdvertisement
    case .routerAdvertisement: .routerSolicitation
    case .neighborSolicitation: .neighborAdvertisement
    case .neighborAdvertisement: .neighborSolicitation
    case .nodeInformationQuery: .nodeInformationResponse
    case .nodeInformationResponse: .nodeInformationQuery
    case .homeAgentDiscoveryRequest: .homeAgentDiscoveryReply
    case .homeAgentDiscoveryReply: .homeAgentDiscoveryRequest
    default: nil
    }
  }

  /// Whether the message quotes the packet that met an error (RFC 4443 §3).
  public var isError: Bool {
    switch self {
    case .destinationUnreachable, .packetTooBig, .timeExceeded, .parameterProblem: true
    default: false
    }
  }

  /// Whether octets 4 and 5 are an identifier that question and answer share.
  public var hasIdentifier: Bool {
    switch self {
    case .echoRequest, .echoReply, .homeAgentDiscoveryRequest, .homeAgentDiscoveryReply, .mobilePrefixSolicitation,
      .mobilePrefixAdvertisement, .extendedEchoRequest, .extendedEchoReply:
      true
    default: false
    }
  }

  /// Whether all of the message is header: fixed fields and options, no data for anybody else.
  var isAllHeader: Bool {
    switch rawValue {
    case 130...138, 141...154, 157...159: true
    default: false
    }
  }

  private static let names: [UInt8: String] = [
    1: "Destination Unreachable", 2: "Packet Too Big", 3: "Time Exceeded", 4: "Parameter Problem",
    100: "Private experimentation", 101: "Private experimentation", 127: "Reserved for expansion of ICMPv6 error messages",
    128: "Echo Request", 129: "Echo Reply", 130: "Multicast Listener Query", 131: "Multicast Listener Report",
    132: "Multicast Listener Done", 133: "Router Solicitation", 134: "Router Advertisement", 135: "Neighbor Solicitation",
    136: "Neighbor Advertisement", 137: "Redirect Message", 138: "Router Renumbering", 139: "ICMP Node Information Query",
    140: "ICMP Node Information Response", 141: "Inverse Neighbor Discovery Solicitation Message",
    142: "Inverse Neighbor Discovery Advertisement Message", 143: "Version 2 Multicast Listener Report",
    144: "Home Agent Address Discovery Request Message", 145: "Home Agent Address Discovery Reply Message",
    146: "Mobile Prefix Solicitation", 147: "Mobile Prefix Advertisement", 148: "Certification Path Solicitation Message",
    149: "Certification Path Advertisement Message", 150: "ICMP messages utilized by experimental mobility protocols",
    151: "Multicast Router Advertisement", 152: "Multicast Router Solicitation", 153: "Multicast Router Termination",
    154: "FMIPv6 Messages", 155: "RPL Control Message", 156: "ILNPv6 Locator Update Message",
    157: "Duplicate Address Request", 158: "Duplicate Address Confirmation", 159: "MPL Control Message",
    160: "Extended Echo Request", 161: "Extended Echo Reply", 200: "Private experimentation", 201: "Private experimentation",
    255: "Reserved for expansion of ICMPv6 informational messages",
  ]

  private static let codes: [UInt8: [String]] = [
    1: [
      "no route to destination", "communication with destination administratively prohibited", "beyond scope of source address",
      "address unreachable", "port unreachable", "source address failed ingress/egress policy",
      "reject route to destination", "Error in Source Routing Header", "Headers too long", "Error in P-Route",
    ],
    3: ["hop limit exceeded in transit", "fragment reassembly time exceeded"],
    4: [
      "erroneous header field encountered", "unrecognized Next Header type encountered",
      "unrecognized IPv6 option encountered", "IPv6 First Fragment has incomplete IPv6 Header Chain",
      "SR Upper-layer Header Error", "Unrecognized Next Header type encountered by intermediate node",
      "Extension header too big", "Extension header chain too long", "Too many extension headers",
      "Too many options in extension header", "Option too big",
    ],
    139: [
      "The Data field contains an IPv6 address which is the Subject of this Query.",
      "The Data field contains a name which is the Subject of this Query, or is empty, as in the case of a NOOP.",
      "The Data field contains an IPv4 address which is the Subject of this Query.",
    ],
    140: [
      "A successful reply. The Reply Data field may or may not be empty.",
      "The Responder refuses to supply the answer. The Reply Data field will be empty.",
      "The Qtype of the Query is unknown to the Responder. The Reply Data field will be empty.",
    ],
    155: [
      "DODAG Information Solicitation", "DODAG Information Object", "Destination Advertisement Object",
      "Destination Advertisement Object Acknowledgment",
    ],
    160: ["No Error"],
    161: ["No Error", "Malformed Query", "No Such Interface", "No Such Table Entry", "Multiple Interfaces Satisfy Query"],
  ]
}

/// A Neighbor Discovery option's type (IANA "IPv6 Neighbor Discovery Option Formats").
public struct NeighborDiscoveryOption: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public var name: String? { Self.names[rawValue] }

  private static let names: [UInt8: String] = [
    1: "Source Link-layer Address", 2: "Target Link-layer Address", 3: "Prefix Information", 4: "Redirected Header", 5: "MTU",
    6: "NBMA Shortcut Limit Option", 7: "Advertisement Interval Option", 8: "Home Agent Information Option",
    9: "Source Address List", 10: "Target Address List", 11: "CGA option", 12: "RSA Signature option", 13: "Timestamp option",
    14: "Nonce option", 15: "Trust Anchor option", 16: "Certificate option", 17: "IP Address/Prefix Option",
    18: "New Router Prefix Information Option", 19: "Link-layer Address Option",
    20: "Neighbor Advertisement Acknowledgment Option",
    23: "MAP Option", 24: "Route Information Option", 25: "Recursive DNS Server Option", 26: "RA Flags Extension Option",
    27: "Handover Key Request Option", 28: "Handover Key Reply Option", 29: "Handover Assist Information Option",
    30: "Mobile Node Identifier Option", 31: "DNS Search List Option", 32: "Proxy Signature (PS)",
    33: "Address Registration Option", 34: "6LoWPAN Context Option", 35: "Authoritative Border Router Option",
    36: "6LoWPAN Capability Indication Option (6CIO)", 37: "DHCP Captive-Portal", 38: "PREF64 option",
    39: "Crypto-ID Parameters Option (CIPO)", 40: "NDP Signature Option (NDPSO)", 138: "CARD Request option",
    139: "CARD Reply option", 144: "Encrypted DNS Option", 253: "RFC3692-style Experiment 1",
    254: "RFC3692-style Experiment 2",
  ]
}
