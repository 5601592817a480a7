import Dispatch
import Glibc
import PacketModel
import Secrets
import Synchronization

/// Writes packets into one file after the other: what the recorder's thread does.
struct RecordingRun: Sendable {
  private let options: RecordingOptions
  private var encoder: RecordingEncoder
  private var rotation: RecordingRotation
  private var secrets: RecordingSecrets
  private let closer: RecordingCloser
  /// What the interfaces have counted, when a file ends.
  private let statistics: @Sendable () -> [LiveStatistics]
  private let progress: RecordingProgress

  private var folder: RecordingFolder?
  private var file: RecordingFile
  /// Octets and packets of the file, as far as they were written.
  private var written = Written()
  /// Packets that wait in the encoder.
  private var pending = 0
  /// Room of octets that have been written.
  private var spare: [UInt8] = []
  private var lastTime: Timestamp?
  /// Packets of each interface, since the beginning.
  private var delivered: [Int]
  private let start: Timestamp
  /// No more is written.
  private var isOver = false
  /// The file is complete.
  private var isEnded = false

  private struct Written: Sendable {
    var octets = 0
    var packets = 0
  }

  init(
    _ options: RecordingOptions, _ interfaces: [CaptureInterface], start: Timestamp, progress: RecordingProgress,
    statistics: @escaping @Sendable () -> [LiveStatistics]
  ) throws(RecordingError) {
    self.options = options
    self.start = start
    self.progress = progress
    self.statistics = statistics
    closer = RecordingCloser(progress)
    encoder = try RecordingEncoder(options, interfaces)
    rotation = RecordingRotation(options, start: start.nanoseconds / 1_000_000_000)
    secrets = RecordingSecrets(fileOctets: options.rotateOctets)
    delivered = Array(repeating: 0, count: interfaces.count)
    if options.isStandardOutput {
      guard options.rotateOctets == nil, options.rotateSeconds == nil else {
        throw RecordingError(path: "-", .rotatesStandardOutput)
      }
      file = RecordingFile()
    } else {
      let path = rotation.path
      let folder = try RecordingFolder(RecordingFolder.split(path).folder)
      self.folder = folder
      file = try RecordingFile(path, in: folder)
    }
    try begin()
  }

  // MARK: - Packets

  /// Writes the packets of a chunk: all of them, for a kill must not find any that wait for company.
  mutating func write(_ chunk: LiveChunk) throws(RecordingError) {
    guard !isOver else { return }
    try chunk.storage.withOctets { octets throws(RecordingError) in
      for record in chunk.records {
        try rotate(before: record)
        if isOver { return }
        guard encoder.add(record, octets.extracting(record.octets)) else { continue }
        lastTime = record.time
        delivered[record.interface] += 1
        pending += 1
        if encoder.count >= Self.enough { try flush() }
      }
    }
    try flush()
  }

  /// Octets that are worth a call of the system.
  private static let enough = 1 << 18

  private mutating func rotate(before record: PacketRecord) throws(RecordingError) {
    guard file.isRegular else { return }
    switch rotation.step(
      before: record.time, octets: written.octets + encoder.count, packets: written.packets + pending)
    {
    case .stay: break
    case .next(let path): try next(path)
    case .finish:
      try end(statistics())
      isOver = true
      progress.finish()
    }
  }

  /// Has the system take what has gathered. What it does not take is cut off behind the last whole record.
  mutating func flush() throws(RecordingError) {
    guard encoder.count > 0 else { return }
    encoder.take(into: &spare)
    try append(spare, packets: pending)
    pending = 0
  }

  private mutating func append(_ octets: [UInt8], packets: Int) throws(RecordingError) {
    let (count, error) = file.append(octets)
    if let error {
      let whole = RecordingRecords.whole(of: octets, count: count, options.format)
      written.octets += whole.octets
      written.packets += whole.packets
      progress.add(octets: whole.octets, packets: whole.packets)
      file.truncate(to: written.octets)
      throw RecordingError(path: file.path, errno: error, doing: "write more", packets: file.isRegular ? written.packets : nil)
    }
    written.octets += octets.count
    written.packets += packets
    progress.add(octets: octets.count, packets: packets)
  }

  // MARK: - Secrets

  /// Writes secrets before the packets that come behind them, and keeps them for the files that follow.
  mutating func write(_ block: RecordingSecrets.Block) throws(RecordingError) {
    guard !isOver, encoder.isPcapng else { return }
    if file.isRegular { secrets.add(block) }
    try flush()
    try append(block)
  }

  private mutating func append(_ block: RecordingSecrets.Block) throws(RecordingError) {
    encoder.add(block)
    var octets: [UInt8] = []
    encoder.take(into: &octets)
    defer { Secret.overwrite(&octets) }
    try append(octets, packets: 0)
  }

  // MARK: - Files

  /// Ends the file and begins another because somebody wants it. Where none can be created, the one there is goes on.
  mutating func next() throws(RecordingError) {
    guard !isOver, file.isRegular else { return }
    let seconds = (lastTime ?? start).nanoseconds / 1_000_000_000
    var wanted = rotation
    let path = wanted.next(at: seconds, isThere: file.isThere)
    let next: RecordingFile
    do throws(RecordingError) { next = try create(path) } catch { return progress.refuse(error) }
    rotation = wanted
    try begin(next)
  }

  private mutating func next(_ path: String) throws(RecordingError) { try begin(try create(path)) }

  private mutating func create(_ path: String) throws(RecordingError) -> RecordingFile {
    let place = RecordingFolder.split(path).folder
    let folder = if let folder, folder.path == place { folder } else { try RecordingFolder(place) }
    self.folder = folder
    return try RecordingFile(path, in: folder)
  }

  /// Ends the file that is open before another.
  private mutating func begin(_ next: RecordingFile) throws(RecordingError) {
    do throws(RecordingError) { try end(statistics()) } catch {
      next.disappear()
      throw error
    }
    file = next
    written = Written()
    try begin()
  }

  /// Writes what a file begins with, and gives it its name.
  private mutating func begin() throws(RecordingError) {
    do throws(RecordingError) {
      encoder.begin()
      try flush()
      for block in secrets.blocks { try append(block) }
      try file.appear()
    } catch {
      file.disappear()
      throw RecordingError(path: error.path, error.reason)
    }
    isEnded = false
    progress.begin(file.path)
  }

  /// Ends the file with what was counted until now.
  private mutating func end(_ statistics: [LiveStatistics]) throws(RecordingError) {
    for (number, live) in statistics.prefix(delivered.count).enumerated() {
      let counted = CaptureStatistics(live, delivered: delivered[number], start: start, end: lastTime)
      encoder.add(counted, of: number, at: lastTime ?? start)
    }
    try flush()
    isEnded = true
    closer.close(file)
  }

  /// Ends the last file. After a failure what was counted is written only if there is room for it.
  mutating func close(_ statistics: [LiveStatistics], isWhole: Bool) throws(RecordingError) {
    defer { closer.wait() }
    guard !isOver, !isEnded else { return }
    isOver = true
    if isWhole { return try end(statistics) }
    // The rest of what could not be written.
    encoder.take(into: &spare)
    pending = 0
    do throws(RecordingError) { try end(statistics) } catch { closer.close(file) }
  }

  /// Puts what was written on the disk.
  mutating func sync() throws(RecordingError) {
    guard !isOver else { return }
    try flush()
    try file.sync()
  }

  /// Whether another file can follow the one that is open.
  var isRegular: Bool { file.isRegular }

  func give(to user: UInt32, group: UInt32) { file.give(to: user, group: group) }
}

extension CaptureStatistics {
  /// As far as a file's last packet: `delivered` are those of its interface that were written until then.
  init(_ live: LiveStatistics, delivered: Int, start: Timestamp, end: Timestamp?) {
    self.init()
    self.start = start
    self.end = end
    received = live.received.map { UInt64(clamping: $0) }
    droppedByInterface = live.droppedByInterface.map { UInt64(clamping: $0) }
    droppedByKernel = live.droppedByKernel.map { UInt64(clamping: $0) }
    self.delivered = UInt64(clamping: delivered)
    if let failure = live.failure { comments = [failure] }
  }
}
