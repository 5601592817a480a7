import Analysis
import ArgumentParser
import Capture
import Foundation

/// What every command that reads captures takes.
struct InputOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Captures, read in this order; - is standard input.", valueName: "file"))
  var paths: [String]

  @Option(
    name: [.customShort("f"), .customLong("filter")],
    help: ArgumentHelp("Only packets that match, in tcpdump's filter language.", valueName: "expr"))
  var filter: String?

  @Flag(help: "Keep reading a file that is still being written, until Ctrl-C.")
  var follow = false

  @Option(help: ArgumentHelp("Threads to use; the output is the same for any number.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads takes a number from 1 to 256.") }
    if paths.filter({ $0 == "-" }).count > 1 { throw ValidationError("Standard input (-) can be read only once.") }
  }

  /// The options of a run; a filter that does not compile ends the program here.
  func runOptions() throws -> RunOptions {
    var options = RunOptions()
    // One reads and decodes; following and rendering flows costs more, and gets a thread a processor.
    options.threads = threads ?? min(8, ProcessInfo.processInfo.activeProcessorCount + 1)
    options.follow = follow
    options.stop = Signals.stop
    Signals.install()
    if let filter {
      do {
        options.filter = try PacketFilter(expression: filter)
      } catch {
        Diagnostics.error(lines: "the filter cannot be understood: \(error)")
        throw ExitCode(ExitCode.validationFailure.rawValue)
      }
    }
    return options
  }
}

/// The bounds a user may set.
struct LimitOptions: ParsableArguments {
  @Option(
    name: .customLong("max-flows"),
    help: ArgumentHelp("Flows followed at once; beyond it those next to end are ended early, and counted.", valueName: "n"))
  var maximumFlows: Int?

  @Option(
    name: .customLong("max-memory"),
    help: ArgumentHelp("Memory for live flows, as in 512M or 4G.", valueName: "size"), transform: Size.parse)
  var maximumMemory: Int?

  func validate() throws {
    if let maximumFlows, maximumFlows < 1 { throw ValidationError("--max-flows takes a number from 1 up.") }
  }
}
