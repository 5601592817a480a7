import PacketModel
import Protobuf

/// Types that the JSON mapping writes in a way of their own.
extension ProtoJSON {
  private static let prefix = "google.protobuf."

  static func isWellKnown(_ type: String) -> Bool {
    guard type.hasPrefix(prefix) else { return false }
    return ["Timestamp", "Duration", "FieldMask", "Struct", "Value", "ListValue", "Any"]
      .contains(String(type.dropFirst(prefix.count))) || isWrapper(type)
  }

  private static func isWrapper(_ type: String) -> Bool {
    guard type.hasPrefix(prefix), type.hasSuffix("Value") else { return false }
    return ["Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes"]
      .contains(String(type.dropFirst(prefix.count).dropLast("Value".count)))
  }

  /// Answers whether it was such a type, and has been written.
  func writeWellKnown(_ message: ProtoMessage, _ name: Name, to json: inout JSONWriter) -> Bool {
    guard message.type.name.hasPrefix(Self.prefix) else { return false }
    switch message.type.name.dropFirst(Self.prefix.count) {
    case "Timestamp": return text(Self.timestamp(message), name, to: &json)
    case "Duration": return text(Self.duration(message), name, to: &json)
    case "FieldMask": return text(Self.fieldMask(message), name, to: &json)
    case "Struct":
      if case .map(let pairs) = message[1] { map(pairs, name, to: &json) } else { json.object { _ in } }
    case "ListValue": write(message[1] ?? .list([]), name, to: &json)
    case "Value":
      guard let (field, value) = message.fields.last, field.number > 1 else {
        json.element(raw: "null")
        return true
      }
      write(value, name, to: &json)
    default:
      guard Self.isWrapper(message.type.name), let field = message.type.field(1) else { return false }
      write(message[1] ?? schema.standardValue(of: field), name, to: &json)
    }
    return true
  }

  /// What is out of its range has no such text, and is written as any message.
  private func text(_ text: String?, _ name: Name, to json: inout JSONWriter) -> Bool {
    guard let text else { return false }
    write(text: Array(text.utf8)[...], name, to: &json)
    return true
  }

  // MARK: - Times

  private static func seconds(_ message: ProtoMessage) -> (seconds: Int64, nanoseconds: Int32) {
    var (seconds, nanoseconds): (Int64, Int32) = (0, 0)
    if case .int64(let value) = message[1] { seconds = value }
    if case .int32(let value) = message[2] { nanoseconds = value }
    return (seconds, nanoseconds)
  }

  /// RFC 3339, from 0001-01-01T00:00:00Z to the end of 9999.
  private static func timestamp(_ message: ProtoMessage) -> String? {
    let (seconds, nanoseconds) = seconds(message)
    guard (-62_135_596_800...253_402_300_799).contains(seconds), (0...999_999_999).contains(nanoseconds) else { return nil }
    let time = seconds.quotientAndRemainder(dividingBy: 86_400)
    let (day, second) = time.remainder < 0 ? (time.quotient - 1, time.remainder + 86_400) : time
    let date = Timestamp.civil(day)
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(padded(second / 3600, 2)):"
      + "\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))\(fraction(nanoseconds))Z"
  }

  /// `1.5s`, of ten thousand years at most.
  private static func duration(_ message: ProtoMessage) -> String? {
    let (seconds, nanoseconds) = seconds(message)
    guard (-315_576_000_000...315_576_000_000).contains(seconds), (-999_999_999...999_999_999).contains(nanoseconds),
      seconds == 0 || nanoseconds == 0 || (seconds < 0) == (nanoseconds < 0)
    else { return nil }
    let sign = seconds < 0 || nanoseconds < 0 ? "-" : ""
    return "\(sign)\(seconds.magnitude)\(fraction(abs(nanoseconds)))s"
  }

  /// None, or 3, 6 or 9 digits.
  private static func fraction(_ nanoseconds: Int32) -> String {
    if nanoseconds == 0 { return "" }
    let (value, digits) =
      nanoseconds % 1_000_000 == 0
      ? (nanoseconds / 1_000_000, 3) : nanoseconds % 1000 == 0 ? (nanoseconds / 1000, 6) : (nanoseconds, 9)
    return "." + padded(Int64(value), digits)
  }

  private static func padded(_ number: Int64, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  // MARK: - Field masks

  /// `user.displayName,photo`: paths in one string, as JSON names its fields.
  private static func fieldMask(_ message: ProtoMessage) -> String {
    guard case .list(let paths) = message[1] else { return "" }
    return paths.map { path in
      guard case .string(let octets) = path else { return "" }
      var (text, isUpper) = ("", false)
      for letter in NetworkText.string(octets) {
        if letter == "_" {
          isUpper = true
        } else {
          text += isUpper ? letter.uppercased() : String(letter)
          isUpper = false
        }
      }
      return text
    }.joined(separator: ",")
  }
}
