public import PacketModel

/// Why a filter expression cannot be used, and where it goes wrong.
public struct PacketFilterError: Error, Hashable, Sendable {
  public var expression: String
  /// In libpcap's words.
  public var message: String
  /// Characters before the offending word; the length of the expression when it ends too early. Absent when not known.
  public var column: Int?
  /// The link type the expression makes no sense for, when it does for others.
  public var linkType: LinkType?

  public init(expression: String, message: String, column: Int? = nil, linkType: LinkType? = nil) {
    self.expression = expression
    self.message = message
    self.column = column
    self.linkType = linkType
  }
}

extension PacketFilterError: CustomStringConvertible {
  public var description: String {
    if let linkType {
      return "the filter \"\(expression)\" cannot be used on packets of link type \(linkType.rawValue): \(message)"
    }
    // One line, whatever the expression was written with, and no sequence that moves the caret.
    let line = String(expression.map { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0 })
    guard let column else { return "\(message)\n  \(line)" }
    return "\(message)\n  \(line)\n  \(String(repeating: " ", count: column))^"
  }
}
