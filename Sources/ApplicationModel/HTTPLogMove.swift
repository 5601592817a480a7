/// Moves exchanges that go on, and what else is still referred to, to a new log, so that the others can be let go of.
public struct HTTPLogMove {
  private let old: HTTPLog
  public private(set) var new: HTTPLog
  /// Octets at the front that both logs have.
  private let shared: Int

  /// Moves out of `log`; the new one has the first `shared` octets from the start.
  public init(_ log: HTTPLog, shared: Int = 0) {
    old = log
    self.shared = shared
    new = log.emptied()
    new.octets = Array(log.octets.prefix(shared))
  }

  /// Where octets are now.
  public mutating func octets(_ place: Range<Int>) -> Range<Int> {
    guard place.upperBound > shared else { return place }
    let start = new.octets.count
    new.octets.append(contentsOf: old.octets(at: place))
    return start..<new.octets.count
  }

  public mutating func field(_ field: HTTPField) -> HTTPField {
    HTTPField(name: octets(field.name), value: octets(field.value))
  }

  /// Where a list of fields is now.
  public mutating func fields(_ place: Range<Int>) -> Range<Int> {
    guard !place.isEmpty else { return 0..<0 }
    let start = new.fields.count
    for field in old.fields(at: place) {
      let moved = self.field(field)
      new.fields.append(moved)
    }
    return start..<new.fields.count
  }

  /// The index of an exchange in the new log.
  public mutating func exchange(_ index: Int) -> Int {
    var moved = old.exchanges[index]
    if var request = moved.request {
      move(&request.message)
      request.method = octets(request.method)
      request.target = octets(request.target)
      request.authority = octets(request.authority)
      request.scheme = octets(request.scheme)
      moved.request = request
    }
    if var response = moved.response {
      move(&response.message)
      response.reason = octets(response.reason)
      moved.response = response
    }
    for place in moved.interim.indices { moved.interim[place].fields = fields(moved.interim[place].fields) }
    let place = new.exchanges.count
    new.exchanges.append(moved)
    if var stream = old.streams[index] {
      stream.protocolName = stream.protocolName.map { octets($0) }
      new.streams[place] = stream
    }
    if var call = old.calls[index] {
      call.service = octets(call.service)
      call.method = octets(call.method)
      new.calls[place] = call
    }
    return place
  }

  private mutating func move(_ message: inout HTTPMessage) {
    message.fields = fields(message.fields)
    message.trailers = fields(message.trailers)
  }
}

extension HTTPLog {
  /// A log that goes on behind this one, its exchanges let go of.
  public func emptied() -> HTTPLog {
    var next = HTTPLog()
    next.id = id
    next.scheme = scheme
    next.released = released &+ exchanges.count
    return next
  }
}
