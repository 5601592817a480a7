import ApplicationModel
import Octets

/// A handshake message whose fragments come in any order, some of them twice, some never (RFC 6347 §4.2.3).
struct DTLSHandshakeMessage: Sendable {
  var type: UInt8
  var sequence: UInt16
  var length: Int
  /// Of the record in which its first fragment came.
  var recordVersion: TLSVersion
  var first: StreamPoint
  var last: StreamPoint
  /// The body, zeros where nothing has come yet; nothing where it is too long to be kept.
  private(set) var body: [UInt8] = []
  /// Which octets of the body are there: apart and ascending.
  private var known: [Range<Int>] = []

  /// A message too long to keep is told, not read: certificate chains have 2 to 10 KB, those with post-quantum signatures 25
  /// KB.
  static let maximumLength = 128 << 10
  /// Separate ranges of a message; a message of the largest length in fragments of an octet would have more.
  private static let maximumRanges = 512

  init(_ header: DTLSHandshakeHeader, recordVersion: TLSVersion, at point: StreamPoint) {
    type = header.type
    sequence = header.sequence
    length = header.length
    self.recordVersion = recordVersion
    first = point
    last = point
  }

  /// Whether all of it is there.
  var isComplete: Bool { length == 0 || known.first == 0..<length }

  /// Octets of the body that are there from its start on.
  var begun: Int {
    guard let first = known.first, first.lowerBound == 0 else { return 0 }
    return first.upperBound
  }

  var memory: Int { body.capacity &+ known.capacity &* 16 }

  /// Takes a fragment, of which the capture may lack the end; answers whether any of it was new.
  mutating func add(_ header: DTLSHandshakeHeader, _ octets: ByteView, at point: StreamPoint) -> Bool {
    guard header.length == length, header.type == type, length <= Self.maximumLength, known.count < Self.maximumRanges else {
      return false
    }
    let range = header.fragment.lowerBound..<(header.fragment.lowerBound &+ min(octets.count, header.fragment.count))
    guard !range.isEmpty, !known.contains(where: { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound })
    else { return false }
    if body.isEmpty { body = Array(repeating: 0, count: length) }
    for index in range { body[index] = octets.uint8(at: index &- range.lowerBound) }
    insert(range)
    last = point
    return true
  }

  private mutating func insert(_ new: Range<Int>) {
    var merged = new
    known.removeAll { range in
      guard range.lowerBound <= merged.upperBound, merged.lowerBound <= range.upperBound else { return false }
      merged = min(range.lowerBound, merged.lowerBound)..<max(range.upperBound, merged.upperBound)
      return true
    }
    known.insert(merged, at: known.firstIndex { $0.lowerBound > merged.lowerBound } ?? known.endIndex)
  }
}
