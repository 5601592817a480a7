public import Octets
public import PacketModel

/// The options area of an IPv4 header (RFC 791 §3.1).
public enum IPv4Options {
  /// The last address of a source route that still has hops to go, or nothing.
  public static func finalDestination(_ options: ByteView) -> IPAddress? {
    var index = 0
    while let kind = options.octet(at: index), kind != 0 {
      if kind == 1 {
        index += 1
        continue
      }
      guard let length = options.octet(at: index + 1), length >= 2, index + Int(length) <= options.count else { return nil }
      // Loose (131) and strict (137) source route: type, length, pointer (from 4, in octets from 1), addresses.
      if kind == 131 || kind == 137, length >= 7, let pointer = options.octet(at: index + 2), pointer >= 4, pointer <= length {
        let last = index + 3 + ((Int(length) - 3) / 4 - 1) * 4
        return IPAddress(low: UInt64(options.uint32(at: last)))
      }
      index += Int(length)
    }
    return nil
  }
}
