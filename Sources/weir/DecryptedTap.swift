import ApplicationModel
import Dissection
import DissectorCatalog
import PacketModel
import Reports
import Secrets
import Synchronization

/// Collects what the outermost TLS session of one connection protected, as it is decrypted.
///
/// All connections are read: another one may know the secret, where a session is resumed.
final class DecryptedTap: ConnectionTap {
  private let flow: String
  private let side: StreamCommand.Side?
  private let hasSecrets: @Sendable () -> Bool
  private let sink: Sink
  private let streams: ApplicationStreams
  private let client = Mutex<Endpoint?>(nil)

  init(flow: String, side: StreamCommand.Side?, _ secrets: SecretStore?) {
    self.flow = flow
    self.side = side
    hasSecrets = { secrets?.isEmpty == false }
    sink = Sink(flow: flow)
    var application = ApplicationOptions()
    application.secrets = secrets
    application.plaintext = sink
    streams = ApplicationStreams(application)
  }

  func dissector(for connection: StreamConnection) -> (any StreamDissector)? {
    if FlowRecord.id(connection.firstFrame, depth: connection.depth) == flow { client.withLock { $0 = connection.client } }
    return streams.dissector(for: connection)
  }

  func take() -> [UInt8] {
    let client = client.withLock { $0 }
    let wanted = client.flatMap { client in side.map { $0 == .client ? client : client.other } }
    return sink.take(wanted)
  }

  var complaint: String? {
    guard client.withLock({ $0 != nil }) else {
      return "there is no TCP connection \(flow) with payload here; weir report lists the flows"
    }
    let (octets, missing) = sink.counts
    guard octets > 0 else {
      return hasSecrets()
        ? "flow \(flow) carries no TLS that the secrets here open: --keylog takes the key log that its client or server wrote"
        : "there are no secrets to open flow \(flow) with: name a key log with --keylog"
    }
    if missing > 0 {
      Diagnostics.warning("\(missing) octets, as they were sent, are not in the capture or could not be decrypted")
    }
    return nil
  }
}

/// Where the readers bring what they decrypt.
private final class Sink: PlaintextSink {
  private let flow: String
  private let state = Mutex(State())

  private struct State {
    var pieces: [(sender: Endpoint, octets: [UInt8])] = []
    /// Of the first session met: what it carries may hold others.
    var nesting: Int?
    var octets = 0
    /// Octets, as they were sent, of which nobody knows what they held.
    var missing = 0

    mutating func isOutermost(_ nesting: Int) -> Bool {
      let outermost = self.nesting ?? nesting
      self.nesting = outermost
      return nesting == outermost
    }
  }

  init(flow: String) { self.flow = flow }

  var counts: (octets: Int, missing: Int) { state.withLock { ($0.octets, $0.missing) } }

  /// What has come since the last call, of one side or both.
  func take(_ side: Endpoint?) -> [UInt8] {
    state.withLock { state in
      defer { state.pieces = [] }
      return state.pieces.reduce(into: []) { octets, piece in
        if side == nil || side == piece.sender { octets += piece.octets }
      }
    }
  }

  func add(_ octets: Span<UInt8>, from sender: Endpoint, at point: StreamPoint, flow: (frame: Int, depth: UInt8), nesting: Int)
  {
    guard FlowRecord.id(flow.frame, depth: flow.depth) == self.flow else { return }
    var copy: [UInt8] = []
    copy.append(addingCapacity: octets.count) { output in
      for index in octets.indices { output.append(octets[index]) }
    }
    state.withLock { state in
      guard state.isOutermost(nesting) else { return }
      state.octets += copy.count
      state.pieces.append((sender, copy))
    }
  }

  func skip(_ count: Int, from sender: Endpoint, at point: StreamPoint, flow: (frame: Int, depth: UInt8), nesting: Int) {
    guard FlowRecord.id(flow.frame, depth: flow.depth) == self.flow else { return }
    state.withLock { state in
      if state.isOutermost(nesting) { state.missing += count }
    }
  }
}
