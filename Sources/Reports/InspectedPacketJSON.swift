public import Analysis
import Capture
import Dissection
public import DissectorCatalog
public import Octets
import PacketModel

/// Writes a packet as a line of `weir packets --json`.
public enum InspectedPacketJSON {
  /// Appends the packet as an object on a line. With `withPath`, it names the file, for runs over several; with `withOctets`,
  /// it has the frame itself in hexadecimal.
  public static func writeLine(
    _ packet: borrowing InspectedPacket, _ frame: PacketRun.Frame, _ octets: ByteView, withPath: Bool = false,
    withOctets: Bool = false, to text: inout [UInt8]
  ) {
    // Swapped in and out: the octets before must not be copied for each packet.
    var json = JSONWriter()
    swap(&json.octets, &text)
    write(packet, frame, octets, withPath: withPath, withOctets: withOctets, to: &json)
    json.octets.append(UInt8(ascii: "\n"))
    swap(&json.octets, &text)
  }

  private static func write(
    _ packet: borrowing InspectedPacket, _ frame: PacketRun.Frame, _ octets: ByteView, withPath: Bool, withOctets: Bool,
    to json: inout JSONWriter
  ) {
    json.open(UInt8(ascii: "{"))
    json.member("frame", frame.number)
    if withPath { json.member("file", frame.path) }
    json.member("time", frame.record.time)
    json.member("length", frame.record.wireLength)
    json.member("captured_length", frame.record.octets.count)
    json.member("interface", frame.record.interface)
    json.member("interface_name", frame.interface?.name)
    json.key("layers")
    json.open(UInt8(ascii: "["))
    for layer in packet.layers { write(layer, to: &json) }
    json.close(UInt8(ascii: "]"))
    writePayload(packet, to: &json)
    writeTroubles(packet, to: &json)
    if withOctets {
      json.key("octets")
      json.element(hexadecimal: octets.copied())
    }
    json.close(UInt8(ascii: "}"))
  }

  // MARK: - Layers

  private static func write(_ layer: InspectedLayer, to json: inout JSONWriter) {
    json.open(UInt8(ascii: "{"))
    json.member("protocol", layer.id.name)
    json.member("offset", layer.range.lowerBound)
    json.member("length", layer.range.count)
    if layer.isQuoted { json.member("quoted", true) }
    if layer.isReassembled { json.member("reassembled", true) }
    json.key("fields")
    write(layer.fields, to: &json)
    json.close(UInt8(ascii: "}"))
  }

  private static func write(_ fields: [Field], to json: inout JSONWriter) {
    json.open(UInt8(ascii: "{"))
    for field in fields {
      json.key(field.name)
      write(field.value, to: &json)
    }
    json.close(UInt8(ascii: "}"))
  }

  private static func write(_ value: FieldValue, to json: inout JSONWriter) {
    switch value {
    case .number(let number): json.element(number)
    case .signed(let number): json.element(Int(number))
    case .flag(let flag): json.element(flag)
    case .text(let text): json.element(text)
    case .octets(let octets): json.element(hexadecimal: octets)
    case .fields(let fields): write(fields, to: &json)
    case .list(let values):
      json.open(UInt8(ascii: "["))
      for value in values { write(value, to: &json) }
      json.close(UInt8(ascii: "]"))
    }
  }

  // MARK: - Behind the layers

  private static func writePayload(_ packet: borrowing InspectedPacket, to json: inout JSONWriter) {
    if packet.payloadLength > 0 {
      let payload = packet.payload
      let length = packet.payloadLength
      let isReassembled = packet.layers.last?.isReassembled == true
      json.object("payload") { json in
        json.member("offset", payload.lowerBound)
        json.member("length", length)
        if payload.count < length { json.member("captured_length", payload.count) }
        if isReassembled { json.member("reassembled", true) }
      }
    }
    let leaf = packet.leaf
    if leaf != .none {
      json.object("next") { json in
        json.member("registry", leaf.kind.registryName)
        if leaf.kind != .direct { json.member("number", Int(leaf.value)) }
        json.member("name", leaf.registeredName)
      }
    }
    if let datagram = packet.datagram {
      json.object("datagram") { json in
        json.member("frames", datagram.frames)
        json.member("first_frame", datagram.firstFrame)
        json.member("length", datagram.octets.count)
      }
    }
  }

  private static func writeTroubles(_ packet: borrowing InspectedPacket, to json: inout JSONWriter) {
    if !packet.faults.isEmpty {
      let faults = packet.faults
      json.array("faults") { json in
        for fault in faults { write(fault.error, fault.layer, to: &json) }
      }
    }
    if let malformed = packet.malformed {
      json.key(malformed.error.isCutByCapture ? "truncated" : "malformed")
      write(malformed.error, malformed.layer, to: &json)
    }
  }

  private static func write(_ error: MalformedPacket, _ layer: ProtocolID?, to json: inout JSONWriter) {
    json.object { json in
      json.member("layer", layer?.name)
      json.member("offset", error.offset)
      json.member("reason", error.description)
    }
  }
}

extension LayerKey.Kind {
  /// The registry whose numbers the key has; nothing for a protocol that goes by no number.
  var registryName: String? {
    switch self {
    case .none, .direct: nil
    case .linkType: "linktype"
    case .etherType: "ethertype"
    case .serviceAccessPoint: "sap"
    case .ipProtocol: "ip_protocol"
    case .pppProtocol: "ppp_protocol"
    case .udpPort: "udp_port"
    case .networkLayerProtocol: "nlpid"
    case .organization: "oui"
    case .addressFamily: "address_family"
    }
  }
}
