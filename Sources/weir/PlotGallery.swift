import ArgumentParser
import Capture
import Flows
import Foundation
import Reports
import Synchronization

/// Draws connections as they end, and writes the drawings into a folder.
///
/// Where any connection may still lose its place to another, drawings wait in memory until all have been seen; what is sure to
/// stay is written at once. Flows may be offered from several threads; the result is the same.
final class PlotGallery: Sendable {
  private let folder: String
  /// Ids of the flows to be drawn; empty for any.
  private let wanted: Set<String>
  private let keepsAll: Bool
  private let state: Mutex<State>

  private struct State {
    var selection: PlotSelection
    var drawings: [FlowOrder: Drawing] = [:]
    /// Connections that could be drawn.
    var candidates = 0
    var failure: (any Error)?
  }

  private struct Drawing {
    var entry: PlotIndex.Entry
    /// Nothing when it is written already.
    var svg: [UInt8]?
  }

  init(folder: String, flows: Set<String>, limit: Int) throws {
    self.folder = folder
    wanted = flows
    keepsAll = !flows.isEmpty || limit == .max
    state = Mutex(State(selection: PlotSelection(limit: limit == .max ? 0 : limit)))
    try Self.prepare(folder)
  }

  /// Draws a flow if it is wanted. What goes wrong is told by `finish`.
  func offer(_ flow: borrowing FinishedFlow) {
    let isWanted = wanted.isEmpty ? FlowPlot.canDraw(flow) : wanted.contains(Self.id(flow.order)) && !flow.trace.isEmpty
    guard isWanted else { return }
    let candidate = PlotCandidate(flow)
    let isPlaced = state.withLock { state in
      state.candidates += 1
      return state.failure == nil && (keepsAll || state.selection.wants(candidate))
    }
    guard isPlaced else { return }
    let flow = copy flow
    let svg = FlowPlot.svg(flow)
    let entry = PlotIndex.Entry(flow)
    guard keepsAll else {
      return state.withLock { state in
        state.drawings[flow.order] = Drawing(entry: entry, svg: svg)
        for order in state.selection.add(candidate) { state.drawings[order] = nil }
      }
    }
    do {
      try write(svg, FlowPlot.fileName(flow.order))
      state.withLock { $0.drawings[flow.order] = Drawing(entry: entry, svg: nil) }
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
  }

  /// Writes what has not been written yet, and the list of all. Says on standard error what was left out.
  func finish(_ captures: [String]) throws -> RunStatus {
    let (drawings, chosen, candidates, failure) = state.withLock { state in
      (state.drawings, keepsAll ? state.drawings.keys.sorted() : state.selection.chosen, state.candidates, state.failure)
    }
    if let failure { throw failure }
    for order in chosen {
      if let svg = drawings[order]?.svg { try write(svg, FlowPlot.fileName(order)) }
    }
    let leftOut = wanted.isEmpty ? candidates - chosen.count : 0
    let index = PlotIndex.html(chosen.compactMap { drawings[$0]?.entry }, captures: captures, leftOut: leftOut)
    try write(index, PlotIndex.fileName)
    if leftOut > 0 {
      Diagnostics.warning(
        "\(folder) has \(chosen.count) of \(candidates) TCP connections, those that suffered most and the biggest; "
          + "--flow draws others, --max-plots more")
    }
    let missing = wanted.subtracting(chosen.map(Self.id)).sorted()
    for id in missing { Diagnostics.error("there is no TCP connection \(id) here to draw; weir report lists the flows") }
    return missing.isEmpty ? .success : .failure
  }

  private static func id(_ order: FlowOrder) -> String { FlowRecord.id(order.frame, depth: order.depth) }

  // MARK: - Files

  private func write(_ octets: [UInt8], _ name: String) throws {
    let output = try Output(path: folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)")
    try output.write(octets)
    try output.close()
  }

  /// Before anything is read: what cannot work is told at once.
  private static func prepare(_ folder: String) throws {
    if let status = FileStatus(folder) {
      guard status.isFolder else { throw failure("\(folder) is a file: --plots takes a folder") }
    } else {
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw failure("cannot make the folder \(folder): \(reason(error))")
      }
    }
    guard FileManager.default.isWritableFile(atPath: folder) else { throw failure("cannot write into the folder \(folder)") }
  }

  /// What the system said; Foundation wraps it.
  private static func reason(_ error: any Error) -> String {
    let underlying = (error as? CocoaError)?.underlying as? POSIXError
    return underlying.map { SystemMessage.of($0.code.rawValue) } ?? error.localizedDescription
  }

  private static func failure(_ message: String) -> ExitCode {
    Diagnostics.error(message)
    return ExitCode(RunStatus.failure.rawValue)
  }
}
