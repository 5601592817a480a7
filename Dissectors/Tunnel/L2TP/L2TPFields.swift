public import Dissection
public import Octets
public import PacketModel

extension L2TPLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.group("flags", 0..<2) { group in
      group.flag("control", flags & 0x8000 != 0, 0..<1)
      group.flag("length_present", flags & 0x4000 != 0, 0..<1)
      group.flag("sequence_present", flags & 0x0800 != 0, 0..<1)
      group.flag("offset_present", flags & 0x0200 != 0, 0..<1)
      group.flag("priority", flags & 0x0100 != 0, 0..<1)
    }
    fields.number("version", version, 1..<2)
    var cursor = FieldCursor(at: 0, index: 2)
    if version == 3 {
      if isControl {
        cursor.number("length", 2, of: header, to: &fields)
        cursor.number("control_connection_id", 4, of: header, to: &fields)
        cursor.number("ns", 2, of: header, to: &fields)
        cursor.number("nr", 2, of: header, to: &fields)
      } else {
        _ = cursor.take(2, of: header)
        cursor.number("session_id", 4, of: header, to: &fields)
      }
    } else {
      if length != nil { cursor.number("length", 2, of: header, to: &fields) }
      cursor.number("tunnel_id", 2, of: header, to: &fields)
      cursor.number("session_id", 2, of: header, to: &fields)
      if flags & 0x0800 != 0 {
        cursor.number("ns", 2, of: header, to: &fields)
        cursor.number("nr", 2, of: header, to: &fields)
      }
      if flags & 0x0200 != 0 { cursor.number("offset_size", 2, of: header, to: &fields) }
    }
    if isControl, !payload.isEmpty { L2TPMessage.describe(payload, at: header.count, to: &fields) }
  }
}

/// The attribute-value pairs of a control message (RFC 2661 §4.1).
///
///     M, H, reserved, length (10 bits) | vendor id | attribute type | value
enum L2TPMessage {
  static func describe(_ octets: ByteView, at place: Int, to fields: inout FieldWriter) {
    var pairs: [FieldValue] = []
    var index = 0
    while index + 6 <= octets.count {
      let start = place + index
      let first = octets.uint16(at: index)
      let length = Int(first & 0x3ff)
      let vendor = octets.uint16(at: index + 2)
      let type = octets.uint16(at: index + 4)
      var pair = FieldWriter(base: fields.base)
      pair.flag("mandatory", first & 0x8000 != 0, start..<start + 1)
      pair.flag("hidden", first & 0x4000 != 0, start..<start + 1)
      pair.number("length", length, start..<start + 2)
      pair.number("vendor_id", vendor, start + 2..<start + 4)
      pair.number("attribute_type", type, start + 4..<start + 6, name: vendor == 0 ? attributes[type] : nil)
      guard length >= 6, index + length <= octets.count else {
        pair.text("malformed", length < 6 ? "length below 6" : "length beyond the message", start..<start + 2)
        pairs.append(.fields(pair.fields))
        break
      }
      let value = octets.dropping(index + 6).prefix(length - 6)
      if vendor == 0, type == 0, value.count == 2 {
        let message = value.uint16(at: 0)
        pair.number("message_type", message, start + 6..<start + 8, name: messages[message])
      } else if !value.isEmpty {
        pair.octets("value", value, start + 6..<start + length)
      }
      pairs.append(.fields(pair.fields))
      index += length
    }
    fields.list("attribute_value_pairs", pairs, place..<place + index)
  }

  /// IANA "Message Type AVP (Attribute Type 0) Values".
  private static let messages: [UInt16: String] = [
    1: "Start-Control-Connection-Request", 2: "Start-Control-Connection-Reply", 3: "Start-Control-Connection-Connected",
    4: "Stop-Control-Connection-Notification", 6: "Hello", 7: "Outgoing-Call-Request", 8: "Outgoing-Call-Reply",
    9: "Outgoing-Call-Connected", 10: "Incoming-Call-Request", 11: "Incoming-Call-Reply", 12: "Incoming-Call-Connected",
    14: "Call-Disconnect-Notify", 15: "WAN-Error-Notify", 16: "Set-Link-Info", 20: "Explicit-Acknowledgement",
  ]

  /// IANA "Control Message Attribute Value Pairs", those of RFC 2661 and the ones of RFC 3931 in common use.
  private static let attributes: [UInt16: String] = [
    0: "Message Type", 1: "Result Code", 2: "Protocol Version", 3: "Framing Capabilities", 4: "Bearer Capabilities",
    5: "Tie Breaker", 6: "Firmware Revision", 7: "Host Name", 8: "Vendor Name", 9: "Assigned Tunnel ID",
    10: "Receive Window Size", 11: "Challenge", 12: "Q.931 Cause Code", 13: "Challenge Response", 14: "Assigned Session ID",
    15: "Call Serial Number", 16: "Minimum BPS", 17: "Maximum BPS", 18: "Bearer Type", 19: "Framing Type", 21: "Called Number",
    22: "Calling Number", 23: "Sub-Address", 24: "Tx Connect Speed", 25: "Physical Channel ID",
    26: "Initial Received LCP CONFREQ", 27: "Last Sent LCP CONFREQ", 28: "Last Received LCP CONFREQ",
    29: "Proxy Authen Type", 30: "Proxy Authen Name", 31: "Proxy Authen Challenge", 32: "Proxy Authen ID",
    33: "Proxy Authen Response", 34: "Call Errors", 35: "ACCM", 36: "Random Vector", 37: "Private Group ID",
    38: "Rx Connect Speed", 39: "Sequencing Required", 58: "Extended Vendor ID", 59: "Message Digest", 60: "Router ID",
    61: "Assigned Control Connection ID", 62: "Pseudowire Capabilities List", 63: "Local Session ID", 64: "Remote Session ID",
    65: "Assigned Cookie", 66: "Remote End ID", 68: "Pseudowire Type", 69: "L2-Specific Sublayer", 70: "Data Sequencing",
    71: "Circuit Status", 72: "Preferred Language", 73: "Control Message Authentication Nonce", 74: "Tx Connect Speed",
    75: "Rx Connect Speed",
  ]
}
