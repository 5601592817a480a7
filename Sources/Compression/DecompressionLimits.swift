/// What one stream may cost, whatever it claims to be.
public struct DecompressionLimits: Hashable, Sendable {
  /// Octets that one stream may decode to; with `Decompressor.endMessage(_:)`, one message.
  public var maximumOutput: Int
  /// How many octets one octet may become, on average, once `ratioFloor` octets have.
  ///
  /// DEFLATE cannot do better than 1032 to one (258 octets from two bits), so its streams always pass. Brotli and Zstandard
  /// reach tens of thousands to one, on nothing that anybody wants to read.
  public var maximumRatio: Int
  /// Below so many octets of output the ratio does not matter: a page of zeros harms nobody.
  public var ratioFloor: Int
  /// The base-2 logarithm of the largest Zstandard window, 10 to 27. A content coding may use 8 MiB and no more (RFC 9659 §3);
  /// browsers refuse more, too. The decoder holds a window in memory.
  public var zstandardWindowBits: Int

  public init(
    maximumOutput: Int = 1 << 30, maximumRatio: Int = 2000, ratioFloor: Int = 16 << 20, zstandardWindowBits: Int = 23
  ) {
    self.maximumOutput = max(0, maximumOutput)
    self.maximumRatio = max(1, maximumRatio)
    self.ratioFloor = max(0, ratioFloor)
    self.zstandardWindowBits = min(max(zstandardWindowBits, 10), 27)
  }
}
