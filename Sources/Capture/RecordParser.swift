import PacketModel

/// Cuts a window of a pcap or snoop file into records. Sans-I/O: it is lent octets and says how many more it needs.
struct RecordParser<Layout: RecordLayout>: Sendable {
  private enum State {
    case reading
    /// In search of the next record; octets from this file offset on are being passed over.
    case lost(since: Int)
  }

  /// Records appended in one go, for which room is made beforehand.
  private static var run: Int { 4096 }

  private let layout: Layout
  private let largest: Int
  private var state = State.reading
  /// Of the last record, to judge by what stands behind damage.
  private var lastSeconds: Int64?

  init(_ layout: Layout) {
    self.layout = layout
    largest = RecordLimits.largest(snapLength: layout.interface.snapLength)
  }

  /// Appends records until there are `limit`: answers nothing. Or until the window ends: answers the octets wanted from
  /// `position` on; when the window `isFinal`, that means the file is over.
  mutating func parse(
    _ octets: Span<UInt8>, _ place: WindowPlace, at position: inout Int, into records: inout [PacketRecord],
    limit: Int, _ description: inout CaptureDescription
  ) -> Int? {
    while records.count < limit {
      let wanted: Int?
      switch state {
      case .reading: wanted = read(octets, place, at: &position, into: &records, limit: limit, &description)
      case .lost(let since): wanted = search(octets, place, at: &position, since: since, &description)
      }
      if let wanted { return wanted }
    }
    return nil
  }
}

// MARK: - Reading

extension RecordParser {
  private mutating func read(
    _ octets: Span<UInt8>, _ place: WindowPlace, at position: inout Int, into records: inout [PacketRecord],
    limit: Int, _ description: inout CaptureDescription
  ) -> Int? {
    let before = records.count
    let stopped = run(octets, at: &position, into: &records, limit: limit)
    if records.count > before, let last = records.last {
      let header = layout.header(in: octets, at: last.octets.lowerBound - layout.headerLength)
      lastSeconds = header.seconds
      if header.drops > 0 { description.interfaces[0].droppedBetween = UInt64(header.drops) }
    }
    switch stopped {
    case .limit: return nil
    case .needs(let wanted):
      guard place.isFinal else { return wanted }
      return end(octets, place, at: &position, &description)
    case .doubtful(let header):
      return doubt(header, octets, place, at: &position, into: &records, &description)
    }
  }

  private enum Stop {
    case limit
    case needs(Int)
    case doubtful(RecordHeader)
  }

  /// The common case, by itself so that it stays a tight loop: whole records that contradict nothing.
  private mutating func run(
    _ octets: Span<UInt8>, at position: inout Int, into records: inout [PacketRecord], limit: Int
  ) -> Stop {
    let layout = layout
    let headerLength = layout.headerLength
    let nanosecondsPerFraction = 1_000_000_000 / layout.fractionsPerSecond
    let linkType = layout.interface.linkType
    let frameCheckLength = layout.interface.frameCheckLength
    let largest = largest
    let count = octets.count
    var at = position
    var stop = Stop.limit
    records.append(addingCapacity: min(limit &- records.count, Self.run)) { output in
      while !output.isFull {
        guard count &- at >= headerLength else {
          stop = .needs(headerLength)
          return
        }
        let header = layout.header(in: octets, at: at)
        guard header.captured <= header.wire, header.captured <= largest, header.length >= headerLength &+ header.captured
        else {
          stop = .doubtful(header)
          return
        }
        guard count &- at >= header.length else {
          stop = .needs(header.length)
          return
        }
        let start = at &+ headerLength
        output.append(
          PacketRecord(
            time: Timestamp(nanoseconds: header.seconds &* 1_000_000_000 &+ header.fraction &* nanosecondsPerFraction),
            interface: 0, linkType: linkType, wireLength: header.wire, octets: start..<(start &+ header.captured),
            frameCheckLength: frameCheckLength))
        at &+= header.length
      }
    }
    position = at
    return stop
  }

  /// A record that contradicts itself or the file's snapshot length: believed if what follows it looks like a record.
  private mutating func doubt(
    _ header: RecordHeader, _ octets: Span<UInt8>, _ place: WindowPlace, at position: inout Int,
    into records: inout [PacketRecord], _ description: inout CaptureDescription
  ) -> Int? {
    let headerLength = layout.headerLength
    let limit = max(largest, RecordLimits.confirmable)
    if header.captured <= limit, header.length >= headerLength + header.captured, header.length <= limit + headerLength * 2 {
      let next = position + header.length
      if !place.isFinal, octets.count - next < headerLength { return header.length + headerLength }
      if next == octets.count || follows(next, octets) {
        let start = position + headerLength
        records.append(
          PacketRecord(
            time: time(of: header), interface: 0, linkType: layout.interface.linkType,
            wireLength: max(header.wire, header.captured), octets: start..<(start + header.captured),
            frameCheckLength: layout.interface.frameCheckLength))
        lastSeconds = header.seconds
        if header.captured > header.wire { description.contradictoryLengths += 1 }
        position = next
        return nil
      }
    }
    let offset = place.base + position
    description.noteDamage(
      at: offset, skipping: 0,
      header.captured > largest
        ? "a record claims \(header.captured) octets, more than any packet of this file can have"
        : "a record claims \(header.captured) captured octets of \(header.wire), and no record follows it")
    state = .lost(since: offset)
    position += 1
    return nil
  }

  /// Whether a header one would read without doubting its length stands at `index`.
  private func follows(_ index: Int, _ octets: Span<UInt8>) -> Bool {
    guard octets.count - index >= layout.headerLength else { return false }
    let header = layout.header(in: octets, at: index)
    return header.captured <= max(largest, RecordLimits.confirmable) && header.length >= layout.headerLength + header.captured
      && header.fraction < layout.fractionsPerSecond
  }

  /// The file ends, and not behind a record unless `position` is its very end.
  private mutating func end(
    _ octets: Span<UInt8>, _ place: WindowPlace, at position: inout Int, _ description: inout CaptureDescription
  ) -> Int? {
    let left = octets.count - position
    guard left > 0 else { return 1 }
    let offset = place.base + position
    if left < layout.headerLength {
      description.noteDamage(
        at: offset, skipping: left, "the file ends inside the header of a record: \(left) octets of \(layout.headerLength)")
      position += left
      return 1
    }
    let header = layout.header(in: octets, at: position)
    let present = left - layout.headerLength
    description.noteDamage(
      at: offset, skipping: 0, "the file ends inside a record: \(present) captured octets of \(header.captured)")
    // A last record that is cut short is common and holds no others; a length that lies may hide some.
    if isPlausible(header, after: lastSeconds) {
      description.noteSkipped(left)
      position += left
      return 1
    }
    state = .lost(since: offset)
    position += 1
    return nil
  }

  private func time(of header: RecordHeader) -> Timestamp {
    let nanoseconds = header.fraction &* (1_000_000_000 / layout.fractionsPerSecond)
    return Timestamp(nanoseconds: header.seconds &* 1_000_000_000 &+ nanoseconds)
  }
}

// MARK: - Going on after damage

extension RecordParser {
  /// Moves on octet by octet to the next chain of plausible records. Each octet costs a few comparisons, whatever stands
  /// there: a chain is looked at for `RecordLimits.chain` headers and no further.
  private mutating func search(
    _ octets: Span<UInt8>, _ place: WindowPlace, at position: inout Int, since: Int, _ description: inout CaptureDescription
  ) -> Int? {
    var at = position
    while octets.count - at >= layout.headerLength {
      switch chain(from: at, octets, isFinal: place.isFinal) {
      case .none:
        at += 1
      case .found:
        description.noteSkipped(place.base + at - since)
        state = .reading
        position = at
        return nil
      case .needs(let wanted):
        position = at
        return wanted
      }
    }
    guard place.isFinal else {
      position = at
      return layout.headerLength
    }
    description.noteSkipped(place.base + octets.count - since)
    state = .reading
    position = octets.count
    return 1
  }

  private enum Chain {
    case none, found
    /// The window ends before the chain does.
    case needs(Int)
  }

  private func chain(from first: Int, _ octets: Span<UInt8>, isFinal: Bool) -> Chain {
    var at = first
    var seconds = lastSeconds
    for _ in 0..<RecordLimits.chain {
      // Records up to the very end of the file are as good as a longer chain.
      if isFinal, at == octets.count { return .found }
      guard octets.count - at >= layout.headerLength else {
        return isFinal ? .none : .needs(at - first + layout.headerLength)
      }
      let header = layout.header(in: octets, at: at)
      guard isPlausible(header, after: seconds) else { return .none }
      seconds = header.seconds
      at += header.length
    }
    return .found
  }

  private func isPlausible(_ header: RecordHeader, after seconds: Int64?) -> Bool {
    guard header.captured > 0, header.captured <= header.wire, header.wire <= largest,
      header.fraction < layout.fractionsPerSecond, header.length >= layout.headerLength + header.captured,
      header.length <= layout.headerLength + header.captured + 8
    else { return false }
    guard let seconds else { return header.seconds > 0 }
    return abs(header.seconds - seconds) <= RecordLimits.secondsAway
  }
}
