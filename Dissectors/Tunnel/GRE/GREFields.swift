public import Dissection
public import Octets
public import PacketModel

extension GRELayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.group("flags", 0..<2) { group in
      group.flag("checksum_present", flags.contains(.checksum), 0..<1)
      group.flag("routing_present", flags.contains(.routing), 0..<1)
      group.flag("key_present", flags.contains(.key), 0..<1)
      group.flag("sequence_number_present", flags.contains(.sequence), 0..<1)
      group.flag("strict_source_route", flags.contains(.strictSourceRoute), 0..<1)
      if version == 1 { group.flag("acknowledgment_present", flags.contains(.acknowledgment), 1..<2) }
    }
    fields.number("recursion_control", flags.rawValue >> 8 & 7, 0..<1)
    fields.number("version", version, 1..<2)
    fields.number("protocol_type", protocolType.rawValue, 2..<4, name: protocolType.name)
    var index = 4
    if let checksum {
      if flags.contains(.checksum) {
        fields.checksum("checksum", checksum, verify(header, payload), index..<index + 2)
      } else {
        fields.number("checksum", checksum, index..<index + 2)
      }
      fields.number("offset", header.uint16(at: index + 2), index + 2..<index + 4)
      index += 4
    }
    if let key {
      if version == 1 {
        fields.number("payload_length", key >> 16, index..<index + 2)
        fields.number("call_id", key & 0xffff, index + 2..<index + 4)
      } else {
        fields.number("key", key, index..<index + 4)
      }
      index += 4
    }
    if let sequenceNumber {
      fields.number("sequence_number", sequenceNumber, index..<index + 4)
      index += 4
    }
    if let acknowledgmentNumber {
      fields.number("acknowledgment_number", acknowledgmentNumber, index..<index + 4)
      index += 4
    }
    if index < header.count {
      let name = flags.contains(.routing) ? "routing" : "redirect_header"
      fields.octets(name, header.dropping(index), index..<header.count)
    }
  }

  /// RFC 2784 §2.1: over the GRE header and the payload.
  private func verify(_ header: ByteView, _ payload: ByteView) -> ChecksumStatus {
    guard payload.missing == 0 else { return .unverified }
    var sum = InternetChecksum()
    // The header is of whole 32-bit words, or of octets that RFC 1701's routing entries make odd.
    guard header.count % 2 == 0 else { return .unverified }
    sum.add(header.span)
    sum.add(payload.span)
    return sum.folded == 0xffff ? .good : .bad
  }
}
