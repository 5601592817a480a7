import ApplicationModel

/// Requests that wait for their responses, in the order in which they were sent, and the rule by which a response finds its
/// own.
///
/// Responses come in the order of the requests (RFC 9112 §9.3.2), so where nothing was lost the first one waiting is the right
/// one. Where octets were lost, positions decide: a client that had acknowledged the server's stream up to where a response
/// begins, when it sent its request, had nothing else to wait for; so that response answers that request. A client that sends
/// requests without waiting proves nothing by this. All else stays unpaired: better no pair than a wrong one.
struct HTTP1Queue: Sendable {
  struct Entry: Sendable {
    var exchange: Int
    /// The server's stream position that the client had acknowledged when it sent the request's first octet.
    var acknowledged: Int?
    /// Whether requests before it may have been missed.
    var isAfterGap: Bool
  }

  /// Whether the client was seen to send a request before it had the response to the one before (RFC 9112 §9.3.2).
  var isPipelined = false
  private var entries: [Entry] = []
  private var head = 0

  var isEmpty: Bool { head == entries.count }
  var count: Int { entries.count &- head }
  var first: Entry? { isEmpty ? nil : entries[head] }
  var memory: Int { entries.capacity &* MemoryLayout<Entry>.stride }

  mutating func append(_ entry: Entry) {
    if isEmpty {
      entries.removeAll(keepingCapacity: true)
      head = 0
    }
    var entry = entry
    if let last = entries.last {
      // What a client has acknowledged only grows; so the positions can be searched.
      if entry.acknowledged ?? .min <= last.acknowledged ?? .min {
        entry.acknowledged = last.acknowledged
        isPipelined = true
      }
      if last.acknowledged == nil { entry.acknowledged = nil }
    }
    entries.append(entry)
  }

  mutating func removeFirst() -> Entry? {
    guard let entry = first else { return nil }
    head &+= 1
    if head > 1024, head &* 2 > entries.count {
      entries.removeFirst(head)
      head = 0
    }
    return entry
  }

  /// How many of those waiting stand before the one that a response at `position` answers; nothing when none can be named.
  ///
  /// `isCertain` says that the server's stream was read without a break up to there.
  func place(ofResponseAt position: Int, isCertain: Bool) -> Int? {
    guard let first else { return nil }
    if isCertain, !first.isAfterGap { return 0 }
    guard !isPipelined else { return nil }
    // Where positions are unknown, one request alone is answered by what comes.
    guard first.acknowledged != nil else { return count == 1 ? 0 : nil }
    let index = place(from: position)
    return index < entries.count && entries[index].acknowledged == position ? index &- head : nil
  }

  /// The next position of the server's stream, this one or behind it, where a response may begin, for somebody waits for it
  /// there.
  func expected(from position: Int) -> Int? {
    guard first?.acknowledged != nil else { return nil }
    let index = place(from: position)
    return index < entries.count ? entries[index].acknowledged : nil
  }

  /// The first of those waiting whose client had acknowledged `position` or more.
  private func place(from position: Int) -> Int {
    var low = head
    var high = entries.count
    while low < high {
      let middle = (low &+ high) / 2
      if entries[middle].acknowledged ?? .max < position { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
