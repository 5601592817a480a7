import PacketModel

/// What reading the packets of a pcapng section needs to know of its interfaces; the rest is in the description.
struct PcapngSection: Sendable {
  struct Interface: Sendable {
    var linkType: LinkType
    /// 0 when unlimited.
    var snapLength: Int
    var resolution: TimeResolution
    var offset: Int64
    var frameCheckLength: Int
  }

  var isBig = false
  /// In order of their blocks: packets name them by number.
  var interfaces: [Interface] = []
  /// Index of the section's first interface in the description.
  var firstInterface = 0
}

// MARK: - Section header block

extension PcapngSection {
  /// ```
  /// byte order magic 4 | major 2 | minor 2 | section length 8 | options
  /// ```
  /// The section length is not used: the next section header is found anyway, and many writers do not fill it in.
  mutating func begin(_ octets: Span<UInt8>, _ body: Range<Int>, isBig: Bool, _ description: inout CaptureDescription) {
    self.isBig = isBig
    interfaces.removeAll()
    firstInterface = description.interfaces.count
    description.sections += 1
    let order: CaptureByteOrder = isBig ? .big : .little
    description.byteOrder = description.byteOrder.map { $0 == order ? order : .mixed } ?? order
    let start = body.lowerBound
    if description.version == nil {
      description.version = "\(octets.uint16(at: start + 4, isBig)).\(octets.uint16(at: start + 6, isBig))"
    }
    var options = PcapngOptions((start + 16)..<body.upperBound, isBig: isBig)
    while let option = options.next(octets) {
      let value = PcapngValue(range: option.value, isBig: isBig)
      switch option.code {
      case 1: if let text = value.text(octets, &description) { description.comments.append(text) }
      // What the first section says stands for the file.
      case 2 where description.hardware == nil: description.hardware = value.text(octets, &description)
      case 3 where description.os == nil: description.os = value.text(octets, &description)
      case 4 where description.application == nil: description.application = value.text(octets, &description)
      default: break
      }
    }
    if options.isBroken { description.brokenOptions += 1 }
  }
}

// MARK: - Interface description block

extension PcapngSection {
  /// ```
  /// link type 2 | reserved 2 | snapshot length 4 | options
  /// ```
  /// Answers `false` when there are too many interfaces.
  mutating func addInterface(_ octets: Span<UInt8>, _ body: Range<Int>, _ description: inout CaptureDescription) -> Bool {
    guard description.interfaces.count < mostInterfaces else { return false }
    let start = body.lowerBound
    let snapLength = Int(octets.uint32(at: start + 4, isBig))
    var found = CaptureInterface(
      linkType: LinkType(rawValue: octets.uint16(at: start, isBig)), snapLength: snapLength == 0 ? nil : snapLength,
      timeResolution: .microseconds)
    var options = PcapngOptions((start + 8)..<body.upperBound, isBig: isBig)
    while let option = options.next(octets) {
      let value = PcapngValue(range: option.value, isBig: isBig)
      switch option.code {
      case 1: if let text = value.text(octets, &description) { found.comments.append(text) }
      case 2: found.name = value.text(octets, &description)
      case 3: found.description = value.text(octets, &description)
      case 6 where value.range.count == 6: found.macAddress = value.octets(octets)
      case 8: found.speed = value.uint64(octets)
      case 9: if let raw = value.uint8(octets) { found.timeResolution = TimeResolution(rawValue: raw) }
      case 11:
        // The first octet tells text (0) from BPF code (1).
        found.filter = value.uint8(octets) == 0 ? value.text(octets, &description, droppingFirst: 1) : "(BPF code)"
      case 12: found.os = value.text(octets, &description)
      case 13: found.frameCheckLength = value.uint8(octets).map(Self.frameCheckLength) ?? 0
      case 14: found.timeOffset = value.uint64(octets).map { Int64(bitPattern: $0) } ?? 0
      case 15: found.hardware = value.text(octets, &description)
      default: break
      }
    }
    if options.isBroken { description.brokenOptions += 1 }
    interfaces.append(
      Interface(
        linkType: found.linkType, snapLength: snapLength, resolution: found.timeResolution, offset: found.timeOffset,
        frameCheckLength: found.frameCheckLength))
    description.interfaces.append(found)
    return true
  }

  /// The draft counts bits, and its own example is 4; programs write octets. No frame check has 8 bits or fewer, nor 8 octets.
  private static func frameCheckLength(_ value: UInt8) -> Int { Int(value > 8 ? value / 8 : value) }
}

// MARK: - Interface statistics block

extension PcapngSection {
  /// ```
  /// interface 4 | time, high half 4 | time, low half 4 | options
  /// ```
  /// Answers `false` when there is no such interface.
  func addStatistics(_ octets: Span<UInt8>, _ body: Range<Int>, _ description: inout CaptureDescription) -> Bool {
    let number = Int(octets.uint32(at: body.lowerBound, isBig))
    guard number < interfaces.count else { return false }
    let interface = interfaces[number]
    var found = CaptureStatistics()
    func time(_ value: PcapngValue) -> Timestamp? {
      value.ticks(octets).map { interface.resolution.timestamp(ticks: $0, offset: interface.offset).time }
    }
    var options = PcapngOptions((body.lowerBound + 12)..<body.upperBound, isBig: isBig)
    while let option = options.next(octets) {
      let value = PcapngValue(range: option.value, isBig: isBig)
      switch option.code {
      case 1: if let text = value.text(octets, &description) { found.comments.append(text) }
      case 2: found.start = time(value)
      case 3: found.end = time(value)
      case 4: found.received = value.uint64(octets)
      case 5: found.droppedByInterface = value.uint64(octets)
      case 6: found.acceptedByFilter = value.uint64(octets)
      case 7: found.droppedByKernel = value.uint64(octets)
      case 8: found.delivered = value.uint64(octets)
      default: break
      }
    }
    if options.isBroken { description.brokenOptions += 1 }
    description.interfaces[firstInterface + number].statistics = found
    return true
  }
}
