import ArgumentParser
import Capture

/// What `weir live` writes of the packets themselves.
struct LiveRecordingOptions: ParsableArguments {
  @Option(
    name: [.customShort("w"), .customLong("write")],
    help: ArgumentHelp("Write the packets to a file too; - is standard output.", valueName: "file"))
  var path: String?

  @Option(
    name: [.customShort("C"), .customLong("file-size")],
    help: ArgumentHelp(
      "Begin another file when this one has so many million octets, or, with k, m or g, KiB, MiB or GiB.", valueName: "size"))
  var fileSize: String?

  @Option(
    name: [.customShort("G"), .customLong("rotate-seconds")],
    help: ArgumentHelp(
      "Begin another file every so many seconds; the name of -w should hold a time, as in %Y%m%d-%H%M%S.", valueName: "seconds")
  )
  var rotateSeconds: Int?

  @Option(
    name: [.customShort("W"), .customLong("file-count")],
    help: ArgumentHelp(
      "With -C, keep so many files, the oldest written over; with -G alone, end after so many.", valueName: "files"))
  var fileCount: Int?

  @Option(name: .customLong("write-format"), help: ArgumentHelp("How -w writes.", valueName: "format"))
  var format = Format.pcapng

  enum Format: String, ExpressibleByArgument, CaseIterable { case pcapng, pcap }

  @Option(
    name: .customLong("comment"),
    help: ArgumentHelp("Write this comment into the file; several times for several.", valueName: "text"))
  var comments: [String] = []

  @Option(
    name: .customLong("sync"),
    help: ArgumentHelp(
      "Put what was written on the disk every so many seconds, not only when a file ends.", valueName: "seconds"))
  var syncSeconds: Int?

  func validate() throws {
    let others: [(String, Bool)] = [
      ("-C", fileSize != nil), ("-G", rotateSeconds != nil), ("-W", fileCount != nil), ("--comment", !comments.isEmpty),
      ("--sync", syncSeconds != nil),
    ]
    if path == "" || path?.hasSuffix("/") == true { throw ValidationError("-w takes the name of a file.") }
    if path == nil, let name = others.first(where: { $0.1 })?.0 {
      throw ValidationError("\(name) says how -w writes: add -w FILE.")
    }
    if fileCount != nil, fileSize == nil, rotateSeconds == nil {
      throw ValidationError("-W says how many files -C or -G make: add one of them.")
    }
    if path == "-", fileSize != nil || rotateSeconds != nil {
      throw ValidationError("Standard output (-w -) has no second file.")
    }
    if let fileSize, RecordingOptions.octets(fileSize) == nil {
      throw ValidationError("'\(fileSize)' is not a size: write 100 for a hundred million octets, or 512k, 64m or 4g.")
    }
    for (name, value) in [("-G", rotateSeconds), ("-W", fileCount), ("--sync", syncSeconds)] {
      if let value, value < 1 { throw ValidationError("\(name) takes a number from 1 up.") }
    }
    if format == .pcap, !comments.isEmpty {
      throw ValidationError("pcap files have no place for a comment: leave out --write-format.")
    }
  }

  /// What the recorder is told; nothing without -w.
  func options(application: String) -> RecordingOptions? {
    guard let path else { return nil }
    var options = RecordingOptions(path: path)
    options.format = format == .pcap ? .pcap : .pcapng
    options.rotateOctets = fileSize.flatMap(RecordingOptions.octets)
    options.rotateSeconds = rotateSeconds
    options.fileCount = fileCount
    options.syncSeconds = syncSeconds
    options.comments = comments
    options.application = application
    return options
  }
}
