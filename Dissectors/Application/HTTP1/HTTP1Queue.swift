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
    var before: Int?
    for index in head..<entries.count {
      guard let acknowledged = entries[index].acknowledged else {
        // Positions are unknown: one request alone is answered by what comes.
        return count == 1 ? 0 : nil
      }
      if acknowledged == position, before.map({ $0 < acknowledged }) ?? true { return index &- head }
      if acknowledged > position { return nil }
      before = acknowledged
    }
    return nil
  }

  /// Whether a response may begin at a position of the server's stream, for somebody waits for it there.
  func isExpected(at position: Int) -> Bool {
    for index in head..<entries.count where entries[index].acknowledged == position { return true }
    return false
  }

  /// The next position behind one where a response may begin.
  func expected(after position: Int) -> Int? {
    for index in head..<entries.count {
      if let next = entries[index].acknowledged, next > position { return next }
    }
    return nil
  }
}
