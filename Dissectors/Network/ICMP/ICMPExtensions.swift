import Dissection
import Octets
import PacketModel

/// The extension structure behind a packet that an ICMP or ICMPv6 error quotes (RFC 4884 §7).
///
///     version (4 bits), reserved | checksum | objects: length | class number | class type | payload …
enum ICMPExtensions {
  /// RFC 4884 §5.5: routers older than the length field quote 128 octets and put the structure there.
  static let customaryOffset = 128

  /// Writes what stands at `offset` of `payload`, where it is an extension structure. `header` is the ICMP header's length.
  static func describe(_ payload: ByteView, at offset: Int, isAnnounced: Bool, header: Int, to fields: inout FieldWriter) {
    let structure = payload.dropping(offset)
    guard offset < payload.count, structure.count >= 4, structure.uint8(at: 0) >> 4 == 2 else { return }
    let status = verify(structure)
    // Nobody said that a structure is here: only a sum that fits tells it from the packet's own octets.
    if !isAnnounced, status != .good { return }
    let place = header + offset
    fields.group("extensions", place..<place + structure.count) { group in
      group.number("version", structure.uint8(at: 0) >> 4, place..<place + 1)
      group.checksum("checksum", structure.uint16(at: 2), status, place + 2..<place + 4)
      group.list("objects", objects(structure, at: place, base: group.base), place + 4..<place + structure.count)
    }
  }

  /// RFC 4884 §7: over the structure only; 0 is none.
  private static func verify(_ structure: ByteView) -> ChecksumStatus {
    if structure.uint16(at: 2) == 0 { return .absent }
    if structure.missing > 0 { return .unverified }
    var sum = InternetChecksum()
    sum.add(structure.span)
    return sum.folded == 0xffff ? .good : .bad
  }

  private static func objects(_ structure: ByteView, at place: Int, base: Int) -> [FieldValue] {
    var objects: [FieldValue] = []
    var index = 4
    while index + 4 <= structure.count {
      let start = place + index
      let length = Int(structure.uint16(at: index))
      let number = structure.uint8(at: index + 2)
      let type = structure.uint8(at: index + 3)
      var object = FieldWriter(base: base)
      object.number("length", length, start..<start + 2)
      object.number("class_number", number, start + 2..<start + 3, name: classes[number])
      object.number("class_type", type, start + 3..<start + 4)
      guard length >= 4 else {
        object.text("malformed", "length below 4", start..<start + 2)
        objects.append(.fields(object.fields))
        break
      }
      let body = structure.dropping(index + 4).prefix(length - 4)
      switch (number, type) {
      case (1, 1): labels(body, at: start + 4, to: &object)
      case (2, _): interface(body, role: type, at: start + 4, to: &object)
      case (3, 1...3): identification(body, type: type, at: start + 4, to: &object)
      default:
        if !body.isEmpty { object.octets("value", body, start + 4..<start + 4 + body.count) }
      }
      objects.append(.fields(object.fields))
      index += length
    }
    return objects
  }

  /// RFC 4950 §4: the label stack the packet arrived with.
  private static func labels(_ body: ByteView, at place: Int, to object: inout FieldWriter) {
    var labels: [FieldValue] = []
    var index = 0
    while index + 4 <= body.count {
      let entry = body.uint32(at: index)
      var label = FieldWriter(base: object.base)
      label.number("label", entry >> 12, place + index..<place + index + 3)
      label.number("traffic_class", entry >> 9 & 7, place + index + 2..<place + index + 3)
      label.flag("bottom_of_stack", entry & 0x100 != 0, place + index + 2..<place + index + 3)
      label.number("time_to_live", entry & 255, place + index + 3..<place + index + 4)
      labels.append(.fields(label.fields))
      index += 4
    }
    object.list("labels", labels, place..<place + index)
  }

  /// RFC 5837 §4.
  private static func interface(_ body: ByteView, role: UInt8, at place: Int, to object: inout FieldWriter) {
    let roles = ["incoming interface", "sub-IP component of the incoming interface", "outgoing interface", "next hop"]
    object.text("role", roles[Int(role >> 6)], place - 1..<place)
    var cursor = FieldCursor(at: place)
    if role & 8 != 0 { cursor.number("interface_index", 4, of: body, to: &object) }
    if role & 4 != 0 { address(body, &cursor, to: &object) }
    if role & 2 != 0 {
      // The length counts itself.
      let length = Int(body.octet(at: cursor.index) ?? 0)
      let start = cursor.index + 1
      if let range = cursor.take(max(length, 1), of: body) {
        object.text("interface_name", text(body.dropping(start).prefix(length - 1)), range)
      }
    }
    if role & 1 != 0 { cursor.number("mtu", 4, of: body, to: &object) }
  }

  /// RFC 8335 §2.1: by name, by index, by address.
  private static func identification(_ body: ByteView, type: UInt8, at place: Int, to object: inout FieldWriter) {
    var cursor = FieldCursor(at: place)
    switch type {
    case 1: object.text("interface_name", text(body), place..<place + body.count)
    case 2: cursor.number("interface_index", 4, of: body, to: &object)
    default: address(body, &cursor, to: &object)
    }
  }

  /// An address family (IANA: 1 is IPv4, 2 IPv6), two more octets, the address.
  private static func address(_ body: ByteView, _ cursor: inout FieldCursor, to object: inout FieldWriter) {
    let family = cursor.number("address_family", 2, of: body, to: &object)
    _ = cursor.take(2, of: body)
    switch family {
    case 1: cursor.address("address", .four, of: body, to: &object)
    case 2: cursor.address("address", .six, of: body, to: &object)
    default: break
    }
  }

  /// UTF-8 up to the first zero.
  private static func text(_ octets: ByteView) -> String {
    var copy = octets.copied()
    if let end = copy.firstIndex(of: 0) { copy.removeSubrange(end...) }
    return String(decoding: copy, as: UTF8.self)
  }

  /// IANA "ICMP Extension Object Classes and Class Sub-types".
  private static let classes: [UInt8: String] = [
    1: "MPLS Label Stack Class", 2: "Interface Information Object", 3: "Interface Identification Object",
    4: "Extended Information", 5: "Node Identification Object",
  ]
}
