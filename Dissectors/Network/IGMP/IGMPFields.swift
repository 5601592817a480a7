public import Dissection
public import Octets
public import PacketModel

extension IGMPLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("type", type, 0..<1, name: Self.name(of: type))
    fields.number("max_response_code", maximumResponseCode, 1..<2)
    fields.number("checksum", checksum, 2..<4)
    if let status = checksumStatus.fieldText { fields.text("checksum_status", status, 2..<4) }
    switch type {
    case 0x22: report(header, to: &fields)
    case 0x11 where header.count >= 12:
      group(header, to: &fields)
      query(header, to: &fields)
    case 0x11, 0x12, 0x16, 0x17: group(header, to: &fields)
    default: fields.octets("data", header.dropping(4), 4..<header.count)
    }
  }

  private func group(_ header: ByteView, to fields: inout FieldWriter) {
    fields.address("group_address", IPAddress(low: UInt64(header.uint32(at: 4))), .four, 4..<8)
  }

  private func query(_ header: ByteView, to fields: inout FieldWriter) {
    fields.flag("suppress_router_side_processing", header.uint8(at: 8) & 8 != 0, 8..<9)
    fields.number("queriers_robustness_variable", header.uint8(at: 8) & 7, 8..<9)
    fields.number("queriers_query_interval_code", header.uint8(at: 9), 9..<10)
    fields.number("number_of_sources", header.uint16(at: 10), 10..<12)
    addresses(header, from: 12, count: Int(header.uint16(at: 10)), to: &fields)
  }

  private func report(_ header: ByteView, to fields: inout FieldWriter) {
    fields.number("number_of_group_records", header.uint16(at: 6), 6..<8)
    var index = 8
    var left = Int(header.uint16(at: 6))
    fields.list("group_records", 8..<header.count) { record in
      guard left > 0, index + 8 <= header.count else { return false }
      left -= 1
      let sources = Int(header.uint16(at: index + 2))
      record.number("record_type", header.uint8(at: index), index..<(index + 1), name: Self.recordName(header.uint8(at: index)))
      record.number("auxiliary_data_length", header.uint8(at: index + 1), (index + 1)..<(index + 2))
      record.number("number_of_sources", sources, (index + 2)..<(index + 4))
      record.address(
        "multicast_address", IPAddress(low: UInt64(header.uint32(at: index + 4))), .four, (index + 4)..<(index + 8))
      addresses(header, from: index + 8, count: sources, to: &record)
      index += 8 + sources * 4 + Int(header.uint8(at: index + 1)) * 4
      return true
    }
  }

  private func addresses(_ header: ByteView, from start: Int, count: Int, to fields: inout FieldWriter) {
    let kept = min(count, (header.count - start) / 4)
    guard kept > 0 else { return }
    let values = (0..<kept).map { FieldValue.text(IPAddress(low: UInt64(header.uint32(at: start + $0 * 4))).text(.four)) }
    fields.list("source_addresses", values, start..<(start + kept * 4))
  }

  /// IANA "IGMP Type Numbers".
  private static func name(of type: UInt8) -> String? {
    switch type {
    case 0x11: "Membership Query"
    case 0x12: "Membership Report (v1)"
    case 0x13: "DVMRP"
    case 0x14: "PIM (v1)"
    case 0x15: "Cisco Trace Messages"
    case 0x16: "Membership Report (v2)"
    case 0x17: "Leave Group"
    case 0x1e: "Multicast Traceroute Response"
    case 0x1f: "Multicast Traceroute"
    case 0x22: "Membership Report (v3)"
    case 0x30: "Multicast Router Advertisement"
    case 0x31: "Multicast Router Solicitation"
    case 0x32: "Multicast Router Termination"
    default: nil
    }
  }

  private static func recordName(_ type: UInt8) -> String? {
    switch type {
    case 1: "MODE_IS_INCLUDE"
    case 2: "MODE_IS_EXCLUDE"
    case 3: "CHANGE_TO_INCLUDE_MODE"
    case 4: "CHANGE_TO_EXCLUDE_MODE"
    case 5: "ALLOW_NEW_SOURCES"
    case 6: "BLOCK_OLD_SOURCES"
    default: nil
    }
  }
}
