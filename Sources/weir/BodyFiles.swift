import ApplicationModel
import Capture
import Crypto
import Flows
import Octets
import Reports
import Synchronization

/// Writes bodies to files as they come. What they are is known when their flow ends: they take their names then, or go.
final class BodyFiles: BodySink {
  private let folder: ExportFolder
  private let sides: Set<Bool>
  private let state: Mutex<State>

  private struct State {
    var files: [BodyID: File] = [:]
    /// The bodies of flows that have not ended.
    var flows: [FlowOrder: [BodyID]] = [:]
    var openFiles = 0
    /// Octets that may still be written.
    var room: Int
    var manifest = BodyManifest()
    var failure: (any Error)?
  }

  private struct File {
    var name: String
    var descriptor: CInt?
    var octets = 0
    var cut = 0
    var hash = SHA256()
  }

  /// `sides` are those of the messages wanted: requests, responses or both.
  init(_ folder: ExportFolder, requests: Bool, responses: Bool, limit: Int) {
    self.folder = folder
    sides = Set((requests ? [true] : []) + (responses ? [false] : []))
    state = Mutex(State(room: limit))
  }

  // MARK: - A sink

  func write(_ octets: Span<UInt8>, of body: BodyID) {
    guard sides.contains(body.isRequest), !octets.isEmpty else { return }
    let copy = ByteView(octets).copied()
    state.withLock { state in
      guard state.failure == nil else { return }
      do {
        try write(copy, of: body, &state)
      } catch {
        // Told at the end; there is no point in reading on.
        state.failure = error
        Signals.stop.stop()
      }
    }
  }

  func end(_ body: BodyID) {
    state.withLock { state in
      guard let file = state.files[body]?.descriptor else { return }
      folder.close(file)
      state.openFiles -= 1
      state.files[body]?.descriptor = nil
    }
  }

  private func write(_ octets: [UInt8], of body: BodyID, _ state: inout State) throws {
    var file = state.files[body] ?? File(name: Self.partialName(body))
    if file.octets == 0, file.cut == 0 {
      state.flows[FlowOrder(frame: body.frame, depth: body.depth), default: []].append(body)
    }
    let kept = octets.count <= state.room && file.cut == 0 ? octets : Array(octets.prefix(file.cut == 0 ? state.room : 0))
    file.cut += octets.count - kept.count
    defer { state.files[body] = file }
    guard !kept.isEmpty else { return }
    if file.descriptor == nil {
      if state.openFiles >= Self.mostOpenFiles { closeAll(&state) }
      file.descriptor = file.octets == 0 ? try folder.create(file.name) : try folder.reopen(file.name)
      state.openFiles += 1
    }
    guard let descriptor = file.descriptor else { return }
    try folder.write(kept, to: descriptor, file.name)
    file.hash.update(data: kept)
    file.octets += kept.count
    state.room -= kept.count
  }

  private func closeAll(_ state: inout State) {
    for (body, file) in state.files {
      guard let descriptor = file.descriptor else { continue }
      folder.close(descriptor)
      state.files[body]?.descriptor = nil
    }
    state.openFiles = 0
  }

  /// Systems allow a process 1024 and more.
  private static let mostOpenFiles = 256

  private static func partialName(_ body: BodyID) -> String {
    "\(body.frame).\(body.depth)-\(body.log)-\(body.exchange)-\(body.isRequest ? "request" : "response").partial"
  }

  // MARK: - A flow's end

  /// Names the bodies of exchanges that are wanted.
  func name(_ views: [ExchangeView]) {
    state.withLock { state in
      guard state.failure == nil else { return }
      do {
        for view in views {
          for isRequest in [true, false] { try name(view, isRequest, &state) }
        }
      } catch {
        state.failure = error
        Signals.stop.stop()
      }
    }
  }

  private func name(_ view: ExchangeView, _ isRequest: Bool, _ state: inout State) throws {
    let body = view.bodyID(isRequest: isRequest)
    guard let file = state.files[body] else { return }
    var name: String?
    if file.octets > 0 {
      let own = view.bodyName(isRequest: isRequest)
      // Only a folder, or with --force something that cannot be removed, can be in the way.
      name = try folder.rename(file.name, to: own) ? own : file.name
      forget(body, &state)
    }
    state.files[body] = nil
    let exported = BodyManifest.Exported(octets: file.octets, sha256: Array(file.hash.finalize()), cut: file.cut)
    state.manifest.add(view, isRequest: isRequest, file: name, exported)
  }

  /// Removes what nobody wanted of a flow that has ended.
  func end(_ flow: FlowOrder) {
    state.withLock { state in
      for body in state.flows.removeValue(forKey: flow) ?? [] {
        guard let file = state.files[body] else { continue }
        forget(body, &state)
        state.files[body] = nil
        if file.octets > 0 { folder.remove(file.name) }
        state.room += file.octets
      }
    }
  }

  private func forget(_ body: BodyID, _ state: inout State) {
    guard let descriptor = state.files[body]?.descriptor else { return }
    folder.close(descriptor)
    state.openFiles -= 1
    state.files[body]?.descriptor = nil
  }

  /// Writes the manifest. Throws what went wrong before.
  func finish() throws -> BodyManifest {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      closeAll(&state)
      guard let file = try folder.create(Self.manifestName) else { return state.manifest }
      defer { folder.close(file) }
      try folder.write(state.manifest.json, to: file, Self.manifestName)
      return state.manifest
    }
  }

  static let manifestName = "manifest.json"
}
