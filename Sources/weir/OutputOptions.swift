import ArgumentParser

/// What every command that writes a result takes.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write to a file instead of standard output; but for lines, it appears when it is complete.", valueName: "file"))
  var path: String?

  func validate() throws {
    if path == "" { throw ValidationError("-o takes the name of a file.") }
  }

  /// Opens the output. Refuses to write over one of `inputs`.
  func open(reading inputs: [String] = [], whole: Bool = true) throws -> Output {
    if let path, path != "-", let status = FileStatus(path), status.isRegular,
      let input = inputs.first(where: { FileStatus($0)?.isSameFile(as: status) == true })
    {
      Diagnostics.error("\(path) is the capture \(input): write the result to another file")
      throw ExitCode(ExitCode.validationFailure.rawValue)
    }
    return try Output(path: path, whole: whole)
  }
}
