public import Dissection
public import Octets
public import PacketModel

/// MySQL and MariaDB (Client/Server Protocol, Connection Phase): a client that wants TLS says so in place of its login.
///
///     Initial Handshake Packet, server: length (3, little-endian) | number 0 | 10 | version, NUL | thread id (4) | …
///     SSL Connection Request, client:   length 32 | number 1 | capabilities (4, little-endian) | …, and TLS at once
public enum MySQLPrelude: TLSPrelude {
  public static var id: ProtocolID { .mysql }

  private static let headerLength = 4
  private static let sslRequestLength = 32
  private static let clientSSL: UInt32 = 0x0800
  /// Octets of the version's text: that of any server is shorter.
  private static let maximumVersion = 100

  public static func recognise(_ octets: ByteView, answering other: ByteView) -> Recognition {
    // The fixed fields behind the version have at least 13 octets, and no greeting has 256.
    guard octets.octet(at: 0) ?? 16 >= 16, octets.octet(at: 1) ?? 0 == 0, octets.octet(at: 2) ?? 0 == 0,
      octets.octet(at: 3) ?? 0 == 0,
      octets.octet(at: 4) ?? 10 == 10
    else { return .no }
    guard let length = length(octets) else { return .maybe }
    for index in 5..<max(5, octets.count) {
      let octet = octets.uint8(at: index)
      if octet == 0 { return end(index, length, octets) }
      guard (32..<127).contains(octet), index < 5 &+ maximumVersion else { return .no }
      // Versions begin with a digit.
      if index == 5, !(48...57).contains(octet) { return .no }
    }
    return .maybe
  }

  /// Behind the version: the thread's number, eight octets of scramble, and a zero.
  private static func end(_ version: Int, _ length: Int, _ octets: ByteView) -> Recognition {
    guard version > 7, version &+ 14 <= length &+ headerLength else { return .no }
    guard let filler = octets.octet(at: version &+ 13) else { return .maybe }
    return filler == 0 ? .server : .no
  }

  public static func unit(_ octets: ByteView, isClient: Bool) -> TLSPreludeUnit {
    length(octets).map { .octets(headerLength &+ $0) } ?? .more
  }

  public static func saying(_ unit: ByteView, isClient: Bool, tag: [UInt8]?) -> TLSPreludeSaying {
    guard isClient else { return .other }
    let isRequest = unit.count == headerLength &+ sslRequestLength && unit.littleUInt32(at: headerLength) & clientSSL != 0
    return isRequest ? .start : .over
  }

  private static func length(_ octets: ByteView) -> Int? {
    guard octets.count >= headerLength else { return nil }
    return Int(octets.littleUInt32(at: 0) & 0xff_ffff)
  }
}
