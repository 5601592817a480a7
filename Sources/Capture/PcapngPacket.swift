import PacketModel

/// A packet read from one of pcapng's three packet blocks.
struct PcapngPacket {
  var record: PacketRecord
  /// Where the block's options are.
  var options: Range<Int>
  /// Packets lost before this one, as the obsolete packet block counts them.
  var drops: UInt16 = 0
  var isClamped = false
  /// More octets captured than were on the wire.
  var isContradictory = false

  /// ```
  /// interface 4 | time, high half 4 | time, low half 4 | captured 4 | original 4 | packet, padded | options
  /// ```
  @inline(__always)
  init?(enhanced octets: Span<UInt8>, _ body: Range<Int>, _ section: borrowing PcapngSection) {
    let head = octets.extracting(body.lowerBound..<(body.lowerBound &+ 20))
    self.init(
      octets, head, interface: Int(head.uint32(at: 0, section.isBig)), body, section)
  }

  /// ```
  /// interface 2 | drops 2 | time, high half 4 | time, low half 4 | captured 4 | original 4 | packet, padded | options
  /// ```
  init?(obsolete octets: Span<UInt8>, _ body: Range<Int>, _ section: borrowing PcapngSection) {
    let head = octets.extracting(body.lowerBound..<(body.lowerBound &+ 20))
    self.init(octets, head, interface: Int(head.uint16(at: 0, section.isBig)), body, section)
    let count = head.uint16(at: 2, section.isBig)
    // All ones: the writer did not count.
    drops = count == 0xffff ? 0 : count
  }

  /// ```
  /// original 4 | packet, padded
  /// ```
  /// The captured length is not stored: it is the original one, or interface 0's snapshot length, or what the block holds.
  init?(simple octets: Span<UInt8>, _ body: Range<Int>, _ section: borrowing PcapngSection, lastTime: Timestamp) {
    guard let interface = section.interfaces.first else { return nil }
    let wire = Int(octets.uint32(at: body.lowerBound, section.isBig))
    let kept = interface.snapLength == 0 ? wire : min(wire, interface.snapLength)
    let start = body.lowerBound &+ 4
    let captured = min(kept, body.upperBound &- start)
    record = PacketRecord(
      time: lastTime, interface: section.firstInterface, linkType: interface.linkType, wireLength: wire,
      octets: start..<(start &+ captured), frameCheckLength: interface.frameCheckLength)
    options = body.upperBound..<body.upperBound
  }

  @inline(__always)
  private init?(
    _ octets: Span<UInt8>, _ head: Span<UInt8>, interface number: Int, _ body: Range<Int>,
    _ section: borrowing PcapngSection
  ) {
    let captured = Int(head.uint32(at: 12, section.isBig))
    let wire = Int(head.uint32(at: 16, section.isBig))
    let start = body.lowerBound &+ 20
    guard number < section.interfaces.count, captured <= body.upperBound &- start else { return nil }
    let interface = section.interfaces[number]
    let ticks = UInt64(head.uint32(at: 4, section.isBig)) << 32 | UInt64(head.uint32(at: 8, section.isBig))
    let (time, clamped) = interface.resolution.timestamp(ticks: ticks, offset: interface.offset)
    isClamped = clamped
    isContradictory = captured > wire
    record = PacketRecord(
      time: time, interface: section.firstInterface &+ number, linkType: interface.linkType,
      wireLength: max(wire, captured), octets: start..<(start &+ captured), frameCheckLength: interface.frameCheckLength)
    options = min(start &+ (captured &+ 3) & ~3, body.upperBound)..<body.upperBound
  }

  /// Takes what a report can use: comments, flags, drops.
  mutating func readOptions(
    _ octets: Span<UInt8>, isBig: Bool, ordinal: Int, _ description: inout CaptureDescription
  ) {
    var dropped = UInt64(drops)
    var walk = PcapngOptions(options, isBig: isBig)
    while let option = walk.next(octets) {
      let value = PcapngValue(range: option.value, isBig: isBig)
      switch option.code {
      case 1:
        if let text = value.text(octets, &description) {
          description.packetComments.append(PacketComment(record: description.records + ordinal, text: text))
        }
      case 2:
        record.flags = PacketFlags(rawValue: value.uint32(octets) ?? 0)
        if record.flags.frameCheckLength > 0 { record.frameCheckLength = record.flags.frameCheckLength }
      case 4: dropped &+= value.uint64(octets) ?? 0
      default: break
      }
    }
    if dropped > 0 {
      description.interfaces[record.interface].droppedBetween &+= dropped
      if description.kept.takeText(0) {
        description.packetDrops.append(PacketDrops(record: description.records + ordinal, count: dropped))
      }
    }
    if walk.isBroken { description.brokenOptions += 1 }
  }
}
