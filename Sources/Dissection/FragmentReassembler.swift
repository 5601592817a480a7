public import Octets
public import PacketModel

/// Puts fragmented IP datagrams together again (RFC 791 §3.2, RFC 815, RFC 8200 §4.5).
///
/// Bounded in memory (`maximumOctets`, `maximumDatagrams`) and in time (`timeout`, by the packets' own clock). Where fragments
/// overlap the first octets seen stay, except that an IPv6 datagram with overlapping fragments is given up (RFC 5722).
public struct FragmentReassembler: Sendable {
  /// RFC 8200 §4.5: 60 seconds from the first-arriving fragment. RFC 791 lets hosts choose; Linux takes 30.
  public static let timeout: Int64 = 60_000_000_000
  /// Octets held over all incomplete datagrams; Linux's `ipfrag_high_thresh`.
  public static let maximumOctets = 4 << 20
  public static let maximumDatagrams = 4096
  /// Fragments of one datagram: a 65,535-octet datagram in 8-octet pieces has 8,192, and no real one comes near it.
  public static let maximumFragments = 8192

  /// What happened to fragments, for the report.
  public struct Counts: Hashable, Sendable {
    public var fragments = 0
    public var reassembled = 0
    /// Datagrams of which some fragment never came.
    public var timedOut = 0
    /// Datagrams given up to stay within the memory bounds.
    public var evicted = 0
    /// Fragments that repeated octets already there.
    public var overlapping = 0
    /// Fragments whose repeated octets differed: somebody wants two readers to see two datagrams.
    public var conflicting = 0
    /// Fragments that break the rules: past 65,535 octets, a middle one not a multiple of eight, two different ends.
    public var invalid = 0

    public init() {}
  }

  public private(set) var counts = Counts()
  private var datagrams: [Key: Partial] = [:]
  private var held = 0
  /// Keys in the order their first fragment came, for time-outs and eviction; consumed from `oldest`.
  private var order: [(key: Key, started: Timestamp)] = []
  private var oldest = 0

  public init() {}

  /// Takes one fragment; answers the whole datagram when it was the last one missing.
  public mutating func add(
    _ payload: ByteView, facts: PacketFacts, context: UInt32, frame: Int, time: Timestamp, wireLength: Int
  ) -> ReassembledDatagram? {
    counts.fragments &+= 1
    expire(before: time)
    let key = Key(facts, context: context)
    var partial: Partial
    if let known = datagrams.removeValue(forKey: key) {
      partial = known
      held &-= partial.octets.count
    } else {
      partial = Partial(firstFrame: frame, firstTime: time, ipProtocol: facts.ipProtocol)
      order.append((key, time))
    }
    switch partial.add(payload, offset: facts.fragmentOffset, more: facts.moreFragments, version: facts.version) {
    case .added: break
    case .overlapped(let differing):
      counts.overlapping &+= 1
      if differing { counts.conflicting &+= 1 }
    case .invalid: counts.invalid &+= 1
    }
    if facts.fragmentOffset == 0 { partial.ipProtocol = facts.ipProtocol }
    partial.frames.append(frame)
    partial.wireLength &+= wireLength
    if partial.isComplete {
      counts.reassembled &+= 1
      return ReassembledDatagram(
        octets: partial.octets, frameNumbers: partial.frames, wireLength: partial.wireLength, firstFrame: partial.firstFrame,
        firstTime: partial.firstTime, ipProtocol: partial.ipProtocol)
    }
    held &+= partial.octets.count
    datagrams[key] = partial
    shrink()
    return nil
  }

  /// Datagrams still waiting for a fragment, at the end of the capture.
  public var incomplete: Int { datagrams.count }

  // MARK: - Bounds

  private mutating func expire(before time: Timestamp) {
    while oldest < order.count, time.nanoseconds(since: order[oldest].started) > Self.timeout {
      if drop(order[oldest]) { counts.timedOut &+= 1 }
      oldest &+= 1
    }
    compact()
  }

  private mutating func shrink() {
    while held > Self.maximumOctets || datagrams.count > Self.maximumDatagrams, oldest < order.count {
      if drop(order[oldest]) { counts.evicted &+= 1 }
      oldest &+= 1
    }
    compact()
  }

  /// Gives up the datagram that began with this entry, unless it is complete or a later one has its key.
  private mutating func drop(_ entry: (key: Key, started: Timestamp)) -> Bool {
    guard let partial = datagrams[entry.key], partial.firstTime == entry.started else { return false }
    datagrams[entry.key] = nil
    held &-= partial.octets.count
    return true
  }

  private mutating func compact() {
    guard oldest > 1024, oldest * 2 > order.count else { return }
    order.removeFirst(oldest)
    oldest = 0
  }
}

extension FragmentReassembler {
  /// RFC 791 §3.2: source, destination, protocol, identification. RFC 8200 §4.5 leaves out the protocol.
  private struct Key: Hashable, Sendable {
    var source: IPAddress
    var destination: IPAddress
    var identification: UInt32
    var ipProtocol: UInt8
    var version: IPVersion
    var context: UInt32

    init(_ facts: PacketFacts, context: UInt32) {
      source = facts.source
      destination = facts.destination
      identification = facts.identification
      ipProtocol = facts.version == .four ? facts.ipProtocol.rawValue : 0
      version = facts.version
      self.context = context
    }
  }

  private enum Outcome {
    case added
    case overlapped(differing: Bool)
    case invalid
  }

  /// A datagram with holes.
  private struct Partial: Sendable {
    var octets: [UInt8] = []
    /// Parts that are there, ascending, apart from each other.
    var present: [Range<Int>] = []
    /// The payload's length, known when the last fragment has come.
    var total: Int?
    var firstFrame: Int
    var firstTime: Timestamp
    var ipProtocol: IPProtocol
    var frames: [Int] = []
    var wireLength = 0
    /// RFC 5722: an IPv6 datagram with overlapping fragments must never be delivered.
    var isGivenUp = false

    init(firstFrame: Int, firstTime: Timestamp, ipProtocol: IPProtocol) {
      self.firstFrame = firstFrame
      self.firstTime = firstTime
      self.ipProtocol = ipProtocol
    }

    var isComplete: Bool {
      guard let total, !isGivenUp, present.count == 1, let only = present.first else { return false }
      return only.lowerBound == 0 && only.upperBound == total
    }

    mutating func add(_ payload: ByteView, offset: Int, more: Bool, version: IPVersion) -> Outcome {
      let end = offset + payload.count
      guard end <= 65_535, !more || payload.count % 8 == 0, payload.count > 0, present.count < maximumFragments,
        payload.missing == 0
      else { return .invalid }
      if !more {
        if let total, total != end { return .invalid }
        if let last = present.last, last.upperBound > end { return .invalid }
        total = end
      } else if let total, end > total {
        return .invalid
      }
      if offset == octets.count {
        // In order, as fragments mostly come: no hole before it, nothing to compare with.
        payload.append(to: &octets)
        insert(offset..<end)
        return .added
      }
      if octets.count < end { octets.append(contentsOf: repeatElement(0, count: end - octets.count)) }
      let touching = present.filter { $0.overlaps(offset..<end) }
      var differing = false
      if touching.isEmpty {
        copy(payload, from: 0, to: offset, count: payload.count)
      } else {
        var position = offset
        for known in touching {
          if position < known.lowerBound {
            copy(payload, from: position - offset, to: position, count: known.lowerBound - position)
          }
          let low = max(position, known.lowerBound)
          let high = min(end, known.upperBound)
          for index in low..<max(low, high) where octets[index] != payload.uint8(at: index - offset) { differing = true }
          position = max(position, known.upperBound)
        }
        if position < end { copy(payload, from: position - offset, to: position, count: end - position) }
      }
      let exactRepeat = touching.count == 1 && touching.first.map { $0.contains(offset) && end <= $0.upperBound } == true
      if version == .six, !touching.isEmpty, !(exactRepeat && !differing) { isGivenUp = true }
      insert(offset..<end)
      return touching.isEmpty ? .added : .overlapped(differing: differing)
    }

    private mutating func copy(_ payload: ByteView, from source: Int, to target: Int, count: Int) {
      var index = 0
      while index < count {
        octets[target + index] = payload.uint8(at: source + index)
        index += 1
      }
    }

    private mutating func insert(_ range: Range<Int>) {
      var merged = range
      var kept: [Range<Int>] = []
      for known in present {
        if known.upperBound < merged.lowerBound || known.lowerBound > merged.upperBound {
          kept.append(known)
        } else {
          merged = min(known.lowerBound, merged.lowerBound)..<max(known.upperBound, merged.upperBound)
        }
      }
      let place = kept.firstIndex { $0.lowerBound > merged.lowerBound } ?? kept.count
      kept.insert(merged, at: place)
      present = kept
    }
  }
}
