import Analysis
import ArgumentParser
import Capture
import Flows
import PacketModel
import Reports

/// What `weir live` prints.
enum LiveStyle {
  case text, json, ndjson
  /// Standard output is the packets'.
  case silent
}

/// A live capture from its first packet to its report.
///
/// All but the capture's and the recorder's own work happens on the calling thread, between two rounds of packets: signals,
/// keys, the view, lines, figures for others.
final class LiveRun {
  private let capture: LiveCapture
  private let recorder: Recorder?
  private let server: MetricsServer?
  private let output: Output
  private let style: LiveStyle
  private let display: LiveDisplay
  private let redaction: Redaction
  private let deadline: ContinuousClock.Instant?
  private let kept: KeptFlows
  private let figures = LiveFigures()
  private var isStopping = false
  /// The capture was told to end though nobody takes what it has read.
  private var isReleased = false
  private var isRecorderClosed = false
  private var status = RunStatus.success
  /// Interfaces whose failure has been told.
  private var failed: Set<Int> = []
  private var lookedAt = ContinuousClock.now
  /// Interfaces that were told to be down.
  private var down: Set<Int> = []

  init(
    capture: LiveCapture, recorder: Recorder?, server: MetricsServer?, output: Output, style: LiveStyle, display: LiveDisplay,
    redaction: Redaction, duration: Duration?
  ) {
    self.capture = capture
    self.recorder = recorder
    self.server = server
    self.output = output
    self.style = style
    self.display = display
    self.redaction = redaction
    deadline = duration.map { .now + $0 }
    kept = KeptFlows(style == .json ? .json : .text, redaction)
  }

  func run(_ options: RunOptions) throws -> RunStatus {
    kept.maximumOctets = options.limits.maximumMemory
    let (output, kept, style) = (output, kept, style)
    var run = FlowRun(options: options, render: renderer) { ended in
      switch ended {
      case .text(let text):
        try output.write(text)
        // At once: who reads along waits for each.
        try output.flush()
      case .flows(let flows): if style != .silent { kept.add(flows) }
      }
    }
    defer { display.close() }
    output.whileWaiting = { [weak self] in self?.wait() }
    try begin(recorder)
    display.begin(capture)
    let summaries: [CaptureSummary]
    do {
      summaries = try run.read(capture) { run, summaries in try self.pause(&run, summaries) }
    } catch {
      // Whoever reads the result has gone, or its disk is full: what was captured is still to be written.
      capture.stopWithoutWaiting()
      while !capture.isFinished { _ = capture.next(waiting: Self.patience) }
      closeRecorder()
      if status != .success { throw ExitCode(status.rawValue) }
      throw error
    }
    closeRecorder()
    noteFailures()
    server?.stop()
    let result = try run.finish()
    try display.add(options.exchanges?.takeRecent() ?? [], to: output)
    display.close()
    try finish(result, summaries)
    return status
  }

  /// Milliseconds between two looks at whether the capture has ended.
  private static let patience = 100

  /// Whoever reads the result takes nothing now, and is waited for. What does not depend on it ends when it should.
  private func wait() {
    guard shouldStop, !isRecorderClosed else { return }
    if !isReleased {
      (isStopping, isReleased) = (true, true)
      capture.stopWithoutWaiting()
    }
    guard capture.isFinished else { return }
    closeRecorder()
    display.complain("whoever reads the result takes nothing now: it is waited for; Ctrl-C gives up")
  }

  private var renderer: FlowRun.Renderer? {
    guard style == .ndjson else { return nil }
    let redaction = redaction
    return { flow, tables, text in ReportDocument.flowLines(flow, tables, redaction, to: &text) }
  }

  private func begin(_ recorder: Recorder?) throws {
    recorder?.start()
    if let recorder { capture.start { recorder.add($0) } } else { capture.start() }
    let figures = figures
    try server?.start { PrometheusText.text(figures.latest) }
  }

  // MARK: - Between two rounds

  private func pause(_ run: inout FlowRun, _ summaries: [CaptureSummary]) throws {
    if shouldStop, !isStopping {
      isStopping = true
      capture.stop()
    }
    // Where there is nothing to rotate, it means that the terminal is gone.
    if Signals.takeHangUp() { if let recorder { recorder.rotate() } else { Signals.stop.stop() } }
    if let refusal = recorder?.takeRefusal() { display.complain(refusal.description) }
    let asked = Signals.takeUserSignal()
    if .now - lookedAt >= Self.looked { noteFailures() }
    try display.add(run.takeExchanges(), to: output)
    let action = display.readKeys()
    if action == .quit { Signals.stop.stop() }
    guard
      asked || action == .surveyNow || figures.isDue(display.period) || server.map({ _ in figures.isDue(Self.scraped) }) == true
    else {
      if action == .redraw { display.redraw() }
      return
    }
    let snapshot = figures.take(display.request) { request in
      var snapshot = run.snapshot(request, at: summaries.compactMap(\.lastTime).max())
      snapshot.octets = summaries.reduce(0) { $0 + $1.octets }
      snapshot.interfaces = zip(capture.interfaces, capture.statistics()).map { ($0.name ?? "", $1) }
      return snapshot
    }
    if asked { display.tell(LiveLines.status(snapshot, since: nil)) }
    try display.show(snapshot, to: output)
  }

  /// How often it is looked whether an interface still is what it was: the system opens files for it.
  private static let looked = Duration.milliseconds(250)
  /// How old figures may be that others are given.
  private static let scraped = Duration.seconds(1)

  private var shouldStop: Bool {
    if Signals.stop.isRaised { return true }
    if let recorder, recorder.failure != nil || recorder.isFinished { return true }
    return deadline.map { .now >= $0 } ?? false
  }

  /// Tells of interfaces that can't be read any more, or not for now.
  private func noteFailures() {
    lookedAt = .now
    for (index, statistics) in capture.statistics().enumerated() where !failed.contains(index) {
      guard let failure = statistics.failure else {
        note(index, isDown: statistics.isDown)
        continue
      }
      failed.insert(index)
      display.complain(failure)
      status = .failure
    }
  }

  private func note(_ index: Int, isDown: Bool) {
    guard isDown != down.contains(index) else { return }
    let name = capture.interfaces[index].name ?? "the interface"
    if isDown { down.insert(index) } else { down.remove(index) }
    display.complain(isDown ? "\(name) went down; what comes when it is up again is captured" : "\(name) is up again")
  }

  private func closeRecorder() {
    defer { isRecorderClosed = true }
    guard let recorder, !isRecorderClosed else { return }
    do {
      let summary = try recorder.close(statistics: capture.statistics())
      display.tell(LiveLines.written(summary))
    } catch {
      // A reader that goes away ends the program quietly, as it does other tools.
      if error.isBrokenPipe { return }
      display.complain(error.description)
      status = .failure
    }
  }

  // MARK: - The end

  private func finish(_ found: consuming RunResult, _ summaries: [CaptureSummary]) throws {
    var result = found
    result.unkeptFlows = kept.omitted
    if style != .text { for line in LiveLines.end(summaries) { display.tell(line) } }
    switch style {
    case .ndjson:
      for summary in summaries { try output.write(ReportDocument.captureLine(summary)) }
      try output.write(ReportDocument.summaryLine(result))
    case .json: try kept.writeDocument(result, redaction, to: output)
    case .text: try output.write(Array(ReportText(result, kept.digest, style: Terminal.style(of: output)).text.utf8))
    case .silent: break
    }
  }
}
