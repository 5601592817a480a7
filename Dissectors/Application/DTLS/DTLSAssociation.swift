import ApplicationModel
import Dissection
import Octets
import PacketModel

/// One DTLS session: follows its records, and notes what they tell.
struct DTLSAssociation: Sendable {
  private(set) var session: TLSSession
  private let context: StreamContext
  private var notes = DTLSNotes()
  /// Where there are secrets.
  private var keys: DTLSKeys?
  /// Memory for what is opened.
  private var plaintext: [UInt8] = []
  private var low = Side()
  private var high = Side()

  private struct Side: Sendable {
    var queue = DTLSHandshakeQueue()
    /// The epoch in which the handshake began that the queue's messages belong to.
    var handshakeEpoch: UInt16 = 0
    /// Octets of the connection ID by which this side wants to be addressed.
    var connectionID: Int?
    /// The highest epoch it has used; of DTLS 1.3 reckoned from the two bits that its headers show.
    var epoch: UInt16 = 0
  }

  init(_ context: StreamContext, client: Endpoint) {
    self.context = context
    keys = context.options.secrets.map { DTLSKeys($0) }
    session = TLSSession(client: client)
    session.isDatagram = true
    session.nesting = context.nesting
  }

  /// Whether a hello told who is the client.
  var isClientKnown: Bool { notes.isClientKnown }

  var memory: Int {
    Self.memory(of: session) &+ low.queue.memory &+ high.queue.memory &+ plaintext.capacity &+ (keys?.memory ?? 0)
  }

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
    guard let type = record.type, record.epoch == 0 else {
      return takeProtected(record, fragment, from: sender, at: point)
    }
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

  /// The flow has ended.
  mutating func finish() {
    release(.low)
    release(.high)
    notes.finish(&session)
    keys?.finish(&session)
  }

  // MARK: - Protected records

  private mutating func takeProtected(
    _ record: DTLSRecord, _ fragment: ByteView, from sender: Endpoint, at point: StreamPoint
  ) {
    guard let type = record.type else { return takeCiphertext(record, from: sender, at: point) }
    if record.epoch > self[sender].epoch {
      // What its sender said before the epoch began is all said.
      release(sender)
      self[sender].epoch = record.epoch
    }
    var content: [UInt8] = []
    swap(&content, &plaintext)
    if let padding = keys?.open(record, fragment, from: sender, at: point, &session, into: &content) {
      takeOpened(type, content, padding: padding, record, from: sender, at: point)
    } else {
      notes.noteProtected(type, length: record.length, sender, point, &session)
    }
    swap(&content, &plaintext)
  }

  private mutating func takeOpened(
    _ type: UInt8, _ content: [UInt8], padding: Int, _ record: DTLSRecord, from sender: Endpoint, at point: StreamPoint
  ) {
    let octets = ByteView(content.span)
    switch type {
    case DTLSRecord.handshake: takeHandshake(octets, record, from: sender, at: point)
    case DTLSRecord.alert:
      guard octets.count >= 2 else { return }
      notes.noteAlert(
        level: octets.uint8(at: 0), TLSAlertDescription(rawValue: octets.uint8(at: 1)), sender, point, &session,
        isDecrypted: true)
    case DTLSRecord.changeCipherSpec: release(sender)
    case DTLSRecord.applicationData:
      notes.noteProtected(type, length: record.length, sender, point, &session)
      session.with(sender) { side in
        side.plaintextOctets &+= content.count
        side.padding &+= padding
      }
      context.options.plaintext?.add(
        content.span, from: sender, at: point, flow: (context.connection.firstFrame, context.connection.depth),
        nesting: session.nesting)
    default: break
    }
  }

  /// DTLS 1.3, which is not decrypted.
  private mutating func takeCiphertext(_ record: DTLSRecord, from sender: Endpoint, at point: StreamPoint) {
    release(sender)
    let epoch = DTLSEpoch.reckon(record.epoch, highest: self[sender].epoch)
    self[sender].epoch = max(self[sender].epoch, epoch)
    session.decryption.with(sender, of: session.client) { $0.withoutKey &+= 1 }
    notes.noteCiphertext(epoch: epoch, length: record.length, sender, point, &session)
  }

  // MARK: - Handshake messages

  private mutating func takeHandshake(
    _ octets: ByteView, _ record: DTLSRecord, from sender: Endpoint, at point: StreamPoint
  ) {
    let version = record.version ?? .dtls12
    // Octets that the capture lacks make nothing malformed; what was opened is whole.
    let isWhole = record.fragment.count == record.length
    var rest = octets
    while !rest.isEmpty {
      guard let header = DTLSHandshakeHeader(rest) else {
        if isWhole { note(malformed: sender, at: point) }
        return
      }
      rest = rest.dropping(DTLSHandshakeHeader.headerLength)
      let fragment = rest.prefix(header.fragment.count)
      if fragment.count < header.fragment.count, isWhole {
        return note(malformed: sender, at: point)
      }
      rest = rest.dropping(header.fragment.count)
      if record.epoch > 0 { prepare(for: header, sender, epoch: record.epoch) }
      switch self[sender].queue.add(header, fragment, recordVersion: version, at: point) {
      case .next:
        note(
          DTLSNotes.Message(
            type: header.type, sequence: header.sequence, length: header.length, sender: sender, recordVersion: version,
            first: point, last: point, isDecrypted: record.epoch > 0),
          fragment)
        takeKept(sender, isForced: false, isDecrypted: record.epoch > 0)
      case .kept: takeKept(sender, isForced: false, isDecrypted: record.epoch > 0)
      case .repeated: notes.noteRepeated(header.type, sender, point, session)
      case .refused: break
      }
    }
  }

  /// A protected message: the first of a renegotiation begins to count anew (RFC 6347 §4.2.2), and a Finished follows whatever
  /// the capture lacks of what was said in the epoch before.
  private mutating func prepare(for header: DTLSHandshakeHeader, _ sender: Endpoint, epoch: UInt16) {
    if header.type <= 3, self[sender].handshakeEpoch != epoch {
      release(sender)
      self[sender].queue = DTLSHandshakeQueue()
      self[sender].handshakeEpoch = epoch
    } else if header.type == TLSHandshakeType.finished, self[sender].handshakeEpoch < epoch {
      self[sender].queue.moveOn(to: header.sequence)
    }
  }

  /// Nothing more of what this side said in an epoch can come: what is kept of it is all there is.
  private mutating func release(_ sender: Endpoint) {
    if !self[sender].queue.isEmpty {
      takeKept(sender, isForced: true, isDecrypted: self[sender].epoch > 0 && session.version?.isTLS13 != true)
    }
  }

  private mutating func takeKept(_ sender: Endpoint, isForced: Bool, isDecrypted: Bool) {
    while let message = self[sender].queue.take(isForced: isForced) {
      note(
        DTLSNotes.Message(
          type: message.type, sequence: message.sequence, length: message.length, sender: sender,
          recordVersion: message.recordVersion, first: message.first, last: message.last, isWhole: message.isComplete,
          isDecrypted: isDecrypted),
        ByteView(message.body.span).prefix(message.begun))
    }
  }

  private mutating func note(_ message: DTLSNotes.Message, _ body: ByteView) {
    if message.type == 1 || message.type == 2 {
      self[message.sender].connectionID = DTLSConnectionID.length(in: body, isClient: message.type == 1)
    }
    notes.note(message, body, &session)
    keys?.note(message, body, isClient: message.sender == session.client)
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

extension TLSSession.Decryption {
  mutating func with(_ sender: Endpoint, of client: Endpoint, _ body: (inout Side) -> Void) {
    if sender == client { body(&self.client) } else { body(&server) }
  }
}
