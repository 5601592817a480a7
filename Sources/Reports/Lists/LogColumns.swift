/// The columns of a list: beside the time in front, and what a line is about behind.
public struct LogColumns: Sendable {
  struct Column: Sendable {
    var title: String
    var isLeft = true
    /// 0 stays; of the others, the greatest is left out first where a terminal is too narrow.
    var rank = 0
    var ink: (@Sendable (String) -> TextStyle.Ink)?
  }

  var columns: [Column]
  /// What stands behind them.
  var subject: String
  /// The subject is not cut to less.
  var leastSubject: Int
}

extension LogColumns {
  /// Of `weir http`.
  public static let exchanges = LogColumns(
    columns: [
      Column(title: "client"), Column(title: "status", ink: ink(ofStatus:)), Column(title: "wait", isLeft: false),
      Column(title: "total", isLeft: false), Column(title: "sent", isLeft: false), Column(title: "received", isLeft: false),
      Column(title: "method"), Column(title: "flow", isLeft: false), Column(title: "frames", isLeft: false),
    ], subject: "url", leastSubject: 24)

  /// Of `weir tls`.
  public static let handshakes = LogColumns(
    columns: [
      Column(title: "client", rank: 3), Column(title: "server"), Column(title: "outcome", ink: ink(ofOutcome:)),
      Column(title: "handshake", isLeft: false), Column(title: "version"), Column(title: "cipher", rank: 4),
      Column(title: "alpn", rank: 2), Column(title: "resumed", rank: 1), Column(title: "flow", isLeft: false),
      Column(title: "frames", isLeft: false, rank: 5),
    ], subject: "server name", leastSubject: 16)

  /// Of `weir http2`.
  public static let connections = LogColumns(
    columns: [
      Column(title: "client", rank: 5), Column(title: "server"), Column(title: "start", rank: 1),
      Column(title: "streams", isLeft: false), Column(title: "at once", isLeft: false, rank: 2),
      Column(title: "resets", isLeft: false), Column(title: "ping", isLeft: false, rank: 3),
      Column(title: "held", isLeft: false, ink: ink(ofWait:)), Column(title: "blocked", isLeft: false, ink: ink(ofWait:)),
      Column(title: "flow", isLeft: false), Column(title: "frames", isLeft: false, rank: 4),
    ], subject: "host", leastSubject: 16)

  @Sendable private static func ink(ofWait cell: String) -> TextStyle.Ink { cell == "-" ? .plain : .doubt }

  @Sendable static func ink(ofStatus cell: String) -> TextStyle.Ink {
    switch Int(cell) ?? 0 {
    case 200..<300: .good
    case 300..<400, 100..<200: .plain
    case 400..<500: .doubt
    case 500...: .bad
    default: .doubt
    }
  }

  @Sendable private static func ink(ofOutcome cell: String) -> TextStyle.Ink {
    switch cell {
    case "done": .good
    case "failed": .bad
    default: .doubt
    }
  }
}
