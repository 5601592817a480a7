import Analysis
import Capture
import Reports
import Secrets

/// Reads captures one after the other and writes their packets as one pcapng file.
struct PcapngExport {
  private let output: Output
  private let filter: PacketFilter?
  /// Frames that are written, ascending; all, when there are none.
  private let frames: [Int]?
  /// Those of `frames` that have been passed.
  private var passedFrames = 0
  private let keyLog: Secret?
  /// Whether nobody reads along while the file is written.
  private let isWhole: Bool
  private var writer = PcapngWriter()
  private var hasBegun = false
  /// Frames read of all captures.
  private var read = 0
  private var blocks: [CaptureSecretType: Int] = [:]
  private var wroteSecrets = false
  private var unkept = 0

  /// Records read at a time.
  private static let round = 4096
  /// Octets that are worth a call of the system.
  private static let enough = 1 << 18

  init(to output: Output, filter: PacketFilter?, frames: [Int]?, keyLog: Secret?, isWhole: Bool) {
    self.output = output
    self.filter = filter
    self.frames = frames
    self.keyLog = keyLog
    self.isWhole = isWhole
  }

  mutating func run(_ paths: [String], _ options: RunOptions) throws -> RunStatus {
    let progress = Progress()
    // Nobody else has it meanwhile: a closure must not change what it belongs to.
    var export = self
    let status = try Captures.eachDescription(paths) { path in
      defer { progress.clear() }
      return try export.write(path, options, progress)
    }
    self = export
    return status
  }

  /// What was left out, in words.
  func omissions(withSecrets: Bool) -> [String] {
    var lines: [String] = []
    let others = blocks.filter { $0.key != .tlsKeyLog }
    if !withSecrets, !blocks.isEmpty {
      lines.append("secrets of the input were left out: --with-secrets keeps them")
    } else if !others.isEmpty {
      let names = others.map(\.key.name).sorted().joined(separator: ", ")
      lines.append("secrets of other kinds than TLS's were left out: \(names)")
    }
    if withSecrets, !wroteSecrets { lines.append("no secrets were written: there are none for the connections here") }
    if unkept > 0 { lines.append("\(unkept) comments and names were left out: the input has more than Weir keeps") }
    return lines
  }

  // MARK: - A capture

  private mutating func write(_ path: String, _ options: RunOptions, _ progress: Progress) throws -> CaptureDescription {
    var reader = try CaptureReader(path: path, follow: options.follow, stop: options.stop)
    var place = PcapngExportPlace()
    var records: [PacketRecord] = []
    while let storage = try reader.read(into: &records, limit: Self.round) {
      let description = reader.description
      try begin(description, &place)
      try storage.withOctets { octets in
        for record in records { try write(record, octets, description, &place) }
      }
      if !isWhole {
        try flush()
        try output.flush()
      }
      progress.update(
        path,
        RunProgress(octets: description.octetsRead, octetsTotal: description.octetsTotal, packets: description.records))
    }
    try end(reader.description, &place)
    return reader.description
  }

  /// Writes what must stand before the packets of a round: the section, interfaces, secrets, names.
  private mutating func begin(_ description: CaptureDescription, _ place: inout PcapngExportPlace) throws {
    let isFirst = !hasBegun
    if isFirst {
      hasBegun = true
      writer.begin(
        hardware: description.hardware, os: description.os, application: "Weir \(ReportDocument.version)",
        comments: place.newComments(description))
    }
    while place.numbers.count < description.interfaces.count {
      var interface = description.interfaces[place.numbers.count]
      if !isFirst {
        // Of later sections and captures there is no section that could say it.
        interface.comments = place.newComments(description) + interface.comments
        interface.os = interface.os ?? description.os
        interface.hardware = interface.hardware ?? description.hardware
      }
      place.numbers.append(writer.add(interface))
    }
    if isFirst, let keyLog { try write(keyLog) }
    writer.add(place.newNames(description))
    place.noteDrops(description)
  }

  private mutating func end(_ description: CaptureDescription, _ place: inout PcapngExportPlace) throws {
    try begin(description, &place)
    for (index, interface) in description.interfaces.enumerated() {
      if let statistics = interface.statistics { writer.add(statistics, of: place.numbers[index], at: place.lastTime) }
    }
    try flush()
    for (type, count) in description.secretBlocks { blocks[type, default: 0] += count }
    unkept += description.unkept
  }

  private mutating func write(_ keyLog: Secret) throws {
    try flush()
    keyLog.withOctets { writer.add(secrets: $0, type: .tlsKeyLog) }
    var block = writer.take()
    try output.write(overwriting: &block)
    wroteSecrets = true
  }

  // MARK: - A packet

  private mutating func write(
    _ record: PacketRecord, _ octets: Span<UInt8>, _ description: borrowing CaptureDescription, _ place: inout PcapngExportPlace
  ) throws {
    read += 1
    let comments = place.pass(record, description)
    let captured = octets.extracting(record.octets)
    guard isWanted(read), try matches(record, captured) else { return }
    let drops = place.takeDrops(of: record.interface)
    writer.add(record, of: place.numbers[record.interface], captured, comments: comments, drops: drops)
    if writer.count >= Self.enough { try flush() }
  }

  private mutating func isWanted(_ frame: Int) -> Bool {
    guard let frames else { return true }
    guard passedFrames < frames.count, frames[passedFrames] == frame else { return false }
    passedFrames += 1
    return true
  }

  private func matches(_ record: PacketRecord, _ octets: Span<UInt8>) throws -> Bool {
    guard let filter else { return true }
    return try filter.matches(linkType: record.linkType, time: record.time, wireLength: record.wireLength, octets)
  }

  private mutating func flush() throws { try output.write(writer.take()) }
}
