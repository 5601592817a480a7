import ArgumentParser
import Foundation
import Glibc

// Measures; never asserts. Run it from the repository's root, after `swift build -c release --product weir`:
//
//     swift run -c release --package-path Tests/Benchmarks weir-bench             generated traffic
//     swift run -c release --package-path Tests/Benchmarks weir-bench big.pcap    your own
//
// `--help` tells the rest.

@main
struct WeirBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weir-bench",
    abstract: "Measure weir: time, memory, and both against a plain loop and other programs.",
    discussion: """
      Each row of the first table is a process of its own, run in turn with the others; times are medians over the rounds, \
      peak memory is the highest. "CPU" is user and system time of the whole process, "start" what the same command takes for \
      a capture without packets; ns/packet is CPU less start. "Peak" counts the pages of the mapped capture, "beyond map" \
      takes its size off.

      The baseline loop maps the capture, reads every packet's Ethernet, VLAN, IP, TCP and UDP headers by hand and looks its \
      flow up in a hash table. It verifies no checksum and touches no payload.

      Programs that are not installed are skipped. tshark takes minutes for what others read in a second, so both it and \
      weir get the capture's first --peer-size octets.

      Options are those of compare: see weir-bench compare --help. Nothing is asserted; the status says only whether \
      everything could be measured.

      Examples:
        weir-bench                          200 MB each of generated traffic: mix, bulk, HTTP in small and in large
        weir-bench --size 1G --rounds 5     more of it
        weir-bench monday.pcap --no-peers   weir alone, on a capture of yours
        perf record weir-bench layer flows monday.pcap
        weir-bench records                  records of TLS opened, against openssl speed
      """,
    subcommands: [
      CompareCommand.self, RecordsCommand.self, BaselineCommand.self, LayerCommand.self, MakeCommand.self, CutCommand.self,
    ],
    defaultSubcommand: CompareCommand.self)
}

/// `weir-bench [FILE…]`: everything, in one run.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Measure everything (what happens without a subcommand).")

  @Argument(help: ArgumentHelp("Captures to measure on, instead of generated ones.", valueName: "file"))
  var files: [String] = []

  @Option(help: ArgumentHelp("The weir to measure; by default the repository's release build.", valueName: "binary"))
  var weir: String?

  @Option(help: ArgumentHelp("Octets of each generated capture.", valueName: "n"), transform: Count.parse)
  var size = 200_000_000

  @Option(help: ArgumentHelp("Rounds of each comparison.", valueName: "n"))
  var rounds = 3

  @Option(help: ArgumentHelp("Octets of a capture that slow peers get.", valueName: "n"), transform: Count.parse)
  var peerSize = 16_000_000

  @Flag(inversion: .prefixedNo, help: "Compare with other programs.")
  var peers = true

  @Option(help: ArgumentHelp("Open flows for the memory of a flow; 0 leaves it out.", valueName: "n"), transform: Count.parse)
  var flows = 500_000

  func validate() throws {
    if !(1...1000).contains(rounds) { throw ValidationError("--rounds takes a number from 1 to 1000.") }
    if flows != 0, !(2...16_000_000).contains(flows) { throw ValidationError("--flows takes 0, or a number from 2 to 16M.") }
  }

  func run() throws {
    let weir = try binary()
    let directory = FileManager.default.temporaryDirectory.appending(path: "weir-bench-\(getpid())").path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let empty = "\(directory)/empty.pcap"
    try make("bulk", 0, empty)
    printMachine(weir)
    fflush(nil)
    let traffic = [Traffic.mix, .bulk, .httpSmall, .httpLarge].map(\.rawValue)
    for capture in files.isEmpty ? traffic : files {
      let path = files.isEmpty ? "\(directory)/\(capture).pcap" : capture
      if files.isEmpty { try make(capture, size, path) }
      try LayerComparison(weir: weir, capture: path, rounds: rounds, empty: empty).run()
      fflush(nil)
      if peers {
        let cut = "\(directory)/cut.pcap"
        guard try ChildProcess.own("cut", "--size", String(peerSize), path, cut).run().status == 0 else {
          throw BenchmarkError("cannot cut \(path)")
        }
        try PeerComparison(weir: weir, capture: path, rounds: rounds, cut: cut).run()
        fflush(nil)
      }
      if files.isEmpty { try FileManager.default.removeItem(atPath: path) }
    }
    if flows > 0 { try FlowMemory(weir: weir, flows: flows, directory: directory).run() }
  }

  private func make(_ traffic: String, _ size: Int, _ path: String) throws {
    let usage = try ChildProcess.own("make", traffic, "--size", String(size), path).run()
    guard usage.status == 0 else { throw BenchmarkError("cannot write \(path)") }
  }

  private func binary() throws -> String {
    let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let path = weir ?? root.appending(path: ".build/release/weir").path
    guard access(path, X_OK) == 0 else {
      throw BenchmarkError(
        "there is no \(path): build it with 'swift build -c release --product weir' in the repository's root, or give --weir")
    }
    return path
  }

  private func printMachine(_ weir: String) {
    var load = [0.0]
    getloadavg(&load, 1)
    print("\(weir), \(ProcessInfo.processInfo.activeProcessorCount) processors, load \(number(load[0], 1)), \(rounds) rounds")
    if load[0] > 1 { print("note: the machine is busy; trust CPU before wall, and ratios before either") }
  }
}
