import ApplicationModel
import Dissection
import Octets

/// Cuts one side's stream into records (RFC 8446 §5.1). Sans-I/O.
///
/// A record that lies in one segment is handed out where it lies; one that does not is gathered, where somebody wants its
/// content, or only counted.
struct TLSRecordCutter: Sendable {
  enum Event: Hashable, Sendable {
    /// A whole record has passed.
    case record(TLSRecordHeader, Content)
    /// Octets no record can begin with: nothing is known of what follows, until records are found again.
    case malformed
    /// Records are found again, behind so many octets.
    case found(behind: Int)
  }

  enum Content: Hashable, Sendable {
    /// In the octets just given, at this place among them.
    case inPlace(Range<Int>)
    /// In `gathered`, from where to where each segment's part reaches in `parts`.
    case gathered
    /// Nobody wanted it.
    case passed
    /// The capture lacks some of it.
    case damaged
  }

  /// Octets of a gathered fragment from `start` on came at `place`.
  struct Part: Hashable, Sendable {
    var start: Int
    var place: StreamPlace
  }

  private enum State: Hashable, Sendable {
    case header
    case fragment(TLSRecordHeader, left: Int, isDamaged: Bool)
    /// Behind a hole, or octets that are no record.
    case lost
  }

  private var state = State.header
  /// A header cut by a segment's end.
  private var header: [UInt8] = []
  private(set) var gathered: [UInt8] = []
  private(set) var parts: [Part] = []
  /// Where the record under way began.
  private(set) var first: StreamPlace?
  /// Whether the content of records that come in parts is wanted. May change between records.
  var isGathering = true
  /// Octets passed over since the last record whose end is known.
  private var passed = 0

  init(isAtStart: Bool) {
    if !isAtStart { state = .lost }
  }

  var isLost: Bool { state == .lost }
  var isInsideRecord: Bool { state != .lost && (state != .header || !header.isEmpty) }
  var memory: Int { gathered.capacity &+ parts.capacity &* MemoryLayout<Part>.stride }

  /// The next event of `octets` from `index` on, which moves behind what was read; nothing when more is needed.
  mutating func next(_ octets: ByteView, _ index: inout Int, at place: StreamPlace) -> Event? {
    while index < octets.count {
      switch state {
      case .header:
        guard let event = readHeader(octets, &index, place) else { continue }
        return event
      case .fragment(let header, let left, let isDamaged):
        let count = min(left, octets.count &- index)
        let isWhole = left == header.length && count == left
        if isWhole {
          let range = index..<(index &+ count)
          index = range.upperBound
          state = .header
          return .record(header, .inPlace(range))
        }
        if isGathering, !isDamaged { gather(octets.dropping(index).prefix(count), header.length &- left, place) }
        index &+= count
        guard count == left else {
          state = .fragment(header, left: left &- count, isDamaged: isDamaged)
          return nil
        }
        state = .header
        return end(header, isDamaged)
      case .lost:
        guard let found = search(octets.dropping(index), place) else {
          passed &+= octets.count &- index
          index = octets.count
          return nil
        }
        index &+= found
        let behind = passed &+ found
        passed = 0
        state = .header
        return .found(behind: behind)
      }
    }
    return nil
  }

  /// The capture lacks the next `count` octets. Answers the record that ends in them, if one does.
  mutating func skip(_ count: Int) -> Event? {
    switch state {
    case .header:
      lose(header.count &+ count)
    case .fragment(let header, let left, _):
      forget()
      if count < left {
        state = .fragment(header, left: left &- count, isDamaged: true)
        return nil
      }
      state = .header
      if count > left { lose(count &- left) }
      return .record(header, .damaged)
    case .lost: passed &+= count
    }
    return nil
  }

  /// Takes what was gathered out, to be looked at; `giveBack` returns its memory.
  mutating func takeGathered() -> (octets: [UInt8], parts: [Part]) {
    var taken: ([UInt8], [Part]) = ([], [])
    swap(&taken.0, &gathered)
    swap(&taken.1, &parts)
    return taken
  }

  mutating func giveBack(_ taken: consuming (octets: [UInt8], parts: [Part])) {
    // What one long record needed is not kept for each of many connections.
    guard gathered.isEmpty, parts.isEmpty else { return }
    taken.octets.removeAll(keepingCapacity: true)
    taken.parts.removeAll(keepingCapacity: true)
    swap(&taken.octets, &gathered)
    swap(&taken.parts, &parts)
  }

  /// Lets go of memory that a side which gathers no more does not need.
  mutating func shrink() {
    gathered = []
    parts = []
  }

  // MARK: - Steps

  /// Reads a header, of which a segment before may have had the first octets.
  private mutating func readHeader(_ octets: ByteView, _ index: inout Int, _ place: StreamPlace) -> Event? {
    let found: TLSRecordHeader?
    if header.isEmpty {
      first = place
      guard octets.count &- index >= TLSRecordHeader.octets else {
        octets.dropping(index).append(to: &header)
        index = octets.count
        return nil
      }
      found = TLSRecordHeader(octets.dropping(index))
      if found != nil { index &+= TLSRecordHeader.octets }
    } else {
      let count = min(TLSRecordHeader.octets &- header.count, octets.count &- index)
      octets.dropping(index).prefix(count).append(to: &header)
      index &+= count
      guard header.count == TLSRecordHeader.octets else { return nil }
      let whole = header
      header.removeAll(keepingCapacity: true)
      found = TLSRecordHeader(ByteView(whole.span))
    }
    guard let found else {
      lose(0)
      return .malformed
    }
    guard found.length > 0 else { return .record(found, .inPlace(index..<index)) }
    state = .fragment(found, left: found.length, isDamaged: false)
    return nil
  }

  private mutating func gather(_ octets: ByteView, _ start: Int, _ place: StreamPlace) {
    if start == 0 { forget() }
    // Asked for only in its middle, it is not whole.
    guard gathered.count == start else { return }
    octets.append(to: &gathered)
    if parts.last?.place != place { parts.append(Part(start: start, place: place)) }
  }

  private mutating func end(_ header: TLSRecordHeader, _ isDamaged: Bool) -> Event {
    if isDamaged { return .record(header, .damaged) }
    return .record(header, gathered.count == header.length ? .gathered : .passed)
  }

  private mutating func lose(_ count: Int) {
    state = .lost
    passed = count
    header.removeAll(keepingCapacity: true)
    forget()
  }

  private mutating func forget() {
    gathered.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
  }

  /// Where records are found again: where a segment begins with one, or where one ends inside and another follows.
  private func search(_ octets: ByteView, _ place: StreamPlace) -> Int? {
    guard octets.count >= TLSRecordHeader.octets else { return nil }
    if place.isSegmentStart, TLSRecordHeader.isChain(octets, isWhole: false) { return 0 }
    let span = octets.span
    for index in 0...(octets.count &- TLSRecordHeader.octets) where span[index &+ 1] == 3 && 20...24 ~= span[index] {
      if TLSRecordHeader.isChain(octets.dropping(index), isWhole: true) { return index }
    }
    return nil
  }
}
