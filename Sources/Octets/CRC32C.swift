/// The Castagnoli CRC (RFC 9260 appendix A; iSCSI, RFC 3720 §12.1), eight octets a step.
public struct CRC32C: Sendable {
  private var remainder: UInt32 = 0xffff_ffff

  public init() {}

  public mutating func add(_ octets: Span<UInt8>) {
    let tables = Self.tables
    let table = tables.span
    var crc = remainder
    var rest = octets
    while rest.count >= 8 {
      let word = rest.extracting(first: 8).littleUInt64(at: 0) ^ UInt64(crc)
      // Eight lookups that do not wait for each other; the table of an octet's distance from the block's end.
      crc =
        table[Int(7 << 8 | word & 255)] ^ table[Int(6 << 8 | word >> 8 & 255)] ^ table[Int(5 << 8 | word >> 16 & 255)]
        ^ table[Int(4 << 8 | word >> 24 & 255)] ^ table[Int(3 << 8 | word >> 32 & 255)] ^ table[Int(2 << 8 | word >> 40 & 255)]
        ^ table[Int(1 << 8 | word >> 48 & 255)] ^ table[Int(word >> 56)]
      rest = rest.extracting(droppingFirst: 8)
    }
    for index in rest.indices { crc = crc >> 8 ^ table[Int((crc ^ UInt32(rest[index])) & 255)] }
    remainder = crc
  }

  /// Adds four zero octets: where the checksum itself stands.
  public mutating func addFourZeros() {
    for _ in 0..<4 { remainder = remainder >> 8 ^ Self.tables[Int(remainder & 255)] }
  }

  public var value: UInt32 { ~remainder }

  /// Eight tables of 256: what an octet does to the remainder that many octets later.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for octet in 0..<256 {
      var crc = UInt32(octet)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ polynomial : crc >> 1 }
      tables[octet] = crc
    }
    for index in 256..<8 * 256 {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 255)]
    }
    return tables
  }()

  /// 0x1edc6f41, its bits reversed.
  private static let polynomial: UInt32 = 0x82f6_3b78
}
