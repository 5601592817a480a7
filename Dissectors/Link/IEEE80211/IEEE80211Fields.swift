public import Dissection
public import Octets
public import PacketModel

extension IEEE80211Layer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", frameControl & 3, 0..<1)
    fields.number("type", type, 0..<1, name: Self.typeName(type))
    fields.number("subtype", subtype, 0..<1, name: IEEE80211Subtype.name(type, subtype))
    fields.group("flags", 1..<2) { flags in
      for (bit, name) in [
        "to_ds", "from_ds", "more_fragments", "retry", "power_management", "more_data", "protected", "order",
      ].enumerated() {
        flags.flag(name, frameControl >> UInt16(8 + bit) & 1 != 0, 1..<2)
      }
    }
    fields.number("duration", duration, 2..<4)
    var index = 4
    for (number, address) in addresses.enumerated() {
      // The sequence control stands between the third address and the fourth.
      if number == 3 { index += 2 }
      fields.mac("address_\(number + 1)", address, index..<(index + 6))
      index += 6
    }
    if let source { fields.mac("source", source, 4..<index) }
    if let destination { fields.mac("destination", destination, 4..<index) }
    if let sequenceControl {
      fields.number("fragment_number", sequenceControl & 15, 22..<23)
      fields.number("sequence_number", sequenceControl >> 4, 22..<24)
      index = max(index, 24)
    }
    if let qualityOfService {
      fields.number("traffic_identifier", qualityOfService & 15, index..<(index + 1))
      fields.number("ack_policy", qualityOfService >> 5 & 3, index..<(index + 1))
      fields.flag("a_msdu_present", qualityOfService & 0x80 != 0, index..<(index + 1))
      fields.number("qos_control", qualityOfService, index..<(index + 2))
      index += 2
    }
    if let highThroughput { fields.number("ht_control", highThroughput, index..<(index + 4)) }
  }

  private static func typeName(_ type: UInt16) -> String {
    switch type {
    case 0: "Management"
    case 1: "Control"
    case 2: "Data"
    default: "Extension"
    }
  }
}

/// The valid type and subtype combinations (IEEE 802.11-2020 table 9-1).
enum IEEE80211Subtype {
  static func name(_ type: UInt16, _ subtype: UInt16) -> String? {
    let table: [String?] =
      switch type {
      case 0: management
      case 1: control
      case 2: data
      default: ["DMG Beacon", "S1G Beacon"]
      }
    return Int(subtype) < table.count ? table[Int(subtype)] : nil
  }

  private static let management: [String?] = [
    "Association Request", "Association Response", "Reassociation Request", "Reassociation Response", "Probe Request",
    "Probe Response", "Timing Advertisement", nil, "Beacon", "ATIM", "Disassociation", "Authentication", "Deauthentication",
    "Action", "Action No Ack",
  ]
  private static let control: [String?] = [
    nil, nil, "Trigger", "TACK", "Beamforming Report Poll", "VHT/HE NDP Announcement", "Control Frame Extension",
    "Control Wrapper", "Block Ack Request", "Block Ack", "PS-Poll", "RTS", "CTS", "Ack", "CF-End", "CF-End +CF-Ack",
  ]
  private static let data: [String?] = [
    "Data", "Data +CF-Ack", "Data +CF-Poll", "Data +CF-Ack +CF-Poll", "Null", "CF-Ack", "CF-Poll", "CF-Ack +CF-Poll",
    "QoS Data", "QoS Data +CF-Ack", "QoS Data +CF-Poll", "QoS Data +CF-Ack +CF-Poll", "QoS Null", nil, "QoS CF-Poll",
    "QoS CF-Ack +CF-Poll",
  ]
}
