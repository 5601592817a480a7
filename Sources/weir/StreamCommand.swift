import Analysis
import ArgumentParser
import Capture
import Dissection
import Octets
import PacketModel
import Reports
import Synchronization

/// `weir stream`: the octets one connection carried, in their order.
struct StreamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream",
    abstract: "Write what a TCP connection carried, put in order, as it was sent.",
    discussion: """
      The octets of both sides in the order in which they became complete, or of one side with --side. Octets the capture
      does not have are left out, and told on standard error. With --decrypted, what TLS protected, as far as the key logs and \
      the capture have its secrets: of the outermost session, where one is inside another.

      Examples:
        weir stream --flow 17 capture.pcap | less
        weir stream --flow 17 --side server capture.pcap > response.bin
        weir stream --flow 17 --decrypted --keylog keys.log capture.pcap | less
      """)

  enum Side: String, ExpressibleByArgument, CaseIterable { case client, server }

  @OptionGroup var input: InputOptions

  @Option(help: ArgumentHelp("The flow, by its id in the report: the number of its first frame.", valueName: "id"))
  var flow: String

  @Option(help: ArgumentHelp("Only what this side sent.", valueName: "client|server"))
  var side: Side?

  @Flag(help: "What TLS protected, decrypted.")
  var decrypted = false

  @OptionGroup var secrets: SecretOptions
  @OptionGroup var destination: OutputOptions

  func validate() throws {
    if !secrets.keyLogs.isEmpty, !decrypted { throw ValidationError("--keylog is for --decrypted.") }
  }

  func run() throws {
    var options = try input.runOptions()
    // The octets must come in the capture's order, so one thread does it all.
    options.threads = 1
    if decrypted { try secrets.apply(to: &options, reading: input.paths) }
    let tap: any ConnectionTap =
      decrypted ? DecryptedTap(flow: flow, side: side, options.secrets) : StreamTap(flow: flow, side: side)
    options.dissectors = tap
    let output = try destination.open(reading: input.paths)
    var run = FlowRun(options: options, render: { _, _, _ in }, deliver: { _ in try output.write(tap.take()) })
    var status = RunStatus.success
    for path in input.paths {
      do {
        let summary = try run.read(path) { _ in try? output.write(tap.take()) }
        if let damage = summary.description.damage {
          Diagnostics.error("\(path): damaged at octet \(damage.offset): \(damage.reason)")
          status = .damaged
        }
      } catch let error as CaptureError {
        Diagnostics.error(error.description)
        throw ExitCode(RunStatus.failure.rawValue)
      }
    }
    _ = try run.finish()
    try output.write(tap.take())
    try output.close()
    if let complaint = tap.complaint {
      Diagnostics.error(complaint)
      throw ExitCode(RunStatus.failure.rawValue)
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }
}

/// Collects octets of one connection.
protocol ConnectionTap: StreamDissectorSource {
  /// What has come since the last call.
  func take() -> [UInt8]
  /// Why there was nothing to collect; nothing where there was.
  var complaint: String? { get }
}

/// Collects one connection's octets as they become contiguous.
private final class StreamTap: ConnectionTap {
  private let flow: String
  private let side: StreamCommand.Side?
  private let state = Mutex((octets: [UInt8](), isFound: false))

  init(flow: String, side: StreamCommand.Side?) {
    self.flow = flow
    self.side = side
  }

  var complaint: String? {
    state.withLock { $0.isFound }
      ? nil : "there is no TCP connection \(flow) with payload here; weir report lists the flows"
  }

  func take() -> [UInt8] {
    state.withLock { state in
      defer { state.octets = [] }
      return state.octets
    }
  }

  func append(_ octets: [UInt8]) { state.withLock { $0.octets.append(contentsOf: octets) } }

  func dissector(for connection: StreamConnection) -> (any StreamDissector)? {
    let id = FlowRecord.id(connection.firstFrame, depth: connection.depth)
    guard id == flow else { return nil }
    state.withLock { $0.isFound = true }
    let wanted = side.map { $0 == .client ? connection.client : connection.client.other }
    return StreamTapReader(tap: self, wanted: wanted, client: connection.client)
  }
}

private struct StreamTapReader: StreamDissector {
  let tap: StreamTap
  let wanted: Endpoint?
  let client: Endpoint

  mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    if wanted == nil || wanted == sender { tap.append(octets.copied()) }
  }

  mutating func receive(urgent octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    receive(octets, from: sender, at: place)
  }

  mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    guard wanted == nil || wanted == sender else { return }
    let name = sender == client ? "client" : "server"
    Diagnostics.warning("\(count) octets of the \(name) are not in the capture (known at frame \(place.frame))")
  }

  mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {}
}
