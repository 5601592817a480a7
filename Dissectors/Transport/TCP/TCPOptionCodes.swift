/// A TCP option's kind (IANA "TCP Option Kind Numbers").
public struct TCPOptionKind: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let endOfList = TCPOptionKind(rawValue: 0)
  public static let noOperation = TCPOptionKind(rawValue: 1)
  public static let maximumSegmentSize = TCPOptionKind(rawValue: 2)
  public static let windowScale = TCPOptionKind(rawValue: 3)
  public static let sackPermitted = TCPOptionKind(rawValue: 4)
  public static let sack = TCPOptionKind(rawValue: 5)
  public static let echo = TCPOptionKind(rawValue: 6)
  public static let echoReply = TCPOptionKind(rawValue: 7)
  public static let timestamps = TCPOptionKind(rawValue: 8)
  public static let partialOrderProfile = TCPOptionKind(rawValue: 10)
  public static let connectionCount = TCPOptionKind(rawValue: 11)
  public static let connectionCountNew = TCPOptionKind(rawValue: 12)
  public static let connectionCountEcho = TCPOptionKind(rawValue: 13)
  public static let alternateChecksumRequest = TCPOptionKind(rawValue: 14)
  public static let alternateChecksumData = TCPOptionKind(rawValue: 15)
  public static let md5Signature = TCPOptionKind(rawValue: 19)
  public static let capabilities = TCPOptionKind(rawValue: 20)
  public static let selectiveNegativeAcknowledgment = TCPOptionKind(rawValue: 21)
  public static let quickStartResponse = TCPOptionKind(rawValue: 27)
  public static let userTimeout = TCPOptionKind(rawValue: 28)
  public static let authentication = TCPOptionKind(rawValue: 29)
  public static let multipath = TCPOptionKind(rawValue: 30)
  public static let fastOpen = TCPOptionKind(rawValue: 34)
  public static let encryptionNegotiation = TCPOptionKind(rawValue: 69)
  public static let accurateECN0 = TCPOptionKind(rawValue: 172)
  public static let accurateECN1 = TCPOptionKind(rawValue: 174)
  public static let experiment1 = TCPOptionKind(rawValue: 253)
  public static let experiment2 = TCPOptionKind(rawValue: 254)

  /// The registered meaning.
  public var name: String? {
    switch rawValue {
    case 0: "End of Option List"
    case 1: "No-Operation"
    case 2: "Maximum Segment Size"
    case 3: "Window Scale"
    case 4: "SACK Permitted"
    case 5: "SACK"
    case 6: "Echo"
    case 7: "Echo Reply"
    case 8: "Timestamps"
    case 9: "Partial Order Connection Permitted"
    case 10: "Partial Order Service Profile"
    case 11: "CC"
    case 12: "CC.NEW"
    case 13: "CC.ECHO"
    case 14: "TCP Alternate Checksum Request"
    case 15: "TCP Alternate Checksum Data"
    case 16: "Skeeter"
    case 17: "Bubba"
    case 18: "Trailer Checksum"
    case 19: "MD5 Signature"
    case 20: "SCPS Capabilities"
    case 21: "Selective Negative Acknowledgements"
    case 22: "Record Boundaries"
    case 23: "Corruption Experienced"
    case 24: "SNAP"
    case 26: "TCP Compression Filter"
    case 27: "Quick-Start Response"
    case 28: "User Timeout"
    case 29: "TCP Authentication Option"
    case 30: "Multipath TCP"
    case 34: "TCP Fast Open Cookie"
    case 69: "Encryption Negotiation"
    case 172: "Accurate ECN Order 0"
    case 174: "Accurate ECN Order 1"
    case 253: "RFC3692-style Experiment 1"
    case 254: "RFC3692-style Experiment 2"
    // Riverbed's middleboxes took two numbers without asking; IANA notes them as known unauthorised use.
    case 76: "Riverbed Probe (unauthorised)"
    case 78: "Riverbed Transparency (unauthorised)"
    default: nil
    }
  }

  /// The lengths in octets that the option may have, kind and length included; `nil` when any will do.
  var lengths: ClosedRange<Int>? {
    switch rawValue {
    case 2: 4...4
    case 3: 3...3
    case 4: 2...2
    case 5: 10...34
    case 6, 7: 6...6
    case 8: 10...10
    case 9: 2...2
    case 10: 3...3
    case 11, 12, 13: 6...6
    case 14: 3...3
    case 18: 3...3
    case 19: 18...18
    case 20: 4...4
    case 21: 6...6
    case 22, 23: 2...2
    case 27: 8...8
    case 28: 4...4
    case 29: 4...40
    case 30: 3...40
    case 34: 2...18
    case 172, 174: 2...11
    default: nil
    }
  }
}

/// A Multipath TCP option's subtype (IANA "MPTCP Option Subtypes"; RFC 8684 §8.1).
public struct MultipathSubtype: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public var name: String? {
    switch rawValue {
    case 0: "MP_CAPABLE"
    case 1: "MP_JOIN"
    case 2: "DSS"
    case 3: "ADD_ADDR"
    case 4: "REMOVE_ADDR"
    case 5: "MP_PRIO"
    case 6: "MP_FAIL"
    case 7: "MP_FASTCLOSE"
    case 8: "MP_TCPRST"
    case 15: "MP_EXPERIMENTAL"
    default: nil
    }
  }
}
