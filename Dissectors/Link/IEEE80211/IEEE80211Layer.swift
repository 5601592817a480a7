public import Dissection
public import Octets
public import PacketModel

/// An IEEE 802.11 MAC header (IEEE 802.11-2020 §9.2, §9.3).
///
///     frame control (2, little-endian) | duration (2) | address 1 (6) | address 2 | address 3 | sequence control (2)
///     address 4, between distribution systems | QoS control (2) | HT control (4)
///
/// Control and management frames are read as far as their addresses; only data frames carry further layers.
public struct IEEE80211Layer: Layer {
  public static let id = ProtocolID.ieee80211

  public var frameControl: UInt16
  public var duration: UInt16
  /// As many of the four addresses as the frame has.
  public var addresses: [MACAddress] = []
  public var sequenceControl: UInt16?
  public var qualityOfService: UInt16?
  public var highThroughput: UInt32?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let fixed = try octets.take(4)
    frameControl = fixed.littleUInt16(at: 0)
    duration = fixed.littleUInt16(at: 2)
    addresses.append(MACAddress(try octets.take(6), at: 0))
    switch type {
    case 1: try readControl(&octets)
    case 3: break
    default: try readRest(&octets)
    }
  }

  /// Of control frames, acknowledgements have one address and most others two (§9.3.1).
  private mutating func readControl(_ octets: inout ByteView) throws(MalformedPacket) {
    if subtype == 12 || subtype == 13 { return }
    addresses.append(MACAddress(try octets.take(6), at: 0))
  }

  private mutating func readRest(_ octets: inout ByteView) throws(MalformedPacket) {
    let rest = try octets.take(14)
    addresses.append(MACAddress(rest, at: 0))
    addresses.append(MACAddress(rest, at: 6))
    sequenceControl = rest.littleUInt16(at: 12)
    if type == 2, toDistribution, fromDistribution { addresses.append(MACAddress(try octets.take(6), at: 0)) }
    if hasQualityOfService { qualityOfService = try octets.take(2).littleUInt16(at: 0) }
    // +HTC; in data frames without QoS the bit means strict order.
    if isOrdered, hasQualityOfService || type == 0 { highThroughput = try octets.take(4).littleUInt32(at: 0) }
  }

  public var type: UInt16 { frameControl >> 2 & 3 }
  public var subtype: UInt16 { frameControl >> 4 & 15 }
  public var toDistribution: Bool { frameControl & 0x0100 != 0 }
  public var fromDistribution: Bool { frameControl & 0x0200 != 0 }
  public var moreFragments: Bool { frameControl & 0x0400 != 0 }
  public var isProtected: Bool { frameControl & 0x4000 != 0 }
  public var isOrdered: Bool { frameControl & 0x8000 != 0 }
  /// Data subtypes from 8 up (§9.2.4.1.3).
  public var hasQualityOfService: Bool { type == 2 && subtype & 8 != 0 }
  /// Data subtypes that carry nothing.
  public var isNull: Bool { subtype & 4 != 0 }

  public var next: LayerKey {
    guard type == 2, !isNull, !isProtected, !moreFragments, (sequenceControl ?? 0) & 15 == 0 else { return .none }
    // An A-MSDU's subframes begin like 802.3 frames; the first is read.
    if let qualityOfService, qualityOfService & 0x80 != 0 { return .direct(.ethernet) }
    return .direct(.llc)
  }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourceMAC = source
    facts.destinationMAC = destination
  }

  /// Table 9-26: where the addresses stand depends on the way through the distribution system.
  var source: MACAddress? {
    guard type != 1, addresses.count >= 3 else { return addresses.count > 1 ? addresses[1] : nil }
    if !fromDistribution { return addresses[1] }
    return toDistribution ? (addresses.count > 3 ? addresses[3] : nil) : addresses[2]
  }

  var destination: MACAddress? {
    guard type != 1, addresses.count >= 3 else { return addresses.first }
    return toDistribution ? addresses[2] : addresses[0]
  }
}
