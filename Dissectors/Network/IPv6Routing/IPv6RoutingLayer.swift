public import Dissection
public import Octets
public import PacketModel

/// A Routing header (RFC 8200 §4.4).
///
///     next header | header extension length, in 8 octets without the first | routing type | segments left | data …
public struct IPv6RoutingLayer: Layer {
  public static let id = ProtocolID.ipv6Routing

  public var nextHeader: IPProtocol
  public var headerExtensionLength: UInt8
  public var routingType: UInt8
  public var segmentsLeft: UInt8

  /// The last address of the route, or its last octets where the rest is the destination's (RPL).
  public var lastAddress: IPAddress?
  public var elidedOctets = 0

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(octets.extensionHeaderLength())
    nextHeader = IPProtocol(rawValue: header.uint8(at: 0))
    headerExtensionLength = header.uint8(at: 1)
    routingType = header.uint8(at: 2)
    segmentsLeft = header.uint8(at: 3)
    switch routingType {
    case 0, 2: lastAddress = Self.address(header, at: 8 + ((header.count - 8) / 16 - 1) * 16)
    // The list of a segment routing header runs from the last segment to the first (RFC 8754 §2).
    case 4: lastAddress = Self.address(header, at: 8)
    case 3:
      let route = RPLRoute(header)
      elidedOctets = route.elidedInLast
      lastAddress = route.count > 0 ? route.address(route.count - 1, of: header) : nil
    default: break
    }
  }

  public var next: LayerKey { .extensionHeader(nextHeader) }

  public func contribute(to facts: inout PacketFacts) {
    facts.ipProtocol = nextHeader
    guard segmentsLeft > 0, let lastAddress else { return }
    facts.finalDestination = lastAddress.filled(elidedOctets, from: facts.destination)
  }

  static func address(_ header: ByteView, at index: Int) -> IPAddress? {
    guard index >= 8, index + 16 <= header.count else { return nil }
    return IPAddress(high: header.uint64(at: index), low: header.uint64(at: index + 8))
  }
}

/// The addresses of an RPL source route (RFC 6554 §3): all but the octets they share with the destination.
struct RPLRoute {
  var elided: Int
  var elidedInLast: Int
  var padding: Int
  var count = 0

  init(_ header: ByteView) {
    // CmprI, CmprE, pad: four bits each behind the common four octets.
    elided = Int((header.octet(at: 4) ?? 0) >> 4)
    elidedInLast = Int((header.octet(at: 4) ?? 0) & 15)
    padding = Int((header.octet(at: 5) ?? 0) >> 4)
    let room = header.count - 8 - padding - (16 - elidedInLast)
    if room >= 0 { count = room / (16 - elided) + 1 }
  }

  func range(_ index: Int) -> Range<Int> {
    let start = 8 + index * (16 - elided)
    return start..<(start + 16 - (index == count - 1 ? elidedInLast : elided))
  }

  /// The address with zeros where octets are elided.
  func address(_ index: Int, of header: ByteView) -> IPAddress? {
    let range = range(index)
    guard range.upperBound <= header.count else { return nil }
    var address = IPAddress()
    for position in range {
      address.high = address.high << 8 | address.low >> 56
      address.low = address.low << 8 | UInt64(header.uint8(at: position))
    }
    return address
  }
}

extension IPAddress {
  /// The address with its first `count` octets taken from another.
  func filled(_ count: Int, from other: IPAddress) -> IPAddress {
    func mask(_ octets: Int) -> UInt64 { octets <= 0 ? 0 : octets >= 8 ? .max : ~(.max >> UInt64(octets * 8)) }
    let highMask = mask(count)
    let lowMask = mask(count - 8)
    return IPAddress(high: high & ~highMask | other.high & highMask, low: low & ~lowMask | other.low & lowMask)
  }
}
