import Dissection
import Octets
import PacketModel

/// The Multipath TCP option (RFC 8684 §3; version 0: RFC 6824).
///
///     kind | length | subtype (4 bits), flags … | by subtype
enum MultipathOption {
  /// `value` begins at the subtype; `place` is where that stands, in octets of the TCP header.
  static func describe(_ value: ByteView, at place: Int, to item: inout FieldWriter) {
    let first = value.uint8(at: 0)
    let subtype = MultipathSubtype(rawValue: first >> 4)
    item.number("subtype", subtype.rawValue, place..<place + 1, name: subtype.name)
    var cursor = FieldCursor(at: place, index: 1)
    switch subtype.rawValue {
    case 0: capable(value, &cursor, &item)
    case 1: join(value, &cursor, &item)
    case 2: dataSequenceSignal(value, &cursor, &item)
    case 3: addAddress(value, &cursor, &item)
    case 4:
      var identifiers: [FieldValue] = []
      while let identifier = value.octet(at: 1 + identifiers.count) { identifiers.append(.number(UInt64(identifier))) }
      if let range = cursor.take(identifiers.count, of: value) { item.list("address_ids", identifiers, range) }
    case 5:
      item.flag("backup", first & 1 != 0, place..<place + 1)
      if value.count > 1 { cursor.number("address_id", 1, of: value, to: &item) }
    case 6:
      _ = cursor.take(1, of: value)
      cursor.number("data_sequence_number", 8, of: value, to: &item)
    case 7:
      _ = cursor.take(1, of: value)
      cursor.octets("receiver_key", 8, of: value, to: &item)
    case 8:
      item.flag("transient", first & 1 != 0, place..<place + 1)
      cursor.number("reason", 1, of: value, to: &item)
    default: break
    }
    cursor.rest("value", of: value, to: &item)
  }

  /// RFC 8684 §3.1.
  private static func capable(_ value: ByteView, _ cursor: inout FieldCursor, _ item: inout FieldWriter) {
    let place = cursor.place
    item.number("version", value.uint8(at: 0) & 15, place..<place + 1)
    guard let flags = value.octet(at: 1), let range = cursor.take(1, of: value) else { return }
    item.flag("checksum_required", flags & 0x80 != 0, range)
    item.flag("extensibility", flags & 0x40 != 0, range)
    item.flag("no_more_subflows_here", flags & 0x20 != 0, range)
    item.flag("hmac_sha256", flags & 1 != 0, range)
    cursor.octets("sender_key", 8, of: value, to: &item)
    cursor.octets("receiver_key", 8, of: value, to: &item)
    cursor.number("data_level_length", 2, of: value, to: &item)
    cursor.number("checksum", 2, of: value, to: &item)
  }

  /// RFC 8684 §3.2: 12 octets in the SYN, 16 in the SYN/ACK, 24 in the third packet; kind and length included.
  private static func join(_ value: ByteView, _ cursor: inout FieldCursor, _ item: inout FieldWriter) {
    let place = cursor.place
    if value.count == 22 {
      _ = cursor.take(1, of: value)
      cursor.octets("hmac", 20, of: value, to: &item)
      return
    }
    item.flag("backup", value.uint8(at: 0) & 1 != 0, place..<place + 1)
    cursor.number("address_id", 1, of: value, to: &item)
    if value.count >= 14 {
      cursor.octets("truncated_hmac", 8, of: value, to: &item)
    } else {
      cursor.number("receiver_token", 4, of: value, to: &item)
    }
    cursor.number("random_number", 4, of: value, to: &item)
  }

  /// RFC 8684 §3.3.
  private static func dataSequenceSignal(_ value: ByteView, _ cursor: inout FieldCursor, _ item: inout FieldWriter) {
    guard let flags = value.octet(at: 1), let range = cursor.take(1, of: value) else { return }
    item.flag("data_fin", flags & 0x10 != 0, range)
    if flags & 1 != 0 { cursor.number("data_ack", flags & 2 != 0 ? 8 : 4, of: value, to: &item) }
    guard flags & 4 != 0 else { return }
    cursor.number("data_sequence_number", flags & 8 != 0 ? 8 : 4, of: value, to: &item)
    cursor.number("subflow_sequence_number", 4, of: value, to: &item)
    cursor.number("data_level_length", 2, of: value, to: &item)
    cursor.number("checksum", 2, of: value, to: &item)
  }

  /// RFC 8684 §3.4.1. The low four bits are the IP version in version 0 and flags in version 1: the length tells the address.
  private static func addAddress(_ value: ByteView, _ cursor: inout FieldCursor, _ item: inout FieldWriter) {
    let place = cursor.place
    item.flag("echo", value.uint8(at: 0) & 15 == 1, place..<place + 1)
    cursor.number("address_id", 1, of: value, to: &item)
    cursor.address("address", value.count - cursor.index >= 16 ? .six : .four, of: value, to: &item)
    let left = value.count - cursor.index
    if left == 2 || left == 10 { cursor.number("port", 2, of: value, to: &item) }
    cursor.octets("truncated_hmac", 8, of: value, to: &item)
  }
}
