/// What makes two packets belong to the same conversation, the same for both directions.
///
/// The two endpoints stand in ascending order (address, then port); `Direction` says which of them sent a packet.
/// `context` separates the same addresses in different VLANs and tunnels; 0 is neither.
public struct FlowKey: Hashable, Sendable {
  public var lowAddress: IPAddress
  public var highAddress: IPAddress
  public var lowPort: UInt16
  public var highPort: UInt16
  public var version: IPVersion
  public var transport: IPProtocol
  /// ICMP echo identifier and the like: a further part of the key that is neither address nor port.
  public var discriminator: UInt16
  public var context: UInt32

  @inlinable
  public init(
    lowAddress: IPAddress, highAddress: IPAddress, lowPort: UInt16, highPort: UInt16, version: IPVersion,
    transport: IPProtocol, discriminator: UInt16 = 0, context: UInt32 = 0
  ) {
    self.lowAddress = lowAddress
    self.highAddress = highAddress
    self.lowPort = lowPort
    self.highPort = highPort
    self.version = version
    self.transport = transport
    self.discriminator = discriminator
    self.context = context
  }

  /// The key of a packet from `source` to `destination`, and who of the two sent it.
  @inlinable
  public static func ordered(
    source: IPAddress, sourcePort: UInt16, destination: IPAddress, destinationPort: UInt16, version: IPVersion,
    transport: IPProtocol, discriminator: UInt16 = 0, context: UInt32 = 0
  ) -> (key: FlowKey, sender: Endpoint) {
    let inOrder = source < destination || (source == destination && sourcePort <= destinationPort)
    return inOrder
      ? (
        FlowKey(
          lowAddress: source, highAddress: destination, lowPort: sourcePort, highPort: destinationPort, version: version,
          transport: transport, discriminator: discriminator, context: context), .low
      )
      : (
        FlowKey(
          lowAddress: destination, highAddress: source, lowPort: destinationPort, highPort: sourcePort, version: version,
          transport: transport, discriminator: discriminator, context: context), .high
      )
  }

  /// Whether the key names the same two endpoints, whatever VLAN or tunnel they are in.
  @inlinable @inline(__always)
  public func isSamePair(as other: FlowKey) -> Bool {
    lowAddress.low == other.lowAddress.low && highAddress.low == other.highAddress.low && lowPort == other.lowPort
      && highPort == other.highPort && lowAddress.high == other.lowAddress.high && highAddress.high == other.highAddress.high
      && version == other.version && transport == other.transport && discriminator == other.discriminator
  }

  /// A well-mixed hash, equal for both directions and on every machine and run (shards and order depend on it).
  ///
  /// The context is left out: a connection whose directions travel in different VLANs must come to one worker.
  @inlinable public var hash64: UInt64 {
    var h = lowAddress.low &* 0x9e37_79b9_7f4a_7c15
    h = (h ^ (h >> 29)) &+ highAddress.low
    h = h &* 0xbf58_476d_1ce4_e5b9
    h ^= lowAddress.high &* 0x94d0_49bb_1331_11eb &+ highAddress.high
    h ^= UInt64(lowPort) << 48 | UInt64(highPort) << 32
    h = (h ^ (h >> 32)) &* 0xd6e8_feb8_6659_fd93
    h ^= UInt64(transport.rawValue) << 16 | UInt64(discriminator)
    h = (h ^ (h >> 32)) &* 0xd6e8_feb8_6659_fd93
    return h ^ (h >> 32)
  }
}

/// One of a flow key's two endpoints.
public enum Endpoint: UInt8, Hashable, Sendable {
  case low = 0
  case high = 1

  @inlinable public var other: Endpoint { self == .low ? .high : .low }
}
