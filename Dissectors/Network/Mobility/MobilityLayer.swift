public import Dissection
public import Octets
public import PacketModel

/// A Mobility header (RFC 6275 §6.1.1).
///
///     payload protocol | header length, in 8 octets without the first | MH type | reserved | checksum (2) | message data …
public struct MobilityLayer: Layer {
  public static let id = ProtocolID.mobility

  public var payloadProtocol: IPProtocol
  public var headerLength: UInt8
  public var type: UInt8
  public var checksum: UInt16

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(octets.extensionHeaderLength())
    payloadProtocol = IPProtocol(rawValue: header.uint8(at: 0))
    headerLength = header.uint8(at: 1)
    type = header.uint8(at: 2)
    checksum = header.uint16(at: 4)
  }

  public var next: LayerKey { .extensionHeader(payloadProtocol) }

  public func contribute(to facts: inout PacketFacts) { facts.ipProtocol = payloadProtocol }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("payload_protocol", payloadProtocol.rawValue, 0..<1, name: payloadProtocol.name)
    fields.number("header_length", headerLength, 1..<2)
    fields.number("type", type, 2..<3, name: Self.name(of: type))
    fields.number("reserved", header.uint8(at: 3), 3..<4)
    fields.number("checksum", checksum, 4..<6)
    fields.octets("message_data", header.dropping(6), 6..<header.count)
  }

  /// IANA "Mobility Header Types".
  private static func name(of type: UInt8) -> String? {
    let names = [
      "Binding Refresh Request", "Home Test Init", "Care-of Test Init", "Home Test", "Care-of Test", "Binding Update",
      "Binding Acknowledgement", "Binding Error", "Fast Binding Update", "Fast Binding Acknowledgment",
      "Fast Neighbor Advertisement", "Experimental Mobility Header", "Home Agent Switch", "Heartbeat", "Handover Initiate",
      "Handover Acknowledge", "Binding Revocation", "Localized Routing Initiation", "Localized Routing Acknowledgment",
      "Update Notification", "Update Notification Acknowledgement", "Flow Binding", "Subscription Query",
      "Subscription Response",
    ]
    return Int(type) < names.count ? names[Int(type)] : nil
  }
}
