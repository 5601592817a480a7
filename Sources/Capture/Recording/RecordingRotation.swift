import PacketModel

/// Decides before which packet another file begins, and what it is called: as tcpdump 4.99 does, but by the packets' clock.
struct RecordingRotation: Sendable {
  enum Step: Hashable {
    case stay
    case next(path: String)
    /// There are as many files as were wanted.
    case finish
  }

  private let options: RecordingOptions
  /// Digits of a number in a name; 0 for as many as it has.
  private let width: Int
  /// What the file is numbered with.
  private var number = 0
  /// Files that were asked for by hand and would have had the name of the one before.
  private var extras = 0
  /// The second at which the current interval began, after the epoch.
  private var start: Int64
  /// Intervals that have passed.
  private var intervals = 0

  init(_ options: RecordingOptions, start: Int64) {
    self.options = options
    self.start = start
    width = options.rotateOctets == nil ? 0 : Self.width(options.fileCount ?? 0)
  }

  /// The digits of the last file's number, counted from 0.
  private static func width(_ count: Int) -> Int { count > 1 ? String(count - 1).count : 0 }

  /// The name of the file that is written.
  var path: String {
    let name = options.rotateSeconds == nil ? options.path : LocalTime.format(options.path, seconds: start)
    guard options.rotateOctets != nil else { return extras == 0 ? name : "\(name)\(extras)" }
    if number == 0, width == 0 { return name }
    let digits = String(number)
    return name + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// What has to be done before a packet of this time is written to a file of so many octets.
  mutating func step(before time: Timestamp, octets: Int, packets: Int) -> Step {
    var isNext = false
    if let seconds = options.rotateSeconds, passes(time, Int64(seconds)) {
      intervals += 1
      if options.rotateOctets == nil, let most = options.fileCount, most > 0, intervals >= most { return .finish }
      number = 0
      extras = 0
      isNext = true
    }
    // A file without packets would be followed by the same.
    if !isNext, let most = options.rotateOctets, octets > most, packets > 0 {
      count()
      isNext = true
    }
    return isNext ? .next(path: path) : .stay
  }

  /// The next file's name when somebody wants one at once. A file that has been taken away leaves its name to the next; one
  /// that is still there is not overwritten.
  mutating func next(at seconds: Int64, isThere: Bool) -> String {
    let before = path
    if options.rotateSeconds != nil { start = seconds }
    if options.rotateOctets != nil {
      count()
    } else if isThere, path == before {
      extras += 1
    }
    return path
  }

  /// The next number; in a ring, 0 comes after the last.
  private mutating func count() {
    number += 1
    if let most = options.fileCount, most > 0, number >= most { number = 0 }
  }

  /// Whether an interval ends before this time; then another begins with it.
  private mutating func passes(_ time: Timestamp, _ seconds: Int64) -> Bool {
    let now = time.nanoseconds / 1_000_000_000
    let passed = now.subtractingReportingOverflow(start).partialValue
    if passed >= seconds {
      start = now
      return true
    }
    // A clock that was set back must not keep a file open for as long as it was wrong.
    if passed < -seconds { start = now }
    return false
  }
}
