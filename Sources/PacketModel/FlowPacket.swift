/// One packet as the flow table sees it: whose it is, where its octets lie, and what its transport header says.
///
/// Made once per transport header (a tunnelled packet makes one for the tunnel's flow and one for the flow inside), by the
/// decoder; read by exactly one worker. Octets are named by their place in the storage the batch came with.
public struct FlowPacket: Sendable {
  public enum Kind: UInt8, Hashable, Sendable {
    case tcp
    case udp
    case icmp
    case sctp
    /// Any other IP protocol: addresses, no ports.
    case other
    /// An ICMP error quoting a packet of this flow: `sender` is who sent the *quoted* packet.
    case icmpError
  }

  public var kind: Kind
  public var sender: Endpoint
  public var key: FlowKey
  /// `key.hash64`, computed once.
  public var hash: UInt64
  /// Counted from 1 over all files.
  public var frame: Int
  public var time: Timestamp
  @usableFromInline var frameLength: UInt32

  /// Which storage: 0 = the batch's own, n = its n-th reassembled datagram.
  public var storage: UInt32
  /// Where the transport header starts in the storage, in octets.
  public var transportOffset: Int
  public var transportHeaderLength: UInt16
  @usableFromInline var capturedLength: UInt32
  @usableFromInline var sentLength: UInt32

  public var sequence: SequenceNumber
  public var acknowledgment: SequenceNumber
  /// Before scaling.
  public var window: UInt16
  public var flags: TCPFlags
  public var hasTimestamps: Bool
  public var timestampValue: UInt32
  public var timestampEcho: UInt32

  /// The frame the flow table keeps of the ICMP message: type and code, of the error for `icmpError`.
  public var icmpType: UInt8
  public var icmpCode: UInt8
  public var hopLimit: UInt8
  public var headerChecksum: ChecksumStatus
  public var identification: UInt32
  /// Octets of the datagram that the checksum covers: 0 = all (UDP-Lite).
  public var checksumCoverage: UInt16
  /// Whether checksums may be verified against `key`'s addresses: not so behind a source route, or a home address.
  public var checksumVerifiable: Bool

  /// How many transport headers of the same frame came before this one: 0 outside any tunnel.
  public var depth: UInt8 = 0
  /// Of a UDP tunnel: how far behind its own header the TCP or UDP header inside starts, and which of them it is; 0 when there
  /// is none. Its checksum depends on that header's.
  public var innerOffset: UInt16 = 0
  public var innerProtocol = IPProtocol.udp
  /// Index into the decoder's table of layer paths.
  public var path: UInt32
  /// Index into `EncapsulationTable`.
  public var route: UInt32
  /// The source's link address plus one; 0 when there is none.
  public var sourceMACAndOne: UInt64

  /// Frame length on the wire, in octets. For a reassembled datagram: of the frame that completed it.
  @inlinable public var wireLength: Int { Int(frameLength) }
  /// Payload octets captured, behind the transport header.
  @inlinable public var capturedPayloadLength: Int { Int(capturedLength) }
  /// Payload octets as sent; larger than what was captured when the snapshot length cut the frame.
  @inlinable public var payloadLength: Int { Int(sentLength) }

  /// The source address of the packet.
  @inlinable public var source: IPAddress { sender == .low ? key.lowAddress : key.highAddress }
  @inlinable public var destination: IPAddress { sender == .low ? key.highAddress : key.lowAddress }
  @inlinable public var sourcePort: UInt16 { sender == .low ? key.lowPort : key.highPort }
  @inlinable public var destinationPort: UInt16 { sender == .low ? key.highPort : key.lowPort }

  /// A packet of `facts`, whose transport header starts at `transportOffset` of the storage.
  @inlinable
  public init(
    _ kind: Kind, _ facts: borrowing PacketFacts, context: UInt32, frame: Int, time: Timestamp, wireLength: Int,
    transportOffset: Int, transportHeaderLength: Int, capturedPayloadLength: Int, payloadLength: Int, path: UInt32
  ) {
    self.kind = kind
    (key, sender) = FlowKey.ordered(
      source: facts.source, sourcePort: facts.sourcePort, destination: facts.destination,
      destinationPort: facts.destinationPort, version: facts.version, transport: facts.ipProtocol,
      discriminator: facts.discriminator, context: context)
    hash = key.hash64
    self.frame = frame
    self.time = time
    frameLength = UInt32(truncatingIfNeeded: wireLength)
    storage = 0
    self.transportOffset = transportOffset
    self.transportHeaderLength = UInt16(truncatingIfNeeded: transportHeaderLength)
    capturedLength = UInt32(truncatingIfNeeded: capturedPayloadLength)
    sentLength = UInt32(truncatingIfNeeded: payloadLength)
    sequence = facts.sequence
    acknowledgment = facts.acknowledgment
    window = facts.window
    flags = facts.tcpFlags
    hasTimestamps = facts.timestamps != nil
    timestampValue = facts.timestamps?.value ?? 0
    timestampEcho = facts.timestamps?.echoReply ?? 0
    icmpType = facts.icmpType
    icmpCode = facts.icmpCode
    hopLimit = facts.hopLimit
    headerChecksum = facts.headerChecksum
    identification = facts.identification
    checksumCoverage = facts.checksumCoverage
    checksumVerifiable = facts.finalDestination == nil
    self.path = path
    route = facts.route
    sourceMACAndOne = facts.sourceMACAndOne
  }
}
