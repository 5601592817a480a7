/// `weir report --ndjson` against other programs, over one capture: on as many threads as it likes, and on one, as they all
/// are.
struct PeerComparison {
  let weir: String
  let capture: String
  let rounds: Int
  /// The same capture's first part, for programs so slow that they would take minutes.
  let cut: String

  private struct Peer {
    var program: String
    /// "F" stands for the capture.
    var arguments: [String]
    var isSlow = false
  }

  private static let peers = [
    Peer(program: "ndpiReader", arguments: ["-i", "F", "-q"]),
    Peer(program: "tcpdump", arguments: ["-nn", "-r", "F"]),
    Peer(program: "tshark", arguments: ["-r", "F", "-q", "-z", "conv,tcp"], isSlow: true),
    Peer(program: "tshark", arguments: ["-r", "F", "-q", "-z", "http,tree"], isSlow: true),
    Peer(program: "tshark", arguments: ["-r", "F", "-T", "ek"], isSlow: true),
  ]

  func run() throws {
    print(
      "\n" + column("peer's time as a multiple of weir's", 40)
        + ["wall", "1 thread", "its CPU", "peer s", "weir s", "1 thread s", "peer GB/s", "file MB"].map { right($0, 11) }
        .joined())
    for peer in Self.peers {
      let path = peer.isSlow ? cut : capture
      let size = try fileSize(path)
      let title = ([peer.program] + peer.arguments).joined(separator: " ")
      guard let command = ChildProcess.installed(peer.program, peer.arguments.map { $0 == "F" ? path : $0 }) else {
        print(column(title, 40) + "  not installed, skipped")
        continue
      }
      let own = ChildProcess(executable: weir, arguments: ["report", "--ndjson", path])
      let single = ChildProcess(executable: weir, arguments: ["report", "--ndjson", "--threads", "1", path])
      let samples = try Samples.alternate([own, single, command], rounds: rounds)
      let theirs = samples[2]
      if let failure = theirs.failure {
        print(column(title, 40) + "  failed with status \(failure)")
        continue
      }
      print(
        column(title, 40)
          + [
            number(theirs.ratio(to: samples[0], \.wall), 2), number(theirs.ratio(to: samples[1], \.wall), 2),
            number(theirs.ratio(to: samples[1], \.processor), 2), number(theirs.wall, 3), number(samples[0].wall, 3),
            number(samples[1].wall, 3), number(Double(size) / theirs.wall / 1e9, 2), megabytes(size),
          ].map { right($0, 11) }.joined())
    }
  }
}
