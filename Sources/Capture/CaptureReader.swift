/// Reads one capture file or stream, chunk by chunk.
///
/// A regular file is mapped, and records point into the map; anything else is read as it comes. Damage ends nothing:
/// reading goes on at the next place that looks like records, and `description.damage` says what was passed over.
public struct CaptureReader: ~Copyable, Sendable {
  /// A regular file; else there is a stream.
  private var map: MappedSource?
  private var stream: StreamSource?
  /// Absent until the file header has been read.
  private var parser: CaptureParser?
  private let stop: StopSignal?
  /// Octets of the capture before the window's first; 0 for a map.
  private var base = 0
  /// The first octet of the window not yet read.
  private var position = 0
  /// Octets wanted from `position` on before reading can go on; nothing when the window has records left.
  private var wanted: Int? = CaptureParser.mostHeader
  /// The window will not grow any more.
  private var isFinal = false
  private var isFinished = false

  public private(set) var description: CaptureDescription

  /// Secrets that came with the records read last, or before them.
  public var secrets: [CaptureSecret] { description.newSecrets }

  /// Records a call delivers at most, whatever its limit, so that no caller can ask for more memory than there is.
  private static let mostRecords = 1 << 20

  /// Opens `path`; "-" is standard input. A file that is no capture is refused at once, a stream when it is first read.
  ///
  /// With `follow`, the end of a regular file is not the end: more is waited for until `stop` is raised. `stop` also ends
  /// the wait for a stream.
  public init(path: String, follow: Bool = false, stop: StopSignal? = nil) throws(CaptureError) {
    self.stop = stop
    description = CaptureDescription(path: path)
    let descriptor = try FileDescriptor(path: path)
    guard let size = try descriptor.regularSize(),
      let mapped = MappedSource(descriptor, path: path, size: size, follow: follow)
    else {
      stream = StreamSource(descriptor)
      return
    }
    map = mapped
    description.octetsTotal = size
    if size > 0 || !follow { try detect(isFinal: !follow) }
  }

  /// Replaces `records` by the next `limit` records at most, and answers the storage their ranges index, or nothing at the
  /// end, or once the stop signal is raised.
  ///
  /// It waits only while it has nothing to deliver: of a stream, records that have arrived are never held back.
  public mutating func read(into records: inout [PacketRecord], limit: Int) throws(CaptureError) -> OctetStorage? {
    records.removeAll(keepingCapacity: true)
    description.newSecrets.removeAll()
    let most = min(max(limit, 1), Self.mostRecords)
    while !isFinished, stop?.isRaised != true {
      if isFinal || !wantsMoreThanWindow {
        if parser == nil { try detect(isFinal: isFinal) }
        let storage = parse(into: &records, limit: most)
        if isFinal, wanted != nil { isFinished = true }
        if !records.isEmpty {
          stream?.lend()
          return storage
        }
      } else {
        switch try supply() {
        case .more: break
        case .end: isFinal = true
        case .stopped: isFinished = true
        }
      }
    }
    return nil
  }
}

// MARK: - Steps

extension CaptureReader {
  private var storage: OctetStorage { map?.storage ?? stream?.storage ?? .buffer([]) }

  private var wantsMoreThanWindow: Bool { (wanted ?? 0) > storage.count - position }

  private mutating func detect(isFinal: Bool) throws(CaptureError) {
    var found = description
    var position = position
    parser = try storage.withOctets { octets throws(CaptureError) in
      try CaptureParser.detect(octets, isFinal: isFinal, at: &position, &found)
    }
    self.position = position
    description = found
    if parser != nil { wanted = nil }
  }

  private mutating func parse(into records: inout [PacketRecord], limit: Int) -> OctetStorage {
    guard var parser = parser.take() else { return storage }
    let place = WindowPlace(base: base, isFinal: isFinal)
    let secretsBefore = description.newSecrets.count
    // Nobody else has the octets of a stream while its secrets are overwritten.
    do {
      let storage = storage
      storage.withOctets { octets in
        wanted = parser.parse(octets, place, at: &position, into: &records, limit: limit, &description)
      }
    }
    for secret in description.newSecrets[secretsBefore...] { stream?.overwrite(secret.place) }
    self.parser = parser
    description.records += records.count
    description.octetsRead = base + position
    return storage
  }

  private mutating func supply() throws(CaptureError) -> Supply {
    if map != nil {
      let supply = try map?.supply(stop: stop)
      description.octetsTotal = map?.storage.count
      return supply ?? .end
    }
    return try stream?.supply(wanted ?? 1, from: &position, base: &base, stop: stop) ?? .end
  }
}
