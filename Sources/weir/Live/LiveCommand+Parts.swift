import Analysis
import ArgumentParser
import Capture
import Confinement
import Flows
import Foundation
import RecordProtection
import Reports
import Secrets

/// Who shows the capture, who else gets its secrets, and what is given up before the first packet is looked at.
extension LiveCommand {
  /// The view where the result goes elsewhere than to the terminal it would be on, and is not wanted away; lines where
  /// standard output is no terminal.
  func display(_ capture: LiveCapture, _ output: Output, _ redaction: Redaction) -> LiveDisplay {
    let isFree = style == .text || destination.path.map { $0 != "-" } == true
    if !noView, isFree, recording.path != "-", let terminal = LiveTerminal() {
      let title = LiveTitle(
        interfaces: capture.interfaces.map { $0.name ?? "" }, filter: source.filter, recording: recording.path,
        isASCII: Terminal.isPlain)
      return LiveDisplay(
        terminal: terminal, view: LiveView(style: Terminal.style(of: output), title: title, redaction: redaction))
    }
    return LiveDisplay(linesEvery: style == .text ? .nanoseconds(interval ?? Self.usualInterval) : nil)
  }

  /// A user that cannot be become is told of before a file is written over.
  func checkUser() throws {
    var plan = ConfinementPlan()
    plan.user = user
    do throws(ConfinementError) { try Confinement.check(plan) } catch {
      Diagnostics.error(error.description)
      throw ExitCode(RunStatus.failure.rawValue)
    }
  }

  /// No file is written that is read, and none twice.
  func checkFiles() throws {
    let sources = secrets.keyLogs.map { ("the key log", $0) } + proto.descriptors.map { ("what --proto names", $0) }
    let results = [("-o", destination.path), ("-w", recording.path)].compactMap { name, path in path.map { (name, $0) } }
    for (option, path) in results where path != "-" {
      if let source = sources.first(where: { isSameFile($0.1, path) }) { try refuse("\(option) \(path) is \(source.0)") }
    }
    if results.count == 2, results[0].1 != "-", isSameFile(results[0].1, results[1].1) {
      try refuse("-o and -w both name \(results[0].1)")
    }
  }

  private func isSameFile(_ one: String, _ other: String) -> Bool {
    if let one = FileStatus(one), let other = FileStatus(other) { return one.isRegular && one.isSameFile(as: other) }
    return URL(filePath: one).standardizedFileURL == URL(filePath: other).standardizedFileURL
  }

  private func refuse(_ reason: String) throws {
    Diagnostics.error("\(reason): name another file")
    throw ExitCode(ExitCode.validationFailure.rawValue)
  }

  /// Gives up what is not needed any more (`Confinement`): privileges, files, system calls.
  func confine(_ recorder: Recorder?, _ output: Output) throws {
    // What libcrypto has in files could not be loaded any more.
    RecordCiphers.prepare()
    var plan = ConfinementPlan()
    plan.user = user
    plan.readable = secrets.readable
    plan.writable = [output.folder].compactMap(\.self)
    if let recorder, let folder = recorder.folder {
      // Without rotation another file begins only when somebody wants one.
      if recorder.rotates { plan.writable.append(folder) } else { plan.perhapsWritable = [folder] }
    }
    plan.handOver = { [give = output.giver] user, group in
      recorder?.give(to: user, group: group)
      give(user, group)
    }
    do throws(ConfinementError) {
      let report = try Confinement.apply(plan)
      for line in report.warnings { Diagnostics.warning(line) }
      if verbose { for line in report.lines { Diagnostics.write("weir: \(SafeText.escape(line))\n") } }
    } catch {
      Diagnostics.error(error.description)
      throw ExitCode(RunStatus.failure.rawValue)
    }
  }

  private static let usualInterval: Int64 = 10_000_000_000
}
