import ApplicationModel

/// The header fields of one part (RFC 2046 §5.1, RFC 7578 §4), gathered until the empty line behind them.
struct PartHead: Sendable {
  enum Line: Hashable, Sendable {
    case field
    case empty
    /// A delimiter, where a part has no empty line.
    case delimiter(isLast: Bool)
  }

  private var octets: [UInt8] = []
  private var lineStart = 0
  /// Octets of the line under way, kept or not, and whether the only one is a CR.
  private var lineLength = 0
  private var isReturnOnly = false

  var memory: Int { octets.capacity }

  /// A piece of a line, without its line feed.
  mutating func append(_ span: Span<UInt8>, from start: Int, to end: Int) {
    guard start < end else { return }
    isReturnOnly = lineLength == 0 && end &- start == 1 && span[start] == .carriageReturn
    lineLength &+= end &- start
    octets.append(span, from: start, to: end, upTo: Self.maximum)
  }

  /// A line feed.
  mutating func endLine(_ pattern: [UInt8]) -> Line {
    defer {
      if octets.count < Self.maximum { octets.append(.lineFeed) }
      lineStart = octets.count
      lineLength = 0
      isReturnOnly = false
    }
    if lineLength == 0 || isReturnOnly { return .empty }
    return delimiter(pattern)
  }

  /// Whether what there is of a last line is the delimiter behind the last part.
  func isClosing(_ pattern: [UInt8]) -> Bool { delimiter(pattern) == .delimiter(isLast: true) }

  private func delimiter(_ pattern: [UInt8]) -> Line {
    // Part of a line is no line.
    guard octets.count &- lineStart == lineLength, lineLength >= pattern.count &- 1 else { return .field }
    let line = octets[lineStart...]
    guard line.starts(with: pattern.dropFirst()) else { return .field }
    let rest = line.dropFirst(pattern.count &- 1)
    if rest.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) { return .delimiter(isLast: true) }
    return rest.allSatisfy { $0.isBlank || $0 == .carriageReturn } ? .delimiter(isLast: false) : .field
  }

  /// What its fields say, the first of each name.
  func part() -> BodyPart {
    var part = BodyPart()
    for line in unfolded.split(separator: .lineFeed) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      var value = FieldParameters.trimmed(line[line.index(after: colon)...])
      if value.last == .carriageReturn { value = FieldParameters.trimmed(value.dropLast()) }
      let name = FieldParameters.trimmed(line[..<colon])
      if name.isToken("content-disposition"), part.name == nil, part.fileName == nil {
        let parameters = FieldParameters(value)
        part.name = Self.bounded(parameters["name"])
        // RFC 6266 §4.3: the one that is sure to be read right.
        part.fileName = Self.bounded(parameters.extended("filename*") ?? parameters["filename"])
      } else if name.isToken("content-type"), part.contentType == nil {
        part.contentType = Self.bounded(Array(value))
      } else if name.isToken("content-range"), part.contentRange == nil {
        part.contentRange = Self.bounded(Array(value))
      }
    }
    return part
  }

  /// Lines that begin with white space belong to those before (RFC 5322 §2.2.3).
  private var unfolded: [UInt8] {
    var unfolded = octets
    for index in unfolded.indices.dropLast() where unfolded[index] == .lineFeed && unfolded[index &+ 1].isBlank {
      unfolded[index] = UInt8(ascii: " ")
      if index > 0, unfolded[index &- 1] == .carriageReturn { unfolded[index &- 1] = UInt8(ascii: " ") }
    }
    return unfolded
  }

  private static func bounded(_ value: [UInt8]?) -> [UInt8]? {
    guard let value, value.count > maximumValue else { return value }
    return Array(value.prefix(maximumValue))
  }

  /// Octets kept of one part's head, and of each of its values: 256 parts have them.
  static let maximum = 16 << 10
  static let maximumValue = 1024
}
