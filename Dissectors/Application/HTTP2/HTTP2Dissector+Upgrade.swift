import ApplicationModel
import Dissection
import Octets

/// The beginning of a connection that HTTP/1.1 handed on (RFC 7540 §3.2).
extension HTTP2Dissector {
  /// The request that asked for the change is stream 1's; the client's settings came with it.
  mutating func begin(_ upgrade: Handover.Upgrade) {
    guard let asked = upgrade.message else { return }
    if let field = upgrade.request.first(where: { $0.name == "http2-settings" }), let octets = base64URL(field.value) {
      readSettings(ByteView(octets.span), true, asked.first)
      acknowledgeSettings(false, upgrade.answered ?? asked.last)
    }
    sides[true.side].highestStream = 1
    session.openedStreams = 1
    guard let stream = open(1, at: asked.first) else { return }
    var message = asked
    message.version = .two
    message.keptBody = []
    message.trailers = 0..<0
    let first = log.fields.count
    for field in upgrade.request { log.fields.append(HTTPField(name: keep(Array(field.name.utf8)), value: keep(field.value))) }
    message.fields = first..<log.fields.count
    let request = HTTPRequest(message, method: keep(upgrade.method), target: keep(upgrade.target))
    log.exchanges[streams[stream].exchange].request = request
    streams[stream].facts.formUnion([.hasRequest, .clientEnded])
  }

  private mutating func keep(_ octets: [UInt8]) -> Range<Int> {
    let start = log.octets.count
    log.octets.append(contentsOf: octets)
    return start..<log.octets.count
  }
}

/// Octets in base64url without padding (RFC 4648 §5); nothing where they are none.
private func base64URL(_ text: [UInt8]) -> [UInt8]? {
  var octets: [UInt8] = []
  var bits = 0
  var count = 0
  for character in text where character != UInt8(ascii: "=") {
    let digit: Int
    switch character {
    case 65...90: digit = Int(character) - 65
    case 97...122: digit = Int(character) - 71
    case 48...57: digit = Int(character) + 4
    case UInt8(ascii: "-"), UInt8(ascii: "+"): digit = 62
    case UInt8(ascii: "_"), UInt8(ascii: "/"): digit = 63
    default: return nil
    }
    bits = (bits << 6 | digit) & 0xffff
    count += 6
    if count >= 8 {
      count -= 8
      octets.append(UInt8(truncatingIfNeeded: bits >> count))
    }
  }
  return octets
}
