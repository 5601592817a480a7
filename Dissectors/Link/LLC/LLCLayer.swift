public import Dissection
public import Octets
public import PacketModel

/// A Logical Link Control header (IEEE 802.2-1998 §3.2).
///
///     DSAP | SSAP | control (1 in unnumbered frames, else 2)
public struct LLCLayer: Layer {
  public static let id = ProtocolID.llc
  public static let minimumHeaderLength = 3

  /// As sent; the low bit says whether it addresses a group.
  public var destinationServiceAccessPoint: UInt8
  /// As sent; the low bit tells a response from a command.
  public var sourceServiceAccessPoint: UInt8
  public var control: UInt16
  /// Whether the control field has one octet.
  public var isUnnumbered: Bool
  /// The payload's first octet, which names the protocol in OSI's own numbering (ISO/IEC TR 9577).
  public var networkLayerProtocol: UInt8?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let fixed = try octets.take(Self.minimumHeaderLength)
    destinationServiceAccessPoint = fixed.uint8(at: 0)
    sourceServiceAccessPoint = fixed.uint8(at: 1)
    let first = fixed.uint8(at: 2)
    // Two low bits set mark an unnumbered frame; all others go on with sequence numbers.
    isUnnumbered = first & 3 == 3
    control = UInt16(first)
    if !isUnnumbered { control = UInt16(first) << 8 | UInt16(try octets.take(1).uint8(at: 0)) }
    networkLayerProtocol = octets.octet(at: 0)
  }

  public var next: LayerKey {
    // Only unnumbered and numbered information carries a payload of the next layer.
    guard isUnnumbered ? control & 0xef == 0x03 : control & 0x0100 == 0 else { return .none }
    switch destinationServiceAccessPoint & 0xfe {
    case 0xaa where isUnnumbered: return .direct(.snap)
    case 0xfe:
      guard let networkLayerProtocol else { return .serviceAccessPoint(0xfe) }
      return .networkLayerProtocol(networkLayerProtocol)
    case let point: return .serviceAccessPoint(point)
    }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number(
      "dsap", destinationServiceAccessPoint, 0..<1,
      name: ServiceAccessPoint(rawValue: destinationServiceAccessPoint & 0xfe).name)
    fields.flag("group_address", destinationServiceAccessPoint & 1 != 0, 0..<1)
    fields.number(
      "ssap", sourceServiceAccessPoint, 1..<2, name: ServiceAccessPoint(rawValue: sourceServiceAccessPoint & 0xfe).name)
    fields.flag("response", sourceServiceAccessPoint & 1 != 0, 1..<2)
    fields.number("control", control, 2..<header.count, name: LLCControl.name(control, isUnnumbered: isUnnumbered))
    if isUnnumbered {
      fields.flag("poll_final", control & 0x10 != 0, 2..<3)
    } else {
      fields.flag("poll_final", control & 1 != 0, 3..<4)
      fields.number("receive_sequence_number", control >> 1 & 0x7f, 3..<4)
      if control & 0x0100 == 0 { fields.number("send_sequence_number", control >> 9, 2..<3) }
    }
  }
}

/// The control field's names (IEEE 802.2 §5.4).
enum LLCControl {
  static func name(_ control: UInt16, isUnnumbered: Bool) -> String? {
    guard isUnnumbered else {
      if control & 0x0100 == 0 { return "I" }
      switch control >> 10 & 3 {
      case 0: return "RR"
      case 1: return "RNR"
      case 2: return "REJ"
      default: return nil
      }
    }
    switch control & 0xef {
    case 0x03: return "UI"
    case 0x0f: return "DM"
    case 0x43: return "DISC"
    case 0x63: return "UA"
    case 0x6f: return "SABME"
    case 0x87: return "FRMR"
    case 0xaf: return "XID"
    case 0xe3: return "TEST"
    default: return nil
    }
  }
}
