public import Octets
public import PacketModel

/// The options area of a TCP header (RFC 9293 §3.2; IANA "TCP Option Kind Numbers").
public enum TCPOptions {
  /// The Timestamps option's values, or nothing.
  @inlinable
  public static func timestamps(_ options: ByteView) -> TCPTimestamps? {
    let count = options.count
    // RFC 7323 appendix A recommends this layout, and nearly every segment has it: two NOPs, then the option.
    if count == 12, options.uint32(at: 0) == 0x0101_080a {
      return TCPTimestamps(value: options.uint32(at: 4), echoReply: options.uint32(at: 8))
    }
    var index = 0
    while index < count {
      let kind = options.uint8(at: index)
      if kind == 0 { return nil }
      if kind == 1 {
        index &+= 1
        continue
      }
      guard index &+ 1 < count else { return nil }
      let length = Int(options.uint8(at: index &+ 1))
      guard length >= 2, index &+ length <= count else { return nil }
      if kind == 8, length == 10 {
        return TCPTimestamps(value: options.uint32(at: index &+ 2), echoReply: options.uint32(at: index &+ 6))
      }
      index &+= length
    }
    return nil
  }
}
