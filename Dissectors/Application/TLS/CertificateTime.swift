import SwiftASN1

/// Time ::= CHOICE { utcTime, generalTime } (RFC 5280 §4.1.2.5).
enum CertificateTime {
  /// Seconds since 1970.
  static func seconds(_ node: ASN1Node) -> Int64? {
    if let time = try? UTCTime(derEncoded: node) {
      return seconds(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
    }
    guard let time = try? GeneralizedTime(derEncoded: node) else { return nil }
    return seconds(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
  }

  private static func seconds(
    _ year: Int, _ month: Int, _ day: Int, _ hours: Int, _ minutes: Int, _ seconds: Int
  ) -> Int64? {
    guard 0...9999 ~= year, 1...12 ~= month else { return nil }
    let clock = (hours &* 60 &+ minutes) &* 60 &+ seconds
    return Int64(days(year, month, day) &* 86_400 &+ clock)
  }

  /// Days since 1970, of the calendar that the first millennium did not have yet. Years begin in March, so that a leap day is
  /// the last of one.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year &- 1 : year
    let monthFromMarch = (month &+ 9) % 12
    let era = (year >= 0 ? year : year &- 399) / 400
    let yearOfEra = year &- era &* 400
    let dayOfYear = (153 &* monthFromMarch &+ 2) / 5 &+ day &- 1
    let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
    return era &* 146_097 &+ dayOfEra &- 719_468
  }
}
