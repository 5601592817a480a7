/// A comment somebody wrote to a packet.
public struct PacketComment: Hashable, Sendable {
  /// Records of this capture before the packet: the first is 0.
  public var record: Int
  public var text: String
}

/// A host name the file gives to an address (pcapng's name resolution block).
public struct ResolvedName: Hashable, Sendable {
  /// 4 octets of IPv4 or 16 of IPv6, in network order.
  public var address: [UInt8]
  public var names: [String]

  public init(address: [UInt8], names: [String]) {
    self.address = address
    self.names = names
  }
}

/// Keys that came with the file (pcapng's decryption secrets block). Never to be printed.
public struct CaptureSecret: Hashable, Sendable {
  /// The kind of secrets: 0x544c534b is a TLS key log, others as draft-ietf-opsawg-pcapng lists them.
  public var type: UInt32
  public var octets: [UInt8]

  public init(type: UInt32, octets: [UInt8]) {
    self.type = type
    self.octets = octets
  }
}

/// Says how much there is, not what: a secret must not reach a log by way of an interpolation.
extension CaptureSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "\(octets.count) octets of secrets, type 0x\(String(type, radix: 16))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}

/// How much of a file's own words is kept, so that a file made of comments does not fill the memory.
struct KeptLimits: Sendable {
  /// Octets of comments, descriptions and names: more than any person writes.
  private var text = 16 << 20
  /// Octets of secrets: a day of TLS key log of a busy host.
  private var secrets = 64 << 20
  /// Comments, names and secrets, each of which costs some memory besides its octets.
  private var items = 100_000

  mutating func takeText(_ octets: Int) -> Bool { Self.take(octets, from: &text, &items) }
  mutating func takeSecret(_ octets: Int) -> Bool { Self.take(octets, from: &secrets, &items) }

  private static func take(_ octets: Int, from budget: inout Int, _ items: inout Int) -> Bool {
    guard items > 0, octets <= budget else { return false }
    budget -= octets
    items -= 1
    return true
  }
}

/// Interfaces one file may describe: two octets' worth, as the obsolete packet block had; a limit of ours.
let mostInterfaces = 65_536
