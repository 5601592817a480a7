import ApplicationModel
import Octets
import PacketModel

/// Writes down in a session what its messages, alerts and protected records tell, in the order in which they are told.
struct DTLSNotes: Sendable {
  /// A handshake message whose fragments have come together, or as many of them as there are.
  struct Message: Sendable {
    var type: UInt8
    var sequence: UInt16
    var length: Int
    var sender: Endpoint
    var recordVersion: TLSVersion
    var first: StreamPoint
    var last: StreamPoint
    var isWhole = true
    /// Read from protected records.
    var isDecrypted = false
  }

  private(set) var isClientKnown = false
  /// The frames in which the ClientHello came, again and again.
  private var clientHelloFrames: [Int] = []
  /// A side's Finished, or the flight with it: where among the session's messages it stands.
  private var clientFinished: Int?
  private var serverFinished: Int?
  /// The server's flight that begins with its hello still goes on.
  private var isServerFlight = false
  private var hasServerHelloDone = false
  /// Whether a handshake is under way that is not the first.
  private var isRenegotiating = false
  /// The highest epoch of DTLS 1.3 told of each side.
  private var clientEpoch = DTLSEpoch.applicationData
  private var serverEpoch = DTLSEpoch.applicationData

  /// Frames of a hello sent again that are told: it is sent with ever longer pauses (RFC 6347 §4.2.4.1).
  private static let maximumFrames = 16

  // MARK: - Messages

  /// A message, and its body as far as it is there.
  mutating func note(_ message: Message, _ body: ByteView, _ session: inout TLSSession) {
    if message.type == TLSHandshakeType.clientHello { setClient(message.sender, &session) }
    if message.type == TLSHandshakeType.serverHello || message.type == TLSHandshakeType.helloVerifyRequest {
      setClient(message.sender.other, &session)
    }
    session.add(
      TLSSession.HandshakeMessage(
        type: message.type, sender: message.sender, first: message.first, last: message.last,
        length: DTLSHandshakeHeader.headerLength &+ message.length, isDecrypted: message.isDecrypted))
    switch message.type {
    case TLSHandshakeType.helloRequest where message.isDecrypted, TLSHandshakeType.clientHello where message.isDecrypted:
      noteRenegotiation(message.first, &session)
    // What is told of hellos is the first handshake's.
    case TLSHandshakeType.serverHello where message.isDecrypted: break
    case TLSHandshakeType.finished where message.isDecrypted: noteFinished(message, &session)
    case TLSHandshakeType.clientHello: noteClientHello(message, body, &session)
    case TLSHandshakeType.serverHello: noteServerHello(message, body, &session)
    case TLSHandshakeType.helloVerifyRequest: session.helloVerifyRequest = session.helloVerifyRequest ?? message.first
    case TLSHandshakeType.serverKeyExchange: noteServerKeyExchange(body, &session)
    case TLSHandshakeType.certificate: noteCertificate(message, body, &session)
    case TLSHandshakeType.certificateRequest: session.certificateRequest = session.certificateRequest ?? message.first
    case TLSHandshakeType.certificateStatus: session.certificates.indices.last.map { session.certificates[$0].hasStatus = true }
    case TLSHandshakeType.serverHelloDone: hasServerHelloDone = true
    case TLSHandshakeType.newSessionTicket: session.sessionTickets &+= 1
    default: break
    }
    noteFlight(message.sender, message.last, &session)
  }

  private mutating func noteRenegotiation(_ point: StreamPoint, _ session: inout TLSSession) {
    guard !isRenegotiating, session.renegotiations.count < TLSSession.maximumMessages else { return }
    isRenegotiating = true
    session.renegotiations.append(point)
  }

  /// A Finished that could be read.
  private mutating func noteFinished(_ message: Message, _ session: inout TLSSession) {
    isRenegotiating = false
    if message.sender == session.client {
      clientFinished = clientFinished ?? session.messages.indices.last
      session.times.clientFinished = session.times.clientFinished ?? message.last
    } else {
      serverFinished = serverFinished ?? session.messages.indices.last
      session.times.serverFinished = session.times.serverFinished ?? message.last
    }
    noteCompletion(&session)
  }

  private mutating func noteClientHello(_ message: Message, _ body: ByteView, _ session: inout TLSSession) {
    var hello = TLSHelloReader.clientHello(
      body, first: message.first, last: message.last, recordVersion: message.recordVersion, isDatagram: true)
    // What the capture lacks is nobody's fault.
    if !message.isWhole { hello.isMalformed = false }
    if session.clientHello == nil {
      session.clientHello = hello
      session.times.clientHelloFirst = message.first
      session.times.clientHelloLast = message.last
      clientHelloFrames = [message.first.frame]
    } else {
      session.secondClientHello = hello
      clientHelloFrames = [message.first.frame]
    }
    if hello.hasEarlyData { session.earlyData = .offered }
  }

  private mutating func noteServerHello(_ message: Message, _ body: ByteView, _ session: inout TLSSession) {
    var hello = TLSHelloReader.serverHello(
      body, first: message.first, last: message.last, recordVersion: message.recordVersion)
    if !message.isWhole { hello.isMalformed = false }
    guard !hello.isHelloRetryRequest else { return session.helloRetryRequest = session.helloRetryRequest ?? hello }
    guard session.serverHello == nil else { return }
    session.serverHello = hello
    session.selectedProtocol = hello.selectedProtocol
    session.times.serverHelloFirst = message.first
    session.resumption = Self.resumption(session, hello)
    isServerFlight = true
  }

  /// How the server's hello goes on from an earlier session (RFC 5246 §7.4.1.3, RFC 5077 §3.4, RFC 8446 §4.2.11).
  private static func resumption(_ session: TLSSession, _ hello: TLSServerHello) -> TLSSession.Resumption {
    if hello.version.isTLS13 { return hello.selectedIdentity == nil ? .full : .psk }
    guard let asked = session.secondClientHello ?? session.clientHello else { return .unknown }
    guard !hello.sessionID.isEmpty, hello.sessionID == asked.sessionID else { return .full }
    return asked.sessionTicket?.isEmpty == false ? .ticket : .sessionID
  }

  private mutating func noteCertificate(_ message: Message, _ body: ByteView, _ session: inout TLSSession) {
    // A client and a server have one each.
    guard session.certificates.count < 2 else { return }
    var chain = TLSCertificateReader.chain(
      body, isTLS13: false, first: message.first, last: message.last, sender: message.sender)
    if !message.isWhole { chain.faults.remove(.malformed) }
    session.certificates.append(chain)
  }

  /// ServerECDHParams begin with curve_type named_curve (3) and the group (RFC 8422 §5.4).
  private func noteServerKeyExchange(_ body: ByteView, _ session: inout TLSSession) {
    guard let suite = session.cipherSuite?.rawValue, [0xc0, 0xcc, 0xd0].contains(suite >> 8), session.serverHello?.group == nil,
      body.octet(at: 0) == 3, body.count >= 3
    else { return }
    session.serverHello?.group = NamedGroup(rawValue: body.uint16(at: 1))
  }

  /// A fragment that had come before.
  mutating func noteRepeated(_ type: UInt8, _ sender: Endpoint, _ point: StreamPoint, _ session: TLSSession) {
    guard type == TLSHandshakeType.clientHello, sender == session.client, clientHelloFrames.count < Self.maximumFrames,
      clientHelloFrames.last != point.frame
    else { return }
    clientHelloFrames.append(point.frame)
  }

  /// The server's flight ends where its client answers.
  private mutating func noteFlight(_ sender: Endpoint, _ point: StreamPoint, _ session: inout TLSSession) {
    guard isServerFlight else { return }
    if sender == session.client { isServerFlight = false } else { session.times.serverFlightLast = point }
  }

  /// A hello says who is the client, whatever was thought before.
  private mutating func setClient(_ client: Endpoint, _ session: inout TLSSession) {
    guard !isClientKnown else { return }
    isClientKnown = true
    guard session.client != client else { return }
    session.client = client
    swap(&session.clientSide, &session.serverSide)
    swap(&session.times.clientFinished, &session.times.serverFinished)
    swap(&session.times.clientData, &session.times.serverData)
    swap(&session.decryption.client, &session.decryption.server)
    swap(&clientFinished, &serverFinished)
    swap(&clientEpoch, &serverEpoch)
  }

  // MARK: - Alerts

  mutating func noteAlert(
    level: UInt8?, _ description: TLSAlertDescription?, _ sender: Endpoint, _ point: StreamPoint,
    _ session: inout TLSSession, isDecrypted: Bool = false
  ) {
    if isDecrypted { noteFlight(sender, point, &session) }
    if description == .closeNotify { session.with(sender) { $0.closeNotify = $0.closeNotify ?? point } }
    guard session.alerts.count < TLSSession.maximumAlerts else { return session.omittedAlerts &+= 1 }
    session.alerts.append(
      TLSSession.Alert(
        point: point, sender: sender, level: level, description: description, isDecrypted: isDecrypted))
  }

  // MARK: - Protected records

  /// A ChangeCipherSpec: what its sender says from here on is protected.
  mutating func noteChangeCipherSpec(_ sender: Endpoint, _ point: StreamPoint, _ session: inout TLSSession) {
    if isServerFlight, sender != session.client, !hasServerHelloDone, session.resumption == .full,
      session.clientHello?.sessionTicket?.isEmpty == false
    {
      // A server that takes a ticket need not say so in its hello (RFC 5077 §3.4).
      session.resumption = .ticket
    }
    noteFlight(sender, point, &session)
  }

  /// A record of DTLS 1.2 or before that is protected: one that could not be opened, or data.
  mutating func noteProtected(
    _ type: UInt8, length: Int, _ sender: Endpoint, _ point: StreamPoint, _ session: inout TLSSession
  ) {
    switch type {
    case DTLSRecord.handshake: noteFinished(sender, point, &session)
    case DTLSRecord.alert: noteAlert(level: nil, nil, sender, point, &session)
    case DTLSRecord.applicationData, DTLSRecord.connectionID: noteData(length: length, sender, point, &session)
    default: break
    }
    noteFlight(sender, point, &session)
    noteCompletion(&session)
  }

  private func noteCompletion(_ session: inout TLSSession) {
    guard !session.isComplete else { return }
    let times = session.times
    let hasServer = times.serverFinished != nil || times.serverData != nil
    let hasClient = times.clientFinished != nil || times.clientData != nil
    // Of a conversation heard on one side only, data say as much.
    session.isComplete =
      (hasServer && hasClient) || (times.serverData != nil && session.clientSide.records == 0)
      || (times.clientData != nil && session.serverSide.records == 0)
  }

  /// The first protected handshake message of a side is its Finished.
  private mutating func noteFinished(_ sender: Endpoint, _ point: StreamPoint, _ session: inout TLSSession) {
    let isClient = sender == session.client
    guard (isClient ? clientFinished : serverFinished) == nil else { return }
    let place = session.add(
      TLSSession.HandshakeMessage(
        type: TLSHandshakeType.finished, sender: sender, first: point, last: point, length: 0, isInferred: true))
    if isClient {
      clientFinished = place
      session.times.clientFinished = point
    } else {
      serverFinished = place
      session.times.serverFinished = point
    }
  }

  private func noteData(length: Int, _ sender: Endpoint, _ point: StreamPoint, _ session: inout TLSSession) {
    session.with(sender) { side in
      side.dataRecords &+= 1
      side.protectedOctets &+= length
    }
    if sender == session.client {
      session.times.clientData = session.times.clientData ?? point
    } else {
      session.times.serverData = session.times.serverData ?? point
    }
  }

  /// A record of DTLS 1.3 that is protected; what it holds, its epoch tells.
  mutating func noteCiphertext(
    epoch: UInt16, length: Int, _ sender: Endpoint, _ point: StreamPoint, _ session: inout TLSSession
  ) {
    let isClient = sender == session.client
    switch epoch {
    case 0: break
    case DTLSEpoch.earlyData:
      session.with(sender) { side in
        side.dataRecords &+= 1
        side.protectedOctets &+= length
      }
    case DTLSEpoch.handshake: noteHandshake(sender, point, &session)
    default:
      // A server may send data before its client has finished (RFC 8446 §2, figure 1).
      if isClient || session.times.clientFinished != nil { session.isComplete = true }
      noteData(length: length, sender, point, &session)
      noteKeyUpdate(epoch: epoch, sender, point, &session)
    }
    noteFlight(sender, point, &session)
  }

  /// The flight with a side's Finished: which of its records are what cannot be told.
  private mutating func noteHandshake(_ sender: Endpoint, _ point: StreamPoint, _ session: inout TLSSession) {
    noteFinished(sender, point, &session)
    let isClient = sender == session.client
    guard !session.isComplete, let place = isClient ? clientFinished : serverFinished else { return }
    if place < session.messages.count { session.messages[place].last = point }
    if isClient { session.times.clientFinished = point } else { session.times.serverFinished = point }
  }

  /// An epoch beyond that of the first data follows a KeyUpdate (RFC 9147 §8).
  private mutating func noteKeyUpdate(
    epoch: UInt16, _ sender: Endpoint, _ point: StreamPoint, _ session: inout TLSSession
  ) {
    let isClient = sender == session.client
    guard epoch > (isClient ? clientEpoch : serverEpoch) else { return }
    if isClient { clientEpoch = epoch } else { serverEpoch = epoch }
    guard session.keyUpdates.count < TLSSession.maximumMessages else { return }
    session.keyUpdates.append(
      TLSSession.HandshakeMessage(
        type: TLSHandshakeType.keyUpdate, sender: sender, first: point, last: point, length: 0, isInferred: true))
  }

  // MARK: - The end

  /// Says why a handshake failed, as far as the datagrams tell.
  func finish(_ session: inout TLSSession) {
    guard !session.isComplete, session.failure == nil else { return }
    session.failure = DTLSFailure.failure(of: session) ?? silence(session)
  }

  /// A hello that was sent again and that nobody answered.
  private func silence(_ session: TLSSession) -> TLSSession.Failure? {
    guard session.serverSide.records == 0, clientHelloFrames.count > 1 else { return nil }
    return TLSSession.Failure(stage: .clientHello, reason: .silence, sender: nil, frames: clientHelloFrames)
  }
}

extension TLSSession {
  /// Adds a message; answers its place, or where it would stand when there is no more room.
  @discardableResult
  mutating func add(_ message: HandshakeMessage) -> Int {
    guard messages.count < Self.maximumMessages else {
      omittedMessages &+= 1
      return messages.count
    }
    messages.append(message)
    return messages.count &- 1
  }
}
