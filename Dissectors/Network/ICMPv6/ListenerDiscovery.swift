import Dissection
import Octets
import PacketModel

/// Multicast Listener Discovery's messages (version 1: RFC 2710 §3; version 2: RFC 9777 §5, formerly RFC 3810).
///
///     maximum response delay | reserved | multicast address | [ flags, QRV | QQIC | number of sources | sources … ]
///     version 2 report: flags | number of records | records: type | aux length | number of sources | address | sources …
enum ListenerDiscovery {
  static func describe(_ type: ICMPv6Type, _ header: ByteView, to fields: inout FieldWriter) {
    var cursor = FieldCursor(at: 0, index: 4)
    if type == .listenerReport2 {
      _ = cursor.take(2, of: header)
      cursor.number("number_of_records", 2, of: header, to: &fields)
      records(header, &cursor, to: &fields)
      return
    }
    cursor.number("maximum_response_delay", 2, of: header, to: &fields)
    _ = cursor.take(2, of: header)
    cursor.address("multicast_address", .six, of: header, to: &fields)
    // RFC 9777 §8.1: a query of 28 octets or more is of version 2.
    guard type == .listenerQuery, header.count >= 28 else { return }
    let flags = header.uint8(at: 24)
    fields.flag("suppress_router_processing", flags & 8 != 0, 24..<25)
    fields.number("robustness_variable", flags & 7, 24..<25)
    _ = cursor.take(1, of: header)
    cursor.number("querier_query_interval_code", 1, of: header, to: &fields)
    let count = cursor.number("number_of_sources", 2, of: header, to: &fields) ?? 0
    sources(Int(count), header, &cursor, to: &fields)
  }

  private static func records(_ header: ByteView, _ cursor: inout FieldCursor, to fields: inout FieldWriter) {
    var records: [FieldValue] = []
    let start = cursor.index
    while cursor.index + 20 <= header.count {
      var record = FieldWriter(base: fields.base)
      cursor.number("record_type", 1, of: header, to: &record) { recordTypes[$0] }
      let auxiliary = cursor.number("auxiliary_data_length", 1, of: header, to: &record) ?? 0
      let count = cursor.number("number_of_sources", 2, of: header, to: &record) ?? 0
      cursor.address("multicast_address", .six, of: header, to: &record)
      sources(Int(count), header, &cursor, to: &record)
      // In 32-bit words.
      cursor.octets("auxiliary_data", Int(auxiliary) * 4, of: header, to: &record)
      records.append(.fields(record.fields))
    }
    fields.list("records", records, start..<cursor.index)
  }

  private static func sources(_ count: Int, _ header: ByteView, _ cursor: inout FieldCursor, to fields: inout FieldWriter) {
    guard count > 0 else { return }
    let start = cursor.index
    var sources: [FieldValue] = []
    while sources.count < count, cursor.index + 16 <= header.count {
      sources.append(.text(header.address(.six, at: cursor.index).text(.six)))
      _ = cursor.take(16, of: header)
    }
    fields.list("source_addresses", sources, start..<cursor.index)
  }

  private static let recordTypes: [UInt64: String] = [
    1: "MODE_IS_INCLUDE", 2: "MODE_IS_EXCLUDE", 3: "CHANGE_TO_INCLUDE_MODE", 4: "CHANGE_TO_EXCLUDE_MODE",
    5: "ALLOW_NEW_SOURCES", 6: "BLOCK_OLD_SOURCES",
  ]
}
