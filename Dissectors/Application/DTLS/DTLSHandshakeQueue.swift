import ApplicationModel
import Octets

/// One side's handshake messages, put in order by their sequence numbers.
struct DTLSHandshakeQueue: Sendable {
  /// What a fragment came to.
  enum Arrival: Hashable, Sendable {
    /// The next message, whole in one piece: it need not be kept.
    case next
    case kept
    /// Nothing of it was new.
    case repeated
    /// There is no room for it.
    case refused
  }

  /// Messages of a side under way at once: a flight has at most six (RFC 6347 §4.2.4, figure 1).
  static let maximumMessages = 16
  /// Octets of bodies kept at once: two messages of the largest length.
  static let maximumOctets = 2 * DTLSHandshakeMessage.maximumLength

  /// The sequence number of the message that is told next; nothing before the first one came.
  private(set) var next: UInt16?
  /// Ascending by sequence number.
  private var held: [DTLSHandshakeMessage] = []

  var isEmpty: Bool { held.isEmpty }

  var memory: Int { held.reduce(held.capacity &* MemoryLayout<DTLSHandshakeMessage>.stride) { $0 &+ $1.memory } }

  mutating func add(
    _ header: DTLSHandshakeHeader, _ octets: ByteView, recordVersion: TLSVersion, at point: StreamPoint
  ) -> Arrival {
    // A hello begins what its side says, whatever number it has: others may have been said to others before.
    let expected = next ?? (header.type <= 3 ? header.sequence : 0)
    next = expected
    guard header.sequence >= expected else { return .repeated }
    if let index = held.firstIndex(where: { $0.sequence == header.sequence }) {
      return held[index].add(header, octets, at: point) ? .kept : .repeated
    }
    if header.sequence == expected, header.isWhole, octets.count >= header.length {
      next = expected &+ 1
      return .next
    }
    let room = Self.maximumOctets &- held.reduce(0) { $0 &+ $1.body.count }
    guard held.count < Self.maximumMessages, header.length <= room || header.length > DTLSHandshakeMessage.maximumLength else {
      return .refused
    }
    var message = DTLSHandshakeMessage(header, recordVersion: recordVersion, at: point)
    _ = message.add(header, octets, at: point)
    held.insert(message, at: held.firstIndex { $0.sequence > header.sequence } ?? held.endIndex)
    return .kept
  }

  /// What has a lower number was not captured, and nothing more of it can come.
  mutating func moveOn(to sequence: UInt16) { next = max(next ?? 0, sequence) }

  /// The next message that is kept and whole; or, where nothing more of it can come, the first one there is.
  mutating func take(isForced: Bool) -> DTLSHandshakeMessage? {
    guard let first = held.first, isForced || (first.sequence == next && first.isComplete) else { return nil }
    held.removeFirst()
    next = first.sequence &+ 1
    return first
  }
}
