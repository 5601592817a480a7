import PacketModel
import Secrets

/// Puts the octets of a file together, in either format.
struct RecordingEncoder: Sendable {
  let options: RecordingOptions
  private let interfaces: [CaptureInterface]
  private var pcapng = PcapngWriter()
  private var pcap = PcapWriter()

  init(_ options: RecordingOptions, _ interfaces: [CaptureInterface]) throws(RecordingError) {
    self.options = options
    self.interfaces = interfaces
    let types = Set(interfaces.map(\.linkType))
    if types.isEmpty { throw RecordingError(path: options.path, .noInterface) }
    if options.format == .pcap, types.count > 1 {
      let names = interfaces.map { "\($0.linkType.rawValue) (\($0.name ?? "?"))" }
      throw RecordingError(path: options.path, .linkTypes(names))
    }
  }

  var isPcapng: Bool { options.format == .pcapng }

  /// Octets that have gathered.
  var count: Int { isPcapng ? pcapng.count : pcap.count }

  /// Octets that have gathered, in exchange for room that is no longer needed.
  mutating func take(into spare: inout [UInt8]) {
    if isPcapng { pcapng.take(into: &spare) } else { pcap.take(into: &spare) }
  }

  /// What every file begins with: what it is, and all the interfaces.
  mutating func begin() {
    if isPcapng {
      // Interfaces are counted in each file anew.
      pcapng = PcapngWriter()
      pcapng.begin(
        hardware: options.hardware, os: options.os, application: options.application, comments: options.comments)
      for interface in interfaces { _ = pcapng.add(interface) }
    } else if let first = interfaces.first {
      let snapLengths = interfaces.compactMap(\.snapLength)
      pcap.begin(
        linkType: first.linkType,
        snapLength: snapLengths.count == interfaces.count ? snapLengths.max() ?? Self.snapLength : Self.snapLength,
        hasNanoseconds: interfaces.contains { $0.timeResolution != .microseconds })
    }
  }

  /// Of an interface without: tcpdump's default, as octets.
  private static let snapLength = 262_144

  /// Answers whether the packet has an interface.
  @inline(__always)
  mutating func add(_ record: PacketRecord, _ octets: Span<UInt8>) -> Bool {
    guard interfaces.indices.contains(record.interface) else { return false }
    if isPcapng { pcapng.add(record, of: record.interface, octets) } else { pcap.add(record, octets) }
    return true
  }

  mutating func add(_ secrets: RecordingSecrets.Block) {
    secrets.octets.withOctets { pcapng.add(secrets: $0, type: secrets.type) }
  }

  /// What was counted on an interface until now.
  mutating func add(_ statistics: CaptureStatistics, of interface: Int, at time: Timestamp) {
    if isPcapng { pcapng.add(statistics, of: interface, at: time) }
  }
}
