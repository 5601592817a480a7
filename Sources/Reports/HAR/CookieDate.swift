/// A cookie's date, in whatever order its parts stand (RFC 6265 §5.1.1).
enum CookieDate {
  /// "2026-10-21T07:28:00Z"; nothing for what is no date.
  static func iso8601(_ text: String) -> String? {
    var time: [Int]?
    var day: Int?
    var month: Int?
    var year: Int?
    for token in text.utf8.split(whereSeparator: isDelimiter) {
      let word = String(Substring(token)).lowercased()
      if time == nil, let found = clock(word) {
        time = found
      } else if day == nil, let number = leading(word, 1...2) {
        day = number
      } else if month == nil, let found = months.firstIndex(of: String(word.prefix(3))) {
        month = found + 1
      } else if year == nil, let number = leading(word, 2...4) {
        year = number < 70 ? number + 2000 : number < 100 ? number + 1900 : number
      }
    }
    guard let time, let day, let month, let year, (1...31).contains(day), (1601...9999).contains(year), time[0] < 24,
      time[1] < 60, time[2] < 60, day <= days(month, year)
    else { return nil }
    return "\(year)-\(two(month))-\(two(day))T\(two(time[0])):\(two(time[1])):\(two(time[2]))Z"
  }

  private static func clock(_ word: String) -> [Int]? {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    let numbers = parts.compactMap { leading(String($0), 1...2) }
    return numbers.count == 3 ? numbers : nil
  }

  /// The number a word begins with, when it has so many digits.
  private static func leading(_ word: String, _ lengths: ClosedRange<Int>) -> Int? {
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    return lengths.contains(digits.count) ? Int(digits) : nil
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func isDelimiter(_ octet: UInt8) -> Bool {
    switch octet {
    case 0x09, 0x20...0x2f, 0x3b...0x40, 0x5b...0x60, 0x7b...0x7e: true
    default: false
    }
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
}
