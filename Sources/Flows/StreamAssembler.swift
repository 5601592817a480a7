import Dissection
import Octets
import PacketModel

/// Puts one direction of a connection in order for its reader.
///
/// Octets that come in order go straight from the packet to the reader: nothing is copied. What comes early is copied and held
/// until the hole before it is filled, or known never to be: the receiver has acknowledged it, so the capture lost it. An
/// acknowledgment may be captured before the octets it speaks of, so such a hole is given a little time (`patience`).
struct StreamAssembler: Sendable {
  /// Nanoseconds of packet time, and segments of the receiver, for which acknowledged octets may still come.
  static let patience: Int64 = 200_000_000
  static let patientSegments = 64

  let sender: Endpoint
  /// Its SYN was seen. Without, position 1 is where its first segment stood: most likely the first octet to come.
  var isFromStart: Bool
  private(set) var isFinished = false
  /// The stream position of the next octet to hand on.
  private(set) var next = 1
  /// What the other side may have acknowledged without having to wait: handed on, known to be missing, or waited for in vain.
  private(set) var settled = 1
  private(set) var held = HeldOctets()
  /// The FIN's position once it has come, and where it stood.
  private var end: (position: Int, place: StreamPlace)?
  /// The highest position that the receiver has acknowledged, where it was beyond `settled`.
  private var acknowledged = 1
  /// What is waited for since, while it is beyond `next`; and the highest position acknowledged by later segments.
  private var wanted = 0
  private var wantedSince = Timestamp(nanoseconds: 0)
  private var segmentsSince = 0
  private var confirmed = 0
  /// What has not come before this position is not waited for any more.
  private var lost = 0
  /// What the other side may have acknowledged once that is told: whether it comes in the end or not, nobody need wait for it.
  private var conceded = 0
  /// Urgent octets, ascending.
  private var urgent: [Int] = []
  /// Where the last segment that was too far ahead stood.
  private var far: Int?

  init(_ sender: Endpoint, isFromStart: Bool) {
    self.sender = sender
    self.isFromStart = isFromStart
  }

  // MARK: - What the receiver acknowledges

  /// Takes what a segment of the receiver acknowledges. What has been acknowledged and has had its time to come is given up;
  /// answers whether something was.
  mutating func note(acknowledged position: Int, at time: Timestamp) -> Bool {
    guard !isFinished else { return false }
    if position > settled {
      // A keep-alive may have come first: it is numbered one below its sender's edge (RFC 9293 §3.8.4).
      if position == 2, isUntouched {
        settled = 2
        return false
      }
      acknowledged = max(acknowledged, position)
    }
    guard wanted > next else {
      guard position > settled || (position > next && !held.isEmpty) else { return false }
      wanted = position
      wantedSince = time
      segmentsSince = 0
      confirmed = 0
      return false
    }
    segmentsSince &+= 1
    confirmed = max(confirmed, position)
    guard segmentsSince > Self.patientSegments || time.nanoseconds(since: wantedSince) > Self.patience else { return false }
    giveUp(before: believed(wanted))
    conceded = max(conceded, wanted)
    wanted = 0
    return true
  }

  /// Holes before `position` are holes.
  mutating func giveUp(before position: Int) { lost = max(lost, position) }

  /// As far as a position acknowledged can be relied on: what only a damaged number acknowledged, no later segment does.
  func believed(_ position: Int) -> Int {
    wanted > next && segmentsSince > 0 ? min(position, max(confirmed, next)) : position
  }

  /// How far the stream must go on with what there is. A FIN takes a position, and one position beyond the last octet may be a
  /// FIN that was not captured.
  var due: Int {
    guard lost > next else { return next }
    if let end { return min(lost, end.position) }
    let top = max(next, held.end)
    return lost == top &+ 1 ? top : lost
  }

  /// What was acknowledged and has not come.
  var unsettled: Int? { !isFinished && acknowledged > settled ? believed(acknowledged) : nil }

  /// Nothing has come of a stream whose beginning was not seen.
  private var isUntouched: Bool { next == 1 && !isFromStart && held.isEmpty }

  // MARK: - What the sender sends

  /// Takes a segment's payload. It is held when it is early, or when it acknowledges what the other side has not come to.
  mutating func accept(
    _ payload: ByteView, at position: Int, _ place: StreamPlace, after other: Int, to reader: inout any StreamDissector
  ) {
    guard !isFinished else { return }
    if position == 2, isUntouched { (next, settled) = (2, 2) }
    var payload = payload
    if let end { _ = payload.limit(to: min(payload.wireCount, max(0, end.position &- position))) }
    let stop = position &+ payload.wireCount
    guard stop > next else {
      if stop > position { reader.repeated(position..<stop, from: sender, at: place) }
      return
    }
    let mayGo = place.acknowledged ?? .min <= other
    guard mayGo, position <= next, held.firstPosition > next else {
      return held.insert(payload, at: position, from: next, place)
    }
    let repeated = next &- position
    var place = place
    place.isSegmentStart = repeated == 0
    if repeated < payload.count { hand(payload.dropping(repeated), place, to: &reader) }
    skip(to: stop, place, to: &reader)
  }

  /// Whether octets are too far ahead to belong to the stream: the first time, for one damaged number must not spoil the rest.
  mutating func isTooFar(_ position: Int) -> Bool {
    guard position &- next > FlowLimits.maximumHole else { return false }
    defer { far = position }
    guard let far else { return true }
    return abs(position &- far) > FlowLimits.maximumHole
  }

  /// The sender's FIN stands at `position`: nothing comes behind it.
  mutating func accept(finAt position: Int, _ place: StreamPlace) {
    guard end == nil else { return }
    end = (position, place)
    end?.place.isSegmentStart = false
    held.remove(from: position)
  }

  // MARK: - Handing on

  /// Hands on octets that begin at `next`.
  @inline(__always)
  mutating func hand(_ octets: ByteView, _ place: StreamPlace, to reader: inout any StreamDissector) {
    guard urgent.isEmpty else { return handAround(octets, place, to: &reader) }
    handPlain(octets, place, to: &reader)
  }

  @inline(__always)
  private mutating func handPlain(_ octets: ByteView, _ place: StreamPlace, to reader: inout any StreamDissector) {
    reader.receive(ByteView(octets.span, offset: next), from: sender, at: place)
    next &+= octets.count
    if settled < next { settled = next }
  }

  /// Hands on octets of which some are urgent.
  @inline(never)
  private mutating func handAround(_ octets: ByteView, _ place: StreamPlace, to reader: inout any StreamDissector) {
    var rest = octets
    var place = place
    while let first = urgent.first, first < next &+ rest.count {
      urgent.removeFirst()
      let before = first &- next
      guard before >= 0 else { continue }
      if before > 0 { handPlain(rest.prefix(before), place, to: &reader) }
      reader.receive(urgent: ByteView(rest.dropping(before).prefix(1).span, offset: next), from: sender, at: place)
      next &+= 1
      if settled < next { settled = next }
      rest = rest.dropping(before &+ 1)
      place.isSegmentStart = false
    }
    if !rest.isEmpty { handPlain(rest, place, to: &reader) }
  }

  /// The octet at a position is urgent.
  mutating func note(urgent position: Int) {
    let index = urgent.firstIndex { $0 >= position } ?? urgent.count
    let isKnown = index < urgent.count && urgent[index] == position
    guard position >= next, !isKnown, urgent.count < Self.maximumUrgent else { return }
    urgent.insert(position, at: index)
  }

  /// Urgent octets that wait to be handed on; more than one at a time is an attack.
  private static let maximumUrgent = 64

  /// Gives up what is missing before `position`.
  mutating func skip(to position: Int, _ place: StreamPlace, to reader: inout any StreamDissector) {
    guard position > next else { return }
    var place = place
    place.isSegmentStart = false
    reader.skip(position &- next, from: sender, at: place)
    next = position
    if settled < next { settled = next }
  }

  /// Hands on what is held and now contiguous, as far as the other side has gone on, and tells what is missing at `place`.
  /// Answers whether anything was told.
  mutating func release(after other: Int, at place: StreamPlace, to reader: inout any StreamDissector) -> Bool {
    var isMoved = false
    while true {
      if held.firstPosition <= next {
        guard held.firstAcknowledged <= other || held.firstEnd <= next else { break }
        handFirst(to: &reader)
      } else {
        guard lost > next else { break }
        let missing = min(due, held.firstPosition)
        guard missing > next else { break }
        skip(to: missing, place, to: &reader)
      }
      isMoved = true
    }
    if conceded > settled, due <= next {
      settled = conceded
      isMoved = true
    }
    if let fin, fin.acknowledged ?? .min <= other {
      finish(fin, .closed, to: &reader)
      isMoved = true
    }
    return isMoved
  }

  /// Whether what comes next is held because of the other side only.
  var isBlocked: Bool { held.firstPosition <= next }

  /// Hands on the first of what is held, which begins at `next` or before.
  mutating func handFirst(to reader: inout any StreamDissector) {
    guard let run = held.takeFirst() else { return }
    let repeated = max(0, next &- run.position)
    var place = run.place
    place.isSegmentStart = place.isSegmentStart && repeated == 0
    if repeated < run.octets.count { hand(ByteView(run.octets.span).dropping(repeated), place, to: &reader) }
    skip(to: run.end, place, to: &reader)
  }

  /// The FIN's place, when it is all that is left to hand on.
  var fin: StreamPlace? {
    guard let end, next >= end.position, !isFinished else { return nil }
    return end.place
  }

  /// Whether nothing waits to be handed on, and nothing is waited for.
  var isSettled: Bool { isFinished || (held.isEmpty && end == nil && wanted <= next) }

  /// Nothing more will come, or matters.
  mutating func finish(_ place: StreamPlace, _ ending: StreamEnding, to reader: inout any StreamDissector) {
    guard !isFinished else { return }
    isFinished = true
    settled = .max
    held = HeldOctets()
    reader.finish(sender, ending, at: place)
  }
}
