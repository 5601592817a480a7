import Glibc

/// What Linux tells of a network device under /sys/class/net.
struct NetworkDevice {
  /// IEEE 802 address; absent where the device has none, or only zeros, as loopback.
  var macAddress: [UInt8]?
  /// Largest packet, in octets.
  var mtu: Int?
  /// Bits a second, where the driver knows.
  var speed: UInt64?

  init(_ name: String) {
    // Part of a path from here on.
    guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else { return }
    func value(_ attribute: String) -> String? { Self.text("/sys/class/net/\(name)/\(attribute)") }
    macAddress = value("address").flatMap(Self.octets)
    mtu = value("mtu").flatMap { Int($0) }
    // Megabits; -1 where there is no link.
    speed = value("speed").flatMap { Int($0) }.flatMap { $0 > 0 ? UInt64($0) * 1_000_000 : nil }
  }

  private static func text(_ path: String) -> String? {
    guard let file = try? FileDescriptor(path: path) else { return nil }
    var octets: [UInt8] = []
    guard let count = try? file.read(into: &octets, most: longest), count > 0 else { return nil }
    return String(decoding: octets.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// Six octets written "02:00:00:00:00:01".
  private static func octets(_ text: String) -> [UInt8]? {
    let octets = text.split(separator: ":").compactMap { UInt8($0, radix: 16) }
    return octets.count == 6 && octets.contains { $0 != 0 } ? octets : nil
  }

  /// A page is the most that such a file has; an attribute here has a few octets.
  private static let longest = 256
}
