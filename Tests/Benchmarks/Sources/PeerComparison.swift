/// `weir report --ndjson` against other programs, over one capture.
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
    Peer(program: "tshark", arguments: ["-r", "F", "-T", "ek"], isSlow: true),
  ]

  func run() throws {
    print(
      "\n" + column("peer's time as a multiple of weir's", 40)
        + ["wall", "CPU", "peer s", "weir s", "file MB"].map { right($0, 11) }.joined())
    for peer in Self.peers {
      let path = peer.isSlow ? cut : capture
      let title = ([peer.program] + peer.arguments).joined(separator: " ")
      guard let command = ChildProcess.installed(peer.program, peer.arguments.map { $0 == "F" ? path : $0 }) else {
        print(column(title, 40) + "  not installed, skipped")
        continue
      }
      let own = ChildProcess(executable: weir, arguments: ["report", "--ndjson", path])
      let samples = try Samples.alternate([own, command], rounds: rounds)
      if let failure = samples[1].failure {
        print(column(title, 40) + "  failed with status \(failure)")
        continue
      }
      print(
        column(title, 40)
          + [
            number(samples[1].ratio(to: samples[0], \.wall), 1), number(samples[1].ratio(to: samples[0], \.processor), 1),
            number(samples[1].wall, 3), number(samples[0].wall, 3), megabytes(try fileSize(path)),
          ].map { right($0, 11) }.joined())
    }
  }
}
