public import Octets

/// Looks at the checksum of a transport header and its payload.
///
/// A capture on the sender's own host often sees segments before the network card has finished their checksums: the host
/// leaves the folded, not complemented, sum of the pseudo-header in the field, and the card adds the rest. Such a sum is
/// `offloaded`, which says nothing about damage.
public enum TransportChecksum {
  /// Verifies `segment`, a transport header and its payload as captured.
  ///
  /// - `destination` is where the packet is bound in the end: behind a source route, not the address in the header.
  /// - `coverage` counts octets for UDP-Lite (RFC 3828 §3.1): 0 is all of them. Others ignore it.
  ///
  /// A protocol without a checksum that Weir knows answers `absent`.
  public static func verify(
    _ segment: ByteView, ipProtocol: IPProtocol, version: IPVersion, source: IPAddress, destination: IPAddress,
    coverage: UInt16 = 0
  ) -> ChecksumStatus {
    verify(
      segment, payload: segment.dropping(segment.count), ipProtocol: ipProtocol, version: version, source: source,
      destination: destination, coverage: coverage)
  }

  /// The same for a header and a payload in two views. The header holds at least the checksum.
  public static func verify(
    _ header: ByteView, payload: ByteView, ipProtocol: IPProtocol, version: IPVersion, source: IPAddress,
    destination: IPAddress, coverage: UInt16 = 0
  ) -> ChecksumStatus {
    let pseudo = PseudoHeader(version: version, source: source, destination: destination, ipProtocol: ipProtocol)
    switch ipProtocol {
    case .tcp: return tcp(header, payload, pseudo)
    case .udp: return udp(header, payload, pseudo)
    case .udpLite: return udpLite(header, payload, pseudo, coverage: Int(coverage))
    case .icmp: return icmp(header, payload)
    case .icmpv6: return icmpv6(header, payload, pseudo)
    case .sctp: return sctp(header, payload)
    default: return .absent
    }
  }

  // MARK: - One protocol each

  private static func tcp(_ header: ByteView, _ payload: ByteView, _ pseudo: PseudoHeader) -> ChecksumStatus {
    guard payload.missing == 0, header.count >= 18 else { return .unverified }
    let stored = header.uint16(at: 16)
    let verdict = summed(header, payload, pseudo, length: header.count + payload.count, stored: stored)
    // TCP's checksum is not optional, and damage does not write zeros: a zero that does not fit was never filled in, by a
    // host whose card needs no help or a program that cleared the field.
    return verdict == .bad && stored == 0 ? .offloaded : verdict
  }

  private static func udp(_ header: ByteView, _ payload: ByteView, _ pseudo: PseudoHeader) -> ChecksumStatus {
    guard header.count >= UDP.headerLength else { return .unverified }
    let stored = header.uint16(at: 6)
    if stored == 0 {
      // RFC 8200 §8.1 forbids it over IPv6; RFC 6935 allows it where a tunnel header follows.
      return pseudo.version == .four || UDP.isZeroAllowed(to: header.uint16(at: 2)) ? .absent : .bad
    }
    guard payload.missing == 0 else { return .unverified }
    // The length field is what the sender counted; 0 in jumbograms and super-datagrams.
    let whole = header.count + payload.count
    let length = Int(header.uint16(at: 4))
    guard length >= UDP.headerLength, length <= whole else {
      return summed(header, payload, pseudo, length: whole, stored: stored)
    }
    return summed(header.prefix(length), payload.prefix(length - header.count), pseudo, length: length, stored: stored)
  }

  private static func udpLite(
    _ header: ByteView, _ payload: ByteView, _ pseudo: PseudoHeader, coverage: Int
  ) -> ChecksumStatus {
    guard header.count >= UDP.headerLength else { return .unverified }
    let stored = header.uint16(at: 6)
    let wireCount = header.count + payload.wireCount
    let covered = coverage == 0 ? wireCount : coverage
    // RFC 3828 §3.1: a zero checksum and a coverage that stops within the header or runs past the datagram are invalid.
    guard stored != 0, covered >= UDP.headerLength, covered <= wireCount else { return .bad }
    guard covered <= header.count + payload.count else { return .unverified }
    return summed(
      header.prefix(covered), payload.prefix(covered - header.count), pseudo, length: wireCount, stored: stored)
  }

  private static func icmp(_ header: ByteView, _ payload: ByteView) -> ChecksumStatus {
    guard payload.missing == 0, header.count >= 4 else { return .unverified }
    var sum = InternetChecksum()
    sum.add(header, payload)
    return sum.folded == 0xffff ? .good : .bad
  }

  private static func icmpv6(_ header: ByteView, _ payload: ByteView, _ pseudo: PseudoHeader) -> ChecksumStatus {
    guard payload.missing == 0, header.count >= 4 else { return .unverified }
    return summed(header, payload, pseudo, length: header.count + payload.count, stored: header.uint16(at: 2))
  }

  private static func sctp(_ header: ByteView, _ payload: ByteView) -> ChecksumStatus {
    guard payload.missing == 0, header.count >= 12 else { return .unverified }
    var crc = CRC32C()
    crc.add(header.span.extracting(first: 8))
    crc.addFourZeros()
    crc.add(header.span.extracting(droppingFirst: 12))
    crc.add(payload.span)
    // RFC 9260 appendix A: the low octet of the remainder is sent first.
    let stored = header.littleUInt32(at: 8)
    if crc.value == stored { return .good }
    // A card that computes the CRC needs no help and gets a zero; so do peers that agreed on none (RFC 9653).
    return stored == 0 ? .offloaded : .bad
  }

  // MARK: - Helpers

  /// The verdict on a one's complement sum with a pseudo-header.
  private static func summed(
    _ header: ByteView, _ payload: ByteView, _ pseudo: PseudoHeader, length: Int, stored: UInt16
  ) -> ChecksumStatus {
    var sum = pseudo.sum(length: length)
    // Windows leaves the length out of segments that the card is to cut (LSO), for it is not theirs.
    let isPartial = stored == sum.folded || stored == pseudo.sum(length: 0).folded
    // A right checksum equals the partial sum once in 2^16 packets, so the payload decides; but a segment longer than any
    // path's frame exists only where a card was to cut it, and there the payload need not be read.
    if isPartial, length > longestFrame { return .offloaded }
    sum.add(header, payload)
    if sum.folded == 0xffff { return .good }
    return isPartial ? .offloaded : .bad
  }

  /// Octets: the common jumbo frame.
  private static let longestFrame = 9000

  private enum UDP {
    static let headerLength = 8

    /// Ports of tunnels that may send 0 over IPv6: GTP-U, Teredo, LISP, GRE (RFC 8086), VXLAN and its kin, Geneve, MPLS.
    static func isZeroAllowed(to port: UInt16) -> Bool {
      switch port {
      case 2152, 3544, 4341, 4754, 4789, 4790, 6081, 6635, 8472: true
      default: false
      }
    }
  }

  /// RFC 9293 §3.1, RFC 8200 §8.1: the same sum for both, since zeros and the order of words do not matter.
  private struct PseudoHeader {
    var version: IPVersion
    var source: IPAddress
    var destination: IPAddress
    var ipProtocol: IPProtocol

    func sum(length: Int) -> InternetChecksum {
      var sum = InternetChecksum()
      if version == .six {
        sum.add(source.high)
        sum.add(destination.high)
        sum.add(source.low)
        sum.add(destination.low)
      } else {
        sum.add(UInt32(truncatingIfNeeded: source.low))
        sum.add(UInt32(truncatingIfNeeded: destination.low))
      }
      sum.add(UInt16(ipProtocol.rawValue))
      sum.add(UInt32(truncatingIfNeeded: length))
      return sum
    }
  }
}

extension InternetChecksum {
  /// Adds two runs that follow each other, the first of any length.
  @inline(__always)
  fileprivate mutating func add(_ head: ByteView, _ tail: ByteView) {
    add(head.span)
    guard !tail.isEmpty else { return }
    var rest = InternetChecksum()
    rest.add(tail.span)
    // Behind an odd octet every word's halves change places (RFC 1071 §2 (B)).
    add(head.count & 1 == 0 ? rest.folded : rest.folded.byteSwapped)
  }
}
