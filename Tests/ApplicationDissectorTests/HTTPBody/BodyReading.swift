import ApplicationModel
import Octets
import PacketModel

@testable import ApplicationDissectors

/// A body, what its head says of it, and how it comes.
struct Body: Sendable {
  var octets: [UInt8]
  var encoding: [String] = []
  var type: String?
  var isRequest = false
  var isComplete = true
  var options = ApplicationOptions()
  /// Octets missing behind so many of those that came.
  var hole: Int?

  init(_ text: String, type: String? = nil) {
    octets = Array(text.utf8)
    self.type = type
  }

  init(_ octets: [UInt8], encoding: [String] = [], type: String? = nil) {
    self.octets = octets
    self.encoding = encoding
    self.type = type
  }
}

/// What a reader told of a body.
struct BodyReading: Sendable {
  var hasReader = true
  var message = HTTPMessage(version: .oneOne, first: point(0))
  var events: [ServerSentEvent] = []
  var omittedEvents = 0
  var largestMemory = 0

  /// `size`: octets handed over at once; all of them where there is none. Each has its place in the body as its frame.
  init(_ body: Body, cut size: Int? = nil) {
    let log = body.encoding.map { Array($0.utf8)[...] }
    let type = body.type.map { Array($0.utf8)[...] }
    let id = BodyID(frame: 1, depth: 0, log: 0, exchange: 0, isRequest: body.isRequest)
    guard
      var reader = HTTPBodyReader(
        contentEncoding: log, contentType: type, isRequest: body.isRequest, options: body.options, id: id, message: &message)
    else {
      hasReader = false
      return
    }
    var index = 0
    while index < body.octets.count {
      if index == body.hole { reader.skip(10, &message) }
      var end = min(index + (size ?? body.octets.count), body.octets.count)
      if let hole = body.hole, index < hole { end = min(end, hole) }
      reader.receive(ByteView(body.octets.span).dropping(index).prefix(end - index), at: point(end), &message)
      take(&reader)
      index = end
    }
    if body.hole == body.octets.count { reader.skip(10, &message) }
    reader.finish(isComplete: body.isComplete, &message)
    take(&reader)
  }

  private mutating func take(_ reader: inout HTTPBodyReader) {
    largestMemory = max(largestMemory, reader.memory)
    let (found, omitted) = reader.takeEvents()
    events += found
    omittedEvents += omitted
  }
}

func point(_ place: Int) -> StreamPoint {
  StreamPoint(frame: place, time: Timestamp(nanoseconds: Int64(place)))
}

func text(_ octets: [UInt8]?) -> String? { octets.map { String(decoding: $0, as: UTF8.self) } }
