import Analysis
import ApplicationModel
import ArgumentParser
import Reports

/// `weir export bodies`: HTTP bodies as files.
struct ExportBodiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bodies",
    abstract: "Write the bodies of HTTP messages to files, decoded, with a manifest of them.",
    discussion: """
      A file's name tells the flow, the place in its http[], the side, then what the URL's path ends with: \
      17-3-response-logo.png. manifest.json \
      tells of each its URL, status, type, frames, sizes, whether it is whole, and its SHA-256.

      Examples:
        weir export bodies capture.pcap -o bodies
        weir export bodies --type responses --host example.com capture.pcap -o bodies
        weir export bodies --flow 17 --max-total 100M capture.pcap -o bodies

      Files are written into the folder only, links are not followed, and nothing is written over unless --force is given.
      Bodies are what they are: secrets and malware in them are not looked for.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var exchanges: ExchangeOptions

  enum Side: String, ExpressibleByArgument, CaseIterable { case all, requests, responses }

  @Option(help: ArgumentHelp("Whose bodies.", valueName: "all|requests|responses"))
  var type = Side.all

  @Option(
    help: ArgumentHelp("Octets of all bodies together; what is beyond is left out, and told.", valueName: "size"),
    transform: Size.parse)
  var maxTotal = 4 << 30

  @Flag(help: "Write into a folder that is not empty; files with the names needed are replaced.")
  var force = false

  @OptionGroup var secrets: SecretOptions
  @OptionGroup var limits: LimitOptions

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The folder; made where it is missing.", valueName: "folder"))
  var folder: String

  func run() throws {
    var options = try input.runOptions()
    try secrets.apply(to: &options, reading: input.paths)
    options.limits = limits.flowLimits
    // One thread follows the flows, so that what the limit leaves out does not depend on chance.
    options.threads = min(options.threads, 2)
    let files = BodyFiles(
      try ExportFolder(folder, force: force), requests: type != .responses, responses: type != .requests, limit: maxTotal)
    var run = ExchangeRun(filter: exchanges.filter, redaction: exchanges.redaction)
    run.application.bodies = files
    run.flowEnded = { files.end($0) }
    let status = try run.run(input.paths, options) { views, _ in files.name(views) }
    let manifest = try files.finish()
    if manifest.cutBodies > 0 {
      Diagnostics.warning(
        "\(manifest.cutOctets) octets of \(manifest.cutBodies) bodies are left out: all together are more than --max-total \(maxTotal)"
      )
    }
    if manifest.count == 0, status != .failure { Diagnostics.write("weir: no body \(exchanges.isAll ? "found" : "matches")\n") }
    if status != .success { throw ExitCode(status.rawValue) }
  }
}
