import CPcap
import Glibc
import PacketModel

extension LiveHandle {
  /// Opens an interface, sets its filter and lets packets come in.
  ///
  /// What libpcap gives otherwise than asked goes to `warnings`, a line each.
  static func open(
    _ name: String, _ options: LiveOptions, warnings: inout [String]
  ) throws(LiveError) -> LiveHandle {
    var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard let raw = unsafe pcap_create(name, &message) else {
      throw LiveError(interface: name, .other(message: text(message)))
    }
    // Owned from here on, so that whatever is thrown closes it.
    let handle = unsafe LiveHandle(activated: raw)
    unsafe set(options, name, on: raw)
    try unsafe setTime(options, name, on: raw, &warnings)
    if options.isMonitoring {
      guard unsafe pcap_can_set_rfmon(raw) == 1 else { throw unsafe monitorFailure(name, pcap_can_set_rfmon(raw), raw) }
      unsafe pcap_set_rfmon(raw, 1)
    }
    let status = unsafe pcap_activate(raw)
    let said = unsafe String(cString: pcap_geterr(raw))
    if status < 0 { throw failure(name, status, said) }
    if status > 0 { warnings.append(warning(name, status, said)) }
    unsafe useCookedVersion2(name, raw)
    guard unsafe pcap_setnonblock(raw, 1, &message) == 0 else {
      throw LiveError(interface: name, .other(message: text(message)))
    }
    // Without an expression the filter is only the snapshot length: no other way makes the kernel cut packets.
    if let failure = unsafe FilterProgram.set(options.filter ?? "", on: raw, interface: name) {
      throw LiveError(interface: name, .filter(filterError(options.filter ?? "", failure, handle.linkType)))
    }
    return handle
  }

  /// What libpcap wrote into a buffer of ours.
  private static func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func set(_ options: LiveOptions, _ name: String, on raw: OpaquePointer) {
    unsafe pcap_set_snaplen(raw, CInt(clamping: options.snapLength))
    // "any" has no promiscuous mode, and need not be asked to say so.
    unsafe pcap_set_promisc(raw, options.isPromiscuous && name != "any" ? 1 : 0)
    unsafe pcap_set_timeout(raw, CInt(clamping: options.effectiveBlockMilliseconds))
    unsafe pcap_set_buffer_size(raw, CInt(clamping: options.bufferOctets))
  }

  private static func setTime(
    _ options: LiveOptions, _ name: String, on raw: OpaquePointer, _ warnings: inout [String]
  ) throws(LiveError) {
    if let type = options.timeStampType {
      let value = unsafe pcap_tstamp_type_name_to_val(type)
      let status = value < 0 ? PCAP_WARNING_TSTAMP_TYPE_NOTSUP : unsafe pcap_set_tstamp_type(raw, value)
      // The host's time is what there is where nothing can be chosen.
      if status != 0, value != PCAP_TSTAMP_HOST {
        throw LiveError(interface: name, .timeStampType(type, offered: unsafe timeStampTypes(of: raw)))
      }
    }
    if options.hasNanoseconds, unsafe pcap_set_tstamp_precision(raw, PCAP_TSTAMP_PRECISION_NANO) != 0 {
      warnings.append("\(name): no nanoseconds to be had: times are in microseconds")
    }
  }

  /// By their names (pcap-tstamp(7)); the host's time where there is nothing to choose.
  static func timeStampTypes(of raw: OpaquePointer) -> [String] {
    var types: UnsafeMutablePointer<CInt>?
    let count = unsafe pcap_list_tstamp_types(raw, &types)
    guard count > 0, let types = unsafe types else { return ["host"] }
    defer { unsafe pcap_free_tstamp_types(types) }
    return (0..<Int(count)).compactMap { index in
      unsafe pcap_tstamp_type_val_to_name(types[index]).map { unsafe String(cString: $0) }
    }
  }

  /// The cooked header that names the interface a packet came from, where libpcap has it, as tcpdump does.
  private static func useCookedVersion2(_ name: String, _ raw: OpaquePointer) {
    guard name == "any", unsafe dataLinks(of: raw).contains(DLT_LINUX_SLL2) else { return }
    unsafe pcap_set_datalink(raw, DLT_LINUX_SLL2)
  }

  /// The headers that frames of an activated handle may be had with, as libpcap numbers them (DLT_).
  static func dataLinks(of raw: OpaquePointer) -> [CInt] {
    var links: UnsafeMutablePointer<CInt>?
    let count = unsafe pcap_list_datalinks(raw, &links)
    guard count > 0, let links = unsafe links else { return [] }
    defer { unsafe pcap_free_datalinks(links) }
    return unsafe Array(UnsafeBufferPointer(start: links, count: Int(count)))
  }

  // MARK: - What went wrong

  private static func failure(_ name: String, _ status: CInt, _ said: String) -> LiveError {
    let existing = NetworkInterface.names()
    let reason: LiveError.Reason =
      switch status {
      case PCAP_ERROR_NO_SUCH_DEVICE: .missing(existing: existing)
      // Who may not open the socket is not told that there is nothing to open it on.
      case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED:
        existing.contains(name) ? .noPermission(program: ProgramFile.path) : .missing(existing: existing)
      case PCAP_ERROR_IFACE_NOT_UP: .down
      case PCAP_ERROR_RFMON_NOTSUP: .noMonitorMode
      default: .other(message: said.isEmpty ? unsafe String(cString: pcap_statustostr(status)) : said)
      }
    return LiveError(interface: name, reason)
  }

  private static func monitorFailure(_ name: String, _ status: CInt, _ raw: OpaquePointer) -> LiveError {
    status == 0 ? LiveError(interface: name, .noMonitorMode) : unsafe failure(name, status, String(cString: pcap_geterr(raw)))
  }

  private static func warning(_ name: String, _ status: CInt, _ said: String) -> String {
    let text = status == PCAP_WARNING && !said.isEmpty ? said : unsafe String(cString: pcap_statustostr(status))
    return "\(name): \(SafeName.of(text))\(status != PCAP_WARNING && !said.isEmpty ? " (\(SafeName.of(said)))" : "")"
  }

  private static func filterError(_ expression: String, _ failure: FilterFailure, _ linkType: LinkType) -> PacketFilterError {
    failure.isSyntax || linkType == .ethernet
      ? FilterPointer.error(expression, failure)
      : PacketFilterError(expression: expression, message: failure.message, linkType: linkType)
  }
}

/// This program's file, wherever it was started from.
enum ProgramFile {
  static var path: String {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return CommandLine.arguments.first ?? "weir" }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }
}
