import ApplicationModel
import Dissection
import PacketModel

/// A record that has passed: its header and where it came.
struct TLSRecord: Sendable {
  var header: TLSRecordHeader
  var first: StreamPlace
  var last: StreamPlace
  /// Where each segment's part of the fragment begins; empty where all of it came in one.
  var parts: [TLSRecordCutter.Part] = []
  /// The stream position behind it.
  var end: Int
}

/// Records that wait for their keys, in their order, with what else happened meanwhile.
struct TLSWaiting: Sendable {
  enum Item: Sendable {
    case record(TLSRecord, TLSRecordCutter.Content, [UInt8], Endpoint)
    case found(behind: Int, Endpoint, StreamPlace)
    case lostPosition(Endpoint)
    case finish(Endpoint, StreamEnding, StreamPlace)
  }

  private(set) var items: [Item] = []
  private var octets = 0
  /// Whether more waits than may.
  var isFull: Bool { octets > Self.maximumOctets || items.count > Self.maximumItems }

  var memory: Int { octets &+ items.count &* MemoryLayout<Item>.stride }

  mutating func add(_ item: Item) {
    if case .record(_, _, let body, _) = item { octets &+= body.count }
    items.append(item)
  }

  /// Octets held back for a connection's keys: a key log is written during the handshake, so they come at once or, by way of a
  /// resumed session, after a few pages. Long downloads without a key must not fill the memory.
  static let maximumOctets = 1 << 20
  static let maximumItems = 4096
}
