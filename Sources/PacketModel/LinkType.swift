/// What kind of header a frame begins with: the LINKTYPE_ values of pcap and pcapng files
/// (draft-ietf-opsawg-pcaplinktype; registry at tcpdump.org/linktypes.html).
public struct LinkType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
}
