import Dissection
import Octets
import PacketModel

/// Reads one header and lists its fields, by path: "flags.syn", "options.0.mss".
func fields<L: Layer>(_: L.Type, _ octets: [UInt8], missing: Int = 0, facts before: PacketFacts = PacketFacts()) -> [String:
  FieldValue]
{
  var facts = before
  let whole = ByteView(octets.span, missing: missing)
  var rest = whole
  guard let layer = try? L(parsing: &rest) else { return [:] }
  layer.contribute(to: &facts)
  var writer = FieldWriter(base: 0)
  layer.describe(whole.prefix(rest.offset), payload: rest, facts: facts, to: &writer)
  var found: [String: FieldValue] = [:]
  flatten(.fields(writer.fields), "", &found)
  return found
}

/// Whether a layer refuses or cannot read the octets; what matters is that it answers.
func survives<L: Layer>(_: L.Type, _ octets: [UInt8], version: IPVersion) {
  var facts = PacketFacts()
  facts.version = version
  for ipProtocol in [IPProtocol.tcp, .udp, .sctp] {
    facts.ipProtocol = ipProtocol
    _ = fields(L.self, octets, facts: facts)
    _ = fields(L.self, octets, missing: 100, facts: facts)
  }
}

private func flatten(_ value: FieldValue, _ path: String, _ found: inout [String: FieldValue]) {
  func step(_ name: String) -> String { path.isEmpty ? name : path + "." + name }
  switch value {
  case .fields(let fields):
    for field in fields { flatten(field.value, step(field.name), &found) }
  case .list(let items):
    for (index, item) in items.enumerated() { flatten(item, step("\(index)"), &found) }
  default: found[path] = value
  }
}

/// Octets written as pairs of hexadecimal digits.
func hex(_ text: String) -> [UInt8] {
  var octets: [UInt8] = []
  var high: UInt8?
  for character in text {
    guard let digit = character.hexDigitValue.map(UInt8.init) else { continue }
    if let first = high {
      octets.append(first << 4 | digit)
      high = nil
    } else {
      high = digit
    }
  }
  return octets
}

/// A small generator whose numbers are the same everywhere (splitmix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
