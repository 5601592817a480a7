import ApplicationModel
import Dissection
import Octets
import PacketModel
import RecordProtection

/// What becomes of a record.
extension TLSDissector {
  /// Whether the content of records that come in parts must be gathered: all of it in the clear, of what is protected only what
  /// can be opened, now or when keys have come.
  mutating func updateGathering() {
    let isHoping = waiting != nil || (mayWait && (low.isOpaque || high.isOpaque) && mayGetKeys)
    low.cutter.isGathering = isHoping || !low.isOpaque
    high.cutter.isGathering = isHoping || !high.isOpaque
  }

  mutating func take(
    _ header: TLSRecordHeader, _ content: TLSRecordCutter.Content, _ octets: ByteView, _ sender: Endpoint,
    _ place: StreamPlace, end: Int
  ) {
    withSide(sender) { $0.records &+= 1 }
    var record = TLSRecord(header: header, first: self[sender].cutter.first ?? place, last: place, end: end)
    switch content {
    case .inPlace(let range):
      process(record, content, octets.dropping(range.lowerBound).prefix(range.count), sender)
    case .gathered:
      let taken = self[sender].cutter.takeGathered()
      record.parts = taken.parts
      process(record, content, ByteView(taken.octets.span), sender)
      self[sender].cutter.giveBack(taken)
    case .passed, .damaged: process(record, content, ByteView([UInt8]().span), sender)
    }
  }

  /// Reads a record, or holds it back until its keys have come.
  mutating func process(_ record: TLSRecord, _ content: TLSRecordCutter.Content, _ body: ByteView, _ sender: Endpoint) {
    if isClear(record, sender), !isProtectedUnannounced(record, body, sender) {
      return readClear(record, content, body, sender)
    }
    if waiting == nil, mustWait(for: record, sender) { waiting = TLSWaiting() }
    if waiting != nil { return hold(.record(record, content, body.copied(), sender)) }
    // TLS 1.3's has no meaning (RFC 8446 §5).
    if record.header.type == .changeCipherSpec, self[sender].protection != .negotiated { return }
    guard content != .damaged else { return readDamaged(record, sender) }
    guard content != .passed, self[sender].opener != nil else { return readOpaque(record, sender) }
    open(record, body, sender)
  }

  // MARK: - In the clear

  /// Before keys are used; in TLS 1.3 also what does not call itself application data, as all that is protected does (RFC 8446
  /// §5.2): a second ClientHello behind early data, an alert of a client that has no keys yet.
  private func isClear(_ record: TLSRecord, _ sender: Endpoint) -> Bool {
    switch self[sender].protection {
    case .none: true
    case .negotiated: false
    case .early, .handshake: record.header.type == .handshake || record.header.type == .alert
    case .application: handshake.isTLS13 && record.header.type == .alert
    }
  }

  private mutating func readClear(
    _ record: TLSRecord, _ content: TLSRecordCutter.Content, _ body: ByteView, _ sender: Endpoint
  ) {
    switch record.header.type {
    case .handshake:
      guard content != .damaged, content != .passed else { return self[sender].assembler.lose() }
      readHandshake(body, record, sender, isDecrypted: false)
    case .alert: if body.count >= 2 { note(alert: body, record, sender, isDecrypted: false) }
    case .changeCipherSpec: changeCipher(sender, record)
    default: return
    }
  }

  /// Whether a record is protected though nothing announced it: data where the handshake was not captured or that comes early,
  /// and a Finished whose side's ChangeCipherSpec came before the version was known.
  private mutating func isProtectedUnannounced(_ record: TLSRecord, _ body: ByteView, _ sender: Endpoint) -> Bool {
    switch record.header.type {
    case .applicationData:
      if sender == client, handshake.offersEarlyData, session.serverHello == nil {
        self[sender].protect(.early, nil)
        if !body.isEmpty { findEarlyOpener(record, body) }
      } else {
        self[sender].protect(.application, nil)
      }
      return true
    case .handshake:
      guard self[sender].hasChangedCipher, handshake.version == nil, !Self.isHandshakeMessage(body) else { return false }
      self[sender].protect(.negotiated, nil)
      return true
    default: return false
    }
  }

  private static func isHandshakeMessage(_ body: ByteView) -> Bool {
    guard body.count >= TLSHandshakeAssembler.headerOctets, body.uint8(at: 0) <= 25 else { return false }
    return Int(body.uint24(at: 1)) &+ TLSHandshakeAssembler.headerOctets <= max(body.count, 1 << 15)
  }

  /// ChangeCipherSpec of TLS 1.2 and before: what follows is protected with what was negotiated (RFC 5246 §7.1).
  mutating func changeCipher(_ sender: Endpoint, _ record: TLSRecord) {
    guard let version = handshake.version else {
      self[sender].hasChangedCipher = true
      return
    }
    guard !version.isTLS13 else { return }
    if sender != client, !self[sender].assembler.isLost { noteResumption() }
    deriveKeys()
    teachSession()
    let openers = handshake.openers
    self[sender].protect(.negotiated, sender == client ? openers?.client : openers?.server)
  }

  // MARK: - Protected

  /// A protected record that cannot be read tells its type, at least before TLS 1.3, its length and its place.
  private mutating func readOpaque(_ record: TLSRecord, _ sender: Endpoint) {
    self[sender].protectedRecords &+= 1
    self[sender].sequence &+= 1
    countProtected(record, sender)
    note(decryption: sender) { $0.withoutKey &+= 1 }
    self[sender].lastOpaque = (record.header.length, record.last.point)
    switch self[sender].protection {
    case .negotiated: readOpaqueNegotiated(record, sender)
    case .early, .handshake, .application, .none: readOpaque13(record, sender)
    }
  }

  private mutating func readOpaqueNegotiated(_ record: TLSRecord, _ sender: Endpoint) {
    switch record.header.type {
    case .handshake where self[sender].protectedRecords == 1:
      noteFinished(sender, record.last.point, isInferred: true, record)
    case .handshake:
      if session.isComplete, !isRenegotiating {
        isRenegotiating = true
        note(renegotiation: record.first.point)
      }
    case .changeCipherSpec:
      self[sender].protectedRecords = 0
      isRenegotiating = false
    case .alert:
      note(TLSSession.Alert(point: record.last.point, sender: sender, level: nil, description: nil))
    case .applicationData: noteData(sender, record.first.point)
    default: break
    }
  }

  /// TLS 1.3 shows no types: the client's first record behind the server's flight must hold its Finished, or an alert.
  private mutating func readOpaque13(_ record: TLSRecord, _ sender: Endpoint) {
    guard self[sender].protection == .handshake else {
      if sender == client, self[sender].protection == .application { noteData(sender, record.first.point) }
      return
    }
    guard sender == client else {
      session.times.serverFlightLast = record.last.point
      return
    }
    guard !isAlertSized(record.header.length), self[client.other].protectedRecords > 0 || self[client.other].opener != nil
    else { return }
    if session.times.serverFinished == nil { session.times.serverFinished = session.times.serverFlightLast }
    noteFinished(client, record.last.point, isInferred: true, record)
    self[client].protection = .application
    if self[client.other].opener == nil { self[client.other].protection = .application }
  }

  /// Octets of an alert, its inner type and a tag (RFC 8446 §5.2): 16 octets, 8 with AES-CCM-8.
  private func isAlertSized(_ length: Int) -> Bool {
    length == (handshake.suite?.rawValue == 0x1305 ? 11 : 19)
  }

  /// A TLS 1.3 side's last record has an alert's length: it is one, most likely.
  mutating func noteInferredAlert(of sender: Endpoint) {
    guard handshake.isTLS13, let last = self[sender].lastOpaque, isAlertSized(last.length) else { return }
    self[sender].lastOpaque = nil
    note(TLSSession.Alert(point: last.point, sender: sender, level: nil, description: nil, isInferred: true))
  }

  func countsAsData(_ record: TLSRecord, _ sender: Endpoint) -> Bool {
    record.header.type == .applicationData && self[sender].protection != .handshake
  }

  mutating func countProtected(_ record: TLSRecord, _ sender: Endpoint) {
    guard countsAsData(record, sender) else { return }
    withSide(sender) {
      $0.dataRecords &+= 1
      $0.protectedOctets &+= record.header.length
    }
  }
}
