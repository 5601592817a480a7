import ApplicationModel
import PacketModel

/// A certificate's dates, which may lie beyond what a capture's clock can say: RFC 5280 §4.1.2.5 has years from 0 to 9999.
enum CertificateTime {
  /// RFC 3339 in UTC with nanoseconds, as all moments of a report; nothing outside the years that it can say.
  static func rfc3339(_ seconds: Int64) -> String? {
    guard let (date, time) = parts(seconds) else { return nil }
    return date + "T" + time + ".000000000Z"
  }

  /// "2029-02-25": for people.
  static func date(_ seconds: Int64) -> String? { parts(seconds)?.date }

  private static func parts(_ seconds: Int64) -> (date: String, time: String)? {
    guard years.contains(seconds) else { return nil }
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let time = UInt64(seconds - day * 86_400)
    let date = Timestamp.civil(day)
    return (
      joined([(UInt64(date.year), 4), (UInt64(date.month), 2), (UInt64(date.day), 2)], "-"),
      joined([(time / 3600, 2), (time / 60 % 60, 2), (time % 60, 2)], ":")
    )
  }

  private static func joined(_ numbers: [(UInt64, Int)], _ separator: Character) -> String {
    var text: [UInt8] = []
    for (number, digits) in numbers {
      if !text.isEmpty { text.append(separator.asciiValue ?? 0) }
      text.append(padded: number, digits)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// From 0000-01-01T00:00:00Z to the end of 9999.
  private static let years: Range<Int64> = -62_167_219_200..<253_402_300_800
}

extension TLSCertificate {
  /// Whether a moment is inside its validity; nothing where its dates could not be read.
  func validity(at moment: Timestamp) -> Validity? {
    let seconds = moment.nanoseconds / 1_000_000_000
    if let notAfter, seconds > notAfter { return .expired }
    if let notBefore, seconds < notBefore { return .notYetValid }
    return notBefore == nil || notAfter == nil ? nil : .valid
  }

  enum Validity: String {
    case valid, expired
    case notYetValid = "not_yet_valid"
  }
}
