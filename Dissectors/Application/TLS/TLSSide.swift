import ApplicationModel
import Dissection
import Octets
import PacketModel
import RecordProtection

/// One side's records: how they are cut, what protects them now, and what they carried.
struct TLSSide: Sendable {
  /// What protects this side's records.
  enum Protection: Hashable, Sendable {
    case none
    /// TLS 1.3's 0-RTT data, its handshake, and all that follows.
    case early, handshake, application
    /// TLS 1.2 and before, from ChangeCipherSpec on.
    case negotiated
  }

  var cutter: TLSRecordCutter
  var assembler = TLSHandshakeAssembler()
  var protection = Protection.none
  var opener: RecordOpener?
  /// The number of the next record under these keys.
  var sequence: UInt64 = 0
  /// Octets since the last record that was opened of which nobody knows how many records they were, headers included.
  var unknownOctets = 0
  /// Records under these keys that could not be opened, one behind the other.
  var failures = 0
  /// Protected records since the protection changed last.
  var protectedRecords = 0
  /// The last record, where it was protected and could not be read: by its length it may be an alert.
  var lastOpaque: (length: Int, point: StreamPoint)?
  /// Its ChangeCipherSpec, before it is known what that means.
  var hasChangedCipher = false
  /// How often its protection changed.
  private(set) var epoch = 0
  /// The stream position behind what has passed, and what that is in the plaintext.
  var position = 0
  var positions = TLSPositions()
  var ending: StreamEnding?

  init(isAtStart: Bool) { cutter = TLSRecordCutter(isAtStart: isAtStart) }

  /// Whether its records are protected, and nothing opens them.
  var isOpaque: Bool { protection != .none && opener == nil }

  var memory: Int { cutter.memory &+ assembler.memory }

  /// New keys: numbers begin anew (RFC 8446 §5.3, RFC 5246 §6.1).
  mutating func protect(_ protection: Protection, _ opener: RecordOpener?) {
    self.protection = protection
    self.opener = opener
    sequence = 0
    failures = 0
    protectedRecords = 0
    unknownOctets = 0
    lastOpaque = nil
    epoch &+= 1
    assembler.reset()
  }
}

/// Where a side's protected octets lie in its stream, and what of the plaintext they end with: so that what one side had
/// acknowledged can be told in the other's plaintext.
struct TLSPositions: Sendable {
  /// Plaintext octets so far.
  private(set) var count = 0
  /// Ends of records, ascending: in the stream and in the plaintext.
  private var ends: [(stream: Int, plaintext: Int)] = []

  /// Records remembered: what a peer has not acknowledged yet is a window's worth, and windows hold tens of records.
  private static let maximum = 64

  mutating func add(_ plaintext: Int, endingAt stream: Int) {
    count &+= plaintext
    if ends.count >= 2 * Self.maximum { ends.removeFirst(Self.maximum) }
    ends.append((stream, count))
  }

  /// The plaintext up to which all was acknowledged with the stream's `position`; nothing where that is too long ago.
  func plaintext(at position: Int) -> Int? {
    guard let first = ends.first else { return 0 }
    guard position >= first.stream else { return ends.count < Self.maximum ? 0 : nil }
    return ends.last { $0.stream <= position }?.plaintext
  }

  /// The plaintext of the records that octets of the stream are part of; nothing where that is too long ago.
  func plaintext(of octets: Range<Int>) -> Range<Int>? {
    guard let start = plaintext(at: octets.lowerBound),
      let end = ends.first(where: { $0.stream >= octets.upperBound })?.plaintext, end > start
    else { return nil }
    return start..<end
  }
}
