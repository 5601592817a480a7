import Dissection
import Octets
import PacketModel

extension IPv4Options {
  /// Writes the options as a list. `base` is where they start in the header, in octets.
  static func describe(_ options: ByteView, at base: Int, to fields: inout FieldWriter) {
    var index = 0
    fields.list("options", base..<(base + options.count)) { option in
      guard let type = options.octet(at: index) else { return false }
      let at = base + index
      option.number("type", type, at..<(at + 1), name: name(of: type))
      // End of list and no operation are one octet; behind the end there is only padding.
      if type == 0 {
        index = options.count
        return true
      }
      if type == 1 {
        index += 1
        return true
      }
      guard let length = options.octet(at: index + 1), length >= 2, index + Int(length) <= options.count else {
        option.flag("truncated", true, at..<(base + options.count))
        index = options.count
        return true
      }
      option.number("length", length, (at + 1)..<(at + 2))
      let value = options.dropping(index + 2).prefix(Int(length) - 2)
      describe(type, value, at: at + 2, to: &option)
      index += Int(length)
      return true
    }
  }

  private static func describe(_ type: UInt8, _ value: ByteView, at: Int, to option: inout FieldWriter) {
    let end = at + value.count
    switch type {
    case 7, 131, 137:
      // Record route and the two source routes: pointer, addresses.
      guard let pointer = value.octet(at: 0) else { break }
      option.number("pointer", pointer, at..<(at + 1))
      option.list("addresses", addresses(value), (at + 1)..<end)
    case 68 where value.count >= 2:
      option.number("pointer", value.uint8(at: 0), at..<(at + 1))
      option.number("overflow", value.uint8(at: 1) >> 4, (at + 1)..<(at + 2))
      option.number("flag", value.uint8(at: 1) & 15, (at + 1)..<(at + 2), name: timestampFlag(value.uint8(at: 1) & 15))
      timestamps(value, withAddresses: value.uint8(at: 1) & 15 != 0, at: at, to: &option)
    case 148 where value.count >= 2:
      option.number("router_alert", value.uint16(at: 0), at..<(at + 2))
    case 136 where value.count >= 2:
      option.number("stream_identifier", value.uint16(at: 0), at..<(at + 2))
    case 82 where value.count >= 10:
      option.number("identifier", value.uint16(at: 0), at..<(at + 2))
      option.number("outbound_hop_count", value.uint16(at: 2), (at + 2)..<(at + 4))
      option.number("return_hop_count", value.uint16(at: 4), (at + 4)..<(at + 6))
      option.address("originator", IPAddress(low: UInt64(value.uint32(at: 6))), .four, (at + 6)..<(at + 10))
    case 134 where value.count >= 4:
      option.number("domain_of_interpretation", value.uint32(at: 0), at..<(at + 4))
      tags(value, at: at, to: &option)
    case 130 where value.count >= 1:
      option.number("classification", value.uint8(at: 0), at..<(at + 1), name: classification(value.uint8(at: 0)))
      if value.count > 1 { option.octets("protection_authorities", value.dropping(1), (at + 1)..<end) }
    case 11 where value.count >= 2, 12 where value.count >= 2:
      option.number("mtu", value.uint16(at: 0), at..<(at + 2))
    case 25 where value.count >= 6:
      // Quick-Start (RFC 4782): function and rate, TTL, nonce.
      option.number("function", value.uint8(at: 0) >> 4, at..<(at + 1))
      option.number("rate", value.uint8(at: 0) & 15, at..<(at + 1))
      option.number("quick_start_ttl", value.uint8(at: 1), (at + 1)..<(at + 2))
      option.number("nonce", value.uint32(at: 2) >> 2, (at + 2)..<(at + 6))
    default:
      if !value.isEmpty { option.octets("data", value, at..<end) }
    }
  }

  /// The addresses behind the pointer.
  private static func addresses(_ value: ByteView) -> [FieldValue] {
    var found: [FieldValue] = []
    var index = 1
    while index + 4 <= value.count {
      found.append(.text(IPAddress(low: UInt64(value.uint32(at: index))).text(.four)))
      index += 4
    }
    return found
  }

  private static func timestamps(_ value: ByteView, withAddresses: Bool, at: Int, to option: inout FieldWriter) {
    var index = 2
    option.list("timestamps", (at + 2)..<(at + value.count)) { entry in
      if withAddresses {
        guard index + 8 <= value.count else { return false }
        entry.address("address", IPAddress(low: UInt64(value.uint32(at: index))), .four, (at + index)..<(at + index + 4))
        index += 4
      }
      guard index + 4 <= value.count else { return false }
      entry.number("timestamp", value.uint32(at: index), (at + index)..<(at + index + 4))
      index += 4
      return true
    }
  }

  /// The tags of a Commercial IP Security Option (draft-ietf-cipso-ipsecurity; FIPS 188).
  private static func tags(_ value: ByteView, at: Int, to option: inout FieldWriter) {
    var index = 4
    option.list("tags", (at + 4)..<(at + value.count)) { tag in
      guard let type = value.octet(at: index), let length = value.octet(at: index + 1), length >= 2,
        index + Int(length) <= value.count
      else { return false }
      tag.number("type", type, (at + index)..<(at + index + 1))
      tag.number("length", length, (at + index + 1)..<(at + index + 2))
      tag.octets("data", value.dropping(index + 2).prefix(Int(length) - 2), (at + index + 2)..<(at + index + Int(length)))
      index += Int(length)
      return true
    }
  }

  // MARK: - Names

  /// IANA "IP Option Numbers".
  static func name(of type: UInt8) -> String? {
    switch type {
    case 0: "EOOL"
    case 1: "NOP"
    case 7: "RR"
    case 10: "ZSU"
    case 11: "MTUP"
    case 12: "MTUR"
    case 15: "ENCODE"
    case 25: "QS"
    case 30, 94, 158, 222: "EXP"
    case 68: "TS"
    case 82: "TR"
    case 130: "SEC"
    case 131: "LSR"
    case 133: "E-SEC"
    case 134: "CIPSO"
    case 136: "SID"
    case 137: "SSR"
    case 142: "VISA"
    case 144: "IMITD"
    case 145: "EIP"
    case 147: "ADDEXT"
    case 148: "RTRALT"
    case 149: "SDB"
    case 151: "DPS"
    case 152: "UMP"
    case 205: "FINN"
    default: nil
    }
  }

  private static func timestampFlag(_ flag: UInt8) -> String? {
    switch flag {
    case 0: "timestamps only"
    case 1: "addresses recorded"
    case 3: "addresses prespecified"
    default: nil
    }
  }

  /// RFC 1108 §2.3.
  private static func classification(_ level: UInt8) -> String? {
    switch level {
    case 0x3d: "Top Secret"
    case 0x5a: "Secret"
    case 0x96: "Confidential"
    case 0xab: "Unclassified"
    default: nil
    }
  }
}
