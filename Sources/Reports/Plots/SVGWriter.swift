/// SVG (or HTML) written as UTF-8 octets, numbers with two decimals: the same drawing is the same octets everywhere.
struct SVGWriter {
  private(set) var octets: [UInt8] = []

  /// Markup that this program wrote.
  mutating func raw(_ markup: String) { octets.append(contentsOf: markup.utf8) }

  mutating func raw(_ markup: [UInt8]) { octets.append(contentsOf: markup) }

  /// Text, with what XML or a reader's eyes could take for something else made harmless.
  mutating func text(_ text: String) {
    for octet in SafeText.escape(text).utf8 {
      switch octet {
      case UInt8(ascii: "&"): raw("&amp;")
      case UInt8(ascii: "<"): raw("&lt;")
      case UInt8(ascii: ">"): raw("&gt;")
      case UInt8(ascii: "\""): raw("&quot;")
      case UInt8(ascii: "'"): raw("&#39;")
      default: octets.append(octet)
      }
    }
  }

  mutating func title(_ text: String) {
    raw("<title>")
    self.text(text)
    raw("</title>")
  }

  mutating func number(_ value: Double) { octets.append(coordinate: value) }

  /// ` name="value"`
  mutating func attribute(_ name: String, _ value: Double) {
    raw(" \(name)=\"")
    number(value)
    raw("\"")
  }

  /// A line of text; `anchor` is SVG's.
  mutating func label(_ text: String, x: Double, y: Double, class name: String, anchor: String? = nil) {
    raw("<text")
    attribute("x", x)
    attribute("y", y)
    raw(" class=\"\(name)\"")
    if let anchor { raw(" text-anchor=\"\(anchor)\"") }
    raw(">")
    self.text(text)
    raw("</text>\n")
  }

  mutating func rectangle(_ frame: PlotFrame, class name: String) {
    raw("<rect")
    attribute("x", frame.left)
    attribute("y", frame.top)
    attribute("width", frame.width)
    attribute("height", frame.height)
    raw(" class=\"\(name)\"/>\n")
  }

  /// A path that is all of one kind; nothing when it is empty.
  mutating func path(_ data: [UInt8], class name: String) {
    guard !data.isEmpty else { return }
    raw("<path class=\"\(name)\" d=\"")
    raw(data)
    raw("\"/>\n")
  }
}

/// A rectangle of the drawing, in its units.
struct PlotFrame {
  var left: Double
  var top: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }
}

extension [UInt8] {
  /// Hundredths, without zeros at the end: "12", "12.5", "-0.25". What is no place on any drawing is brought to its edge.
  mutating func append(coordinate value: Double) {
    let bounded = value.isNaN ? 0 : Swift.min(Swift.max(value, -1e6), 1e6)
    let hundredths = Int((bounded * 100).rounded())
    if hundredths < 0 { append(UInt8(ascii: "-")) }
    let magnitude = hundredths.magnitude
    append(decimal: Int(magnitude / 100))
    let fraction = Int(magnitude % 100)
    guard fraction > 0 else { return }
    append(UInt8(ascii: "."))
    append(UInt8(ascii: "0") + UInt8(fraction / 10))
    if fraction % 10 > 0 { append(UInt8(ascii: "0") + UInt8(fraction % 10)) }
  }

  /// A path's command with its numbers.
  mutating func append(command: Unicode.Scalar, _ first: Double, _ second: Double? = nil) {
    append(UInt8(truncatingIfNeeded: command.value))
    append(coordinate: first)
    guard let second else { return }
    append(UInt8(ascii: " "))
    append(coordinate: second)
  }
}
