public import Dissection
public import Octets
public import PacketModel

/// An FDDI header (ISO 9314-2; LINKTYPE_FDDI).
///
///     frame control | destination (6) | source (6)
public struct FDDILayer: Layer {
  public static let id = ProtocolID.fddi
  public static let headerLength = 13

  public var frameControl: UInt8
  public var destination: MACAddress
  public var source: MACAddress

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    frameControl = header.uint8(at: 0)
    destination = MACAddress(header, at: 1)
    source = MACAddress(header, at: 7)
  }

  /// Only LLC frames, asynchronous or synchronous, carry a payload (the two format bits are 01).
  public var next: LayerKey { frameControl & 0x30 == 0x10 ? .direct(.llc) : .none }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourceMAC = source
    facts.destinationMAC = destination
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("frame_control", frameControl, 0..<1)
    fields.mac("destination", destination, 1..<7)
    fields.mac("source", source, 7..<13)
  }
}
