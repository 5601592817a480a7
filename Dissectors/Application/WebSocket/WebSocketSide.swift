import ApplicationModel
import Dissection
import Octets
import PacketModel

/// One side of a session: its frames, and the message and the control frame under way.
struct WebSocketSide: Sendable {
  private let role: StreamRole
  private let sender: Endpoint
  private let agreement: WebSocketAgreement
  private let previewOctets: Int

  private var parser: WebSocketFrameParser
  private var inflater: WebSocketInflater
  /// The frame under way.
  private var header: WebSocketFrameHeader?
  private var message: WebSocketMessageReader?
  /// A control frame's payload so far; nothing when the capture lacks some of it.
  private var control: [UInt8]? = []
  /// A message may have begun where nobody saw it.
  private var mayHaveMissedStart: Bool
  private var hasClosed = false
  /// How its stream ended, and with which frame.
  private(set) var end: (ending: StreamEnding, frame: Int)?

  /// `isAtStart` tells whether a frame begins with the first octet.
  init(
    _ role: StreamRole, _ sender: Endpoint, _ agreement: WebSocketAgreement, isAtStart: Bool, previewOctets: Int
  ) {
    self.role = role
    self.sender = sender
    self.agreement = agreement
    self.previewOctets = previewOctets
    parser = WebSocketFrameParser(isAtStart: isAtStart)
    mayHaveMissedStart = !agreement.isFromStart
    let compression = agreement.compression ?? WebSocketSession.Compression()
    inflater = WebSocketInflater(
      role == .client ? compression.client : compression.server, isFromStart: agreement.isFromStart)
  }

  var memory: Int { inflater.memory &+ (control?.capacity ?? 0) &+ (message?.message.preview.capacity ?? 0) }

  // MARK: - Octets

  mutating func receive(_ octets: ByteView, at place: StreamPlace, _ record: inout WebSocketRecord) {
    if parser.isLost {
      guard place.isSegmentStart, let chain = WebSocketFrameChain(octets, agreement), chain.role == role else {
        record.tunnel.skip(octets.count, from: sender, at: place)
        return record.session.unreadOctets &+= octets.count
      }
      parser.resume()
    }
    var position = 0
    while let event = parser.next(octets, &position) {
      switch event {
      case .header(let header): begin(header, place, &record)
      case .payload(let count, let offset):
        read(octets.dropping(position &- count).prefix(count), offset, place, &record)
      case .end: end(octets.offset &+ position, place, &record)
      case .impossible:
        record.violations.note(.impossibleLength, by: role, in: place.frame)
        record.session.unreadOctets &+= octets.count &- position
        record.tunnel.skip(octets.count &- position, from: sender, at: place)
        loseBorders(&record)
        return
      }
    }
  }

  mutating func skip(_ count: Int, at place: StreamPlace, _ record: inout WebSocketRecord) {
    record.session.missingOctets &+= count
    let (payload, endsFrame) = parser.skip(count)
    if parser.isLost {
      // Without frames' borders, all of it may have been payload.
      record.tunnel.skip(count, from: sender, at: place)
    } else if header?.isControl == false, message?.message.opcode == .binary {
      record.tunnel.skip(payload, from: sender, at: place)
    }
    if payload > 0 {
      if header?.isControl == true { control = nil } else { message?.skip(payload, &inflater, at: place) }
    }
    // Where the frame ended is not known to the octet, but that it did.
    if endsFrame { end(.max, place, &record) }
    if parser.isLost { loseBorders(&record) }
  }

  mutating func finish(_ ending: StreamEnding, at place: StreamPlace, _ record: inout WebSocketRecord) {
    guard end == nil else { return }
    end = (ending, place.frame)
    abandonMessage(&record)
    record.tunnel.finish(sender, ending, at: place)
  }

  /// Nothing more will be told: what is under way is all there is of it.
  mutating func leave(_ record: inout WebSocketRecord) { abandonMessage(&record) }

  // MARK: - Frames

  private mutating func begin(_ header: WebSocketFrameHeader, _ place: StreamPlace, _ record: inout WebSocketRecord) {
    self.header = header
    record[role].frames &+= 1
    check(header, place, &record)
    if header.isControl {
      control = []
    } else if header.isKnown {
      beginFragment(header, place, &record)
    }
  }

  private func check(_ header: WebSocketFrameHeader, _ place: StreamPlace, _ record: inout WebSocketRecord) {
    func note(_ violation: WebSocketViolation) { record.violations.note(violation, by: role, in: place.frame) }
    if (header.mask != nil) != (role == .client) { note(role == .client ? .unmaskedClientFrame : .maskedServerFrame) }
    if header.reserved & ~agreement.reservedBits(of: header) != 0 { note(.reservedBits) }
    // An extension may have opcodes of its own.
    if !header.isKnown, !agreement.hasUnknownExtensions { note(.unknownOpcode) }
    if !header.isMinimal { note(.nonMinimalLength) }
    if header.isControl {
      if !header.isFinal { note(.fragmentedControl) }
      if header.length > 125 { note(.longControl) }
    }
    // Pings and Pongs are no data; the other side may still be sending.
    if hasClosed, !header.isControl || header.opcode == 8 { note(.frameAfterClose) }
  }

  private mutating func read(_ octets: ByteView, _ offset: Int, _ place: StreamPlace, _ record: inout WebSocketRecord) {
    guard let header else { return }
    let mask = header.mask?.turned(to: offset) ?? .none
    if header.isControl {
      guard var payload = control else { return }
      control = nil
      mask.append(octets.prefix(125 &- payload.count), to: &payload)
      control = payload
    } else if header.isKnown {
      let wasBad = message?.isBadText
      message?.read(octets, mask: mask, &inflater, at: place, &record.tunnel)
      noteBadText(wasBad, place, &record)
    }
  }

  private mutating func end(_ position: Int, _ place: StreamPlace, _ record: inout WebSocketRecord) {
    guard let header else { return }
    self.header = nil
    if !header.isControl {
      if header.isKnown, header.isFinal { endMessage(place, &record) }
    } else {
      endControl(header, position, place, &record)
    }
  }

  /// Nobody knows where the next frame begins.
  private mutating func loseBorders(_ record: inout WebSocketRecord) {
    header = nil
    abandonMessage(&record)
    mayHaveMissedStart = true
    inflater.skip()
  }

  // MARK: - Messages

  private mutating func beginFragment(
    _ header: WebSocketFrameHeader, _ place: StreamPlace, _ record: inout WebSocketRecord
  ) {
    if header.opcode != 0 {
      if message != nil {
        record.violations.note(.interruptedMessage, by: role, in: place.frame)
        abandonMessage(&record)
      }
      mayHaveMissedStart = false
      let isCompressed = header.reserved & 4 != 0 && agreement.compression != nil
      if isCompressed { inflater.begin() }
      message = WebSocketMessageReader(
        header.opcode == 1 ? .text : .binary, isCompressed: isCompressed, from: sender, at: place,
        previewOctets: previewOctets)
      if agreement.hasUnknownExtensions { message?.leaveTextUnchecked() }
      record.tunnel.begin(header.opcode == 1 ? .text : .binary, from: sender)
    } else if message == nil {
      record.tunnel.begin(.continuation, from: sender)
      if !mayHaveMissedStart { record.violations.note(.continuationWithoutStart, by: role, in: place.frame) }
      message = WebSocketMessageReader(
        .continuation, isCompressed: false, isCut: mayHaveMissedStart, from: sender, at: place,
        previewOctets: previewOctets)
    }
    message?.beginFragment()
  }

  private mutating func endMessage(_ place: StreamPlace, _ record: inout WebSocketRecord) {
    let wasBad = message?.isBadText
    message?.end(&inflater, at: place, &record.tunnel)
    noteBadText(wasBad, place, &record)
    if let ended = message?.message {
      switch ended.decodingProblem {
      case .damaged, .truncated: record.violations.note(.damagedCompression, by: role, in: place.frame)
      case .tooLarge: record.violations.note(.decompressionTooLarge, by: role, in: place.frame)
      case .none, .gap: break
      }
      record.add(ended, from: role)
    }
    message = nil
    // What ended may be a message of which nobody saw the beginning.
    mayHaveMissedStart = false
  }

  private mutating func abandonMessage(_ record: inout WebSocketRecord) {
    guard message != nil else { return }
    message?.abandon(&inflater)
    if let cut = message?.message { record.add(cut, from: role) }
    message = nil
  }

  private func noteBadText(_ wasBad: Bool?, _ place: StreamPlace, _ record: inout WebSocketRecord) {
    if wasBad == false, message?.isBadText == true { record.violations.note(.badText, by: role, in: place.frame) }
  }

  // MARK: - Control frames

  private mutating func endControl(
    _ header: WebSocketFrameHeader, _ position: Int, _ place: StreamPlace, _ record: inout WebSocketRecord
  ) {
    switch header.opcode {
    case 8:
      hasClosed = true
      let told = control.map(WebSocketClosePayload.init)
      if let violation = told?.violation, header.length <= 125 || violation != .badCloseReason {
        record.violations.note(violation, by: role, in: place.frame)
      }
      record.close(
        WebSocketSession.Close(point: place.point, sender: sender, code: told?.code, reason: told?.reason ?? []))
    case 9:
      let ping = WebSocketSession.Ping(point: place.point, sender: sender, octets: header.length)
      record.ping(ping, payload: control, end: position, from: role)
    case 10: record.pong(control, at: place, from: role)
    default: break
    }
    control = []
  }
}
