public import PacketModel

/// Writes a pcapng file (draft-ietf-opsawg-pcapng) of one section: what was read of captures of any format, several even.
///
/// Sans-I/O: its octets are taken as they gather. Times keep the resolution of their interface, where nothing is lost.
public struct PcapngWriter: Sendable {
  private var builder = PcapngBlockBuilder()
  private var interfaces: [Interface] = []

  /// What a time on an interface is told with.
  private struct Interface: Sendable {
    var nanosecondsPerTick: Int64
    var offset: Int64

    func ticks(_ time: Timestamp) -> UInt64 {
      let since = Int128(time.nanoseconds) - Int128(offset) * 1_000_000_000
      return UInt64(clamping: since / Int128(nanosecondsPerTick))
    }
  }

  public init() {}

  /// Octets that have gathered, and all of them: they are not kept.
  public var count: Int { builder.count }
  public mutating func take() -> [UInt8] { builder.take() }
  /// The same: `spare` holds them afterwards, and further ones gather in the room it had.
  public mutating func take(into spare: inout [UInt8]) { builder.take(into: &spare) }

  // MARK: - Section header block

  public mutating func begin(hardware: String?, os: String?, application: String, comments: [String]) {
    builder.begin(.sectionHeader)
    builder.append(PcapngBlock.byteOrderMagic)
    builder.append(1 as UInt16)
    builder.append(0 as UInt16)
    // The section's length is not known.
    builder.append(UInt64.max)
    for comment in comments { builder.option(1, text: comment) }
    builder.option(2, text: hardware)
    builder.option(3, text: os)
    builder.option(4, text: application)
    builder.end()
  }

  // MARK: - Interfaces

  /// Describes an interface, and answers its number.
  public mutating func add(_ interface: CaptureInterface) -> Int {
    let (resolution, perTick) = Self.clock(of: interface)
    interfaces.append(Interface(nanosecondsPerTick: perTick, offset: interface.timeOffset))
    builder.begin(.interface)
    builder.append(interface.linkType.rawValue)
    builder.append(0 as UInt16)
    builder.append(UInt32(clamping: interface.snapLength ?? 0))
    for comment in interface.comments { builder.option(1, text: comment) }
    builder.option(2, text: interface.name)
    builder.option(3, text: interface.description)
    if let address = interface.macAddress { builder.option(6, address) }
    builder.option(8, interface.speed)
    builder.option(9, resolution)
    // Text begins with a 0.
    if let filter = interface.filter { builder.option(11, [0] + Array(filter.utf8)) }
    builder.option(12, text: interface.os)
    if interface.frameCheckLength > 0 { builder.option(13, Self.frameCheck(interface.frameCheckLength)) }
    if interface.timeOffset != 0 { builder.option(14, interface.timeOffset) }
    builder.option(15, text: interface.hardware)
    builder.end()
    return interfaces.count - 1
  }

  /// The resolution of an interface's clock if it is a power of ten that nanoseconds are a multiple of, else nanoseconds.
  private static func clock(of interface: CaptureInterface) -> (resolution: UInt8, nanosecondsPerTick: Int64) {
    let raw = interface.timeResolution.rawValue
    guard raw <= 9 else { return (TimeResolution.nanoseconds.rawValue, 1) }
    return (raw, (raw..<9).reduce(1) { power, _ in power * 10 })
  }

  /// As `PcapngSection` reads it: octets up to 8, else bits.
  private static func frameCheck(_ octets: Int) -> UInt8 { UInt8(clamping: octets > 8 ? octets * 8 : octets) }

  /// What the capturing host counted on an interface; `time` is that of the last packet.
  public mutating func add(_ statistics: CaptureStatistics, of number: Int, at time: Timestamp) {
    guard interfaces.indices.contains(number) else { return }
    let interface = interfaces[number]
    builder.begin(.statistics)
    builder.append(UInt32(number))
    builder.append(ticks: interface.ticks(statistics.end ?? time))
    for comment in statistics.comments { builder.option(1, text: comment) }
    builder.option(2, ticks: statistics.start.map(interface.ticks))
    builder.option(3, ticks: statistics.end.map(interface.ticks))
    builder.option(4, statistics.received)
    builder.option(5, statistics.droppedByInterface)
    builder.option(6, statistics.acceptedByFilter)
    builder.option(7, statistics.droppedByKernel)
    builder.option(8, statistics.delivered)
    builder.end()
  }

  // MARK: - Packets

  /// Writes a packet captured on interface `number`, with its octets as far as they were captured, what somebody said of it,
  /// and how many were lost before it.
  public mutating func add(
    _ record: PacketRecord, of number: Int, _ octets: Span<UInt8>, comments: [String] = [], drops: UInt64 = 0
  ) {
    guard interfaces.indices.contains(number) else { return }
    let ticks = interfaces[number].ticks(record.time)
    if comments.isEmpty, record.flags.rawValue == 0, drops == 0 {
      return builder.packet(
        interface: UInt32(number), ticks: ticks, wireLength: UInt32(clamping: record.wireLength), octets)
    }
    builder.begin(.enhancedPacket)
    builder.append(UInt32(number))
    builder.append(ticks: ticks)
    builder.append(UInt32(clamping: octets.count))
    builder.append(UInt32(clamping: record.wireLength))
    builder.append(octets)
    builder.pad()
    for comment in comments { builder.option(1, text: comment) }
    if record.flags.rawValue != 0 { builder.option(2, record.flags.rawValue) }
    if drops > 0 { builder.option(4, drops) }
    builder.end()
  }

  // MARK: - Names and secrets

  public mutating func add(_ names: [ResolvedName]) {
    guard !names.isEmpty else { return }
    builder.begin(.nameResolution)
    for name in names {
      let value = name.address + name.names.flatMap { Array($0.utf8) + [0] }
      guard value.count <= Int(UInt16.max) else { continue }
      builder.append(name.address.count == 4 ? 1 as UInt16 : 2)
      builder.append(UInt16(value.count))
      builder.append(value.span)
      builder.pad()
    }
    // nrb_record_end
    builder.append(0 as UInt32)
    builder.end()
  }

  /// Writes secrets: packets that need them must come behind. The octets gathered, which hold them now, should be overwritten
  /// when they have been written.
  public mutating func add(secrets: Span<UInt8>, type: CaptureSecretType) {
    builder.reserve(secrets.count + Self.secretsOverhead)
    builder.begin(.secrets)
    builder.append(type.rawValue)
    builder.append(UInt32(clamping: secrets.count))
    builder.append(secrets)
    builder.pad()
    builder.end()
  }

  /// Octets of a decryption secrets block besides the secrets: its two lengths, type, kind, length of secrets and padding.
  private static let secretsOverhead = 24
}
