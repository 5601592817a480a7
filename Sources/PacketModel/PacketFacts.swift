/// What the headers of one frame say that flows need, gathered as the layers are read from the outside in.
///
/// Each layer writes its part (`Layer.contribute`). An inner header overwrites what an outer one of its kind said, so at any
/// moment the facts describe the innermost headers read so far; the encapsulation remembers the way there.
public struct PacketFacts: Sendable {
  /// The layers so far.
  public var path = LayerPath()

  // Link
  /// Plus one; 0 when there is none. One word each, for they are written for every packet.
  @usableFromInline var sourceMACAndOne: UInt64 = 0
  @usableFromInline var destinationMACAndOne: UInt64 = 0
  /// The way here through VLANs and tunnels; 0 when there is none. An index into `EncapsulationTable`.
  public var route: UInt32 = 0
  /// A VLAN tag or tunnel header just read, which the spine turns into the next `route`.
  public var entering: Encapsulation?

  // Network
  public var version = IPVersion.four
  public var source = IPAddress()
  public var destination = IPAddress()
  /// The protocol of the payload, after all extension headers.
  public var ipProtocol = IPProtocol(rawValue: 0)
  /// TTL or Hop Limit.
  public var hopLimit: UInt8 = 0
  /// IPv4 Identification; 0 for IPv6 without a Fragment header.
  public var identification: UInt32 = 0
  /// Octets from the start of the datagram's payload to this fragment's (RFC 791; RFC 8200 §4.5).
  public var fragmentOffset = 0
  public var moreFragments = false
  /// Whether the network header has a fragment of a datagram, not all of it.
  public var isFragment: Bool { moreFragments || fragmentOffset != 0 }
  /// The verdict on the innermost IPv4 header's own checksum.
  public var headerChecksum = ChecksumStatus.absent
  /// The last address of a source route or routing header with segments left: the destination that checksums count
  /// (RFC 8200 §8.1; RFC 791 §3.1).
  public var finalDestination: IPAddress?

  // Transport
  public var sourcePort: UInt16 = 0
  public var destinationPort: UInt16 = 0
  /// ICMP echo identifier, else 0.
  public var discriminator: UInt16 = 0
  /// Octets of the datagram that the checksum covers: 0 = all (UDP-Lite, RFC 3828).
  public var checksumCoverage: UInt16 = 0
  public var sequence = SequenceNumber(rawValue: 0)
  public var acknowledgment = SequenceNumber(rawValue: 0)
  /// The receive window as sent, before scaling.
  public var window: UInt16 = 0
  public var tcpFlags = TCPFlags(rawValue: 0)
  /// TSval and TSecr (RFC 7323 §3), where the option is there.
  public var timestamps: TCPTimestamps?
  /// ICMP type and code.
  public var icmpType: UInt8 = 0
  public var icmpCode: UInt8 = 0

  /// Whether these headers are quoted in an ICMP error and travelled no further.
  public var isQuoted = false

  @inlinable public init() {}
}

extension PacketFacts {
  @inlinable public var sourceMAC: MACAddress? {
    get { sourceMACAndOne == 0 ? nil : MACAddress(rawValue: sourceMACAndOne &- 1) }
    set { sourceMACAndOne = newValue.map { $0.rawValue &+ 1 } ?? 0 }
  }

  @inlinable public var destinationMAC: MACAddress? {
    get { destinationMACAndOne == 0 ? nil : MACAddress(rawValue: destinationMACAndOne &- 1) }
    set { destinationMACAndOne = newValue.map { $0.rawValue &+ 1 } ?? 0 }
  }
}

/// The Timestamps option's two values (RFC 7323 §3.2).
public struct TCPTimestamps: Hashable, Sendable {
  public var value: UInt32
  public var echoReply: UInt32

  @inlinable public init(value: UInt32, echoReply: UInt32) {
    self.value = value
    self.echoReply = echoReply
  }
}

/// The TCP control bits (RFC 9293 §3.1), the reserved bits above them and AccECN's AE bit (RFC 9768).
public struct TCPFlags: OptionSet, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable public static var fin: TCPFlags { TCPFlags(rawValue: 1) }
  @inlinable public static var syn: TCPFlags { TCPFlags(rawValue: 2) }
  @inlinable public static var rst: TCPFlags { TCPFlags(rawValue: 4) }
  @inlinable public static var psh: TCPFlags { TCPFlags(rawValue: 8) }
  @inlinable public static var ack: TCPFlags { TCPFlags(rawValue: 16) }
  @inlinable public static var urg: TCPFlags { TCPFlags(rawValue: 32) }
  @inlinable public static var ece: TCPFlags { TCPFlags(rawValue: 64) }
  @inlinable public static var cwr: TCPFlags { TCPFlags(rawValue: 128) }
  @inlinable public static var ae: TCPFlags { TCPFlags(rawValue: 256) }
}

/// What became of a checksum when it was looked at.
public enum ChecksumStatus: UInt8, Hashable, Sendable {
  /// The protocol has none, or the sender chose none (UDP over IPv4 with 0).
  case absent
  case good
  /// Wrong, and not in the way an offloading sender leaves it: damage.
  case bad
  /// The sum that the host left for its network card to finish: captured before the card (checksum offload).
  case offloaded
  /// Cut by the capture, or a fragment: cannot be told.
  case unverified
}
