/// The streams that are open, found by their identifiers.
///
/// Streams stand in places that do not move while they are open; places are used again, so that a connection of many streams,
/// one after the other, allocates nothing.
struct HTTP2StreamTable: Sendable {
  private(set) var places: [HTTP2OpenStream] = []
  private var free: [Int32] = []
  /// Places by identifier, plus one; 0 is nobody. Open addressing, each entry behind its own place or next to it.
  private var index: [Int32] = []
  private(set) var count = 0
  /// The last one looked up: frames of a stream often come one behind the other.
  private var last = -1

  /// Streams followed at once: servers allow 100 to 1000.
  static let maximum = 8192

  var memory: Int { places.capacity &* MemoryLayout<HTTP2OpenStream>.stride &+ (free.capacity &+ index.capacity) &* 4 }

  subscript(place: Int) -> HTTP2OpenStream {
    _read { yield places[place] }
    _modify { yield &places[place] }
  }

  /// The place of a stream.
  @inline(__always)
  mutating func find(_ id: Int) -> Int? {
    if last >= 0, places[last].id == id { return last }
    return search(id)
  }

  private mutating func search(_ id: Int) -> Int? {
    guard count > 0 else { return nil }
    var at = slot(id)
    while index[at] != 0 {
      let place = Int(index[at]) &- 1
      if places[place].id == id {
        last = place
        return place
      }
      at = (at &+ 1) & (index.count &- 1)
    }
    return nil
  }

  /// Opens a stream that is not open; nothing where too many are.
  mutating func open(_ stream: HTTP2OpenStream) -> Int? {
    guard count < Self.maximum else { return nil }
    if (count &+ 1) &* 2 > index.count { grow() }
    let place: Int
    if let used = free.popLast() {
      place = Int(used)
      places[place] = stream
    } else {
      place = places.count
      places.append(stream)
    }
    enter(place)
    count &+= 1
    last = place
    return place
  }

  mutating func close(_ place: Int) {
    var hole = slot(places[place].id)
    while Int(index[hole]) &- 1 != place { hole = (hole &+ 1) & (index.count &- 1) }
    // Those behind it move up, unless they stand where they belong.
    var at = (hole &+ 1) & (index.count &- 1)
    while index[at] != 0 {
      let home = slot(places[Int(index[at]) &- 1].id)
      if (at &- home) & (index.count &- 1) >= (at &- hole) & (index.count &- 1) {
        index[hole] = index[at]
        hole = at
      }
      at = (at &+ 1) & (index.count &- 1)
    }
    index[hole] = 0
    places[place].id = HTTP2OpenStream.nobody
    free.append(Int32(truncatingIfNeeded: place))
    count &-= 1
    last = -1
  }

  /// The places of all that are open, by identifier.
  var open: [Int] {
    places.indices.filter { places[$0].id != HTTP2OpenStream.nobody }.sorted { places[$0].id < places[$1].id }
  }

  /// Changes each one that is open.
  mutating func update(_ change: (inout HTTP2OpenStream) -> Void) {
    for place in places.indices where places[place].id != HTTP2OpenStream.nobody { change(&places[place]) }
  }

  @inline(__always)
  private func slot(_ id: Int) -> Int {
    Int(truncatingIfNeeded: (UInt64(truncatingIfNeeded: id) &* 0x9e37_79b9_7f4a_7c15) >> 33) & (index.count &- 1)
  }

  private mutating func enter(_ place: Int) {
    var at = slot(places[place].id)
    while index[at] != 0 { at = (at &+ 1) & (index.count &- 1) }
    index[at] = Int32(truncatingIfNeeded: place &+ 1)
  }

  private mutating func grow() {
    index = [Int32](repeating: 0, count: max(32, index.count &* 2))
    for place in places.indices where places[place].id != HTTP2OpenStream.nobody { enter(place) }
  }
}
