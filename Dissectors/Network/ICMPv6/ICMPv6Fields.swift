public import Dissection
public import Octets
public import PacketModel

extension ICMPv6Layer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("type", type.rawValue, 0..<1, name: type.name)
    fields.number("code", code, 1..<2, name: type.name(ofCode: code))
    let verdict = TransportChecksum.verify(
      header, payload: payload, ipProtocol: .icmpv6, version: facts.version, source: facts.source,
      destination: facts.finalDestination ?? facts.destination)
    fields.checksum("checksum", checksum, verdict, 2..<4)
    if header.count >= 8 { describeRest(header, to: &fields) }
    if quotesPacket {
      describeExtensions(header, payload, to: &fields)
    } else if payload.wireCount > 0, !type.isAllHeader {
      fields.number("payload_length", payload.wireCount, header.count..<header.count + payload.count)
    }
  }

  private func describeRest(_ header: ByteView, to fields: inout FieldWriter) {
    var cursor = FieldCursor(at: 0, index: 4)
    switch type {
    case .destinationUnreachable, .timeExceeded:
      // RFC 4884 §4.3: in 64-bit words.
      fields.number("length", header.uint8(at: 4), 4..<5)
    case .packetTooBig:
      cursor.number("mtu", 4, of: header, to: &fields)
    case .parameterProblem:
      cursor.number("pointer", 4, of: header, to: &fields)
    case .echoRequest, .echoReply:
      cursor.number("identifier", 2, of: header, to: &fields)
      cursor.number("sequence_number", 2, of: header, to: &fields)
    case .listenerQuery, .listenerReport, .listenerDone, .listenerReport2:
      ListenerDiscovery.describe(type, header, to: &fields)
    case .routerSolicitation, .routerAdvertisement, .neighborSolicitation, .neighborAdvertisement, .redirect,
      .inverseNeighborSolicitation, .inverseNeighborAdvertisement:
      NeighborDiscovery.describe(type, header, to: &fields)
    case .homeAgentDiscoveryRequest, .homeAgentDiscoveryReply:
      cursor.number("identifier", 2, of: header, to: &fields)
      _ = cursor.take(2, of: header)
      var addresses: [FieldValue] = []
      while cursor.index + 16 <= header.count {
        addresses.append(.text(header.address(.six, at: cursor.index).text(.six)))
        _ = cursor.take(16, of: header)
      }
      if !addresses.isEmpty { fields.list("home_agent_addresses", addresses, 8..<cursor.index) }
    case .mobilePrefixSolicitation, .mobilePrefixAdvertisement:
      cursor.number("identifier", 2, of: header, to: &fields)
      if type == .mobilePrefixAdvertisement {
        fields.flag("managed_address_configuration", header.uint8(at: 6) & 0x80 != 0, 6..<7)
        fields.flag("other_stateful_configuration", header.uint8(at: 6) & 0x40 != 0, 6..<7)
      }
      NeighborDiscovery.describeOptions(header, from: 8, to: &fields)
    case .nodeInformationQuery, .nodeInformationResponse:
      cursor.number("query_type", 2, of: header, to: &fields)
      cursor.number("flags", 2, of: header, to: &fields)
    case .extendedEchoRequest, .extendedEchoReply:
      describeExtendedEcho(header, to: &fields)
    default:
      cursor.rest("message_body", of: header, to: &fields)
    }
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

  /// RFC 4884 §4.3, §4.4.
  private func describeExtensions(_ header: ByteView, _ payload: ByteView, to fields: inout FieldWriter) {
    guard type == .destinationUnreachable || type == .timeExceeded else { return }
    let words = Int(header.uint8(at: 4))
    ICMPExtensions.describe(
      payload, at: words > 0 ? words * 8 : ICMPExtensions.customaryOffset, isAnnounced: words > 0, header: header.count,
      to: &fields)
  }
}
