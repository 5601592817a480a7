import Dissection
import Octets
import PacketModel

extension TCPOptions {
  /// Each option as an object. `base` is where the TCP header starts in the frame; `options` knows its own place.
  static func described(_ options: ByteView, base: Int) -> [FieldValue] {
    var items: [FieldValue] = []
    let first = options.offset - base
    var index = 0
    while index < options.count {
      let kind = TCPOptionKind(rawValue: options.uint8(at: index))
      let place = first + index
      var item = FieldWriter(base: base)
      item.number("kind", kind.rawValue, place..<place + 1, name: kind.name)
      if kind == .endOfList || kind == .noOperation {
        items.append(.fields(item.fields))
        // What follows the end of the list is padding (RFC 9293 §3.2).
        if kind == .endOfList { break }
        index += 1
        continue
      }
      guard let octet = options.octet(at: index + 1) else {
        item.text("malformed", "no room for a length", place..<place + 1)
        items.append(.fields(item.fields))
        break
      }
      let length = Int(octet)
      item.number("length", length, place + 1..<place + 2)
      guard length >= 2, index + length <= options.count else {
        item.text("malformed", length < 2 ? "length below 2" : "length beyond the header", place + 1..<place + 2)
        items.append(.fields(item.fields))
        break
      }
      let value = options.dropping(index + 2).prefix(length - 2)
      if let lengths = kind.lengths, !lengths.contains(length) {
        item.text("malformed", "length not of this kind", place + 1..<place + 2)
        item.octets("value", value, place + 2..<place + length)
      } else {
        describe(kind, value, at: place + 2, to: &item)
      }
      items.append(.fields(item.fields))
      index += length
    }
    return items
  }

  /// The value of one option whose length fits its kind. `place` is where it starts, in octets of the header.
  private static func describe(_ kind: TCPOptionKind, _ value: ByteView, at place: Int, to item: inout FieldWriter) {
    let end = place + value.count
    switch kind {
    case .maximumSegmentSize:
      item.number("mss", value.uint16(at: 0), place..<end)
    case .windowScale:
      item.number("shift_count", value.uint8(at: 0), place..<end)
      // RFC 7323 §2.3: a shift above 14 is used as 14.
      item.number("multiplier", 1 << UInt32(min(value.uint8(at: 0), TCPOptionList.maximumWindowScale)), place..<end)
    case .sack:
      sack(value, at: place, to: &item)
    case .echo, .echoReply:
      item.number("echo", value.uint32(at: 0), place..<end)
    case .timestamps:
      item.number("timestamp_value", value.uint32(at: 0), place..<place + 4)
      item.number("timestamp_echo_reply", value.uint32(at: 4), place + 4..<end)
    case .partialOrderProfile:
      item.flag("start", value.uint8(at: 0) & 0x80 != 0, place..<end)
      item.flag("end", value.uint8(at: 0) & 0x40 != 0, place..<end)
    case .connectionCount, .connectionCountNew, .connectionCountEcho:
      item.number("connection_count", value.uint32(at: 0), place..<end)
    case .alternateChecksumRequest:
      item.number("algorithm", value.uint8(at: 0), place..<end)
    case .md5Signature:
      item.octets("digest", value, place..<end)
    case .capabilities:
      item.number("capabilities", value.uint8(at: 0), place..<place + 1)
      item.number("connection_id", value.uint8(at: 1), place + 1..<end)
    case .selectiveNegativeAcknowledgment:
      item.number("hole_offset", value.uint16(at: 0), place..<place + 2)
      item.number("hole_size", value.uint16(at: 2), place + 2..<end)
    case .quickStartResponse:
      item.number("rate_request", value.uint8(at: 0) & 15, place..<place + 1)
      item.number("ttl_difference", value.uint8(at: 1), place + 1..<place + 2)
      item.number("nonce", value.uint32(at: 2) >> 2, place + 2..<end)
    case .userTimeout:
      item.text("granularity", value.uint16(at: 0) & 0x8000 != 0 ? "minutes" : "seconds", place..<end)
      item.number("user_timeout", value.uint16(at: 0) & 0x7fff, place..<end)
    case .authentication:
      item.number("key_id", value.uint8(at: 0), place..<place + 1)
      item.number("receive_next_key_id", value.uint8(at: 1), place + 1..<place + 2)
      item.octets("mac", value.dropping(2), place + 2..<end)
    case .multipath:
      MultipathOption.describe(value, at: place, to: &item)
    case .fastOpen:
      fastOpen(value, at: place, to: &item)
    case .encryptionNegotiation:
      encryptionNegotiation(value, at: place, to: &item)
    case .accurateECN0, .accurateECN1:
      accurateECN(value, order: kind == .accurateECN0 ? 0 : 1, at: place, to: &item)
    case .experiment1 where value.count >= 2, .experiment2 where value.count >= 2:
      experiment(value, at: place, to: &item)
    default:
      if !value.isEmpty { item.octets("value", value, place..<end) }
    }
  }

  private static func sack(_ value: ByteView, at place: Int, to item: inout FieldWriter) {
    var blocks: [FieldValue] = []
    var index = 0
    while index + 8 <= value.count {
      var block = FieldWriter(base: item.base)
      block.number("left_edge", value.uint32(at: index), place + index..<place + index + 4)
      block.number("right_edge", value.uint32(at: index + 4), place + index + 4..<place + index + 8)
      blocks.append(.fields(block.fields))
      index += 8
    }
    item.list("blocks", blocks, place..<place + index)
    if index < value.count { item.text("malformed", "length not of whole blocks", place + index..<place + value.count) }
  }

  /// RFC 7413 §4.1.1: an empty one asks for a cookie.
  private static func fastOpen(_ cookie: ByteView, at place: Int, to item: inout FieldWriter) {
    item.flag("cookie_request", cookie.isEmpty, place..<place + cookie.count)
    if !cookie.isEmpty { item.octets("cookie", cookie, place..<place + cookie.count) }
  }

  /// RFC 6994 §3: an experiment's identifier of 16 bits, or of 32.
  private static func experiment(_ value: ByteView, at place: Int, to item: inout FieldWriter) {
    let identifier = value.uint16(at: 0)
    item.number("experiment_id", identifier, place..<place + 2, name: experiments[identifier])
    let rest = value.dropping(2)
    if identifier == 0xf989 {
      fastOpen(rest, at: place + 2, to: &item)
    } else if !rest.isEmpty {
      item.octets("value", rest, place + 2..<place + value.count)
    }
  }

  /// IANA "TCP/UDP Experimental Option Experiment Identifiers", those of 16 bits, and the first half of longer ones.
  private static let experiments: [UInt16: String] = [
    0x0348: "TCP-ENO predecessor", 0x0e00: "User Timeout (old)", 0x3453: "HOST_ID", 0x454e: "TCP-ENO", 0x4548: "EDO",
    0x4c4f: "Low Extra Delay", 0xacce: "Accurate ECN", 0xacc0: "Accurate ECN order 0", 0xacc1: "Accurate ECN order 1",
    0xac25: "ACK rate request", 0xcafe: "TCP IV", 0xe2d4: "SMC-R", 0xf989: "TCP Fast Open",
  ]

  /// RFC 8547 §4.1: suboptions, each an octet that may have a body.
  private static func encryptionNegotiation(_ value: ByteView, at place: Int, to item: inout FieldWriter) {
    var suboptions: [FieldValue] = []
    var index = 0
    while let octet = value.octet(at: index) {
      var inner = FieldWriter(base: item.base)
      let start = place + index
      if octet & 0xe0 == 0 {
        // A global suboption: z1, z2, z3, a, b.
        inner.flag("application_aware", octet & 2 != 0, start..<start + 1)
        inner.flag("passive_role", octet & 1 != 0, start..<start + 1)
        index += 1
      } else if octet & 0xe0 == 0x80 {
        // A length octet: nnnnn + 1 octets of data follow the next suboption's octet.
        let length = Int(octet & 0x1f) + 1
        let end = min(index + 2 + length, value.count)
        if let identifier = value.octet(at: index + 1) {
          inner.number("encryption_protocol", identifier & 0x7f, start + 1..<start + 2)
        }
        inner.octets("data", value.dropping(index + 2).prefix(end - min(index + 2, end)), start..<place + end)
        index = max(end, index + 1)
      } else {
        // v = 1 without a length octet: the data run to the option's end.
        inner.number("encryption_protocol", octet & 0x7f, start..<start + 1)
        if octet & 0x80 != 0 {
          inner.octets("data", value.dropping(index + 1), start + 1..<place + value.count)
          index = value.count
        } else {
          index += 1
        }
      }
      suboptions.append(.fields(inner.fields))
    }
    item.list("suboptions", suboptions, place..<place + value.count)
  }

  /// RFC 9768 §3.2.3: up to three 24-bit counters; the order says which come first.
  private static func accurateECN(_ value: ByteView, order: Int, at place: Int, to item: inout FieldWriter) {
    let names = order == 0 ? ["ee0b", "eceb", "ee1b"] : ["ee1b", "eceb", "ee0b"]
    var index = 0
    for name in names where index + 3 <= value.count {
      item.number(name, value.uint24(at: index), place + index..<place + index + 3)
      index += 3
    }
    if index < value.count { item.text("malformed", "length not of whole counters", place + index..<place + value.count) }
  }
}
