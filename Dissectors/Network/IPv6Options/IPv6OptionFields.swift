import Dissection
import Octets
import PacketModel

extension IPv6Options {
  /// Writes the options as a list. `base` is where they start in the header, in octets.
  static func describe(_ options: ByteView, at base: Int, to fields: inout FieldWriter) {
    var index = 0
    fields.list("options", base..<(base + options.count)) { option in
      guard let type = options.octet(at: index) else { return false }
      let at = base + index
      option.number("type", type, at..<(at + 1), name: name(of: type))
      if type == 0 {
        index += 1
        return true
      }
      guard let length = options.octet(at: index + 1), index + 2 + Int(length) <= options.count else {
        option.flag("truncated", true, at..<(base + options.count))
        index = options.count
        return true
      }
      option.number("length", length, (at + 1)..<(at + 2))
      describe(type, options.dropping(index + 2).prefix(Int(length)), at: at + 2, to: &option)
      index += 2 + Int(length)
      return true
    }
  }

  private static func describe(_ type: UInt8, _ value: ByteView, at: Int, to option: inout FieldWriter) {
    let end = at + value.count
    switch type {
    case 0x01: break
    case jumboPayload where value.count >= 4: option.number("jumbo_payload_length", value.uint32(at: 0), at..<(at + 4))
    case homeAddress where value.count >= 16:
      option.address("home_address", IPAddress(high: value.uint64(at: 0), low: value.uint64(at: 8)), .six, at..<(at + 16))
    case 0x05 where value.count >= 2: option.number("router_alert", value.uint16(at: 0), at..<(at + 2))
    case 0x04 where value.count >= 1: option.number("tunnel_encapsulation_limit", value.uint8(at: 0), at..<(at + 1))
    case 0x26 where value.count >= 6:
      // Quick-Start (RFC 4782).
      option.number("function", value.uint8(at: 0) >> 4, at..<(at + 1))
      option.number("rate", value.uint8(at: 0) & 15, at..<(at + 1))
      option.number("quick_start_ttl", value.uint8(at: 1), (at + 1)..<(at + 2))
      option.number("nonce", value.uint32(at: 2) >> 2, (at + 2)..<(at + 6))
    case 0x07 where value.count >= 8:
      // CALIPSO (RFC 5570 §5.1).
      option.number("domain_of_interpretation", value.uint32(at: 0), at..<(at + 4))
      option.number("compartment_length", value.uint8(at: 4), (at + 4)..<(at + 5))
      option.number("sensitivity_level", value.uint8(at: 5), (at + 5)..<(at + 6))
      option.number("checksum", value.uint16(at: 6), (at + 6)..<(at + 8))
      if value.count > 8 { option.octets("compartment_bitmap", value.dropping(8), (at + 8)..<end) }
    case 0x63 where value.count >= 4, 0x23 where value.count >= 4:
      // RPL (RFC 6553 §3, RFC 9008): flags, instance, sender rank.
      option.flag("down", value.uint8(at: 0) & 0x80 != 0, at..<(at + 1))
      option.flag("rank_error", value.uint8(at: 0) & 0x40 != 0, at..<(at + 1))
      option.flag("forwarding_error", value.uint8(at: 0) & 0x20 != 0, at..<(at + 1))
      option.number("rpl_instance_id", value.uint8(at: 1), (at + 1)..<(at + 2))
      option.number("sender_rank", value.uint16(at: 2), (at + 2)..<(at + 4))
    case 0x0f where value.count >= 10:
      // Performance and Diagnostic Metrics (RFC 8250 §3.1).
      option.number("scale_delta_time_last_received", value.uint8(at: 0), at..<(at + 1))
      option.number("scale_delta_time_last_sent", value.uint8(at: 1), (at + 1)..<(at + 2))
      option.number("packet_sequence_number", value.uint16(at: 2), (at + 2)..<(at + 4))
      option.number("last_received_sequence_number", value.uint16(at: 4), (at + 4)..<(at + 6))
      option.number("delta_time_last_received", value.uint16(at: 6), (at + 6)..<(at + 8))
      option.number("delta_time_last_sent", value.uint16(at: 8), (at + 8)..<(at + 10))
    case 0x30 where value.count >= 4:
      // Path MTU (RFC 9268 §5).
      option.number("minimum_path_mtu", value.uint16(at: 0), at..<(at + 2))
      option.number("returned_path_mtu", value.uint16(at: 2) & 0xfffe, (at + 2)..<(at + 4))
      option.flag("return_requested", value.uint16(at: 2) & 1 != 0, (at + 3)..<(at + 4))
    default:
      if !value.isEmpty { option.octets("data", value, at..<end) }
    }
  }

  /// IANA "Destination Options and Hop-by-Hop Options".
  private static func name(of type: UInt8) -> String? {
    switch type {
    case 0x00: "Pad1"
    case 0x01: "PadN"
    case 0x04: "Tunnel Encapsulation Limit"
    case 0x05: "Router Alert"
    case 0x07: "CALIPSO"
    case 0x08: "SMF_DPD"
    case 0x0f: "PDM"
    case 0x11, 0x31: "IOAM"
    case 0x12, 0x32: "AltMark"
    case 0x1e, 0x3e, 0x5e, 0x7e, 0x9e, 0xbe, 0xde, 0xfe: "RFC3692-style Experiment"
    case 0x23, 0x63: "RPL"
    case 0x26: "Quick-Start"
    case 0x30: "Path MTU"
    case 0x6d: "MPL"
    case 0x8a: "Endpoint Identification"
    case 0x8b: "ILNP Nonce"
    case 0x8c: "Line-Identification"
    case 0xc2: "Jumbo Payload"
    case 0xc9: "Home Address"
    case 0xee: "IP_DFF"
    default: nil
    }
  }
}
