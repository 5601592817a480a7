public import Dissection
public import Octets
public import PacketModel

/// An ARCNET header as BSD (LINKTYPE_ARCNET_BSD) and Linux (LINKTYPE_ARCNET_LINUX) hand it on (RFC 1201, RFC 1051).
///
///     source | destination | offset (2), Linux | type | split flag, sequence number (2), but for the two old types
public struct ARCNETLayer<System: ARCNETSystem>: Layer {
  public static var id: ProtocolID { .arcnet }

  public var source: UInt8
  public var destination: UInt8
  public var offset: UInt16?
  public var type: UInt8
  public var splitFlag: UInt8?
  public var sequenceNumber: UInt16?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let fixed = try octets.take(2)
    source = fixed.uint8(at: 0)
    destination = fixed.uint8(at: 1)
    if System.hasOffset { offset = try octets.take(2).uint16(at: 0) }
    type = try octets.take(1).uint8(at: 0)
    // RFC 1051's IP and ARP know no fragments; diagnosis packets have no more header either.
    if type == 240 || type == 241 || type == 0x80 { return }
    var split = try octets.take(3)
    // An exception packet: padding to a length that the hardware cannot send, and the header again.
    if split.uint8(at: 0) == 0xff {
      _ = try octets.take(1)
      split = try octets.take(3)
    }
    splitFlag = split.uint8(at: 0)
    sequenceNumber = split.uint16(at: 1)
  }

  public var next: LayerKey {
    // Later fragments begin in the middle of a packet.
    if let splitFlag, splitFlag != 0 { return .none }
    switch type {
    case 212, 240: return .etherType(.ipv4)
    case 213, 241: return .etherType(.arp)
    case 214: return .etherType(.rarp)
    case 196: return .etherType(.ipv6)
    case 221, 222: return .etherType(EtherType(rawValue: 0x809b))
    case 250, 236: return .etherType(.ipx)
    default: return .none
    }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("source", source, 0..<1)
    fields.number("destination", destination, 1..<2)
    var index = 2
    if let offset {
      fields.number("offset", offset, 2..<4)
      index = 4
    }
    fields.number("type", type, index..<(index + 1), name: Self.name(of: type))
    guard let splitFlag, let sequenceNumber else { return }
    index = header.count - 3
    fields.number("split_flag", splitFlag, index..<(index + 1))
    fields.number("sequence_number", sequenceNumber, (index + 1)..<(index + 3))
  }

  private static func name(of type: UInt8) -> String? {
    switch type {
    case 0x80: "Diagnose"
    case 196: "IPv6"
    case 205: "BACnet"
    case 212: "IP (RFC 1201)"
    case 213: "ARP (RFC 1201)"
    case 214: "RARP"
    case 221: "AppleTalk"
    case 236, 250: "IPX"
    case 240: "IP (RFC 1051)"
    case 241: "ARP (RFC 1051)"
    default: nil
    }
  }
}

/// Whose form an ARCNET header has.
public protocol ARCNETSystem: Sendable {
  static var hasOffset: Bool { get }
}

public enum ARCNETOfBSD: ARCNETSystem {
  public static var hasOffset: Bool { false }
}

public enum ARCNETOfLinux: ARCNETSystem {
  public static var hasOffset: Bool { true }
}
