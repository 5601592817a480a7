public import Octets

/// What the options area of a TCP header says, as plain facts (RFC 9293 §3.2; IANA "TCP Option Kind Numbers").
///
/// Read where the facts are needed: on a SYN, and on acknowledgments that carry SACK blocks. Nothing is allocated and
/// nothing of the view is kept. An option whose length cannot be ends the reading; what stood before it stays.
public struct TCPOptionList: Hashable, Sendable {
  /// Octets (RFC 9293 §3.7.1); meaningful in a SYN only.
  public var mss: UInt16?
  /// The shift count as sent. Above 14 a receiver must use 14 (RFC 7323 §2.3): see `effectiveWindowScale`.
  public var windowScale: UInt8?
  public var sackPermitted = false
  public var timestamps: TCPTimestamps?
  /// Octets of the TCP Fast Open cookie (RFC 7413 §4.1.1); 0 asks for one, nothing when the option is not there.
  public var fastOpenCookieLength: UInt8?
  /// Multipath TCP (RFC 8684).
  public var hasMultipath = false
  /// TCP MD5 signature (RFC 2385).
  public var hasMD5 = false
  /// TCP-AO (RFC 5925).
  public var hasAuthentication = false
  /// Accurate ECN, either order of its counters (RFC 9768 §3.2.3).
  public var hasAccurateECN = false
  /// SACK blocks read, at most four: 40 octets of options hold no more.
  public private(set) var sackBlockCount = 0
  /// Whether an option's length was less than two or more than the room left.
  public private(set) var isMalformed = false

  // Four is all that fits, and stored properties need no allocation.
  private var first = SACKBlock()
  private var second = SACKBlock()
  private var third = SACKBlock()
  private var fourth = SACKBlock()

  /// Reads the octets between the fixed header and the payload.
  public init(_ options: ByteView) {
    let count = options.count
    // RFC 7323 appendix A recommends this layout, and nearly every segment has it: two NOPs, then the option.
    if count == 12, options.uint32(at: 0) == 0x0101_080a {
      timestamps = TCPTimestamps(value: options.uint32(at: 4), echoReply: options.uint32(at: 8))
      return
    }
    var index = 0
    while index < count {
      let kind = options.uint8(at: index)
      if kind == 0 { return }
      if kind == 1 {
        index &+= 1
        continue
      }
      // A kind without room for its length reads as length 0, which cannot be.
      let length = Int(options.octet(at: index &+ 1) ?? 0)
      guard length >= 2, index &+ length <= count else {
        isMalformed = true
        return
      }
      read(kind, options, at: index, length: length)
      index &+= length
    }
  }

  /// What the shift count means: at most 14 (RFC 7323 §2.3).
  public var effectiveWindowScale: UInt8? { windowScale.map { min($0, Self.maximumWindowScale) } }

  public var fastOpen: Bool { fastOpenCookieLength != nil }

  /// The SACK blocks in the order sent; the first is the most recent one (RFC 2018 §4), or a D-SACK (RFC 2883 §4).
  public func forEachSACKBlock<E: Error>(_ body: (SACKBlock) throws(E) -> Void) throws(E) {
    var index = 0
    while index < sackBlockCount {
      try body(sackBlock(at: index))
      index += 1
    }
  }

  /// The block at `index`, which must be below `sackBlockCount`.
  public func sackBlock(at index: Int) -> SACKBlock {
    precondition(index >= 0 && index < sackBlockCount)
    return switch index {
    case 0: first
    case 1: second
    case 2: third
    default: fourth
    }
  }

  public static let maximumWindowScale: UInt8 = 14
}

extension TCPOptionList {
  private mutating func read(_ kind: UInt8, _ options: ByteView, at index: Int, length: Int) {
    switch (kind, length) {
    case (2, 4): mss = options.uint16(at: index &+ 2)
    case (3, 3): windowScale = options.uint8(at: index &+ 2)
    case (4, 2): sackPermitted = true
    case (5, _):
      var block = index &+ 2
      while block &+ 8 <= index &+ length {
        append(
          SACKBlock(
            left: SequenceNumber(rawValue: options.uint32(at: block)),
            right: SequenceNumber(rawValue: options.uint32(at: block &+ 4))))
        block &+= 8
      }
    case (8, 10): timestamps = TCPTimestamps(value: options.uint32(at: index &+ 2), echoReply: options.uint32(at: index &+ 6))
    case (19, 18): hasMD5 = true
    case (29, _): hasAuthentication = true
    case (30, _): hasMultipath = true
    case (34, _): fastOpenCookieLength = UInt8(length &- 2)
    case (172, _), (174, _): hasAccurateECN = true
    // RFC 6994 §3: experiments share two kinds; 0xf989 was Fast Open's before it had its own (RFC 7413 §4.1.1).
    case (253, 4...), (254, 4...):
      if options.uint16(at: index &+ 2) == 0xf989 { fastOpenCookieLength = UInt8(length &- 4) }
    default: break
    }
  }

  private mutating func append(_ block: SACKBlock) {
    switch sackBlockCount {
    case 0: first = block
    case 1: second = block
    case 2: third = block
    case 3: fourth = block
    default: return
    }
    sackBlockCount += 1
  }
}

/// A run of octets that the receiver holds behind a hole (RFC 2018 §3): `left` up to, not including, `right`.
public struct SACKBlock: Hashable, Sendable {
  public var left: SequenceNumber
  public var right: SequenceNumber

  public init(left: SequenceNumber = SequenceNumber(rawValue: 0), right: SequenceNumber = SequenceNumber(rawValue: 0)) {
    self.left = left
    self.right = right
  }
}
