/// What a priority field says (RFC 9218 §4), its defaults where it says nothing or what is not allowed.
struct ExtensiblePriority: Hashable {
  /// From 0, the most urgent, to 7.
  private(set) var urgency = 3
  /// Whether a part of the response is of use before the rest has come.
  private(set) var isIncremental = false

  /// A dictionary of structured fields (RFC 9651 §3.2), of which two members mean something; of several with one name the last
  /// counts, and what the wrong type has is left aside.
  init(_ field: some Collection<UInt8>) {
    for member in field.split(separator: UInt8(ascii: ",")) {
      let item = member.prefix { $0 != UInt8(ascii: ";") }.filter { $0 != 0x20 && $0 != 0x09 }
      switch item.count {
      case 1 where item[0] == UInt8(ascii: "i"): isIncremental = true
      case 3 where item.starts(with: "u=".utf8) && (48...55).contains(item[2]): urgency = Int(item[2]) - 48
      case 4 where item.starts(with: "i=?".utf8) && (48...49).contains(item[3]): isIncremental = item[3] == 49
      default: break
      }
    }
  }
}
