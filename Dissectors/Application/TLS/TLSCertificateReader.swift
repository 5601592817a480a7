import ApplicationModel
import Compression
import Octets
import PacketModel

/// Reads Certificate messages. Whatever the octets are, a chain comes of them: what could be read before the fault.
enum TLSCertificateReader {
  /// A Certificate message's body, of TLS 1.3 or before.
  static func chain(
    _ body: ByteView, isTLS13: Bool, first: StreamPoint, last: StreamPoint, sender: Endpoint
  ) -> TLSCertificateChain {
    var chain = TLSCertificateChain(first: first, last: last, sender: sender)
    do throws(MalformedPacket) {
      try isTLS13 ? chain.readEntries(body) : chain.readList(body)
    } catch {
      chain.faults.insert(.malformed)
    }
    chain.judge()
    return chain
  }

  /// A CompressedCertificate message's body (RFC 8879 §4): algorithm (16) | uncompressed_length (24) |
  /// compressed_certificate_message<1..2^24-1>, of TLS 1.3's form.
  static func compressedChain(
    _ body: ByteView, first: StreamPoint, last: StreamPoint, sender: Endpoint
  ) -> TLSCertificateChain {
    var message: [UInt8] = []
    var algorithm: UInt16?
    var isWhole = false
    do throws(MalformedPacket) {
      var rest = body
      algorithm = try rest.takeUInt16()
      let length = try rest.takeUInt24()
      let compressed = try rest.takeVector24()
      try rest.end(of: "compressed certificate")
      isWhole = decompress(compressed, algorithm: algorithm, length: length, into: &message)
    } catch {}
    var chain = chain(ByteView(message.span), isTLS13: true, first: first, last: last, sender: sender)
    chain.compression = algorithm
    if !isWhole { chain.faults.insert(.malformed) }
    return chain
  }

  /// Answers whether `length` octets came out, as the sender promised. An algorithm without a number gives none.
  private static func decompress(
    _ octets: ByteView, algorithm: UInt16?, length: Int, into message: inout [UInt8]
  ) -> Bool {
    guard let format = format(algorithm), length <= maximumMessage else { return false }
    let decompressor = Decompressor(format, limits: DecompressionLimits(maximumOutput: length))
    do throws(DecompressionError) {
      try decompressor.decode(octets.span) { piece in message.append(contentsOf: ByteView(piece).copied()) }
      try decompressor.finish()
    } catch {
      return false
    }
    return message.count == length && decompressor.trailingOctets == 0
  }

  /// RFC 8879 §7.3.
  private static func format(_ algorithm: UInt16?) -> CompressionFormat? {
    switch algorithm {
    case 1: .zlib
    case 2: .brotli
    case 3: .zstandard
    default: nil
    }
  }

  /// Octets of a message: as many as one that is not compressed may have. OpenSSL takes 100 KiB.
  static let maximumMessage = 1 << 18
}

extension TLSCertificateChain {
  /// RFC 5246 §7.4.2: certificate_list<0..2^24-1> of ASN.1Cert<1..2^24-1>.
  fileprivate mutating func readList(_ body: ByteView) throws(MalformedPacket) {
    var rest = body
    var list = try rest.takeVector24()
    while !list.isEmpty { add(try list.takeVector24()) }
    try rest.end(of: "certificate")
  }

  /// RFC 8446 §4.4.2: certificate_request_context<0..2^8-1> | certificate_list<0..2^24-1> of cert_data<1..2^24-1> |
  /// extensions<0..2^16-1>.
  fileprivate mutating func readEntries(_ body: ByteView) throws(MalformedPacket) {
    var rest = body
    _ = try rest.takeVector8()
    var list = try rest.takeVector24()
    while !list.isEmpty {
      add(try list.takeVector24())
      var extensions = try list.takeVector16()
      while !extensions.isEmpty {
        let type = TLSExtensionType(rawValue: try extensions.takeUInt16())
        _ = try extensions.takeVector16()
        if type == .statusRequest { hasStatus = true }
      }
    }
    try rest.end(of: "certificate")
  }

  private mutating func add(_ der: ByteView) {
    guard certificates.count < Self.maximumCertificates else { return omitted &+= 1 }
    certificates.append(CertificateCache.shared.certificate(der))
  }
}
