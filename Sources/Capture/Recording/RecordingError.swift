/// Why packets could not be written, in words their user can act on.
public struct RecordingError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// The operating system refused, in its own words; its number besides.
    case system(doing: String, number: Int32, message: String)
    /// pcap files have one link type.
    case linkTypes([String])
    /// Nothing captured has an interface.
    case noInterface
    /// Standard output is one stream: it has no next file.
    case rotatesStandardOutput
  }

  /// The file's name, or "-".
  public var path: String
  public var reason: Reason
  /// Packets that the file holds nevertheless; absent where there is none.
  public var packets: Int?

  public init(path: String, _ reason: Reason, packets: Int? = nil) {
    self.path = path
    self.reason = reason
    self.packets = packets
  }

  /// Whether whoever read what was written has gone away.
  public var isBrokenPipe: Bool {
    if case .system(_, Self.brokenPipe, _) = reason { true } else { false }
  }

  /// EPIPE
  private static let brokenPipe: Int32 = 32
}

extension RecordingError: CustomStringConvertible {
  public var description: String {
    let name = path == "-" ? "standard output" : path
    return switch reason {
    case .system(let doing, let number, let message):
      "\(name): cannot \(doing): \(message)\(advice(number))\(held)"
    case .linkTypes(let types):
      "\(name): a pcap file has one link type, but the interfaces have \(types.joined(separator: ", ")): write pcapng"
    case .noInterface: "\(name): there is no interface to write packets of"
    case .rotatesStandardOutput: "standard output has no next file: name a file with -w to use -C, -G or -W"
    }
  }

  private var held: String {
    switch packets {
    case nil: ""
    case 1: "; the file is whole and holds 1 packet"
    case let count?: "; the file is whole and holds \(count) packets"
    }
  }

  /// After root was given up, a folder of root's is closed to us.
  private func advice(_ number: Int32) -> String {
    switch number {
    // EPERM and EACCES
    case 1, 13: " (the user that Weir runs as, see -Z, must be able to write in this folder)"
    default: ""
    }
  }
}
