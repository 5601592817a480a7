public import Dissection
public import Octets
public import PacketModel

/// A Frame Relay header (ITU-T Q.922 annex A) with the encapsulation of RFC 2427, or Cisco's.
///
///     address (2 to 4) | control 0x03, padding 0x00 …, NLPID         RFC 2427
///     address (2 to 4) | EtherType (2)                                Cisco
public struct FrameRelayLayer: Layer {
  public static let id = ProtocolID.frameRelay

  public var addressLength: Int
  public var identifier: UInt32
  public var forwardCongestion: Bool
  public var backwardCongestion: Bool
  public var discardEligible: Bool
  public var next: LayerKey
  /// The octets of the payload that name its protocol, where the header did not.
  private var control: UInt8?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    var address = [try octets.take(1).uint8(at: 0)]
    // The low bit ends the address.
    while address[address.count - 1] & 1 == 0 {
      guard address.count < 4 else {
        throw MalformedPacket(.forbiddenValue(field: "address", value: UInt64(address[3])), at: start + 3)
      }
      address.append(try octets.take(1).uint8(at: 0))
    }
    guard address.count >= 2 else {
      throw MalformedPacket(.forbiddenValue(field: "address", value: UInt64(address[0])), at: start)
    }
    addressLength = address.count
    // Six bits, four, then seven of the third; of the last six, for its D/C bit takes one (Q.922 figure 1).
    identifier = UInt32(address[0] >> 2) << 4 | UInt32(address[1] >> 4)
    if address.count == 3 { identifier = identifier << 6 | UInt32(address[2] >> 2) }
    if address.count == 4 { identifier = (identifier << 7 | UInt32(address[2] >> 1)) << 6 | UInt32(address[3] >> 2) }
    forwardCongestion = address[1] & 8 != 0
    backwardCongestion = address[1] & 4 != 0
    discardEligible = address[1] & 2 != 0
    next = .none
    control = octets.octet(at: 0)
    guard let control else { return }
    if control == 0x03 {
      _ = try octets.take(1)
      // One octet of padding aligns what has an even header (RFC 2427 §4.1).
      while octets.octet(at: 0) == 0 { _ = try octets.take(1) }
      guard let named = octets.octet(at: 0) else { return }
      next = .networkLayerProtocol(named)
      // OSI's protocols have the identifier as their own first octet.
      if !(0x81...0x85).contains(named) { _ = try octets.take(1) }
    } else {
      next = .etherType(EtherType(rawValue: try octets.take(2).uint16(at: 0)))
    }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("dlci", identifier, 0..<addressLength)
    fields.flag("command_response", header.uint8(at: 0) & 2 != 0, 0..<1)
    fields.flag("forward_explicit_congestion_notification", forwardCongestion, 1..<2)
    fields.flag("backward_explicit_congestion_notification", backwardCongestion, 1..<2)
    fields.flag("discard_eligible", discardEligible, 1..<2)
    switch next.kind {
    case .etherType: fields.number("type", next.value, addressLength..<header.count, name: next.registeredName)
    case .networkLayerProtocol:
      fields.number("control", 3, addressLength..<(addressLength + 1))
      fields.number("nlpid", next.value, (header.count - 1)..<header.count, name: next.registeredName)
    default: if let control { fields.number("control", control, addressLength..<header.count) }
    }
  }
}
