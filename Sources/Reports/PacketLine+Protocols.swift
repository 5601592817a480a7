import Dissection
import DissectorCatalog
import Flows
import PacketModel

extension PacketLine {
  // MARK: - TCP

  mutating func writeTCP(_ transport: InspectedTransport, to text: inout [UInt8]) {
    let facts = transport.facts
    let origin =
      style.absoluteSequence
      ? (sender: SequenceNumber(rawValue: 0), receiver: SequenceNumber(rawValue: 0))
      : sequences.origins(of: facts, context: transport.context)
    text.append("TCP [")
    text.append(flags: facts.tcpFlags)
    text.append("] seq ")
    append(facts.sequence, from: origin.sender, to: &text)
    if transport.payloadLength > 0 {
      text.append(":")
      append(facts.sequence + transport.payloadLength, from: origin.sender, to: &text)
    }
    if facts.tcpFlags.contains(.ack) {
      text.append(", ack ")
      append(facts.acknowledgment, from: origin.receiver, to: &text)
    }
    text.append(", win ")
    text.append(decimal: Int(facts.window))
    if let options = transport.options { write(options, from: origin.receiver, to: &text) }
    text.append(", len ")
    text.append(decimal: transport.payloadLength)
  }

  private func write(_ options: TCPOptionList, from origin: SequenceNumber, to text: inout [UInt8]) {
    if let mss = options.mss {
      text.append(", mss ")
      text.append(decimal: Int(mss))
    }
    if let scale = options.windowScale {
      text.append(", wscale ")
      text.append(decimal: Int(scale))
    }
    if options.sackPermitted { text.append(", sackOK") }
    if options.fastOpen { text.append(", fast open") }
    if options.hasMultipath { text.append(", mptcp") }
    if options.hasMD5 { text.append(", md5") }
    if options.hasAuthentication { text.append(", tcp-ao") }
    if options.sackBlockCount > 0 {
      text.append(", sack")
      options.forEachSACKBlock { block in
        text.append(" ")
        append(block.left, from: origin, to: &text)
        text.append(":")
        append(block.right, from: origin, to: &text)
      }
    }
  }

  /// Sequence numbers are counted modulo 2^32; what lies shortly before the beginning is negative.
  private func append(_ number: SequenceNumber, from origin: SequenceNumber, to text: inout [UInt8]) {
    if style.absoluteSequence { return text.append(decimal: Int(number.rawValue)) }
    let distance = number.rawValue &- origin.rawValue
    // A keep-alive in a connection whose beginning is not known; anything else so large is a long connection.
    text.append(decimal: distance > 0xffff_0000 ? number - origin : Int(distance))
  }

  // MARK: - ICMP

  func writeICMP(_ transport: InspectedTransport, _ packet: borrowing InspectedPacket, to text: inout [UInt8]) {
    let index = transport.layers - 1
    guard packet.layers.indices.contains(index) else { return }
    let layer = packet.layers[index]
    text.append(brief: layer)
    if packet.layers.count > transport.layers {
      text.append(" for ")
      let facts = packet.facts
      let withPorts = packet.transports.last?.kind == .icmpError
      text.append(endpoint: facts.source, facts.sourcePort, facts.version, withPort: withPorts)
      text.append(" > ")
      text.append(endpoint: facts.destination, facts.destinationPort, facts.version, withPort: withPorts)
      text.append(" ")
      text.append(ipProtocol: facts.ipProtocol)
      if withPorts, facts.ipProtocol == .tcp, !style.absoluteSequence {
        // The quoted packet went the other way; its number is told as sent, since its connection may not be known.
        text.append(" seq ")
        text.append(decimal: Int(facts.sequence.rawValue))
      }
    } else if transport.payloadLength > 0 {
      text.append(", len ")
      text.append(decimal: transport.payloadLength)
    }
  }
}

// MARK: - Pieces

extension [UInt8] {
  /// "10.0.0.1:80 > 10.0.0.2:42162  ".
  mutating func append(source facts: PacketFacts, withPorts: Bool) {
    append(endpoint: facts.source, facts.sourcePort, facts.version, withPort: withPorts)
    append(" > ")
    append(endpoint: facts.destination, facts.destinationPort, facts.version, withPort: withPorts)
    append("  ")
  }

  mutating func append(endpoint address: IPAddress, _ port: UInt16, _ version: IPVersion, withPort: Bool) {
    guard withPort else { return address.append(version, to: &self) }
    if version == .six { append("[") }
    address.append(version, to: &self)
    append(version == .six ? "]:" : ":")
    append(decimal: Int(port))
  }

  /// The letters of tcpdump.
  mutating func append(flags: TCPFlags) {
    let start = count
    for (flag, letter) in [
      (.fin, "F"), (.syn, "S"), (.rst, "R"), (.psh, "P"), (.ack, "."), (.urg, "U"), (.ece, "E"), (.cwr, "W"), (.ae, "e"),
    ] as [(TCPFlags, Unicode.Scalar)] where flags.contains(flag) {
      append(UInt8(ascii: letter))
    }
    if count == start { append("none") }
  }

  mutating func append(ipProtocol: IPProtocol) {
    if let name = ipProtocol.name {
      append(text: name)
    } else {
      append("IP protocol ")
      append(decimal: Int(ipProtocol.rawValue))
    }
  }

  /// What no dissector reads, by name and number.
  mutating func append(key: LayerKey) {
    if key.kind == .direct { return append(text: ProtocolID(rawValue: UInt8(truncatingIfNeeded: key.value)).title) }
    if let name = key.registeredName { append(text: name) }
    guard let registry = key.kind.registryName else { return }
    append(key.registeredName == nil ? "" : " (")
    append(text: registry.replacing("_", with: " "))
    append(" ")
    switch key.kind {
    case .etherType, .pppProtocol: append(hexadecimal: UInt64(key.value), digits: 4)
    case .serviceAccessPoint, .networkLayerProtocol: append(hexadecimal: UInt64(key.value), digits: 2)
    case .organization: append(hexadecimal: UInt64(key.value), digits: 6)
    default: append(decimal: Int(key.value))
    }
    if key.registeredName != nil { append(")") }
  }

  // MARK: - By fields, for the rarer protocols

  /// The protocol and what of its fields tells most.
  mutating func append(brief layer: InspectedLayer) {
    if layer.id == .arp { return append(addressResolution: layer.fields) }
    append(text: layer.id.title)
    for field in layer.fields {
      switch (field.name, field.value) {
      case ("type", .number(let number)), ("operation", .number(let number)):
        append(" ")
        append(text: field.note ?? "\(field.name) \(number)")
      case ("code", .number(let number)):
        // The code of most types says only that there is none.
        if layer.id == .icmp || layer.id == .icmpv6 {
          if let note = field.note, number != 0 || Self.hasTellingCodes(layer) {
            append(" (")
            append(text: note)
            append(")")
          } else if number != 0 {
            append(" code ")
            append(decimal: Int(number))
          }
        } else {
          append(" ")
          append(text: field.note ?? "code \(number)")
        }
      case (let name, let value):
        guard let label = Self.telling[name], value.isBrief else { continue }
        append(", ")
        append(text: label)
        append(" ")
        append(value: value)
      }
    }
  }

  /// Whether code 0 of an ICMP message means something: those that tell of errors.
  private static func hasTellingCodes(_ layer: InspectedLayer) -> Bool {
    guard case .number(let type)? = layer.fields.first?.value else { return false }
    return layer.id == .icmp ? [3, 5, 11].contains(type) : (1...4).contains(type) && type != 2
  }

  /// Fields worth their room in a line, and what they are called there.
  private static let telling: [String: String] = [
    "identifier": "id", "sequence_number": "seq", "group_address": "group", "target_address": "target",
    "multicast_address": "group", "next_hop_mtu": "mtu", "mtu": "mtu", "gateway_address": "gateway", "spi": "spi",
    "session_id": "session", "label": "label", "vni": "vni", "teid": "teid", "key": "key", "pointer": "pointer",
  ]

  mutating func append(value: FieldValue) {
    switch value {
    case .number(let number): appendDecimal(number, to: &self)
    case .signed(let number): append(decimal: Int(number))
    case .flag(let flag): append(flag ? "true" : "false")
    case .text(let text): append(foreign: text)
    case .octets(let octets):
      for octet in octets {
        append(hexDigit(octet >> 4))
        append(hexDigit(octet & 15))
      }
    case .list(let values): append(decimal: values.count)
    case .fields: break
    }
  }

  /// Who asks for whom, as tcpdump tells it (RFC 826).
  private mutating func append(addressResolution fields: [Field]) {
    func value(_ name: String) -> FieldValue { fields.first { $0.name == name }?.value ?? .text("nobody") }
    let operation = fields.first { $0.name == "operation" }
    guard case .number(let number)? = operation?.value else { return append("ARP") }
    switch number {
    case 1:
      append("ARP who-has ")
      append(value: value("target_protocol_address"))
      append(" tell ")
      append(value: value("sender_protocol_address"))
      append(", from ")
      append(value: value("sender_hardware_address"))
    case 2:
      append("ARP ")
      append(value: value("sender_protocol_address"))
      append(" is-at ")
      append(value: value("sender_hardware_address"))
    case 3:
      append("RARP who-is ")
      append(value: value("target_hardware_address"))
      append(" tell ")
      append(value: value("sender_hardware_address"))
    case 4:
      append("RARP ")
      append(value: value("target_hardware_address"))
      append(" at ")
      append(value: value("target_protocol_address"))
    default:
      append("ARP ")
      append(text: operation?.note ?? "operation \(number)")
    }
  }
}

extension FieldValue {
  /// Whether a line has room for the value and gains by it.
  fileprivate var isBrief: Bool {
    switch self {
    case .number, .signed, .text, .octets: true
    case .flag, .list, .fields: false
    }
  }
}
