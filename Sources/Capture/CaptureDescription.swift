public import PacketModel

/// What a capture file says of itself. It grows while the file is read.
public struct CaptureDescription: Sendable {
  /// As it was given to the reader; "-" is standard input.
  public var path: String
  /// Absent until the first octets have arrived.
  public var format: CaptureFormat?
  /// What sets the file apart from others of its format, as "modified".
  public var variant: String?
  /// The version of the format, as "2.4"; of pcapng that of the first section.
  public var version: String?
  public var byteOrder: CaptureByteOrder?
  /// Sections of a pcapng file read so far; 0 for other formats.
  public var sections = 0
  public var interfaces: [CaptureInterface] = []
  public var comments: [String] = []
  public var hardware: String?
  public var os: String?
  public var application: String?
  public var damage: CaptureDamage?
  /// Times outside the years 1677 to 2262, set to the nearest moment inside.
  public var timesClamped = 0
  /// Packets that carry no time of their own.
  public var timesMissing = 0
  /// Packets said to hold more octets than were on the wire; their wire length is raised.
  public var contradictoryLengths = 0
  /// Blocks with an option that runs past their end; what stood before it is kept.
  public var brokenOptions = 0
  public var packetComments: [PacketComment] = []
  public var packetDrops: [PacketDrops] = []
  public var names: [ResolvedName] = []
  /// Blocks of secrets, by their kind.
  public var secretBlocks: [CaptureSecretType: Int] = [:]
  /// Comments, names and blocks of secrets that were not kept because there were too many (`KeptLimits`).
  public var unkept = 0
  /// Records delivered.
  public var records = 0
  /// Octets read so far, from the start of the file or stream.
  public var octetsRead = 0
  /// Octets in the file when it was last looked at; absent for a stream.
  public var octetsTotal: Int?

  var kept = KeptLimits()
  /// Those that came with the records read last (`CaptureReader.secrets`).
  var newSecrets: [CaptureSecret] = []

  public init(path: String) { self.path = path }

  /// Of an interface that packets are captured on; its name stands for the path.
  public init(live interface: CaptureInterface) {
    path = interface.name ?? ""
    format = .live
    interfaces = [interface]
  }
}

extension CaptureDescription {
  /// The link types of the interfaces, in order of first appearance.
  public var linkTypes: [LinkType] {
    var found: [LinkType] = []
    for interface in interfaces where !found.contains(interface.linkType) { found.append(interface.linkType) }
    return found
  }

  /// "us", "ns", "2^-20 s"; "mixed" when interfaces differ; absent before the first is known.
  public var timeResolution: String? {
    guard let first = interfaces.first?.timeResolution else { return nil }
    return interfaces.allSatisfy { $0.timeResolution == first } ? first.description : "mixed"
  }

  /// Of the first interface.
  public var snapLength: Int? { interfaces.first?.snapLength }
}

public enum CaptureFormat: String, Hashable, Sendable {
  case pcap, pcapng, snoop
  /// No file: an interface.
  case live
}

public enum CaptureByteOrder: String, Hashable, Sendable {
  case little, big
  /// Sections of a pcapng file differ.
  case mixed
}
