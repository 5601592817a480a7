import PacketModel

extension Connection {
  /// Takes a segment from `side` and answers the stream position of its first payload octet, if it has any. `options` are
  /// given for a SYN only; frames are kept relative to `firstFrame`. `seen` becomes the segment in stream positions.
  mutating func receive(
    _ packet: borrowing FlowPacket, from side: Endpoint, firstFrame: Int, options: TCPOptionList?,
    troubles: inout Pool<Trouble>, seen: inout SeenSegment
  ) -> Int? {
    defer { note(packet, in: &seen) }
    let frame = UInt32(clamping: packet.frame &- firstFrame &+ 1)
    if packet.flags.contains(.rst) {
      if isAcceptable(reset: packet, from: side) { reset(by: side, frame: frame) }
      return nil
    }
    if packet.flags.contains(.syn) {
      open(packet, from: side, frame: frame, options: options)
    } else if !self[side].facts.contains(.started) {
      self[side].start(at: packet.sequence, position: 1)
    }
    let position = extend(packet, from: side, frame: frame, troubles: &troubles)
    if packet.flags.contains(.ack) { acknowledge(packet, from: side, frame: frame) }
    self[side].window = packet.window
    return position
  }

  /// Whether a SYN on this connection's addresses and ports begins another connection.
  func isSupersededBy(_ packet: borrowing FlowPacket, from side: Endpoint) -> Bool {
    guard packet.flags.contains(.syn), !packet.flags.contains(.rst) else { return false }
    let mine = self[side]
    let theirs = self[side.other]
    let isAnswer = packet.flags.contains(.ack)
    if mine.facts.contains(.syn) {
      if mine.initialSequence == packet.sequence {
        // The same number again is a repetition, unless the connection it opened has been used and closed.
        return isClosed && ackFrame != 0
      }
      // A server that answers with SYN cookies chooses anew for each SYN-ACK, until one is acknowledged.
      return isAnswer ? isClosed : true
    }
    if mine.facts.contains(.started) {
      // Data came first: this is its SYN, late, when the numbers fit.
      return mine.initialSequence != packet.sequence
    }
    if isAnswer { return isClosed }
    // Nothing of this side yet: a simultaneous open, or a SYN captured after its answer, when the other side opened or
    // answered.
    return theirs.facts.contains(.started) && !theirs.facts.contains(.syn)
  }

  // MARK: - Opening

  private mutating func open(
    _ packet: borrowing FlowPacket, from side: Endpoint, frame: UInt32, options: TCPOptionList?
  ) {
    let isAnswer = packet.flags.contains(.ack)
    let sequence = packet.sequence
    let isRepetition = self[side].facts.contains(.syn) && self[side].initialSequence == sequence
    if !isRepetition {
      if !self[side].facts.contains(.started) || self[side].initialSequence != sequence {
        self[side].start(at: sequence, position: 0)
      }
      self[side].facts.insert(.syn)
      if let options { self[side].note(options) }
    }
    if isAnswer {
      if synAckFrame == 0 || facts.contains(.simultaneousOpen) {
        synAckFrame = frame
      } else if isRepetition {
        synAckRetransmissions = UInt16(clamping: Int(synAckRetransmissions) &+ 1)
      } else {
        synAckFrame = frame
      }
      if ackFrame == 0 { synAckTime = packet.time }
      self[side].facts.insert(.accepted)
    } else {
      if self[side.other].facts.contains(.opened), !self[side].facts.contains(.opened), synAckFrame == 0 {
        facts.insert(.simultaneousOpen)
      }
      if isRepetition, self[side].facts.contains(.opened) {
        synRetransmissions = UInt16(clamping: Int(synRetransmissions) &+ 1)
      } else if synFrame == 0 {
        synFrame = frame
      }
      if ackFrame == 0 { synTime = packet.time }
      self[side].facts.insert(.opened)
    }
  }

  // MARK: - Acknowledging

  @inline(__always)
  private mutating func acknowledge(_ packet: borrowing FlowPacket, from side: Endpoint, frame: UInt32) {
    let other = side.other
    guard self[other].facts.contains(.started) else { return }
    let position = self[other].position(of: packet.acknowledgment)
    // Of a connection picked up in the middle a keep-alive came first: it is numbered one below its sender's edge.
    if position == 2, self[other].next == 1, !self[other].facts.contains(.syn) { self[other].next = 2 }
    if position > self[side].acknowledged || !self[side].facts.contains(.acknowledging) {
      self[side].acknowledged = position
      self[side].facts.insert(.acknowledging)
    }
    if ackFrame == 0, synAckFrame != 0, position > 0, self[other].facts.contains(.accepted), frame != synAckFrame {
      ackFrame = frame
      ackTime = packet.time
    }
    if self[other].finAckedFrame == 0, self[other].facts.contains(.fin),
      packet.acknowledgment - self[other].finSequence > 0
    {
      self[other].finAckedFrame = frame
    }
    if packet.flags.contains(.syn), position > 1 { facts.insert(.fastOpen) }
  }

  // MARK: - Closing

  /// Whether a RST can have ended the connection (RFC 9293 §3.10.7): in answer to a SYN it must acknowledge it; later its
  /// sequence number must lie about where its sender's stream is. An observer may have missed segments, so the bounds are wide.
  private func isAcceptable(reset packet: borrowing FlowPacket, from side: Endpoint) -> Bool {
    let mine = self[side]
    let theirs = self[side.other]
    if !mine.facts.contains(.started) {
      guard theirs.facts.contains(.opened), !theirs.facts.contains(.acknowledging) else { return true }
      let acknowledged = theirs.position(of: packet.acknowledgment)
      return packet.flags.contains(.ack) && acknowledged > 0 && acknowledged <= theirs.next
    }
    let position = mine.position(of: packet.sequence)
    let edge = theirs.facts.contains(.acknowledging) ? min(theirs.acknowledged, mine.next) : mine.next
    return position >= edge &- 65_535 && position <= mine.next &+ 1 << 30
  }

  private mutating func reset(by side: Endpoint, frame: UInt32) {
    self[side].facts.insert(.reset)
    // Behind both FINs a RST changes nothing; behind a RST neither.
    guard !isClosed else { return }
    facts.insert(.reset)
    if side == .high { facts.insert(.resetByHigh) }
    resetFrame = frame
    if !facts.contains(.closing) {
      facts.insert(.closing)
      if side == .high { facts.insert(.closedByHigh) }
    }
    if self[side.other].facts.contains(.opened), !self[side].facts.contains(.started) { facts.insert(.refused) }
  }

  private mutating func finish(_ packet: borrowing FlowPacket, from side: Endpoint, frame: UInt32) {
    guard !self[side].facts.contains(.fin), !facts.contains(.reset) else { return }
    self[side].facts.insert(.fin)
    self[side].finFrame = frame
    self[side].finSequence = packet.sequence + packet.payloadLength
    if !facts.contains(.closing) {
      facts.insert(.closing)
      if side == .high { facts.insert(.closedByHigh) }
    } else if self[side.other].facts.contains(.fin), packet.flags.contains(.ack),
      packet.acknowledgment - self[side.other].finSequence <= 0
    {
      facts.insert(.simultaneousClose)
    }
  }

  // MARK: - Octets

  /// Accounts for the segment's octets; SYN and FIN take a place of their own (RFC 9293 §3.4).
  @inline(__always)
  private mutating func extend(
    _ packet: borrowing FlowPacket, from side: Endpoint, frame: UInt32, troubles: inout Pool<Trouble>
  ) -> Int? {
    let isSYN = packet.flags.contains(.syn)
    let isFIN = packet.flags.contains(.fin)
    let length = packet.payloadLength
    if isFIN { finish(packet, from: side, frame: frame) }
    guard length > 0 || isSYN || isFIN else { return nil }
    let start = self[side].position(of: packet.sequence)
    let payload = start &+ (isSYN ? 1 : 0)
    let end = payload &+ length &+ (isFIN ? 1 : 0)
    let isInOrder = start == self[side].next
    // A SYN or FIN again carries no octets.
    if length == 0, end <= self[side].next { return nil }
    if isInOrder, !self[side].facts.contains(.hasHole) {
      self[side].next = end
    } else {
      if trouble == .max { trouble = troubles.insert(Trouble()) }
      if side == .low {
        low.extend(start, payload..<(payload &+ length), end, &troubles[trouble].low)
      } else {
        high.extend(start, payload..<(payload &+ length), end, &troubles[trouble].high)
      }
    }
    return length > 0 ? payload : nil
  }
}

extension HalfConnection {
  /// Accounts for a segment out of order, or before which there is a hole.
  @inline(never)
  fileprivate mutating func extend(_ start: Int, _ payload: Range<Int>, _ end: Int, _ trouble: inout Trouble.Side) {
    // Twice, for one damaged number must not spoil the rest.
    if start &- next > FlowLimits.maximumHole, let far = trouble.pending.last, far.lowerBound &- next > FlowLimits.maximumHole,
      abs(start &- far.upperBound) <= FlowLimits.maximumHole
    {
      abandon(until: far, &trouble)
    }
    var repeated = 0
    // Octets ahead of the first one seen of a connection picked up in the middle: nobody knows whether they came before.
    let known = facts.contains(.syn) ? Int.min : 1
    if start < next { repeated = max(0, min(next, payload.upperBound) &- max(payload.lowerBound, known)) }
    if end > next {
      repeated &+= min(trouble.pending.insert(max(start, next)..<end), payload.count)
      absorb(&trouble)
    }
    trouble.repeatedOctets &+= repeated
  }

  /// Gives up everything that is missing before `last`, the last range that came.
  private mutating func abandon(until last: Range<Int>, _ trouble: inout Trouble.Side) {
    trouble.abandonedOctets &+= max(0, last.lowerBound &- next &- (trouble.pending.octets &- last.count))
    trouble.pending = RangeSet()
    next = last.upperBound
    facts.remove(.hasHole)
  }

  /// Moves the edge over what is now contiguous, and gives holes up where too many are open.
  private mutating func absorb(_ trouble: inout Trouble.Side) {
    facts.remove(.hasHole)
    while let first = trouble.pending.first {
      if first.lowerBound <= next {
        next = max(next, first.upperBound)
      } else if trouble.pending.count > FlowLimits.maximumPendingRanges {
        trouble.abandonedOctets &+= first.lowerBound &- next
        next = first.upperBound
      } else {
        facts.insert(.hasHole)
        return
      }
      trouble.pending.removeFirst()
    }
  }
}

extension HalfConnection {
  /// Keeps what a SYN's options say.
  mutating func note(_ options: TCPOptionList) {
    maximumSegmentSize = options.mss ?? 0
    if let scale = options.windowScale {
      windowScale = scale
      facts.insert(.offeredWindowScale)
    }
    if options.sackPermitted { facts.insert(.offeredSACK) }
    if options.timestamps != nil { facts.insert(.offeredTimestamps) }
    if options.fastOpenCookieLength != nil { facts.insert(.offeredFastOpen) }
    if options.hasMultipath { facts.insert(.offeredMultipath) }
  }
}
