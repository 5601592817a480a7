import Dissection
import Octets
import PacketModel

/// Neighbor Discovery's messages (RFC 4861 §4) and options (RFC 4861 §4.6; RFC 4191, 6275, 8106, 8781 …).
enum NeighborDiscovery {
  static func describe(_ type: ICMPv6Type, _ header: ByteView, to fields: inout FieldWriter) {
    var cursor = FieldCursor(at: 0, index: 4)
    switch type {
    case .routerAdvertisement:
      cursor.number("current_hop_limit", 1, of: header, to: &fields)
      let flags = header.uint8(at: 5)
      fields.flag("managed_address_configuration", flags & 0x80 != 0, 5..<6)
      fields.flag("other_configuration", flags & 0x40 != 0, 5..<6)
      fields.flag("home_agent", flags & 0x20 != 0, 5..<6)
      fields.text("default_router_preference", preference(flags >> 3 & 3), 5..<6)
      fields.flag("proxy", flags & 4 != 0, 5..<6)
      _ = cursor.take(1, of: header)
      cursor.number("router_lifetime", 2, of: header, to: &fields)
      cursor.number("reachable_time", 4, of: header, to: &fields)
      cursor.number("retransmission_timer", 4, of: header, to: &fields)
    case .neighborAdvertisement:
      let flags = header.uint8(at: 4)
      fields.flag("router", flags & 0x80 != 0, 4..<5)
      fields.flag("solicited", flags & 0x40 != 0, 4..<5)
      fields.flag("override", flags & 0x20 != 0, 4..<5)
      _ = cursor.take(4, of: header)
      cursor.address("target_address", .six, of: header, to: &fields)
    case .neighborSolicitation:
      _ = cursor.take(4, of: header)
      cursor.address("target_address", .six, of: header, to: &fields)
    case .redirect:
      _ = cursor.take(4, of: header)
      cursor.address("target_address", .six, of: header, to: &fields)
      cursor.address("destination_address", .six, of: header, to: &fields)
    default:
      _ = cursor.take(4, of: header)
    }
    describeOptions(header, from: cursor.index, to: &fields)
  }

  /// Type, length in units of eight octets, value.
  static func describeOptions(_ header: ByteView, from first: Int, to fields: inout FieldWriter) {
    var options: [FieldValue] = []
    var index = first
    while index + 2 <= header.count {
      let type = header.uint8(at: index)
      let length = Int(header.uint8(at: index + 1)) * 8
      var option = FieldWriter(base: fields.base)
      option.number("type", type, index..<index + 1, name: NeighborDiscoveryOption(rawValue: type).name)
      option.number("length", header.uint8(at: index + 1), index + 1..<index + 2)
      // RFC 4861 §4.6: a length of zero voids the packet.
      guard length > 0, index + length <= header.count else {
        option.text("malformed", length == 0 ? "length of zero" : "length beyond the message", index + 1..<index + 2)
        options.append(.fields(option.fields))
        break
      }
      describe(type, header.dropping(index + 2).prefix(length - 2), at: index + 2, to: &option)
      options.append(.fields(option.fields))
      index += length
    }
    if !options.isEmpty { fields.list("options", options, first..<min(max(index, first), header.count)) }
  }

  private static func describe(_ type: UInt8, _ value: ByteView, at place: Int, to option: inout FieldWriter) {
    var cursor = FieldCursor(at: place)
    switch type {
    case 1, 2:
      // As long as the link's addresses are; on Ethernet, six octets (RFC 2464 §6).
      if value.count == 6 {
        option.mac(
          "link_layer_address", MACAddress(rawValue: UInt64(value.uint16(at: 0)) << 32 | UInt64(value.uint32(at: 2))),
          place..<place + 6)
      } else {
        cursor.rest("link_layer_address", of: value, to: &option)
      }
    case 3:
      cursor.number("prefix_length", 1, of: value, to: &option)
      if let flags = value.octet(at: 1), let range = cursor.take(1, of: value) {
        option.flag("on_link", flags & 0x80 != 0, range)
        option.flag("autonomous_address_configuration", flags & 0x40 != 0, range)
        option.flag("router_address", flags & 0x20 != 0, range)
      }
      cursor.number("valid_lifetime", 4, of: value, to: &option)
      cursor.number("preferred_lifetime", 4, of: value, to: &option)
      _ = cursor.take(4, of: value)
      cursor.address("prefix", .six, of: value, to: &option)
    case 4:
      _ = cursor.take(6, of: value)
      cursor.rest("redirected_packet", of: value, to: &option)
    case 5:
      _ = cursor.take(2, of: value)
      cursor.number("mtu", 4, of: value, to: &option)
    case 7:
      _ = cursor.take(2, of: value)
      cursor.number("advertisement_interval", 4, of: value, to: &option)
    case 8:
      _ = cursor.take(2, of: value)
      cursor.number("home_agent_preference", 2, of: value, to: &option)
      cursor.number("home_agent_lifetime", 2, of: value, to: &option)
    case 9, 10:
      _ = cursor.take(6, of: value)
      addresses(value, &cursor, to: &option)
    case 13:
      _ = cursor.take(6, of: value)
      cursor.number("timestamp", 8, of: value, to: &option)
    case 14:
      cursor.rest("nonce", of: value, to: &option)
    case 24:
      routeInformation(value, &cursor, to: &option)
    case 25:
      _ = cursor.take(2, of: value)
      cursor.number("lifetime", 4, of: value, to: &option)
      addresses(value, &cursor, to: &option)
    case 31:
      _ = cursor.take(2, of: value)
      cursor.number("lifetime", 4, of: value, to: &option)
      let start = cursor.index
      let names = domainNames(value.dropping(start))
      if let range = cursor.take(value.count - start, of: value) { option.list("domain_names", names, range) }
    case 37:
      text("uri", value, at: place, to: &option)
    case 38:
      nat64Prefix(value, &cursor, to: &option)
    default:
      cursor.rest("value", of: value, to: &option)
    }
  }

  /// RFC 4191 §2.3: of the prefix, only the octets that count are sent.
  private static func routeInformation(_ value: ByteView, _ cursor: inout FieldCursor, to option: inout FieldWriter) {
    cursor.number("prefix_length", 1, of: value, to: &option)
    if let flags = value.octet(at: 1), let range = cursor.take(1, of: value) {
      option.text("route_preference", preference(flags >> 3 & 3), range)
    }
    cursor.number("route_lifetime", 4, of: value, to: &option)
    prefix(value, &cursor, to: &option)
  }

  /// RFC 8781 §4: a lifetime in units of eight seconds, a code for the prefix length, the highest 96 bits.
  private static func nat64Prefix(_ value: ByteView, _ cursor: inout FieldCursor, to option: inout FieldWriter) {
    guard value.count >= 2, let range = cursor.take(2, of: value) else { return }
    let scaled = value.uint16(at: 0)
    option.number("lifetime", UInt32(scaled & 0xfff8), range)
    option.number("prefix_length_code", scaled & 7, range)
    prefix(value, &cursor, to: &option)
  }

  private static func prefix(_ value: ByteView, _ cursor: inout FieldCursor, to option: inout FieldWriter) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    let start = cursor.index
    for position in 0..<16 {
      let octet = UInt64(value.octet(at: start + position) ?? 0)
      if position < 8 { high = high << 8 | octet } else { low = low << 8 | octet }
    }
    if let range = cursor.take(min(16, value.count - start), of: value) {
      option.address("prefix", IPAddress(high: high, low: low), .six, range)
    }
  }

  private static func addresses(_ value: ByteView, _ cursor: inout FieldCursor, to option: inout FieldWriter) {
    let start = cursor.index
    var addresses: [FieldValue] = []
    while cursor.index + 16 <= value.count {
      addresses.append(.text(value.address(.six, at: cursor.index).text(.six)))
      _ = cursor.take(16, of: value)
    }
    let place = cursor.place
    option.list("addresses", addresses, place + start..<place + max(cursor.index, start))
  }

  /// RFC 8106 §5.2: names as in DNS, not compressed, padded with zeros.
  private static func domainNames(_ octets: ByteView) -> [FieldValue] {
    var names: [FieldValue] = []
    var labels: [String] = []
    var index = 0
    while let length = octets.octet(at: index) {
      index += 1
      if length == 0 {
        if !labels.isEmpty { names.append(.text(labels.joined(separator: "."))) }
        labels = []
        continue
      }
      guard length < 64, index + Int(length) <= octets.count else { break }
      labels.append(String(decoding: octets.dropping(index).prefix(Int(length)).copied(), as: UTF8.self))
      index += Int(length)
    }
    return names
  }

  private static func text(_ field: String, _ octets: ByteView, at place: Int, to option: inout FieldWriter) {
    var copy = octets.copied()
    while copy.last == 0 { copy.removeLast() }
    option.text(field, String(decoding: copy, as: UTF8.self), place..<place + octets.count)
  }

  /// RFC 4191 §2.1.
  private static func preference(_ bits: UInt8) -> String {
    switch bits {
    case 0: "medium"
    case 1: "high"
    case 3: "low"
    default: "reserved"
    }
  }
}
