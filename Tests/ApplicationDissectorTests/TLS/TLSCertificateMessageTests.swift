import ApplicationModel
import Octets
import PacketModel
import Testing

@testable import ApplicationDissectors

@Suite struct TLSCertificateMessageTests {
  private static let leaf = TestCertificates.leaf
  private static let intermediate = TestCertificates.intermediate
  private static let root = TestCertificates.root
  private static let alone = TestCertificates.alone

  static let chains: [(certificates: [[UInt8]], faults: TLSCertificateChain.Faults)] = [
    ([], []),
    ([leaf, intermediate], []),
    ([leaf], .leafAlone),
    ([alone], []),
    ([leaf, intermediate, root], .containsRoot),
    ([leaf, root, intermediate], [.wrongOrder, .unrelated, .containsRoot]),
    ([leaf, root], [.broken, .unrelated, .containsRoot]),
    ([leaf, leaf, intermediate], .repeated),
    ([leaf, intermediate, alone], [.broken, .unrelated, .containsRoot]),
    ([[1, 2, 3]], []),
    ([leaf, [0x30, 0]], []),
  ]

  @Test(arguments: chains.indices)
  func faults(_ row: Int) {
    let (certificates, faults) = Self.chains[row]
    let old = Self.read(Self.list(certificates))
    #expect(old.faults == faults && old.certificates.count == certificates.count)
    let new = Self.read(Self.entries(certificates), isTLS13: true)
    #expect(new.faults == faults && new.certificates == old.certificates)
  }

  @Test("extensions of TLS 1.3's entries, and more certificates than are read")
  func entries() {
    let stapled = Self.read(Self.entries([Self.leaf], extensions: [0, 5, 0, 1, 1]), isTLS13: true)
    #expect(stapled.hasStatus && !stapled.faults.contains(.malformed))
    let many = Self.read(Self.list(Array(repeating: Self.alone, count: 40)))
    #expect(many.certificates.count == TLSCertificateChain.maximumCertificates && many.omitted == 8)
  }

  @Test("cut short, what stands before the end is kept")
  func cut() {
    let body = Self.list([Self.leaf, Self.intermediate])
    for end in 0..<body.count {
      let chain = Self.read(Array(body.prefix(end)))
      // The list's length is missed before any certificate is looked at.
      #expect(chain.faults.contains(.malformed) && chain.certificates.isEmpty)
    }
    let entries = Self.entries([Self.leaf, Self.intermediate])
    var broken = entries
    // The second certificate claims an octet more than there is.
    broken[entries.count - Self.intermediate.count - 3] &+= 3
    let chain = Self.read(broken, isTLS13: true)
    #expect(chain.faults.contains(.malformed) && chain.certificates.count == 1)
  }

  /// A message with `alone`, compressed by zlib and zstd, and stored in Brotli's format.
  static let compressedMessages: [(algorithm: UInt16, octets: [UInt8])] = [
    (
      1,
      Base64.octets(
        """
        eNpjYGDUYGBUNmhilDdovLSAmYmRiYmRwYCVjVk7tcCA35DXgJuNOZSFmYelODUnzUBOnNfIzNDQyNzIwNTCxCgKyDU3MDaAcTE1aEGNYlZk
        uLy2gT1WW2/Ku7ki92cdCEyVXzed6cfV8/Yz+h7dKhL7V7k42CDQQBaoWZaPRYxFJDji/o3XdzNc3TdZfOBVcdx23mFSkoE8SFqZRcJArAG7
        An6QAmFGxv8srAbMQApmvSODgwLLh6zfN1zPPhcS/b2k//aiLOY8H5v6yh8b2sPWNW49d6Hjg17l7LbsDzKz06v9mCd1FHjm7FfoUlrJwHbI
        N+QDHwMDANSAX2M=
        """)
    ),
    (
      3,
      Base64.octets(
        """
        KLUv/QRo1QcAxA0AAAEoAAEjMIIBHzCB0qADAgECAgEAMAUGAytlcDAPMQ0wCwYDVQQDDARzZWxmMB4XDTI2MTEyNzIwNTg0Mlo3MDMwKgMh
        ANOtgAddKy6U7p0U35rAUWUfrpcC+NXPP5iO4tpyFv55o1MwUTAdHQ4EFgQUU1jf2OvdaEVHsjjwDSRBts9AkmIwHyMEGDAWgA8TAQH/BAUw
        A0EAQCAE8Gr72EXN5xIV+6SP26JqA25MPH95+LCHVq6Btc7QiPAueZuGa/Acm2d7TgOSiHBJbL8giiKpAAbCTVTwDgAACgACQwAVYBAwohQi
        NMgBAmgnZEKVB4AgL8CEAoMvx0s=
        """)
    ),
    (2, stored(entries([alone]))),
  ]

  @Test(arguments: compressedMessages)
  func compressed(_ algorithm: UInt16, _ octets: [UInt8]) {
    let entries = Self.entries([Self.alone])
    let chain = Self.readCompressed(algorithm, entries.count, octets)
    #expect(chain.compression == algorithm && chain.faults.isEmpty)
    #expect(chain.certificates.first?.subject == "CN=self")
    #expect(Self.readCompressed(algorithm, entries.count + 1, octets).faults.contains(.malformed))
    #expect(Self.readCompressed(algorithm, entries.count - 1, octets).faults.contains(.malformed))
    #expect(Self.readCompressed(algorithm, 1 << 20, octets).certificates.isEmpty)
    #expect(Self.readCompressed(9, entries.count, octets).faults.contains(.malformed))
    for end in octets.indices {
      #expect(Self.readCompressed(algorithm, entries.count, Array(octets[..<end])).faults.contains(.malformed))
    }
  }

  /// RFC 7932 §9.2: a window of 64 KiB, one uncompressed meta-block, and an empty last one.
  private static func stored(_ octets: [UInt8]) -> [UInt8] {
    let header = (octets.count - 1) << 4 | 1 << 20
    return [UInt8(header & 0xff), UInt8(header >> 8 & 0xff), UInt8(header >> 16)] + octets + [3]
  }

  // MARK: - Messages

  private static func list(_ certificates: [[UInt8]]) -> [UInt8] {
    let list = certificates.flatMap { length($0.count) + $0 }
    return length(list.count) + list
  }

  private static func entries(_ certificates: [[UInt8]], extensions: [UInt8] = []) -> [UInt8] {
    let list = certificates.flatMap { length($0.count) + $0 + MadeHello.octets(UInt16(extensions.count)) + extensions }
    return [0] + length(list.count) + list
  }

  private static func length(_ count: Int) -> [UInt8] { [UInt8(count >> 16), UInt8(count >> 8 & 0xff), UInt8(count & 0xff)] }

  private static func read(_ body: [UInt8], isTLS13: Bool = false) -> TLSCertificateChain {
    TLSCertificateReader.chain(
      ByteView(body.span), isTLS13: isTLS13, first: HelloText.point, last: HelloText.point, sender: .high)
  }

  private static func readCompressed(_ algorithm: UInt16, _ count: Int, _ octets: [UInt8]) -> TLSCertificateChain {
    let body = MadeHello.octets(algorithm) + length(count) + length(octets.count) + octets
    return TLSCertificateReader.compressedChain(
      ByteView(body.span), first: HelloText.point, last: HelloText.point, sender: .high)
  }
}
