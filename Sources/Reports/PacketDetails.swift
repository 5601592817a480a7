public import Analysis
import Capture
import Dissection
public import DissectorCatalog
import Octets
import PacketModel

/// Prints every layer of a packet with every field, its value and its octets.
///
///     IPv4, octets 14–33
///       14     version          4
///       20     flags
///       20       dont_fragment  true
public enum PacketDetails {
  /// Appends the packet's layers, a line each and one for each of their fields.
  public static func write(_ packet: borrowing InspectedPacket, _ frame: PacketRun.Frame, to text: inout [UInt8]) {
    write(frame, to: &text)
    for layer in packet.layers { write(layer, to: &text) }
    writePayload(packet, to: &text)
    for fault in packet.faults { write("Malformed", fault.error, fault.layer, to: &text) }
    if let malformed = packet.malformed {
      write(malformed.error.isCutByCapture ? "Truncated" : "Malformed", malformed.error, malformed.layer, to: &text)
    }
    if let datagram = packet.datagram {
      text.append(text: "  Reassembled from \(datagram.frames) frames, the first \(datagram.firstFrame): \(datagram.octets.count) octets\n")
    }
  }

  private static func write(_ frame: PacketRun.Frame, to text: inout [UInt8]) {
    let record = frame.record
    text.append(text: "  Frame \(frame.number), \(record.wireLength) octets")
    if record.octets.count < record.wireLength { text.append(text: ", \(record.octets.count) captured") }
    text.append(", ")
    record.time.appendRFC3339(to: &text)
    text.append(text: ", \(LayerKey.linkType(record.linkType).slug)")
    if let name = frame.interface?.name {
      text.append(", interface ")
      text.append(foreign: name)
    } else if frame.interfaces.count > 1 {
      text.append(text: ", interface \(record.interface)")
    }
    text.append("\n")
  }

  // MARK: - A layer

  private static func write(_ layer: InspectedLayer, to text: inout [UInt8]) {
    text.append("  ")
    text.append(text: layer.id.title)
    if layer.isQuoted { text.append(" (quoted)") }
    if layer.isReassembled { text.append(" (reassembled)") }
    text.append(", ")
    text.append(octets: layer.range)
    text.append("\n")
    let rows = rows(of: layer.fields)
    let rangeWidth = rows.map { $0.range.count }.max() ?? 0
    // A few long names must not push all values to the right.
    let nameWidth = min(rows.map { $0.depth * 2 + $0.name.utf8.count }.max() ?? 0, widestName)
    for row in rows {
      text.append("    ")
      // Ranges are written with one dash of three octets.
      let start = text.count
      text.append(text: row.range)
      text.pad(from: start + (row.range.utf8.count - row.range.count), to: rangeWidth + 2)
      let name = text.count
      for _ in 0..<row.depth { text.append("  ") }
      text.append(text: row.name)
      if !row.value.isEmpty {
        text.pad(from: name, to: nameWidth)
        text.append("  ")
        text.append(contentsOf: row.value)
      }
      text.append("\n")
    }
  }

  private static let widestName = 40

  private struct Row {
    var range: String
    var depth: Int
    var name: String
    var value: [UInt8]
  }

  private static func rows(of fields: [Field], depth: Int = 0) -> [Row] {
    var rows: [Row] = []
    var previous: Field?
    for field in fields {
      defer { previous = field }
      // The name of a number stands behind the number.
      if let previous, let note = previous.note, field.name == previous.name + "_name", field.value == .text(note) { continue }
      var row = Row(range: place(field.range), depth: depth, name: field.name, value: [])
      switch field.value {
      case .fields(let inner):
        rows.append(row)
        rows += self.rows(of: inner, depth: depth + 1)
      case .list(let items):
        row.value = Array((items.isEmpty ? "none" : "").utf8)
        rows.append(row)
        for (index, item) in items.enumerated() { rows += self.rows(of: item, number: index + 1, in: field, depth: depth + 1) }
      default:
        row.value = value(of: field)
        rows.append(row)
      }
    }
    return rows
  }

  private static func rows(of item: FieldValue, number: Int, in list: Field, depth: Int) -> [Row] {
    guard case .fields(let fields) = item else {
      let field = Field("\(number)", item, list.range)
      return [Row(range: "", depth: depth, name: field.name, value: value(of: field))]
    }
    let range = fields.map(\.range.lowerBound).min().flatMap { low in fields.map(\.range.upperBound).max().map { low..<$0 } }
    // An option is known by its kind's name.
    var title: [UInt8] = []
    if let note = fields.first?.note { title.append(foreign: note) }
    return [Row(range: range.map(place) ?? "", depth: depth, name: "\(number)", value: title)] + rows(of: fields, depth: depth + 1)
  }

  private static func value(of field: Field) -> [UInt8] {
    var text: [UInt8] = []
    if case .number(let number) = field.value, isHexadecimal(field) {
      text.append(hexadecimal: number, digits: field.range.count * 2)
    } else {
      text.append(value: field.value)
    }
    if let note = field.note, field.value != .text(note) {
      text.append(" (")
      text.append(foreign: note)
      text.append(")")
    }
    return text
  }

  /// Numbers that everybody writes in hexadecimal.
  private static func isHexadecimal(_ field: Field) -> Bool {
    guard field.range.count > 1, field.range.count <= 8 else { return false }
    return ["checksum", "type", "spi", "flow_label", "identification", "control"].contains { name in
      field.name == name || field.name.hasSuffix("_" + name)
    }
  }

  // MARK: - Behind the layers

  private static func writePayload(_ packet: borrowing InspectedPacket, to text: inout [UInt8]) {
    guard packet.payloadLength > 0 || packet.leaf != .none else { return }
    text.append("  Payload")
    if packet.leaf != .none {
      text.append(": ")
      text.append(key: packet.leaf)
    }
    if packet.payloadLength > 0 {
      text.append(", ")
      if packet.payload.isEmpty {
        text.append(text: "\(packet.payloadLength) octets, none captured")
      } else {
        text.append(octets: packet.payload)
        if packet.payload.count < packet.payloadLength { text.append(text: " of \(packet.payloadLength)") }
      }
    }
    text.append("\n")
  }

  private static func write(_ title: String, _ error: MalformedPacket, _ layer: ProtocolID?, to text: inout [UInt8]) {
    text.append(text: "  \(title)")
    if let layer { text.append(text: " \(layer.title)") }
    text.append(text: ", octet \(error.offset): \(error.description)\n")
  }

  fileprivate static func place(_ range: Range<Int>) -> String {
    // A length has no octets of its own.
    if range.isEmpty { return "" }
    return range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound - 1)"
  }
}

extension [UInt8] {
  /// "octets 14–33, 20 octets".
  fileprivate mutating func append(octets range: Range<Int>) {
    if range.isEmpty { return append(text: "at octet \(range.lowerBound), empty") }
    append(text: "octet\(range.count == 1 ? "" : "s") \(PacketDetails.place(range)), \(range.count) octet\(range.count == 1 ? "" : "s")")
  }
}
