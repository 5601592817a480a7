public import Dissection
public import Octets
public import PacketModel

/// A Hop-by-Hop Options header (RFC 8200 §4.3).
///
///     next header | header extension length, in 8 octets without the first | options …
public struct IPv6HopByHopLayer: Layer {
  public static let id = ProtocolID.ipv6HopByHop

  public var nextHeader: IPProtocol
  public var headerExtensionLength: UInt8
  /// The length behind the IPv6 header, this one included, of a jumbogram (RFC 2675 §2).
  public var jumboPayloadLength: UInt32?
  public var fault: MalformedPacket?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(octets.extensionHeaderLength())
    nextHeader = IPProtocol(rawValue: header.uint8(at: 0))
    headerExtensionLength = header.uint8(at: 1)
    let options = header.dropping(2)
    if let jumbo = IPv6Options.value(of: IPv6Options.jumboPayload, in: options), jumbo.count >= 4 {
      let length = options.uint32(at: jumbo.lowerBound)
      jumboPayloadLength = length
      // The option is for lengths that the header's own field cannot say.
      if length <= 65_535 || !octets.limit(to: Int(length) - header.count) {
        fault = MalformedPacket(
          .badLength(field: "jumbo_payload_length", value: Int(length)), at: options.offset + jumbo.lowerBound)
      }
    }
  }

  public var next: LayerKey { .extensionHeader(nextHeader) }

  public func contribute(to facts: inout PacketFacts) { facts.ipProtocol = nextHeader }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.extensionHeader(nextHeader, headerExtensionLength)
    IPv6Options.describe(header.dropping(2), at: 2, to: &fields)
  }
}

/// A Destination Options header (RFC 8200 §4.6).
///
///     next header | header extension length, in 8 octets without the first | options …
public struct IPv6DestinationOptionsLayer: Layer {
  public static let id = ProtocolID.ipv6DestinationOptions

  public var nextHeader: IPProtocol
  public var headerExtensionLength: UInt8
  /// The mobile node's own address, for which the header's source stands in (RFC 6275 §6.3).
  public var homeAddress: IPAddress?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(octets.extensionHeaderLength())
    nextHeader = IPProtocol(rawValue: header.uint8(at: 0))
    headerExtensionLength = header.uint8(at: 1)
    let options = header.dropping(2)
    if let home = IPv6Options.value(of: IPv6Options.homeAddress, in: options), home.count >= 16 {
      homeAddress = IPAddress(high: options.uint64(at: home.lowerBound), low: options.uint64(at: home.lowerBound + 8))
    }
  }

  public var next: LayerKey { .extensionHeader(nextHeader) }

  public func contribute(to facts: inout PacketFacts) {
    facts.ipProtocol = nextHeader
    // RFC 6275 §11.3.1: transports, and their checksums, know the home address alone.
    if let homeAddress { facts.source = homeAddress }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.extensionHeader(nextHeader, headerExtensionLength)
    IPv6Options.describe(header.dropping(2), at: 2, to: &fields)
  }
}
