import Analysis
import ArgumentParser
import Capture
import Foundation
import Secrets

/// Where a command finds the secrets that open protected records.
struct SecretOptions: ParsableArguments {
  @Option(
    name: .customLong("keylog"),
    help: ArgumentHelp(
      """
      TLS secrets, a key log as browsers and curl write it where SSLKEYLOGFILE says; several times for several. The one that \
      SSLKEYLOGFILE names here and those in the captures are used too.
      """, valueName: "file"))
  var keyLogs: [String] = []

  func validate() throws {
    if keyLogs.filter({ $0 == "-" }).count > 1 { throw ValidationError("Standard input (-) can be read only once.") }
  }

  /// Gives a run its secrets: those of key logs now, the captures' own as they are read. Where the run follows its captures,
  /// key logs are followed too. With `remembersFound`, the store can tell which of them were of use.
  /// Lines of key logs that were named are handed to `tap`, too, where they are followed.
  func apply(
    to options: inout RunOptions, reading paths: [String], remembersFound: Bool = false,
    tap: (@Sendable (Secret) -> Void)? = nil
  ) throws {
    if keyLogs.contains("-"), paths.contains("-") {
      Diagnostics.error("standard input (-) can be read only once: as the capture or as the key log")
      throw ExitCode(ExitCode.validationFailure.rawValue)
    }
    let store = SecretStore(mayGrow: options.follow, remembersFound: remembersFound)
    options.secrets = store
    let files = try open(mayCome: options.follow)
    if let tap { for file in files where keyLogs.contains(file.path) { file.share(with: tap) } }
    if options.follow {
      options.findSecrets = { for file in files { file.readOn(into: store) } }
      return
    }
    for file in files {
      let before = store.summary
      guard file.readAll(into: store, stop: Signals.stop) else { throw Self.failure(file.path) }
      let complaint = KeyLogComplaint(of: file.path, before: before, after: store.summary)
      for line in complaint.lines { Diagnostics.warning(line) }
    }
    store.publish()
  }

  /// The key logs that are there. One that was asked for must be; the environment's may have been set for other programs.
  private func open(mayCome: Bool) throws -> [KeyLogFile] {
    var files: [KeyLogFile] = []
    for path in keyLogs {
      guard let file = KeyLogFile(path, mayCome: mayCome) else { throw Self.failure(path) }
      if !file.isThere { Diagnostics.warning("there is no key log \(path) yet: it is read when it comes") }
      files.append(file)
    }
    guard let path = ProcessInfo.processInfo.environment["SSLKEYLOGFILE"], !path.isEmpty, !keyLogs.contains(path),
      mayCome || FileStatus(path) != nil
    else { return files }
    if let file = KeyLogFile(path, mayCome: mayCome) {
      files.append(file)
    } else {
      Diagnostics.warning("the key log that SSLKEYLOGFILE names, \(path), cannot be read: \(SystemMessage.of(errno))")
    }
    return files
  }

  /// What is read while key logs are followed: they, and the folders in which one that is not there yet will be.
  var readable: [String] {
    let named = keyLogs + [ProcessInfo.processInfo.environment["SSLKEYLOGFILE"]].compactMap(\.self).filter { !$0.isEmpty }
    return named.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
  }

  private static func failure(_ path: String) -> ExitCode {
    Diagnostics.error(
      "cannot read the key log \(path): \(SystemMessage.of(errno)). Name the file that SSLKEYLOGFILE named for the program "
        + "that spoke TLS")
    return ExitCode(RunStatus.failure.rawValue)
  }
}
