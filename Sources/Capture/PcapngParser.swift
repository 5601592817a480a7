import PacketModel

/// Cuts a window of a pcapng file into blocks, and packet blocks into records. Sans-I/O, as `RecordParser` is.
struct PcapngParser: Sendable {
  private enum State {
    case reading
    /// In search of the next block; octets from this file offset on are being passed over.
    case lost(since: Int)
  }

  private var state = State.reading
  private var section = PcapngSection()
  /// Of the last packet, for those that have none.
  private var lastTime = Timestamp(nanoseconds: 0)

  /// As `RecordParser.parse`.
  mutating func parse(
    _ octets: Span<UInt8>, _ place: WindowPlace, at position: inout Int, into records: inout [PacketRecord],
    limit: Int, _ description: inout CaptureDescription
  ) -> Int? {
    while records.count < limit {
      if case .lost(let since) = state {
        if let wanted = search(octets, place, at: &position, since: since, &description) { return wanted }
      }
      let left = octets.count - position
      guard left >= PcapngBlock.leastLength else {
        guard place.isFinal else { return PcapngBlock.leastLength }
        if left > 0 {
          description.noteDamage(
            at: place.base + position, skipping: left, "the file ends inside the header of a block: \(left) octets of 12")
        }
        position = octets.count
        return 1
      }
      guard let block = PcapngBlock(octets, at: position, isBig: section.isBig) else {
        lose(place, at: &position, &description, "no block of pcapng begins here, or its length cannot be")
        continue
      }
      guard left >= block.paddedLength else {
        guard place.isFinal else { return block.paddedLength }
        end(block, octets, place, at: &position, &description)
        continue
      }
      guard block.isClosed(octets, at: position) else {
        lose(place, at: &position, &description, "a block's two lengths differ")
        continue
      }
      read(block, octets, place, at: position, into: &records, &description)
      position += block.paddedLength
    }
    return nil
  }

  /// Begins a search behind `position`.
  private mutating func lose(
    _ place: WindowPlace, at position: inout Int, _ description: inout CaptureDescription, _ reason: @autoclosure () -> String
  ) {
    description.noteDamage(at: place.base + position, skipping: 0, reason())
    state = .lost(since: place.base + position)
    position += 1
  }

  /// The file ends inside `block`. A last block cut short is common and hides nothing; a length that lies may hide others.
  private mutating func end(
    _ block: PcapngBlock, _ octets: Span<UInt8>, _ place: WindowPlace, at position: inout Int,
    _ description: inout CaptureDescription
  ) {
    let left = octets.count - position
    if block.type.leastLength != nil, block.length <= RecordLimits.blockAfterDamage {
      description.noteDamage(
        at: place.base + position, skipping: left, "the file ends inside a block: \(left) octets of \(block.length)")
      position = octets.count
    } else {
      lose(place, at: &position, &description, "the file ends inside a block: \(left) octets of \(block.length)")
    }
  }
}

// MARK: - Blocks

extension PcapngParser {
  private mutating func read(
    _ block: PcapngBlock, _ octets: Span<UInt8>, _ place: WindowPlace, at index: Int, into records: inout [PacketRecord],
    _ description: inout CaptureDescription
  ) {
    let body = (index &+ 8)..<(index &+ block.length &- 4)
    let packet: PcapngPacket?
    switch block.type {
    case .enhancedPacket: packet = PcapngPacket(enhanced: octets, body, section)
    case .packet: packet = PcapngPacket(obsolete: octets, body, section)
    case .simplePacket: packet = PcapngPacket(simple: octets, body, section, lastTime: lastTime)
    default:
      readOther(block, octets, place, body, &description)
      return
    }
    guard var packet else {
      description.noteDamage(
        at: place.base + index, skipping: block.length, "a packet block names an interface or a length that does not exist")
      return
    }
    lastTime = packet.record.time
    if packet.isClamped { description.timesClamped += 1 }
    if block.type == .simplePacket { description.timesMissing += 1 }
    if packet.isContradictory { description.contradictoryLengths += 1 }
    if packet.drops != 0 || packet.options.count >= 4 {
      packet.readOptions(octets, isBig: section.isBig, ordinal: records.count, &description)
    }
    records.append(packet.record)
  }

  private mutating func readOther(
    _ block: PcapngBlock, _ octets: Span<UInt8>, _ place: WindowPlace, _ body: Range<Int>,
    _ description: inout CaptureDescription
  ) {
    let understood: Bool
    switch block.type {
    case .sectionHeader:
      section.begin(octets, body, isBig: block.isBig, &description)
      understood = true
    case .interface: understood = section.addInterface(octets, body, &description)
    case .statistics: understood = section.addStatistics(octets, body, &description)
    case .secrets: understood = section.addSecret(octets, body, &description)
    case .nameResolution:
      section.addNames(octets, body, &description)
      understood = true
    default: understood = true
    }
    if !understood {
      description.noteDamage(
        at: place.base + body.lowerBound - 8, skipping: block.length,
        "a block of type \(block.type.rawValue) names an interface or a length that cannot be")
    }
  }
}

// MARK: - Going on after damage

extension PcapngParser {
  /// Moves on octet by octet to the next block that is closed by its own length and followed by another block or the end.
  private mutating func search(
    _ octets: Span<UInt8>, _ place: WindowPlace, at position: inout Int, since: Int,
    _ description: inout CaptureDescription
  ) -> Int? {
    var at = position
    while octets.count - at >= PcapngBlock.leastLength {
      switch candidate(octets, place, at: at) {
      case .no: at += 1
      case .needs(let wanted):
        position = at
        return wanted
      case .yes:
        description.noteSkipped(place.base + at - since)
        state = .reading
        position = at
        return nil
      }
    }
    guard place.isFinal else {
      position = at
      return PcapngBlock.leastLength
    }
    description.noteSkipped(place.base + octets.count - since)
    state = .reading
    position = octets.count
    return 1
  }

  private enum Candidate {
    case no, yes
    case needs(Int)
  }

  private func candidate(_ octets: Span<UInt8>, _ place: WindowPlace, at index: Int) -> Candidate {
    guard let block = PcapngBlock(octets, at: index, isBig: section.isBig), block.type.leastLength != nil,
      block.length & 3 == 0, block.length <= RecordLimits.blockAfterDamage
    else { return .no }
    let left = octets.count - index
    guard left >= block.length else { return place.isFinal ? .no : .needs(block.length) }
    guard block.isClosed(octets, at: index) else { return .no }
    if left == block.length, place.isFinal { return .yes }
    guard left >= block.length + PcapngBlock.leastLength else {
      return place.isFinal ? .no : .needs(block.length + PcapngBlock.leastLength)
    }
    return PcapngBlock(octets, at: index + block.length, isBig: block.isBig) == nil ? .no : .yes
  }
}
