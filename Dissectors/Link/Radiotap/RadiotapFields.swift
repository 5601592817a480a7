public import Dissection
public import Octets
public import PacketModel

extension RadiotapLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", version, 0..<1)
    fields.number("pad", header.uint8(at: 1), 1..<2)
    fields.number("length", length, 2..<4)
    let end = 4 + present.count * 4
    fields.list("present", present.map { FieldValue.number(UInt64($0)) }, 4..<end)
    let places = RadiotapFields(present: present.first ?? 0, start: end)
    for bit in 0..<RadiotapFields.count {
      guard let place = places.place(of: bit), place + RadiotapFields.size(of: bit) <= header.count else { continue }
      describe(bit, header, at: place, to: &fields)
    }
  }

  private func describe(_ bit: Int, _ header: ByteView, at: Int, to fields: inout FieldWriter) {
    let range = at..<(at + RadiotapFields.size(of: bit))
    switch bit {
    case 0: fields.number("tsft", UInt64(header.littleUInt32(at: at)) | UInt64(header.littleUInt32(at: at + 4)) << 32, range)
    case 1:
      fields.group("flags", range) { group in
        for (position, name) in [
          "cfp", "short_preamble", "wep", "fragmentation", "fcs_at_end", "data_pad", "bad_fcs", "short_gi",
        ]
        .enumerated() {
          group.flag(name, header.uint8(at: at) >> UInt8(position) & 1 != 0, range)
        }
      }
    case 2: fields.number("rate", header.uint8(at: at), range)
    case 3:
      fields.number("channel_frequency", header.littleUInt16(at: at), at..<(at + 2))
      fields.number("channel_flags", header.littleUInt16(at: at + 2), (at + 2)..<(at + 4))
    case 4: fields.number("fhss", header.littleUInt16(at: at), range)
    case 5: signed("antenna_signal_dbm", header.uint8(at: at), range, to: &fields)
    case 6: signed("antenna_noise_dbm", header.uint8(at: at), range, to: &fields)
    case 10: signed("transmit_power_dbm", header.uint8(at: at), range, to: &fields)
    default:
      guard let name = Self.name(of: bit) else { return }
      switch range.count {
      case 1: fields.number(name, header.uint8(at: at), range)
      case 2: fields.number(name, header.littleUInt16(at: at), range)
      default: fields.octets(name, header.dropping(at).prefix(range.count), range)
      }
    }
  }

  private func signed(_ name: String, _ octet: UInt8, _ range: Range<Int>, to fields: inout FieldWriter) {
    fields.add(name, .signed(Int64(Int8(bitPattern: octet))), range)
  }

  private static func name(of bit: Int) -> String? {
    switch bit {
    case 7: "lock_quality"
    case 8: "transmit_attenuation"
    case 9: "transmit_attenuation_db"
    case 11: "antenna"
    case 12: "antenna_signal_db"
    case 13: "antenna_noise_db"
    case 14: "receive_flags"
    case 15: "transmit_flags"
    case 16: "rts_retries"
    case 17: "data_retries"
    case 18: "extended_channel"
    case 19: "mcs"
    case 20: "a_mpdu_status"
    case 21: "vht"
    case 22: "timestamp"
    case 23: "he"
    case 24: "he_mu"
    case 25: "he_mu_other_user"
    case 26: "zero_length_psdu"
    case 27: "l_sig"
    default: nil
    }
  }
}
