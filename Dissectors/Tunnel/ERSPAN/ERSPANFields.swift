public import Dissection
public import Octets
public import PacketModel

extension ERSPANLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", version, 0..<1)
    fields.number("vlan", header.uint16(at: 0) & 0xfff, 0..<2)
    fields.number("class_of_service", header.uint8(at: 2) >> 5, 2..<3)
    if version == 1 {
      fields.number("trunk_encapsulation", header.uint8(at: 2) >> 3 & 3, 2..<3)
      fields.flag("truncated", header.uint8(at: 2) & 4 != 0, 2..<3)
      fields.number("session_id", sessionID, 2..<4)
      fields.number("index", header.uint32(at: 4) & 0xf_ffff, 5..<8)
      return
    }
    fields.number("bad_short_oversized", header.uint8(at: 2) >> 3 & 3, 2..<3)
    fields.flag("truncated", header.uint8(at: 2) & 4 != 0, 2..<3)
    fields.number("session_id", sessionID, 2..<4)
    fields.number("timestamp", header.uint32(at: 4), 4..<8)
    fields.number("security_group_tag", header.uint16(at: 8), 8..<10)
    let flags = header.uint16(at: 10)
    fields.flag("ethernet_frame", flags & 0x8000 != 0, 10..<11)
    fields.number("frame_type", flags >> 10 & 31, 10..<11)
    fields.number("hardware_id", flags >> 4 & 63, 10..<12)
    fields.text("direction", flags & 8 != 0 ? "egress" : "ingress", 11..<12)
    fields.number("timestamp_granularity", flags >> 1 & 3, 11..<12)
    fields.flag("optional_subheader", flags & 1 != 0, 11..<12)
    if header.count >= 20 {
      fields.number("platform_id", header.uint8(at: 12) >> 2, 12..<13)
      fields.octets("platform_info", header.dropping(12), 12..<20)
    }
  }
}
