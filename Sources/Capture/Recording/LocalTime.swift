import Glibc

/// Times as names of files have them: in the zone of the host.
enum LocalTime {
  /// Learns the zone while its file can still be read.
  static func prepare() { tzset() }

  /// Fills a format of strftime(3). One that makes no text, or too much, is left as it is.
  static func format(_ format: String, seconds: Int64) -> String {
    var moment = time_t(seconds)
    var parts = unsafe tm()
    guard unsafe localtime_r(&moment, &parts) != nil else { return format }
    var text: [CChar] = []
    text.append(addingCapacity: longest) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        guard let start = buffer.baseAddress else { return }
        unsafe count = strftime(start, longest, format, &parts)
      }
    }
    return text.isEmpty ? format : String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Octets of a path (PATH_MAX).
  private static let longest = 4096
}
