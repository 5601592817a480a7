import ApplicationModel
import Octets
import PacketModel

/// One DTLS session: follows its records, and notes what they tell.
struct DTLSAssociation: Sendable {
  private(set) var session: TLSSession
  private var notes: DTLSNotes
  private var low = Side()
  private var high = Side()

  private struct Side: Sendable {
    var queue = DTLSHandshakeQueue()
    /// Octets of the connection ID by which this side wants to be addressed.
    var connectionID: Int?
    /// The highest epoch it has used; of DTLS 1.3 reckoned from the two bits that its headers show.
    var epoch: UInt16 = 0
  }

  init(client: Endpoint, nesting: Int) {
    session = TLSSession(client: client)
    session.isDatagram = true
    session.nesting = nesting
    notes = DTLSNotes()
  }

  /// Whether a hello told who is the client.
  var isClientKnown: Bool { notes.isClientKnown }

  var memory: Int { Self.memory(of: session) &+ low.queue.memory &+ high.queue.memory }

  /// Octets of memory that a session holds, about: what hellos and certificates tell is smaller than they were.
  static func memory(of session: TLSSession) -> Int {
    let hellos = [session.clientHello, session.secondClientHello].reduce(0) { $0 &+ ($1?.length ?? 0) }
    let chains = session.certificates.reduce(0) { sum, chain in chain.certificates.reduce(sum) { $0 &+ $1.length } }
    return MemoryLayout<TLSSession>.stride &+ hellos &+ chains
      &+ session.messages.capacity &* MemoryLayout<TLSSession.HandshakeMessage>.stride
      &+ session.alerts.capacity &* MemoryLayout<TLSSession.Alert>.stride
  }

  // MARK: - Datagrams

  mutating func receive(_ datagram: ByteView, from sender: Endpoint, at point: StreamPoint) {
    var position = 0
    while position < datagram.wireCount {
      guard let record = DTLSRecord.read(datagram, &position, connectionID: self[sender.other].connectionID) else {
        let unread = max(0, datagram.count &- position)
        let isCut = datagram.missing > 0
        return session.with(sender) { side in
          side.unreadOctets &+= unread
          if isCut { side.missingOctets &+= datagram.missing } else { side.malformed = side.malformed ?? point }
        }
      }
      session.with(sender) { side in
        side.records &+= 1
        side.missingOctets &+= record.length &- record.fragment.count
      }
      take(record, datagram.dropping(record.fragment.lowerBound).prefix(record.fragment.count), from: sender, at: point)
    }
  }

  private mutating func take(_ record: DTLSRecord, _ fragment: ByteView, from sender: Endpoint, at point: StreamPoint) {
    guard let type = record.type, record.epoch == 0 else { return takeProtected(record, from: sender, at: point) }
    switch type {
    case DTLSRecord.handshake: takeHandshake(fragment, record, from: sender, at: point)
    case DTLSRecord.alert:
      guard fragment.count >= 2 else { return note(malformed: sender, at: point) }
      notes.noteAlert(
        level: fragment.uint8(at: 0), TLSAlertDescription(rawValue: fragment.uint8(at: 1)), sender, point, &session)
    case DTLSRecord.changeCipherSpec:
      release(sender)
      notes.noteChangeCipherSpec(sender, point, &session)
    default: break
    }
  }

  private mutating func takeProtected(_ record: DTLSRecord, from sender: Endpoint, at point: StreamPoint) {
    release(sender)
    if let type = record.type {
      notes.noteProtected(type, length: record.length, sender, point, &session)
    } else {
      let epoch = DTLSEpoch.reckon(record.epoch, highest: self[sender].epoch)
      self[sender].epoch = max(self[sender].epoch, epoch)
      notes.noteCiphertext(epoch: epoch, length: record.length, sender, point, &session)
    }
  }

  /// The flow has ended.
  mutating func finish() {
    release(.low)
    release(.high)
    notes.finish(&session)
  }

  // MARK: - Handshake messages

  private mutating func takeHandshake(
    _ octets: ByteView, _ record: DTLSRecord, from sender: Endpoint, at point: StreamPoint
  ) {
    let version = record.version ?? .dtls12
    var rest = octets
    while !rest.isEmpty {
      guard let header = DTLSHandshakeHeader(rest) else {
        if record.fragment.count == record.length { note(malformed: sender, at: point) }
        return
      }
      rest = rest.dropping(DTLSHandshakeHeader.headerLength)
      let fragment = rest.prefix(header.fragment.count)
      if fragment.count < header.fragment.count, record.fragment.count == record.length {
        return note(malformed: sender, at: point)
      }
      rest = rest.dropping(header.fragment.count)
      switch self[sender].queue.add(header, fragment, recordVersion: version, at: point) {
      case .next:
        note(
          DTLSNotes.Message(
            type: header.type, length: header.length, sender: sender, recordVersion: version, first: point, last: point),
          fragment)
        takeKept(sender, isForced: false)
      case .kept: takeKept(sender, isForced: false)
      case .repeated: notes.noteRepeated(header.type, sender, point, session)
      case .refused: break
      }
    }
  }

  /// Nothing more of what this side said in the clear can come: what is kept of it is all there is.
  private mutating func release(_ sender: Endpoint) {
    if !self[sender].queue.isEmpty { takeKept(sender, isForced: true) }
  }

  private mutating func takeKept(_ sender: Endpoint, isForced: Bool) {
    while let message = self[sender].queue.take(isForced: isForced) {
      note(
        DTLSNotes.Message(
          type: message.type, length: message.length, sender: sender, recordVersion: message.recordVersion,
          first: message.first, last: message.last, isWhole: message.isComplete),
        ByteView(message.body.span).prefix(message.begun))
    }
  }

  private mutating func note(_ message: DTLSNotes.Message, _ body: ByteView) {
    if message.type == 1 || message.type == 2 {
      self[message.sender].connectionID = DTLSConnectionID.length(in: body, isClient: message.type == 1)
    }
    notes.note(message, body, &session)
  }

  private mutating func note(malformed sender: Endpoint, at point: StreamPoint) {
    session.with(sender) { $0.malformed = $0.malformed ?? point }
  }

  private subscript(side: Endpoint) -> Side {
    _read { if side == .low { yield low } else { yield high } }
    _modify { if side == .low { yield &low } else { yield &high } }
  }

  // MARK: - A new association

  /// Whether a datagram begins another session on the same ports (RFC 6347 §4.2.8): a first ClientHello with another random,
  /// after the server had answered.
  func isSuperseded(by datagram: ByteView) -> Bool {
    guard datagram.octet(at: 0) == DTLSRecord.handshake, session.serverHello != nil || session.isComplete else { return false }
    var position = 0
    guard let record = DTLSRecord.read(datagram, &position, connectionID: nil), record.epoch == 0 else { return false }
    let octets = datagram.dropping(record.fragment.lowerBound).prefix(record.fragment.count)
    guard let header = DTLSHandshakeHeader(octets), header.type == 1, header.sequence == 0, header.fragment.lowerBound == 0
    else { return false }
    let random = octets.dropping(DTLSHandshakeHeader.headerLength &+ 2).prefix(32)
    guard random.count == 32, header.fragment.count >= 34 else { return false }
    let known = [session.clientHello?.random, session.secondClientHello?.random].compactMap { $0 }
    return !known.isEmpty && !known.contains { $0.isEmpty || $0 == random.copied() }
  }
}

extension TLSSession {
  /// Changes what one side sent.
  mutating func with(_ sender: Endpoint, _ body: (inout Side) -> Void) {
    if sender == client { body(&clientSide) } else { body(&serverSide) }
  }
}
