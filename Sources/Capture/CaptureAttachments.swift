/// A comment somebody wrote to a packet.
public struct PacketComment: Hashable, Sendable {
  /// Records of this capture before the packet: the first is 0.
  public var record: Int
  public var text: String
}

/// Packets that were lost before one, as that one says itself.
public struct PacketDrops: Hashable, Sendable {
  /// Records of this capture before the packet: the first is 0.
  public var record: Int
  public var count: UInt64
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

/// How much of a file's own words is kept, so that a file made of comments does not fill the memory.
struct KeptLimits: Sendable {
  /// Octets of comments, descriptions and names: more than any person writes.
  private var text = 16 << 20
  /// Octets of secrets: a day of TLS key log of a busy host.
  private var secrets = 64 << 20
  /// Comments, names and blocks of secrets, each of which costs some memory besides its octets.
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
