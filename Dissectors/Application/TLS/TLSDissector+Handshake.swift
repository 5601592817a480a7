import ApplicationModel
import Dissection
import Octets
import PacketModel
import RecordProtection

/// What handshake messages and alerts say.
extension TLSDissector {
  mutating func readHandshake(_ content: ByteView, _ record: TLSRecord, _ sender: Endpoint, isDecrypted: Bool) {
    // Taken out meanwhile: messages change the side it belongs to.
    var assembler = TLSHandshakeAssembler()
    swap(&assembler, &self[sender].assembler)
    let epoch = self[sender].epoch
    assembler.read(
      content, first: record.first.point, last: record.last.point, recordVersion: record.header.version
    ) { message, octets in
      read(message, octets, sender, isDecrypted: isDecrypted)
    }
    if self[sender].epoch == epoch { swap(&assembler, &self[sender].assembler) }
  }

  /// One message. `octets` has its header, and nothing of a message too long to keep.
  private mutating func read(
    _ message: TLSHandshakeAssembler.Message, _ octets: ByteView, _ sender: Endpoint, isDecrypted: Bool
  ) {
    let told = TLSSession.HandshakeMessage(
      type: message.type, sender: sender, first: message.first, last: message.last, length: message.length,
      isDecrypted: isDecrypted)
    note(told)
    let isServer = sender != client
    // A ticket behind the client's ChangeCipherSpec is no part of it; while records wait, it is read before them.
    let isFlight = handshake.isTLS13 || (client == .low ? low.protection : high.protection) == .none
    if isServer, isFlight, !session.isComplete, session.times.clientFinished == nil {
      session.times.serverFlightLast = message.last
    }
    guard !octets.isEmpty else { return handshake.transcript = nil }
    if message.type == TLSHandshakeType.clientHello { noteClientHello(message, octets) }
    addToTranscript(octets, message.type)
    let body = octets.dropping(TLSHandshakeAssembler.headerOctets)
    switch message.type {
    case TLSHandshakeType.helloRequest where isServer && !session.isComplete: break
    case TLSHandshakeType.helloRequest where isServer:
      note(renegotiation: message.first)
      isRenegotiating = true
    case TLSHandshakeType.serverHello where isServer: noteServerHello(message, body)
    case TLSHandshakeType.encryptedExtensions where isServer: noteEncryptedExtensions(body)
    case TLSHandshakeType.certificate, TLSHandshakeType.compressedCertificate: noteCertificates(message, body, sender)
    case TLSHandshakeType.certificateStatus where isServer:
      if let last = session.certificates.indices.last { session.certificates[last].hasStatus = true }
    case TLSHandshakeType.serverKeyExchange where isServer: noteServerKeyExchange(body)
    case TLSHandshakeType.certificateRequest where isServer: session.certificateRequest = message.first
    case TLSHandshakeType.serverHelloDone where isServer: handshake.isFull = true
    case TLSHandshakeType.clientKeyExchange where !isServer: handshake.takeClientKeyExchange(body)
    case TLSHandshakeType.newSessionTicket where isServer:
      session.sessionTickets &+= 1
      handshake.takeTicket(body)
    case TLSHandshakeType.endOfEarlyData where !isServer:
      deliverEarlyData()
      self[client].protect(.handshake, trafficOpener(.handshake, client))
    case TLSHandshakeType.finished: finishHandshake(of: sender, message)
    case TLSHandshakeType.keyUpdate where isDecrypted:
      if session.keyUpdates.count < TLSSession.maximumMessages { session.keyUpdates.append(told) }
      self[sender].protect(.application, self[sender].opener?.updated())
    default: break
    }
  }

  mutating func note(_ message: TLSSession.HandshakeMessage) {
    if session.messages.count < TLSSession.maximumMessages {
      session.messages.append(message)
    } else {
      session.omittedMessages &+= 1
    }
  }

  private mutating func addToTranscript(_ octets: ByteView, _ type: UInt8) {
    guard let kept = handshake.transcript, handshake.encryptedPremaster.isEmpty, type != TLSHandshakeType.helloRequest else {
      return
    }
    if kept.count &+ octets.count > TLSHandshakeState.maximumTranscript || handshake.isTLS13 {
      handshake.transcript = nil
    } else {
      handshake.add(octets)
    }
  }

  // MARK: - Hellos

  private mutating func noteClientHello(_ message: TLSHandshakeAssembler.Message, _ octets: ByteView) {
    note(
      hello: TLSHelloReader.clientHello(
        octets.dropping(TLSHandshakeAssembler.headerOctets), first: message.first, last: message.last,
        recordVersion: TLSVersion(rawValue: message.recordVersion), isDatagram: false))
  }

  mutating func note(hello: TLSClientHello) {
    if session.clientHello == nil, session.serverHello == nil {
      session.clientHello = hello
      session.times.clientHelloFirst = hello.first
      session.times.clientHelloLast = hello.last
      if hello.hasEarlyData { session.earlyData = .offered }
    } else if session.serverHello == nil, session.secondClientHello == nil {
      session.secondClientHello = hello
      if session.helloRetryRequest != nil, session.earlyData == .offered { session.earlyData = .rejected }
    } else {
      if session.clientHello == nil {
        session.clientHello = hello
      } else if !isRenegotiating {
        note(renegotiation: hello.first)
      }
      isRenegotiating = true
    }
    let hadTranscript = handshake.transcript != nil || context.options.secrets != nil
    handshake = TLSHandshakeState(hello)
    if !hadTranscript { handshake.transcript = nil }
    handshake.offersEarlyData = hello.hasEarlyData && session.helloRetryRequest == nil
  }

  private mutating func noteServerHello(_ message: TLSHandshakeAssembler.Message, _ body: ByteView) {
    let hello = TLSHelloReader.serverHello(
      body, first: message.first, last: message.last, recordVersion: TLSVersion(rawValue: message.recordVersion))
    if hello.isHelloRetryRequest, session.serverHello == nil {
      if session.helloRetryRequest == nil { session.helloRetryRequest = hello }
      return
    }
    handshake.take(hello)
    // A renegotiation's is protected; what the report tells is the first.
    guard session.serverHello == nil else { return }
    session.serverHello = hello
    session.times.serverHelloFirst = hello.first
    session.selectedProtocol = hello.selectedProtocol
    guard hello.version.isTLS13 else {
      if session.earlyData == .offered { session.earlyData = .rejected }
      return
    }
    session.resumption = hello.selectedIdentity == nil ? .full : .psk
    if hello.selectedIdentity == nil, session.earlyData == .offered { rejectEarlyData() }
    self[client.other].protect(.handshake, trafficOpener(.handshake, client.other))
    // Early data may still come, whatever the server makes of them: what opens them is kept until a record has the next keys.
    guard self[client].protection != .early || self[client].opener == nil else { return }
    let early = handshake.offersEarlyData ? trafficOpener(.early, client) : nil
    if let early { return self[client].protect(.early, early) }
    self[client].protect(.handshake, trafficOpener(.handshake, client))
  }

  private mutating func noteEncryptedExtensions(_ body: ByteView) {
    let (selected, acceptsEarlyData) = TLSHelloReader.encryptedExtensions(body)
    session.selectedProtocol = selected ?? session.selectedProtocol
    guard session.earlyData == .offered else { return }
    if acceptsEarlyData {
      session.earlyData = .accepted
      deliverEarlyData()
    } else {
      rejectEarlyData()
    }
  }

  // MARK: - Certificates and keys

  private mutating func noteCertificates(
    _ message: TLSHandshakeAssembler.Message, _ body: ByteView, _ sender: Endpoint
  ) {
    if sender != client { handshake.isFull = true }
    guard session.certificates.count < Self.maximumChains else { return }
    session.certificates.append(
      message.type == TLSHandshakeType.certificate
        ? TLSCertificateReader.chain(
          body, isTLS13: handshake.isTLS13, first: message.first, last: message.last, sender: sender)
        : TLSCertificateReader.compressedChain(body, first: message.first, last: message.last, sender: sender))
  }

  /// Chains of one connection that are kept: both sides', once more for a renegotiation or a late request each.
  private static let maximumChains = 8

  /// ServerECDHParams begin with curve_type named_curve (3) and the group (RFC 8422 §5.4).
  private mutating func noteServerKeyExchange(_ body: ByteView) {
    handshake.isFull = true
    guard session.serverHello?.group == nil, body.octet(at: 0) == 3, body.count >= 3, hasEllipticKeyExchange else { return }
    session.serverHello?.group = NamedGroup(rawValue: body.uint16(at: 1))
  }

  private var hasEllipticKeyExchange: Bool {
    guard let suite = handshake.suite?.rawValue else { return false }
    return suite >> 8 == 0xc0 || suite >> 8 == 0xcc || suite >> 8 == 0xd0
  }

  // MARK: - Ends

  private mutating func finishHandshake(of sender: Endpoint, _ message: TLSHandshakeAssembler.Message) {
    noteFinishedTime(sender, message.last)
    guard handshake.isTLS13 else { return isRenegotiating = false }
    if sender == client, self[client].protection == .handshake, session.earlyData == .offered { deliverEarlyData() }
    if self[sender].protection == .handshake { self[sender].protect(.application, trafficOpener(.application, sender)) }
  }

  /// A Finished that cannot be read.
  mutating func noteFinished(_ sender: Endpoint, _ point: StreamPoint, isInferred: Bool, _ record: TLSRecord) {
    note(
      TLSSession.HandshakeMessage(
        type: TLSHandshakeType.finished, sender: sender, first: record.first.point, last: point, length: 0,
        isInferred: isInferred))
    noteFinishedTime(sender, point)
  }

  private mutating func noteFinishedTime(_ sender: Endpoint, _ point: StreamPoint) {
    if sender == client {
      session.times.clientFinished = session.times.clientFinished ?? point
    } else {
      session.times.serverFinished = session.times.serverFinished ?? point
      if session.times.clientFinished == nil { session.times.serverFlightLast = point }
    }
    guard session.times.clientFinished != nil else { return }
    if session.times.serverFinished != nil { session.isComplete = true }
  }

  /// The server's ChangeCipherSpec tells whether it resumes: all that a full handshake has, has come before it.
  mutating func noteResumption() {
    guard session.resumption == .unknown, session.times.serverFinished == nil else { return }
    if handshake.isFull {
      session.resumption = .full
    } else if !handshake.offeredTicket.isEmpty, handshake.echoesSessionID || handshake.serverSessionID.isEmpty {
      session.resumption = .ticket
    } else if handshake.echoesSessionID {
      session.resumption = .sessionID
    }
  }

  mutating func note(renegotiation point: StreamPoint) {
    guard session.renegotiations.count < TLSSession.maximumMessages, session.renegotiations.last != point else { return }
    session.renegotiations.append(point)
  }

  mutating func noteData(_ sender: Endpoint, _ point: StreamPoint) {
    if sender == client {
      session.times.clientData = session.times.clientData ?? point
    } else {
      session.times.serverData = session.times.serverData ?? point
    }
  }

  // MARK: - Alerts

  /// AlertLevel, AlertDescription, and again where a record has several.
  mutating func note(alert body: ByteView, _ record: TLSRecord, _ sender: Endpoint, isDecrypted: Bool) {
    for index in stride(from: 0, to: body.count &- 1, by: 2) as StrideTo<Int> {
      let description = TLSAlertDescription(rawValue: body.uint8(at: index &+ 1))
      note(
        TLSSession.Alert(
          point: record.last.point, sender: sender, level: body.uint8(at: index), description: description,
          isDecrypted: isDecrypted))
      guard description == .closeNotify else { continue }
      withSide(sender) { $0.closeNotify = $0.closeNotify ?? record.last.point }
    }
  }

  mutating func note(_ alert: TLSSession.Alert) {
    if session.alerts.count < TLSSession.maximumAlerts { session.alerts.append(alert) } else { session.omittedAlerts &+= 1 }
  }
}
