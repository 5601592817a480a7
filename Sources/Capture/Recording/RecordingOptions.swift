/// What packets are written to, and what makes the next file begin, in tcpdump's manner (tcpdump(1): -w, -C, -G, -W).
public struct RecordingOptions: Hashable, Sendable {
  /// A file's name, before times and numbers are put in; "-" is standard output, which is neither rotated nor synchronised.
  public var path: String
  public var format = RecordingFormat.pcapng
  /// A file that has more octets than these gets no further packet (-C).
  public var rotateOctets: Int?
  /// Seconds, by the packets' times, after which another file begins (-G); `path` then holds a format of strftime(3).
  public var rotateSeconds: Int?
  /// Files in a ring, with `rotateOctets`; files in all, with `rotateSeconds` alone (-W). Without either it has no meaning.
  public var fileCount: Int?
  /// Seconds after which the system is told to put what was written on the disk; otherwise a file is when it is complete.
  public var syncSeconds: Int?
  /// What somebody says of the capture; pcap files have no place for this and the next ones.
  public var comments: [String] = []
  public var application = "Weir"
  public var os: String?
  public var hardware: String?

  public init(path: String) { self.path = path }
}

/// How packets are written.
public enum RecordingFormat: String, Hashable, Sendable, CaseIterable {
  case pcapng, pcap
}

extension RecordingOptions {
  /// Octets meant by the argument of -C: millions, or with a suffix k, m or g units of 1024 octets and its powers.
  public static func octets(_ argument: String) -> Int? {
    let units: [Character: Int] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
    let unit = argument.last.flatMap { units[Character($0.lowercased())] }
    guard let number = Int(unit == nil ? argument : String(argument.dropLast())), number > 0 else { return nil }
    let (octets, isTooMuch) = number.multipliedReportingOverflow(by: unit ?? 1_000_000)
    return isTooMuch ? nil : octets
  }

  /// Whether it is written to something that others read meanwhile.
  public var isStandardOutput: Bool { path == "-" }

  /// Where its files come to be: the last folder of the path that no time changes.
  public var folder: String {
    let fixed = rotateSeconds == nil ? path[...] : path.prefix { $0 != "%" }
    guard let slash = fixed.lastIndex(of: "/") else { return "." }
    return slash == fixed.startIndex ? "/" : String(fixed[..<slash])
  }
}
