public import Dissection
public import Octets
public import PacketModel

/// A radiotap header (radiotap.org); its numbers are little-endian.
///
///     version | pad | length (2) | present (4) … | fields, each aligned to its size
public struct RadiotapLayer: Layer {
  public static let id = ProtocolID.radiotap
  public static let minimumHeaderLength = 8

  public var version: UInt8
  public var length: UInt16
  public var present: [UInt32] = []
  /// The Flags field, where present.
  public var flags: UInt8?
  public var fault: MalformedPacket?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let whole = octets
    let fixed = try octets.take(Self.minimumHeaderLength)
    version = fixed.uint8(at: 0)
    length = fixed.littleUInt16(at: 2)
    guard Int(length) >= Self.minimumHeaderLength else {
      throw MalformedPacket(.badLength(field: "length", value: Int(length)), at: start + 2)
    }
    _ = try octets.take(Int(length) - Self.minimumHeaderLength)
    let header = whole.prefix(Int(length))
    var index = 4
    while index + 4 <= header.count {
      let word = header.littleUInt32(at: index)
      present.append(word)
      index += 4
      // The last bit says that another word of bits follows.
      if word >> 31 == 0 { break }
    }
    let fields = RadiotapFields(present: present.first ?? 0, start: index)
    if let place = fields.place(of: 1) { flags = header.octet(at: place) }
    // The frame's check sequence is no payload.
    if let flags, flags & 0x10 != 0, octets.wireCount >= 4 { _ = octets.limit(to: octets.wireCount - 4) }
  }

  public var next: LayerKey { .linkType(.ieee80211) }
}

/// Where the fields of the first word of bits lie: each aligned to its own size, from the header's start.
struct RadiotapFields {
  var present: UInt32
  var start: Int

  /// Size and alignment by bit (radiotap.org/fields/defined).
  private static let sizes: [(size: Int, alignment: Int)] = [
    (8, 8), (1, 1), (1, 1), (4, 2), (2, 2), (1, 1), (1, 1), (2, 2), (2, 2), (2, 2), (1, 1), (1, 1), (1, 1), (1, 1), (2, 2),
    (2, 2),
    (1, 1), (1, 1), (8, 4), (3, 1), (8, 4), (12, 2), (12, 8), (12, 2), (12, 2), (6, 2), (1, 1), (4, 2),
  ]

  static func size(of bit: Int) -> Int { sizes[bit].size }
  static var count: Int { sizes.count }

  /// Octets from the header's start to the field of `bit`, or nothing where it is not present.
  func place(of bit: Int) -> Int? {
    guard bit < Self.sizes.count, present >> UInt32(bit) & 1 != 0 else { return nil }
    var index = start
    for other in 0...bit where present >> UInt32(other) & 1 != 0 {
      let (size, alignment) = Self.sizes[other]
      index = (index + alignment - 1) / alignment * alignment
      if other == bit { return index }
      index += size
    }
    return nil
  }
}
