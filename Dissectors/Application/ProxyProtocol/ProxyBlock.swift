import ApplicationModel
import Octets
import PacketModel

/// Version 2, §2.2: a block of octets.
///
///     signature (12 octets) | version (4) | command (4) | family (4) | transport (4) | length of what follows (16)
///     | addresses, by the family | additional values
extension ProxyHeaderReading {
  mutating func readBlock(_ octets: ByteView, _ point: StreamPoint) {
    guard octets.uint8(at: 12) >> 4 == 2 else { return problems.append("the version is not 2") }
    let command = octets.uint8(at: 12) & 15
    var header = ProxyHeader(version: 2, point: point, transport: .unknown, length: octets.count)
    defer { self.header = header }
    guard command <= 1 else { return problems.append("the command is neither LOCAL nor PROXY") }
    header.isLocal = command == 0

    let body = octets.dropping(Self.fixedLength)
    var addressLength = 0
    if let (transport, length) = Self.family(octets.uint8(at: 13)) {
      // LOCAL's addresses mean nothing, if it has any.
      if length <= body.count {
        addressLength = length
        if !header.isLocal {
          header.transport = transport
          readAddresses(body, length, &header)
        }
      } else if !header.isLocal {
        return problems.append("the addresses do not fit the length")
      }
    } else if !header.isLocal {
      return problems.append("the address family or transport is unassigned")
    }
    // What stands where no family says how long addresses are may be anything.
    let mayBeOther = addressLength == 0
    readExtensions(body.dropping(addressLength), octets, mayBeOther: mayBeOther, &header)
  }

  /// What an address family and transport octet means, and how many octets of addresses go with it.
  private static func family(_ octet: UInt8) -> (ProxyHeader.Transport, length: Int)? {
    switch octet {
    case 0x11: (.tcp4, 12)
    case 0x12: (.udp4, 12)
    case 0x21: (.tcp6, 36)
    case 0x22: (.udp6, 36)
    case 0x31: (.unix, 216)
    case 0x32: (.unixDatagram, 216)
    // Unspecified, the family or the transport.
    case 0x00, 0x01, 0x02: (.unknown, 0)
    case 0x10: (.unknown, 12)
    case 0x20: (.unknown, 36)
    case 0x30: (.unknown, 216)
    default: nil
    }
  }

  private func readAddresses(_ body: ByteView, _ length: Int, _ header: inout ProxyHeader) {
    func end(_ address: IPAddress, _ version: IPVersion, port: Int) -> ProxyHeader.End {
      ProxyHeader.End(address: address, version: version, port: body.uint16(at: port))
    }
    func six(_ place: Int) -> IPAddress { IPAddress(high: body.uint64(at: place), low: body.uint64(at: place &+ 8)) }
    switch header.transport {
    case .tcp4, .udp4:
      header.source = end(IPAddress(low: UInt64(body.uint32(at: 0))), .four, port: 8)
      header.destination = end(IPAddress(low: UInt64(body.uint32(at: 4))), .four, port: 10)
    case .tcp6, .udp6:
      header.source = end(six(0), .six, port: 32)
      header.destination = end(six(16), .six, port: 34)
    case .unix, .unixDatagram:
      header.sourcePath = Self.path(body.prefix(108))
      header.destinationPath = Self.path(body.dropping(108).prefix(108))
    case .unknown: break
    }
  }

  private static func path(_ octets: ByteView) -> [UInt8] {
    let all = octets.copied()
    // An abstract name's first octet is zero, and all that are not behind it count.
    let end = all.first == 0 ? (all.lastIndex { $0 != 0 } ?? -1) + 1 : all.firstIndex(of: 0) ?? all.count
    return Array(all[..<end])
  }
}
