extension Timestamp {
  /// RFC 3339 in UTC with nanoseconds: "2026-11-23T20:06:00.000000001Z".
  public func appendRFC3339(to text: inout [UInt8]) {
    text.append(addingCapacity: 30) { appendRFC3339(to: &$0) }
  }

  /// The same where there is room for 30 octets.
  public func appendRFC3339(to output: inout OutputSpan<UInt8>) {
    var seconds = nanoseconds / 1_000_000_000
    var fraction = nanoseconds % 1_000_000_000
    if fraction < 0 {
      fraction += 1_000_000_000
      seconds -= 1
    }
    var days = seconds / 86_400
    var time = seconds % 86_400
    if time < 0 {
      time += 86_400
      days -= 1
    }
    let (year, month, day) = Self.civil(days)
    let second = UInt32(truncatingIfNeeded: time)
    let nanosecond = UInt32(truncatingIfNeeded: fraction)
    appendPair(UInt32(truncatingIfNeeded: year) / 100, to: &output)
    appendPair(UInt32(truncatingIfNeeded: year) % 100, to: &output)
    output.append(UInt8(ascii: "-"))
    appendPair(UInt32(truncatingIfNeeded: month), to: &output)
    output.append(UInt8(ascii: "-"))
    appendPair(UInt32(truncatingIfNeeded: day), to: &output)
    output.append(UInt8(ascii: "T"))
    appendPair(second / 3600, to: &output)
    output.append(UInt8(ascii: ":"))
    appendPair(second / 60 % 60, to: &output)
    output.append(UInt8(ascii: ":"))
    appendPair(second % 60, to: &output)
    output.append(UInt8(ascii: "."))
    output.append(UInt8(truncatingIfNeeded: nanosecond / 100_000_000) &+ 48)
    appendPair(nanosecond / 1_000_000 % 100, to: &output)
    appendPair(nanosecond / 10_000 % 100, to: &output)
    appendPair(nanosecond / 100 % 100, to: &output)
    appendPair(nanosecond % 100, to: &output)
    output.append(UInt8(ascii: "Z"))
  }

  /// The time of day in UTC with microseconds, as tcpdump prints it: "20:06:00.000001".
  public func appendTimeOfDay(to text: inout [UInt8]) {
    var time = (nanoseconds / 1_000) % 86_400_000_000
    if time < 0 { time += 86_400_000_000 }
    appendClock(UInt64(time / 1_000_000), to: &text)
    text.append(UInt8(ascii: "."))
    appendPadded(UInt64(time % 1_000_000), 6, to: &text)
  }

  public var rfc3339: String {
    var text: [UInt8] = []
    appendRFC3339(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private func appendClock(_ second: UInt64, to text: inout [UInt8]) {
    appendPadded(second / 3600, 2, to: &text)
    text.append(UInt8(ascii: ":"))
    appendPadded(second / 60 % 60, 2, to: &text)
    text.append(UInt8(ascii: ":"))
    appendPadded(second % 60, 2, to: &text)
  }

  /// The Gregorian date of a day counted from 1970-01-01: whole 400-year eras from 0000-03-01, then years, then months of a
  /// year that begins in March, so that the leap day is its last.
  public static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}

/// Appends an unsigned number in decimal, with zeros before it up to `digits`.
private func appendPadded(_ value: UInt64, _ digits: Int, to text: inout [UInt8]) {
  var unit: UInt64 = 1
  for _ in 1..<digits { unit *= 10 }
  var rest = value
  while unit > 0 {
    text.append(UInt8(truncatingIfNeeded: rest / unit % 10) &+ 48)
    rest %= unit
    unit /= 10
  }
}
