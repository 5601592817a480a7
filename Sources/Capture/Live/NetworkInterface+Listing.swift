import CPcap
import Glibc
import PacketModel

extension NetworkInterface {
  /// All interfaces that libpcap finds, in its order: what one would capture on first.
  ///
  /// With `probing`, each is opened for a moment, to learn what its frames begin with.
  public static func all(probing: Bool = false) -> [NetworkInterface] {
    var interfaces = unsafe list { unsafe NetworkInterface($0.pointee) }
    for index in interfaces.indices {
      let device = NetworkDevice(interfaces[index].name)
      interfaces[index].mtu = device.mtu
      interfaces[index].speed = device.speed
      interfaces[index].macAddress = device.macAddress.map { octets in
        MACAddress(rawValue: octets.reduce(0) { $0 << 8 | UInt64($1) })
      }
      // Opening what is no network device may do more than open it: "nfqueue" takes a queue of packets away from others.
      if probing, device.mtu != nil || interfaces[index].name == "any" { interfaces[index].probe() }
    }
    return interfaces
  }

  static func names() -> [String] { unsafe list { unsafe String(cString: $0.pointee.name) } }

  private static func list<Fact>(_ fact: (UnsafeMutablePointer<pcap_if_t>) -> Fact) -> [Fact] {
    var first: UnsafeMutablePointer<pcap_if_t>?
    var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard unsafe pcap_findalldevs(&first, &message) == 0 else { return [] }
    defer { unsafe pcap_freealldevs(first) }
    var facts: [Fact] = []
    var next = unsafe first
    while let interface = unsafe next {
      unsafe facts.append(fact(interface))
      unsafe next = interface.pointee.next
    }
    return facts
  }

  private init(_ found: pcap_if_t) {
    unsafe self.init(name: String(cString: found.name))
    description = unsafe found.description.map { unsafe String(cString: $0) }
    let flags = unsafe CInt(bitPattern: found.flags)
    isUp = flags & PCAP_IF_UP != 0
    isRunning = flags & PCAP_IF_RUNNING != 0
    isLoopback = flags & PCAP_IF_LOOPBACK != 0
    isWireless = flags & PCAP_IF_WIRELESS != 0
    connection =
      switch flags & PCAP_IF_CONNECTION_STATUS {
      case PCAP_IF_CONNECTION_STATUS_CONNECTED: .connected
      case PCAP_IF_CONNECTION_STATUS_DISCONNECTED: .disconnected
      default: nil
      }
    var next = unsafe found.addresses
    while let address = unsafe next {
      if let address = unsafe Address(address.pointee) { addresses.append(address) }
      unsafe next = address.pointee.next
    }
  }

  /// Opens the interface without letting any packet in, and looks at what it offers.
  private mutating func probe() {
    var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard let raw = unsafe pcap_create(name, &message) else { return }
    defer { unsafe pcap_close(raw) }
    timeStampTypes = unsafe LiveHandle.timeStampTypes(of: raw)
    switch unsafe pcap_can_set_rfmon(raw) {
    case 0: hasMonitorMode = false
    case 1: hasMonitorMode = true
    default: break
    }
    // A small buffer: nothing will be read.
    unsafe pcap_set_buffer_size(raw, 1 << 20)
    let status = unsafe pcap_activate(raw)
    isForbidden = status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED
    guard status >= 0 else { return }
    let usual = unsafe pcap_datalink(raw)
    let others = unsafe LiveHandle.dataLinks(of: raw).filter { $0 != usual }
    linkTypes = ([usual] + others).map(FilterProgram.linkType)
  }
}

extension NetworkInterface.Address {
  fileprivate init?(_ found: pcap_addr) {
    guard let own = unsafe Self.address(found.addr) else { return nil }
    version = own.version
    address = own.address
    prefixLength = unsafe Self.address(found.netmask).map { mask in
      mask.address.high.nonzeroBitCount + mask.address.low.nonzeroBitCount
    }
    broadcast = unsafe Self.address(found.broadaddr)?.address
    peer = unsafe Self.address(found.dstaddr)?.address
  }

  private static func address(_ found: UnsafeMutablePointer<sockaddr>?) -> (version: IPVersion, address: IPAddress)? {
    guard let found = unsafe found else { return nil }
    let octets: [UInt8]
    switch unsafe CInt(found.pointee.sa_family) {
    case AF_INET:
      let address = unsafe UnsafeRawPointer(found).loadUnaligned(as: sockaddr_in.self)
      return (.four, IPAddress(low: UInt64(UInt32(bigEndian: address.sin_addr.s_addr))))
    case AF_INET6:
      let address = unsafe UnsafeRawPointer(found).loadUnaligned(as: sockaddr_in6.self)
      octets = unsafe withUnsafeBytes(of: address.sin6_addr) { unsafe Array($0) }
    default: return nil
    }
    func word(_ octets: ArraySlice<UInt8>) -> UInt64 { octets.reduce(0) { $0 << 8 | UInt64($1) } }
    return (.six, IPAddress(high: word(octets[..<8]), low: word(octets[8...])))
  }
}

/// The system this runs on.
enum OperatingSystem {
  /// As uname(2) tells, "Linux 6.12.0".
  static var name: String? {
    var names = utsname()
    guard unsafe uname(&names) == 0 else { return nil }
    return text(names.sysname) + " " + text(names.release)
  }

  private static func text<Field>(_ field: Field) -> String {
    unsafe withUnsafeBytes(of: field) { octets in
      unsafe String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
