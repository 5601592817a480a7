import Glibc

/// The least a flow analyser can do, as plainly as it can be written: map the file, walk the records, read every packet's
/// headers by hand and look its flow up. No payload is touched, no checksum verified, nothing reported.
///
/// Reads what the generator writes: classic pcap in the machine's byte order, Ethernet, VLAN tags, IPv4 and IPv6.
enum BaselineLoop {
  struct Counts {
    var packets = 0
    var flows = 0
  }

  static func run(_ path: String) throws(BenchmarkError) -> Counts {
    let descriptor = open(path, O_RDONLY)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw BenchmarkError("cannot open \(path)") }
    defer { close(descriptor) }
    let size = Int(status.st_size)
    guard size >= 24, let mapped = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), mapped != MAP_FAILED else {
      throw BenchmarkError("cannot map \(path)")
    }
    defer { munmap(mapped, size) }
    madvise(mapped, size, MADV_SEQUENTIAL)
    let file = UnsafeRawPointer(mapped)
    let magic = file.load(as: UInt32.self)
    guard magic == 0xa1b2_c3d4 || magic == 0xa1b2_3c4d, file.load(fromByteOffset: 20, as: UInt32.self) & 0xffff == 1 else {
      throw BenchmarkError("\(path): the baseline reads classic pcap of Ethernet in this machine's byte order only")
    }
    return walk(file, size)
  }

  private static func walk(_ file: UnsafeRawPointer, _ size: Int) -> Counts {
    var packets = 0
    var table = BaselineFlowTable()
    var record = 24
    while record &+ 16 <= size {
      let captured = Int(file.loadUnaligned(fromByteOffset: record &+ 8, as: UInt32.self))
      let wire = Int(file.loadUnaligned(fromByteOffset: record &+ 12, as: UInt32.self))
      let frame = record &+ 16
      guard frame &+ captured <= size else { break }
      packets &+= 1
      look(file + frame, captured, wire, &table)
      record = frame &+ captured
    }
    return Counts(packets: packets, flows: table.count)
  }

  @inline(__always)
  private static func look(_ frame: UnsafeRawPointer, _ count: Int, _ wire: Int, _ table: inout BaselineFlowTable) {
    guard count >= 34 else { return }
    var network = 14
    var type = frame.bigEndian16(12)
    while type == 0x8100 || type == 0x88a8, network &+ 24 <= count {
      type = frame.bigEndian16(network &+ 2)
      network &+= 4
    }
    let ip = frame + network
    var source: (UInt64, UInt64)
    var destination: (UInt64, UInt64)
    var transport: Int
    let number: UInt8
    switch type {
    case 0x0800 where network &+ 20 <= count:
      number = ip.load(fromByteOffset: 9, as: UInt8.self)
      source = (0, UInt64(ip.bigEndian32(12)))
      destination = (0, UInt64(ip.bigEndian32(16)))
      transport = network &+ Int(ip.load(as: UInt8.self) & 15) &* 4
      // A later fragment has no transport header.
      if ip.bigEndian16(6) & 0x1fff != 0 { transport = count }
    case 0x86dd where network &+ 40 <= count:
      number = ip.load(fromByteOffset: 6, as: UInt8.self)
      source = (ip.bigEndian64(8), ip.bigEndian64(16))
      destination = (ip.bigEndian64(24), ip.bigEndian64(32))
      transport = network &+ 40
    default: return
    }
    var ports: UInt32 = 0
    var flags: UInt8 = 0
    if number == 6, transport &+ 20 <= count {
      ports = frame.bigEndian32(transport)
      flags = frame.load(fromByteOffset: transport &+ 13, as: UInt8.self)
    } else if number == 17, transport &+ 8 <= count {
      ports = frame.bigEndian32(transport)
    }
    if source > destination || (source == destination && ports >> 16 < ports & 0xffff) {
      swap(&source, &destination)
      ports = ports << 16 | ports >> 16
    }
    let key = BaselineFlowTable.Key(low: source, high: destination, ports: ports, transport: UInt32(number))
    table.count(key, octets: wire, flags: flags)
  }
}

extension UnsafeRawPointer {
  @inline(__always)
  fileprivate func bigEndian16(_ offset: Int) -> UInt16 { loadUnaligned(fromByteOffset: offset, as: UInt16.self).bigEndian }
  @inline(__always)
  fileprivate func bigEndian32(_ offset: Int) -> UInt32 { loadUnaligned(fromByteOffset: offset, as: UInt32.self).bigEndian }
  @inline(__always)
  fileprivate func bigEndian64(_ offset: Int) -> UInt64 { loadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian }
}
