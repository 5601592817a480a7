public import Dissection
public import Octets
public import PacketModel

extension ICMPLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("type", type.rawValue, 0..<1, name: type.name)
    fields.number("code", code, 1..<2, name: type.name(ofCode: code))
    let verdict = TransportChecksum.verify(
      header, payload: payload, ipProtocol: .icmp, version: facts.version, source: facts.source, destination: facts.destination)
    fields.checksum("checksum", checksum, verdict, 2..<4)
    if header.count >= 8 { describeRest(header, to: &fields) }
    if quotesPacket { describeExtensions(header, payload, to: &fields) }
    if !quotesPacket, payload.wireCount > 0 {
      fields.number("payload_length", payload.wireCount, header.count..<header.count + payload.count)
    }
  }

  private func describeRest(_ header: ByteView, to fields: inout FieldWriter) {
    var cursor = FieldCursor(at: 0, index: 4)
    switch type {
    case .echo, .echoReply, .informationRequest, .informationReply:
      cursor.number("identifier", 2, of: header, to: &fields)
      cursor.number("sequence_number", 2, of: header, to: &fields)
    case .timestamp, .timestampReply:
      cursor.number("identifier", 2, of: header, to: &fields)
      cursor.number("sequence_number", 2, of: header, to: &fields)
      cursor.number("originate_timestamp", 4, of: header, to: &fields)
      cursor.number("receive_timestamp", 4, of: header, to: &fields)
      cursor.number("transmit_timestamp", 4, of: header, to: &fields)
    case .addressMaskRequest, .addressMaskReply:
      cursor.number("identifier", 2, of: header, to: &fields)
      cursor.number("sequence_number", 2, of: header, to: &fields)
      cursor.address("address_mask", .four, of: header, to: &fields)
    case .destinationUnreachable:
      fields.number("length", header.uint8(at: 5), 5..<6)
      // RFC 1191 §4.
      if code == 4 { fields.number("next_hop_mtu", header.uint16(at: 6), 6..<8) }
    case .timeExceeded:
      fields.number("length", header.uint8(at: 5), 5..<6)
    case .parameterProblem:
      fields.number("pointer", header.uint8(at: 4), 4..<5)
      fields.number("length", header.uint8(at: 5), 5..<6)
    case .redirect:
      cursor.address("gateway_address", .four, of: header, to: &fields)
    case .routerAdvertisement:
      describeRouters(header, to: &fields)
    case .conversionError:
      cursor.number("pointer", 4, of: header, to: &fields)
    case .traceroute:
      cursor.number("identifier", 2, of: header, to: &fields)
      _ = cursor.take(2, of: header)
      cursor.number("outbound_hop_count", 2, of: header, to: &fields)
      cursor.number("return_hop_count", 2, of: header, to: &fields)
      cursor.number("output_link_speed", 4, of: header, to: &fields)
      cursor.number("output_link_mtu", 4, of: header, to: &fields)
    case .photuris:
      _ = cursor.take(2, of: header)
      cursor.number("pointer", 2, of: header, to: &fields)
    case .extendedEchoRequest, .extendedEchoReply:
      describeExtendedEcho(header, to: &fields)
    default:
      if rest != 0 { cursor.number("unused", 4, of: header, to: &fields) }
    }
  }

  /// RFC 1256 §3.1.
  private func describeRouters(_ header: ByteView, to fields: inout FieldWriter) {
    var cursor = FieldCursor(at: 0, index: 4)
    cursor.number("number_of_addresses", 1, of: header, to: &fields)
    let size = cursor.number("address_entry_size", 1, of: header, to: &fields) ?? 0
    cursor.number("lifetime", 2, of: header, to: &fields)
    guard size == 2 else { return cursor.rest("entries", of: header, to: &fields) }
    var routers: [FieldValue] = []
    while cursor.index + 8 <= header.count {
      var router = FieldWriter(base: fields.base)
      cursor.address("router_address", .four, of: header, to: &router)
      let level = Int32(bitPattern: header.uint32(at: cursor.index))
      if let range = cursor.take(4, of: header) { router.add("preference_level", .signed(Int64(level)), range) }
      routers.append(.fields(router.fields))
    }
    fields.list("routers", routers, 8..<cursor.index)
  }

  /// RFC 8335 §2, §3.
  private func describeExtendedEcho(_ header: ByteView, to fields: inout FieldWriter) {
    let last = header.uint8(at: 7)
    fields.number("identifier", header.uint16(at: 4), 4..<6)
    fields.number("sequence_number", header.uint8(at: 6), 6..<7)
    if type == .extendedEchoRequest {
      fields.flag("local", last & 1 != 0, 7..<8)
    } else {
      fields.number("state", last >> 5, 7..<8)
      fields.flag("active", last & 4 != 0, 7..<8)
      fields.flag("ipv4", last & 2 != 0, 7..<8)
      fields.flag("ipv6", last & 1 != 0, 7..<8)
    }
  }

  /// RFC 4884 §5: behind the quoted packet, whose length is counted in 32-bit words; without one, where old routers put them.
  private func describeExtensions(_ header: ByteView, _ payload: ByteView, to fields: inout FieldWriter) {
    switch type {
    case .destinationUnreachable, .timeExceeded, .parameterProblem: break
    default: return
    }
    let words = Int(header.uint8(at: 5))
    ICMPExtensions.describe(
      payload, at: words > 0 ? words * 4 : ICMPExtensions.customaryOffset, isAnnounced: words > 0, header: header.count,
      to: &fields)
  }
}
