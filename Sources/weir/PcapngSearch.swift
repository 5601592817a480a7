import Analysis
import ApplicationModel
import Capture
import DissectorCatalog
import Flows
import Secrets

/// What must be known of captures before they are written: the frames of flows, and the secrets of connections.
struct PcapngSearch {
  /// Of the flows that are wanted, ascending.
  private(set) var frames: [Int] = []
  /// Lines of key logs that belong to connections that are written.
  private(set) var keyLog: Secret?
  private var found: Set<FlowOrder> = []

  /// Nothing is searched for.
  init() {}

  /// Follows the flows of the captures. What is wrong with them is said when they are written.
  init(_ paths: [String], _ options: RunOptions) throws {
    var options = options
    if let secrets = options.secrets {
      var application = ApplicationOptions()
      application.secrets = secrets
      options.dissectors = ApplicationStreams(application)
    }
    let wanted = options.wantedFlows
    let names = SecretNames()
    var run = FlowRun(options: options) { ended in
      guard case .flows(let flows) = ended else { return }
      for flow in flows where wanted.isEmpty || wanted.contains(flow.order) { names.add(flow) }
    }
    let progress = Progress()
    for path in paths where !Signals.stop.isRaised {
      defer { progress.clear() }
      do {
        try run.read(path) { progress.update(path, $0) }
      } catch is CaptureError {
        continue
      } catch is PacketFilterError {
        continue
      }
    }
    frames = try run.finish().wantedFrames
    found = names.flows
    options.secrets?.publish()
    guard var lines = options.secrets?.keyLog(for: names.all, andFound: wanted.isEmpty), !lines.isEmpty else { return }
    keyLog = Secret(lines.span)
    Secret.overwrite(&lines)
  }

  /// Says which flows are not there, if any.
  func complain(about flows: [FlowOrder]) -> Bool {
    let missing = flows.filter { !found.contains($0) }
    for flow in missing {
      Diagnostics.error(
        "there is no flow \(flow.id) here: a flow's id is the number of its first frame (weir report --ndjson lists all)")
    }
    return !missing.isEmpty
  }
}

/// What secrets of flows are found by: clients' randoms and session ids.
private final class SecretNames {
  private(set) var all: Set<[UInt8]> = []
  private(set) var flows: Set<FlowOrder> = []

  func add(_ flow: FinishedFlow) {
    flows.insert(flow.order)
    for session in flow.application?.tls ?? [] {
      for hello in [session.clientHello, session.secondClientHello] {
        guard let hello else { continue }
        all.insert(hello.random)
        if !hello.sessionID.isEmpty { all.insert(hello.sessionID) }
      }
      if let id = session.serverHello?.sessionID, !id.isEmpty { all.insert(id) }
    }
  }
}
