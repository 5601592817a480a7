import ApplicationModel
import Dissection
import Octets
import PacketModel

/// Puts one side's handshake messages together across records (RFC 8446 §5.1).
///
///     msg_type (8) | length (24) | body
struct TLSHandshakeAssembler: Sendable {
  struct Message: Hashable, Sendable {
    var type: UInt8
    /// Octets of it, header included.
    var length: Int
    var first: StreamPoint
    var last: StreamPoint
    /// Its record's version.
    var recordVersion: UInt16
  }

  static let headerOctets = 4
  /// Octets of a message that are kept: a chain of large certificates has tens of thousands. Of a longer one only the header is
  /// read.
  static let maximumMessage = 1 << 18

  private var octets: [UInt8] = []
  private var first: StreamPoint?
  /// Octets of a message too long to keep that are still to come.
  private var left = 0
  private var long: Message?
  /// Octets are missing: nothing is read until the protection changes.
  private(set) var isLost = false

  var isEmpty: Bool { octets.isEmpty && left == 0 }
  var memory: Int { octets.capacity }

  mutating func lose() {
    octets = []
    left = 0
    long = nil
    isLost = true
  }

  /// New keys, and a message begins with the next record.
  mutating func reset() {
    octets = []
    left = 0
    long = nil
    isLost = false
  }

  /// Reads the messages that end in a record's `content`; hands each to `body` with its octets, header included, or without
  /// any where there are too many.
  mutating func read(
    _ content: ByteView, first start: StreamPoint, last: StreamPoint, recordVersion: UInt16,
    _ body: (Message, ByteView) -> Void
  ) {
    guard !isLost else { return }
    var rest = content
    while !rest.isEmpty {
      if left > 0 {
        let count = min(left, rest.count)
        left &-= count
        rest = rest.dropping(count)
        guard left == 0, var message = long else { continue }
        message.last = last
        long = nil
        body(message, rest.prefix(0))
        continue
      }
      if octets.isEmpty { first = start }
      let since = first ?? start
      // Where the message lies whole in this record, it is read in place.
      if octets.isEmpty, let length = Self.length(rest), rest.count >= length {
        let message = Message(
          type: rest.uint8(at: 0), length: length, first: since, last: last, recordVersion: recordVersion)
        body(message, rest.prefix(length))
        rest = rest.dropping(length)
        continue
      }
      let missing = Self.headerOctets &- octets.count
      if missing > 0 {
        rest.prefix(missing).append(to: &octets)
        rest = rest.dropping(missing)
      }
      let known = octets
      guard let length = Self.length(ByteView(known.span)) else { return }
      guard length <= Self.maximumMessage else {
        long = Message(type: known[0], length: length, first: since, last: last, recordVersion: recordVersion)
        left = length &- known.count
        octets = []
        continue
      }
      let count = min(length &- octets.count, rest.count)
      rest.prefix(count).append(to: &octets)
      rest = rest.dropping(count)
      guard octets.count == length else { return }
      var whole: [UInt8] = []
      swap(&whole, &octets)
      let message = Message(type: whole[0], length: length, first: since, last: last, recordVersion: recordVersion)
      body(message, ByteView(whole.span))
    }
  }

  private static func length(_ octets: ByteView) -> Int? {
    octets.count >= headerOctets ? headerOctets &+ Int(octets.uint24(at: 1)) : nil
  }
}
