import CPcap
import Glibc
public import PacketModel
import Synchronization

/// A filter in tcpdump's language, compiled by libpcap once for each link type it meets.
///
/// Several threads may use one filter. Compiling may look up host names, as tcpdump does.
public final class PacketFilter: Sendable {
  public let expression: String
  private let programs = Mutex<[Entry]>([])

  private struct Entry {
    var linkType: LinkType
    var outcome: Result<FilterProgram, PacketFilterError>
  }

  /// Compiles the expression, so that a bad one fails before any packet is read.
  ///
  /// Ethernet is tried first; words that only make sense on another link are tried there.
  public init(expression: String) throws(PacketFilterError) {
    self.expression = expression
    let ethernet = Self.typical[0]
    switch FilterProgram.compile(expression, for: ethernet) {
    case .success(let program): programs.withLock { $0.append(Entry(linkType: ethernet, outcome: .success(program))) }
    case .failure(let failure):
      let isElsewhere =
        !failure.isSyntax
        && Self.typical.dropFirst().contains { linkType in
          if case .success = FilterProgram.compile(expression, for: linkType) { true } else { false }
        }
      if !isElsewhere { throw FilterPointer.error(expression, failure) }
    }
  }

  /// Whether the packet passes. Throws when the filter means nothing on packets of this link type.
  ///
  /// `wireLength` is what `len` and `greater` compare; no filter looks at the time.
  public func matches(
    linkType: LinkType, time: Timestamp, wireLength: Int, _ octets: Span<UInt8>
  ) throws(PacketFilterError) -> Bool {
    let known = programs.withLock { programs in programs.first { $0.linkType == linkType }?.outcome }
    return try (known ?? compile(for: linkType)).get().matches(wireLength: wireLength, octets)
  }

  private func compile(for linkType: LinkType) -> Result<FilterProgram, PacketFilterError> {
    let outcome = FilterProgram.compile(expression, for: linkType).mapError { failure in
      PacketFilterError(expression: expression, message: failure.message, linkType: linkType)
    }
    programs.withLock { $0.append(Entry(linkType: linkType, outcome: outcome)) }
    return outcome
  }

  /// Ethernet, 802.11, the same with radiotap, cooked, raw IP, PPP, SunATM, MTP2, pflog.
  private static let typical = [1, 105, 127, 113, 101, 9, 123, 140, 117].map { LinkType(rawValue: $0) }
}

/// What libpcap said about an expression it would not compile.
struct FilterFailure: Error, Hashable {
  var message: String
  var isSyntax: Bool { message.contains("syntax error") }
}

/// A compiled program, freed when the last user lets go.
@safe
final class FilterProgram: Sendable {
  /// Never written to again, so that threads may share it.
  private nonisolated(unsafe) let program: UnsafeMutablePointer<bpf_program>

  private init(_ compiled: bpf_program) {
    unsafe program = .allocate(capacity: 1)
    unsafe program.initialize(to: compiled)
  }

  deinit {
    unsafe pcap_freecode(program)
    unsafe program.deallocate()
  }

  /// One compilation at a time: libpcap looks names up with functions that are not thread-safe everywhere.
  private static let compiling = Mutex(())

  static func compile(_ expression: String, for linkType: LinkType) -> Result<FilterProgram, FilterFailure> {
    compiling.withLock { _ in
      // The snapshot length is only what a match answers.
      guard let handle = unsafe pcap_open_dead(datalink(of: linkType), CInt(RecordLimits.usual)) else {
        return .failure(FilterFailure(message: "out of memory"))
      }
      defer { unsafe pcap_close(handle) }
      var program = unsafe bpf_program()
      guard unsafe pcap_compile(handle, &program, expression, 1, noMask) == 0 else {
        return .failure(FilterFailure(message: unsafe String(cString: pcap_geterr(handle))))
      }
      return unsafe .success(FilterProgram(program))
    }
  }

  /// Compiles the expression for what a handle reads, and hands it to the kernel. Answers what went wrong.
  static func set(_ expression: String, on handle: OpaquePointer, interface: String) -> FilterFailure? {
    compiling.withLock { _ in
      var network: bpf_u_int32 = 0
      var mask: bpf_u_int32 = 0
      var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
      // "ip broadcast" needs the mask.
      if unsafe pcap_lookupnet(interface, &network, &mask, &message) != 0 { mask = noMask }
      var program = unsafe bpf_program()
      guard unsafe pcap_compile(handle, &program, expression, 1, mask) == 0 else {
        return FilterFailure(message: unsafe String(cString: pcap_geterr(handle)))
      }
      defer { unsafe pcap_freecode(&program) }
      guard unsafe pcap_setfilter(handle, &program) == 0 else {
        return FilterFailure(message: unsafe String(cString: pcap_geterr(handle)))
      }
      return nil
    }
  }

  func matches(wireLength: Int, _ octets: Span<UInt8>) -> Bool {
    var header = pcap_pkthdr()
    header.caplen = UInt32(clamping: octets.count)
    header.len = UInt32(clamping: wireLength)
    return unsafe octets.withUnsafeBufferPointer { buffer in
      // Of no octets none is read, but libpcap's header forbids a null pointer.
      guard let base = buffer.baseAddress else {
        return unsafe withUnsafePointer(to: UInt8(0)) { unsafe pcap_offline_filter(program, &header, $0) != 0 }
      }
      return unsafe pcap_offline_filter(program, &header, base) != 0
    }
  }

  /// What libpcap calls a link type by (DLT_).
  private static func datalink(of linkType: LinkType) -> CInt {
    renumbered.first { $0.linkType == linkType.rawValue }?.datalink ?? CInt(linkType.rawValue)
  }

  /// The other way: the number that files have for what libpcap calls so.
  static func linkType(of datalink: CInt) -> LinkType {
    LinkType(rawValue: renumbered.first { $0.datalink == datalink }?.linkType ?? UInt16(truncatingIfNeeded: datalink))
  }

  /// On Linux the numbers are the same but for these (pcap-common.c).
  private static let renumbered: [(linkType: UInt16, datalink: CInt)] = [(100, 11), (101, 12), (102, 15), (103, 16), (106, 19)]

  /// The network's mask is not known, as of no capture file: PCAP_NETMASK_UNKNOWN.
  private static let noMask: bpf_u_int32 = 0xffff_ffff
}
