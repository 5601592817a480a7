import Dissection
import DissectorCatalog
import Octets
import PacketModel
import Testing

/// A frame, and what should be read from it.
struct Example: Sendable, CustomTestStringConvertible {
  var name: String
  var linkType: LinkType
  var octets: [UInt8]
  /// Layers from the outside in, joined by slashes; the undissected leaf last.
  var path: String
  /// Fields as "layer.field" or "layer.group.field", and their values as text.
  var fields: [String: String]

  /// `hex` may have spaces and line breaks anywhere.
  init(_ name: String, _ linkType: LinkType, _ hex: String, _ path: String, _ fields: [String: String] = [:]) {
    self.name = name
    self.linkType = linkType
    self.octets = Self.octets(hex)
    self.path = path
    self.fields = fields
  }

  var testDescription: String { name }

  static func octets(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }
}

// MARK: - Reading

func inspect(_ octets: [UInt8], _ linkType: LinkType, missing: Int = 0) -> InspectedPacket {
  var inspector = PacketInspector()
  return inspector.inspect(
    ByteView(octets.span, missing: missing), linkType: linkType, number: 1, time: Timestamp(nanoseconds: 0),
    wireLength: octets.count + missing)
}

extension InspectedPacket {
  var path: String {
    (layers.map(\.id.name) + (leaf == .none ? [] : [leaf.slug])).joined(separator: "/")
  }

  /// Every field under its path; of repeated layers the first.
  var flattened: [String: String] {
    var flat: [String: String] = [:]
    for layer in layers.reversed() { flatten(.fields(layer.fields), layer.id.name, &flat) }
    return flat
  }

  private func flatten(_ value: FieldValue, _ path: String, _ flat: inout [String: String]) {
    switch value {
    case .number(let number): flat[path] = String(number)
    case .signed(let number): flat[path] = String(number)
    case .flag(let flag): flat[path] = String(flag)
    case .text(let text): flat[path] = text
    case .octets(let octets): flat[path] = octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    case .list(let items): for (index, item) in items.enumerated() { flatten(item, "\(path).\(index)", &flat) }
    case .fields(let fields): for field in fields { flatten(field.value, "\(path).\(field.name)", &flat) }
    }
  }
}

// MARK: - What every example must stand

func expectFields(_ example: Example) {
  let packet = inspect(example.octets, example.linkType)
  #expect(packet.path == example.path, "\(example.name): \(packet.malformed.map { "\($0.error)" } ?? "")")
  let flat = packet.flattened
  for (field, value) in example.fields { #expect(flat[field] == value, "\(example.name): \(field)") }
}

/// However short the frame, nothing traps, every range lies inside it, and the cut is told for what it is.
func expectCuts(_ example: Example) {
  for count in 0...example.octets.count {
    let kept = Array(example.octets.prefix(count))
    check(inspect(kept, example.linkType), within: count, example.name)
    let cut = inspect(kept, example.linkType, missing: example.octets.count - count)
    check(cut, within: count, example.name)
    if let malformed = cut.malformed, inspect(example.octets, example.linkType).malformed == nil {
      #expect(malformed.error.isCutByCapture, "\(example.name) cut to \(count): \(malformed.error)")
    }
  }
}

/// Whatever octets are damaged, nothing traps.
func expectDamage(_ example: Example) {
  var state: UInt64 = 0x9e37_79b9_7f4a_7c15 ^ UInt64(example.octets.count)
  func random(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % max(bound, 1)
  }
  for _ in 0..<400 {
    var octets = example.octets
    for _ in 0...random(4) where !octets.isEmpty {
      let extremes: [UInt8] = [0, 1, 0x7f, 0x80, 0xff, UInt8(random(256))]
      octets[random(octets.count)] = extremes[random(extremes.count)]
    }
    check(inspect(octets, example.linkType), within: octets.count, example.name)
  }
}

private func check(_ packet: InspectedPacket, within count: Int, _ name: String) {
  for layer in packet.layers where !layer.isReassembled {
    #expect(layer.range.upperBound <= count, "\(name): \(layer.id.name) \(layer.range)")
    // A field may point behind its header: a length that was reckoned points at what it measures.
    checkFields(layer.fields, in: layer.range.lowerBound..<count, "\(name): \(layer.id.name)")
  }
}

private func checkFields(_ fields: [Field], in range: Range<Int>, _ name: String) {
  #expect(Set(fields.map(\.name)).count == fields.count, "\(name): two fields of one name")
  for field in fields {
    let inside = field.range.lowerBound >= range.lowerBound && field.range.upperBound <= range.upperBound
    #expect(inside, "\(name).\(field.name): \(field.range) outside \(range)")
    checkFields(of: field.value, in: range, "\(name).\(field.name)")
  }
}

private func checkFields(of value: FieldValue, in range: Range<Int>, _ name: String) {
  switch value {
  case .fields(let fields): checkFields(fields, in: range, name)
  case .list(let items): for item in items { checkFields(of: item, in: range, name) }
  default: break
  }
}
