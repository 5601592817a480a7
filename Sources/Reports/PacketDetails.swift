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
    var rows: [Row] = []
    append(layer.fields, depth: 0, to: &rows)
    var rangeWidth = 0
    var nameWidth = 0
    for row in rows {
      rangeWidth = max(rangeWidth, width(of: row.range))
      nameWidth = max(nameWidth, row.depth * 2 + row.name.utf8.count)
    }
    // A few long names must not push all values to the right.
    nameWidth = min(nameWidth, widestName)
    for row in rows {
      text.append("    ")
      text.append(place: row.range)
      text.append(spaces: rangeWidth + 2 - width(of: row.range) + row.depth * 2)
      text.append(text: row.name)
      let start = text.count
      text.append(spaces: max(0, nameWidth - row.depth * 2 - row.name.utf8.count) + 2)
      let value = text.count
      switch row.value {
      case .field(let field): append(valueOf: field, to: &text)
      case .title(let title): text.append(foreign: title)
      case .nothing: break
      }
      if text.count == value { text.removeLast(value - start) }
      text.append("\n")
    }
  }

  private static let widestName = 40

  private struct Row {
    enum Value {
      case field(Field)
      case title(String)
      case nothing
    }

    /// Empty for what has no octets of its own, as a length that was counted.
    var range: Range<Int>
    var depth: Int
    var name: String
    var value: Value
  }

  private static func append(_ fields: [Field], depth: Int, to rows: inout [Row]) {
    var previous: Field?
    for field in fields {
      defer { previous = field }
      // The name of a number stands behind the number.
      if let note = previous?.note, case .text(note) = field.value, field.name.hasSuffix("_name") { continue }
      switch field.value {
      case .fields(let inner):
        rows.append(Row(range: field.range, depth: depth, name: field.name, value: .nothing))
        append(inner, depth: depth + 1, to: &rows)
      case .list(let items):
        rows.append(Row(range: field.range, depth: depth, name: field.name, value: items.isEmpty ? .title("none") : .nothing))
        for (index, item) in items.enumerated() { append(item, number: index + 1, depth: depth + 1, to: &rows) }
      default:
        rows.append(Row(range: field.range, depth: depth, name: field.name, value: .field(field)))
      }
    }
  }

  private static func append(_ item: FieldValue, number: Int, depth: Int, to rows: inout [Row]) {
    guard case .fields(let fields) = item else {
      return rows.append(Row(range: 0..<0, depth: depth, name: "\(number)", value: .field(Field("", item, 0..<0))))
    }
    let low = fields.map(\.range.lowerBound).min() ?? 0
    let high = fields.map(\.range.upperBound).max() ?? low
    // An option is known by its kind's name.
    rows.append(Row(range: low..<high, depth: depth, name: "\(number)", value: fields.first?.note.map { .title($0) } ?? .nothing))
    append(fields, depth: depth + 1, to: &rows)
  }

  private static func append(valueOf field: Field, to text: inout [UInt8]) {
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
  }

  /// Numbers that everybody writes in hexadecimal.
  private static func isHexadecimal(_ field: Field) -> Bool {
    guard field.range.count > 1, field.range.count <= 8 else { return false }
    return hexadecimalNames.contains { field.name.hasSuffix($0) }
  }

  private static let hexadecimalNames = ["checksum", "type", "spi", "flow_label", "identification", "control"]

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

  /// Columns that a range takes: digits, and a dash between.
  private static func width(of range: Range<Int>) -> Int {
    if range.isEmpty { return 0 }
    return range.count == 1 ? digits(range.lowerBound) : digits(range.lowerBound) + 1 + digits(range.upperBound - 1)
  }

  private static func digits(_ number: Int) -> Int {
    var digits = 1
    var rest = number
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    return digits
  }
}

extension [UInt8] {
  /// "octets 14–33, 20 octets".
  fileprivate mutating func append(octets range: Range<Int>) {
    if range.isEmpty { return append(text: "at octet \(range.lowerBound), empty") }
    append(range.count == 1 ? "octet " : "octets ")
    append(place: range)
    append(", ")
    append(decimal: range.count)
    append(range.count == 1 ? " octet" : " octets")
  }

  /// "14–33", "14", or nothing.
  fileprivate mutating func append(place range: Range<Int>) {
    if range.isEmpty { return }
    append(decimal: range.lowerBound)
    guard range.count > 1 else { return }
    append("–")
    append(decimal: range.upperBound - 1)
  }

  fileprivate mutating func append(spaces count: Int) {
    for _ in 0..<Swift.max(0, count) { append(UInt8(ascii: " ")) }
  }
}
