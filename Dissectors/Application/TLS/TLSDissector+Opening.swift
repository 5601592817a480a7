import ApplicationModel
import Dissection
import Octets
import PacketModel
import RecordProtection

/// Opening protected records.
extension TLSDissector {
  /// Opens a record with the keys there are, behind a hole also with the numbers and keys that may be next.
  mutating func open(_ record: TLSRecord, _ body: ByteView, _ sender: Endpoint) {
    guard let opener = self[sender].opener else { return }
    var content: [UInt8] = []
    swap(&content, &plaintext)
    defer { swap(&content, &plaintext) }
    let number = self[sender].sequence
    if let opened = Self.open(record, body, opener, number, &content) {
      return succeed(record, opened, content, number, sender)
    }
    if let (opened, number) = search(record, body, opener, from: number &+ 1, sender, &content) {
      return succeed(record, opened, content, number, sender)
    }
    if let (opened, number) = openWithNextKeys(record, body, sender, &content) {
      return succeed(record, opened, content, number, sender)
    }
    if isEarlyDataWithoutKey(sender) { return note(decryption: sender) { $0.withoutKey &+= 1 } }
    fail(record, sender)
  }

  /// Early data of which the log has no secret: its records come before the first with the handshake's keys, and have none of
  /// their numbers (RFC 8446 §4.2.10).
  private func isEarlyDataWithoutKey(_ sender: Endpoint) -> Bool {
    sender == client && handshake.offersEarlyData && self[client].protection == .handshake && self[client].sequence == 0
  }

  typealias Opened = (type: UInt8, padding: Int)

  static func open(
    _ record: TLSRecord, _ body: ByteView, _ opener: RecordOpener, _ number: UInt64, _ content: inout [UInt8]
  ) -> Opened? {
    let header = record.header
    return try? opener.open(
      type: header.type.rawValue, version: header.version, body.span, sequence: number, into: &content)
  }

  /// Numbers that a hole may have hidden records under: as many as would fit into it.
  private mutating func search(
    _ record: TLSRecord, _ body: ByteView, _ opener: RecordOpener, from first: UInt64, _ sender: Endpoint,
    _ content: inout [UInt8]
  ) -> (Opened, UInt64)? {
    let hidden = self[sender].unknownOctets / (TLSRecordHeader.octets &+ (opener.overhead ?? 17) &+ 1)
    for step in 0..<min(hidden, Self.maximumTries) {
      guard searched < Self.maximumSearched else { return nil }
      searched &+= body.count
      let number = first &+ UInt64(step)
      if let opened = Self.open(record, body, opener, number, &content) { return (opened, number) }
    }
    return nil
  }

  /// Numbers tried behind one hole, and octets in all of a connection: it costs a decryption each.
  static let maximumTries = 2048
  static let maximumSearched = 64 << 20

  /// TLS 1.3: where the Finished or KeyUpdate before it could not be read, a record has the keys of the next phase.
  private mutating func openWithNextKeys(
    _ record: TLSRecord, _ body: ByteView, _ sender: Endpoint, _ content: inout [UInt8]
  ) -> (Opened, UInt64)? {
    let next: TLSSide.Protection
    switch self[sender].protection {
    case .early: next = .handshake
    case .handshake, .application: next = .application
    case .none, .negotiated: return nil
    }
    let isUpdate = self[sender].protection == .application
    // Only what was lost can have been a KeyUpdate.
    guard !isUpdate || self[sender].unknownOctets > 0 || self[sender].failures > 0, searched < Self.maximumSearched else {
      return nil
    }
    guard let opener = isUpdate ? self[sender].opener?.updated() : trafficOpener(next, sender) else { return nil }
    searched &+= body.count
    if let opened = Self.open(record, body, opener, 0, &content) {
      moveOn(to: next, opener, record, sender)
      return (opened, 0)
    }
    guard let (opened, number) = search(record, body, opener, from: 1, sender, &content) else { return nil }
    moveOn(to: next, opener, record, sender)
    return (opened, number)
  }

  /// Some message that was not seen changed a side's keys.
  private mutating func moveOn(
    to protection: TLSSide.Protection, _ opener: RecordOpener, _ record: TLSRecord, _ sender: Endpoint
  ) {
    let wasHandshake = self[sender].protection == .handshake
    let unknown = self[sender].unknownOctets
    self[sender].protect(protection, opener)
    self[sender].unknownOctets = unknown
    if wasHandshake { noteFinished(sender, record.first.point, isInferred: true, record) }
  }

  // MARK: - What came of it

  private mutating func succeed(
    _ record: TLSRecord, _ opened: Opened, _ content: [UInt8], _ number: UInt64, _ sender: Endpoint
  ) {
    tellHidden(before: number, record, sender)
    self[sender].sequence = number &+ 1
    self[sender].failures = 0
    self[sender].protectedRecords &+= 1
    note(decryption: sender) { $0.records &+= 1 }
    if let label = keyLabel(sender) { session.decryption.note(label: label) }
    let body = ByteView(content.span)
    switch TLSContentType(rawValue: opened.type) {
    case .handshake: readHandshake(body, record, sender, isDecrypted: true)
    case .alert: if body.count >= 2 { note(alert: body, record, sender, isDecrypted: true) }
    case .changeCipherSpec: changeCipher(sender, record)
    case .applicationData:
      withSide(sender) {
        $0.dataRecords &+= 1
        $0.protectedOctets &+= record.header.length
        $0.plaintextOctets &+= content.count
        $0.padding &+= opened.padding
      }
      pass(body, record, sender)
    default: break
    }
  }

  /// Tells the protocol inside of octets that a hole hid, once it is known how many records they were.
  private mutating func tellHidden(before number: UInt64, _ record: TLSRecord, _ sender: Endpoint) {
    let unknown = self[sender].unknownOctets
    guard unknown > 0 else { return }
    self[sender].unknownOctets = 0
    let records = Int(clamping: number &- self[sender].sequence)
    let each = TLSRecordHeader.octets &+ (self[sender].opener?.overhead ?? 40)
    let hidden = unknown &- records &* each
    if hidden > 0, carriesData(sender) { passOver(hidden, sender, record.first) }
  }

  private mutating func fail(_ record: TLSRecord, _ sender: Endpoint) {
    self[sender].sequence &+= 1
    self[sender].failures &+= 1
    self[sender].protectedRecords &+= 1
    note(decryption: sender) { side in
      side.failed &+= 1
      side.firstFailure = side.firstFailure ?? record.last.point
    }
    countProtected(record, sender)
    passOverContent(of: record, sender)
    if record.header.type == .handshake || self[sender].protection == .handshake { self[sender].assembler.lose() }
    // No tag was ever right: the secret is not this connection's, and more would only cost time.
    if session.decryption.records == 0, self[sender].failures >= Self.hopeless { self[sender].opener = nil }
  }

  /// Records that fail before any succeeds, after which no more are tried: a server's flight has fewer.
  static let hopeless = 64

  /// A record of which the capture lacks octets: one number further.
  mutating func readDamaged(_ record: TLSRecord, _ sender: Endpoint) {
    self[sender].sequence &+= 1
    self[sender].protectedRecords &+= 1
    countProtected(record, sender)
    if self[sender].protection == .negotiated { self[sender].opener?.loseState() }
    passOverContent(of: record, sender)
    if record.header.type == .handshake || self[sender].protection == .handshake { self[sender].assembler.lose() }
  }

  /// What a record must have held, as the protocol inside sees it.
  private mutating func passOverContent(of record: TLSRecord, _ sender: Endpoint) {
    guard let opener = self[sender].opener, record.header.type == .applicationData, carriesData(sender) else { return }
    let count = record.header.length &- (opener.overhead ?? 40)
    if count > 0 { passOver(count, sender, record.last) }
  }

  private func carriesData(_ sender: Endpoint) -> Bool {
    self[sender].protection == .application || self[sender].protection == .negotiated
  }

  // MARK: - Holes

  /// Nobody knows any more where this side's records begin.
  mutating func losePosition(_ sender: Endpoint) {
    if waiting != nil { return hold(.lostPosition(sender)) }
    self[sender].assembler.lose()
    if self[sender].protection == .negotiated { self[sender].opener?.loseState() }
  }

  /// Records are found again behind so many octets.
  mutating func find(_ behind: Int, _ sender: Endpoint, _ place: StreamPlace) {
    if waiting != nil { return hold(.found(behind: behind, sender, place)) }
    guard self[sender].protection != .none else { return }
    self[sender].unknownOctets &+= behind
    if self[sender].opener == nil { withSide(sender) { $0.unreadOctets &+= behind } }
  }

  mutating func note(decryption sender: Endpoint, _ change: (inout TLSSession.Decryption.Side) -> Void) {
    if sender == client { change(&session.decryption.client) } else { change(&session.decryption.server) }
  }
}
