public import Dissection
public import Octets
public import PacketModel

/// The AVS monitoring header of wireless cards (LINKTYPE_IEEE802_11_AVS).
///
///     version (4) | length (4), header included | MAC time (8) | host time (8) | PHY type … (4 each)
public struct AVSLayer: Layer {
  public static let id = ProtocolID.avs
  public static let fixedLength = 8

  public var version: UInt32
  public var length: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let fixed = try octets.take(Self.fixedLength)
    version = fixed.uint32(at: 0)
    length = fixed.uint32(at: 4)
    guard length >= Self.fixedLength else {
      throw MalformedPacket(.badLength(field: "length", value: Int(length)), at: start + 4)
    }
    _ = try octets.take(Int(length) - Self.fixedLength)
  }

  public var next: LayerKey { .linkType(.ieee80211) }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", version, 0..<4)
    fields.number("length", length, 4..<8)
    if header.count >= 24 {
      fields.number("mac_time", header.uint64(at: 8), 8..<16)
      fields.number("host_time", header.uint64(at: 16), 16..<24)
    }
    let names = [
      "phy_type", "channel", "data_rate", "antenna", "priority", "ssi_type", "ssi_signal", "ssi_noise", "preamble",
      "encoding_type",
    ]
    for (number, name) in names.enumerated() where header.count >= 28 + number * 4 {
      let at = 24 + number * 4
      if name == "ssi_signal" || name == "ssi_noise" {
        fields.add(name, .signed(Int64(Int32(bitPattern: header.uint32(at: at)))), at..<(at + 4))
      } else {
        fields.number(name, header.uint32(at: at), at..<(at + 4))
      }
    }
  }
}
