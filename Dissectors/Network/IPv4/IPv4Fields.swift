public import Dissection
public import Octets
public import PacketModel

extension IPv4Layer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", 4, 0..<1)
    fields.number("header_length", headerLength, 0..<1)
    fields.number("dscp", trafficClass >> 2, 1..<2, name: DifferentiatedServices.name(trafficClass >> 2))
    fields.number("ecn", trafficClass & 3, 1..<2, name: DifferentiatedServices.congestion(trafficClass & 3))
    fields.number("total_length", totalLength, 2..<4)
    fields.number("identification", identification, 4..<6)
    fields.group("flags", 6..<7) { flags in
      flags.flag("reserved", fragmentation & 0x8000 != 0, 6..<7)
      flags.flag("dont_fragment", dontFragment, 6..<7)
      flags.flag("more_fragments", moreFragments, 6..<7)
    }
    fields.number("fragment_offset", fragmentOffset, 6..<8)
    fields.number("time_to_live", timeToLive, 8..<9)
    fields.number("protocol", ipProtocol.rawValue, 9..<10, name: ipProtocol.name)
    fields.number("header_checksum", headerChecksum, 10..<12)
    if let status = headerChecksumStatus.fieldText { fields.text("header_checksum_status", status, 10..<12) }
    fields.address("source", source, .four, 12..<16)
    fields.address("destination", destination, .four, 16..<20)
    if headerLength > Self.minimumHeaderLength {
      IPv4Options.describe(header.dropping(Self.minimumHeaderLength), at: Self.minimumHeaderLength, to: &fields)
    }
  }
}

extension ChecksumStatus {
  /// How a report writes it; nothing where there is no checksum.
  var fieldText: String? {
    switch self {
    case .absent: nil
    case .good: "good"
    case .bad: "bad"
    case .offloaded: "offloaded"
    case .unverified: "unverified"
    }
  }
}
