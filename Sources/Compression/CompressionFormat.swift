/// How a body or a message was compressed.
public enum CompressionFormat: Hashable, Sendable {
  /// RFC 1952: one member, or several behind one another.
  case gzip
  /// RFC 1950.
  case zlib
  /// RFC 1951 with nothing around it. Blocks may follow the final one and may refer to what stands before it, as in
  /// WebSocket messages (RFC 7692 §7.2.3.4); so nothing behind the end counts as trailing.
  case rawDeflate
  /// HTTP's "deflate": zlib by RFC 9110 §8.4.1.2, raw from servers that read the name and not the text. The first two octets
  /// tell: a zlib header would be a stored block with padding bits set, which nobody writes.
  case deflate
  /// RFC 7932, without the large windows that it does not know.
  case brotli
  /// RFC 8878: one frame, or several behind one another, skippable ones among them.
  case zstandard
}
