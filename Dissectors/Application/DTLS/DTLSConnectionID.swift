import Octets

/// The connection ID with which a hello says that its sender wants to be addressed (RFC 9146 §3, RFC 9147 §9).
enum DTLSConnectionID {
  private static let extensionType: UInt16 = 54

  /// Octets of the ID that a hello's body announces; nothing where it announces none.
  static func length(in hello: ByteView, isClient: Bool) -> Int? {
    // client_version and random, or the server's.
    var rest = hello.dropping(34)
    guard skipVector(&rest, lengthOctets: 1) else { return nil }
    if isClient {
      guard skipVector(&rest, lengthOctets: 1), skipVector(&rest, lengthOctets: 2), skipVector(&rest, lengthOctets: 1) else {
        return nil
      }
    } else {
      rest = rest.dropping(3)
    }
    rest = rest.dropping(2)
    while rest.count >= 4 {
      if rest.uint16(at: 0) == extensionType { return rest.octet(at: 4).map(Int.init) }
      rest = rest.dropping(2)
      guard skipVector(&rest, lengthOctets: 2) else { return nil }
    }
    return nil
  }

  private static func skipVector(_ rest: inout ByteView, lengthOctets: Int) -> Bool {
    guard rest.count >= lengthOctets else { return false }
    let length = lengthOctets == 1 ? Int(rest.uint8(at: 0)) : Int(rest.uint16(at: 0))
    guard rest.count >= lengthOctets &+ length else { return false }
    rest = rest.dropping(lengthOctets &+ length)
    return true
  }
}
