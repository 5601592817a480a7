public import Dissection
public import Octets
public import PacketModel

extension IPv6RoutingLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.extensionHeader(nextHeader, headerExtensionLength)
    fields.number("routing_type", routingType, 2..<3, name: Self.name(of: routingType))
    fields.number("segments_left", segmentsLeft, 3..<4)
    switch routingType {
    case 0, 2:
      fields.number("reserved", header.uint32(at: 4), 4..<8)
      addresses("addresses", header, from: 8, count: (header.count - 8) / 16, to: &fields)
    case 3:
      let route = RPLRoute(header)
      fields.number("compression", route.elided, 4..<5)
      fields.number("compression_last", route.elidedInLast, 4..<5)
      fields.number("pad", route.padding, 5..<6)
      fields.number("reserved", header.uint32(at: 4) & 0xf_ffff, 5..<8)
      let values = (0..<route.count).compactMap { index in
        let elided = index == route.count - 1 ? route.elidedInLast : route.elided
        return route.address(index, of: header).map { FieldValue.text($0.filled(elided, from: facts.destination).text(.six)) }
      }
      fields.list("addresses", values, 8..<header.count)
    case 4:
      let last = Int(header.uint8(at: 4))
      fields.number("last_entry", last, 4..<5)
      fields.number("flags", header.uint8(at: 5), 5..<6)
      fields.number("tag", header.uint16(at: 6), 6..<8)
      let count = min(last + 1, (header.count - 8) / 16)
      addresses("segments", header, from: 8, count: count, to: &fields)
      objects(header, from: 8 + count * 16, to: &fields)
    default:
      fields.octets("data", header.dropping(4), 4..<header.count)
    }
  }

  private func addresses(_ name: String, _ header: ByteView, from start: Int, count: Int, to fields: inout FieldWriter) {
    let values = (0..<max(count, 0)).compactMap { index in
      Self.address(header, at: start + index * 16).map { FieldValue.text($0.text(.six)) }
    }
    fields.list(name, values, start..<min(start + max(count, 0) * 16, header.count))
  }

  /// The TLVs behind the segments (RFC 8754 §2.1).
  private func objects(_ header: ByteView, from start: Int, to fields: inout FieldWriter) {
    guard start < header.count else { return }
    var index = start
    fields.list("tlvs", start..<header.count) { tlv in
      guard let type = header.octet(at: index) else { return false }
      tlv.number("type", type, index..<(index + 1), name: Self.objectName(type))
      if type == 0 {
        index += 1
        return true
      }
      guard let length = header.octet(at: index + 1), index + 2 + Int(length) <= header.count else {
        tlv.flag("truncated", true, index..<header.count)
        index = header.count
        return true
      }
      tlv.number("length", length, (index + 1)..<(index + 2))
      let value = header.dropping(index + 2).prefix(Int(length))
      if !value.isEmpty { tlv.octets("data", value, (index + 2)..<(index + 2 + Int(length))) }
      index += 2 + Int(length)
      return true
    }
  }

  private static func objectName(_ type: UInt8) -> String? {
    switch type {
    case 0: "Pad1"
    case 4: "PadN"
    case 5: "HMAC"
    default: nil
    }
  }

  /// IANA "IPv6 Routing Types".
  private static func name(of type: UInt8) -> String? {
    switch type {
    case 0: "Source Route"
    case 1: "Nimrod"
    case 2: "Type 2"
    case 3: "RPL Source Route"
    case 4: "Segment Routing"
    case 5: "CRH-16"
    case 6: "CRH-32"
    case 253, 254: "RFC3692-style Experiment"
    default: nil
    }
  }
}
