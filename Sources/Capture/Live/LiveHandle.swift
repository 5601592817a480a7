import CPcap
import Glibc
import PacketModel

/// A handle of libpcap that reads from an interface, closed by its owner.
///
/// One thread at a time may use it: not even the counters may be asked for while another thread reads.
@safe
struct LiveHandle: ~Copyable, Sendable {
  /// Moves between threads only together with the handle.
  private nonisolated(unsafe) let raw: OpaquePointer

  /// Takes over a handle that has been activated.
  init(activated raw: OpaquePointer) { unsafe self.raw = raw }

  deinit { unsafe pcap_close(raw) }

  // MARK: - What was opened

  var linkType: LinkType { unsafe FilterProgram.linkType(of: pcap_datalink(raw)) }

  var snapLength: Int { unsafe Int(pcap_snapshot(raw)) }

  var timeResolution: TimeResolution {
    unsafe pcap_get_tstamp_precision(raw) == PCAP_TSTAMP_PRECISION_NANO ? .nanoseconds : .microseconds
  }

  /// What poll(2) waits on.
  var descriptor: CInt { unsafe pcap_get_selectable_fd(raw) }

  /// libpcap asks to be called again soon, whatever poll(2) says: the interface went down, and may be up again or gone.
  var isDown: Bool { unsafe pcap_get_required_select_timeout(raw) != nil }

  // MARK: - Reading

  enum Reading: Hashable {
    /// There may be more.
    case more
    /// Nothing more can be read at once.
    case empty
    /// Nothing will come any more, for this reason.
    case failed(String)
  }

  /// Reads what can be had at once, `most` packets at most, and no more than fills a chunk.
  func read(into delivery: inout LiveDelivery, most: Int) -> Reading {
    let count = unsafe withUnsafeMutablePointer(to: &delivery) { delivery in
      unsafe delivery.pointee.handle = raw
      return unsafe pcap_dispatch(
        raw, CInt(clamping: most), receive, UnsafeMutableRawPointer(delivery).assumingMemoryBound(to: UInt8.self))
    }
    return switch count {
    case CInt(clamping: most), PCAP_ERROR_BREAK: .more
    case 0...: .empty
    default: .failed(unsafe String(cString: pcap_geterr(raw)))
    }
  }

  /// Brings the counters up to date; answers false where libpcap cannot say.
  func update(_ counters: inout LiveCounters) -> Bool {
    var counted = pcap_stat()
    guard unsafe pcap_stats(raw, &counted) == 0 else { return false }
    counters.update(received: counted.ps_recv, dropped: counted.ps_drop, droppedByInterface: counted.ps_ifdrop)
    return true
  }

  /// Lets no further packet into the kernel's buffer, and none be counted; what is in the buffer stays.
  ///
  /// Not by pcap_setfilter(3PCAP): libpcap would run the new filter over what is in the buffer, too.
  func freeze() {
    // BPF_RET with 0: keep no octet of any packet.
    var refusal = sock_filter(code: 0x06, jt: 0, jf: 0, k: 0)
    unsafe withUnsafeMutablePointer(to: &refusal) { refusal in
      var program = unsafe sock_fprog(len: 1, filter: refusal)
      _ = unsafe setsockopt(pcap_fileno(raw), SOL_SOCKET, SO_ATTACH_FILTER, &program, socklen_t(MemoryLayout<sock_fprog>.size))
    }
  }
}

/// What libpcap's callback is handed: where a packet goes, and what its record says.
@safe
struct LiveDelivery {
  var packets = LivePackets()
  /// But for time, length and octets.
  var record: PacketRecord
  /// Nanoseconds that a tick of the fraction of a second is worth.
  var tick: Int64
  fileprivate var handle: OpaquePointer?

  init(interface: Int, _ source: CaptureInterface) {
    record = PacketRecord(
      time: Timestamp(nanoseconds: 0), interface: interface, linkType: source.linkType, wireLength: 0, octets: 0..<0)
    tick = source.timeResolution == .nanoseconds ? 1 : 1000
    unsafe handle = nil
    packets.prepare()
  }
}

/// Copies a packet out of the kernel's buffer (pcap_loop(3PCAP), pcap_handler).
private let receive: pcap_handler = { user, header, octets in
  guard let user = unsafe user, let header = unsafe header?.pointee else { return }
  let delivery = unsafe UnsafeMutableRawPointer(user).assumingMemoryBound(to: LiveDelivery.self)
  var record = unsafe delivery.pointee.record
  // With nanoseconds asked for, tv_usec holds them.
  record.time = Timestamp(
    nanoseconds: Int64(header.ts.tv_sec) &* 1_000_000_000 &+ Int64(header.ts.tv_usec) &* (unsafe delivery.pointee.tick))
  let captured = unsafe octets == nil ? 0 : Int(header.caplen)
  record.wireLength = max(Int(header.len), captured)
  unsafe delivery.pointee.packets.append(record, UnsafeBufferPointer(start: octets, count: captured))
  if unsafe delivery.pointee.packets.hasEnoughOctets { unsafe pcap_breakloop(delivery.pointee.handle) }
}
