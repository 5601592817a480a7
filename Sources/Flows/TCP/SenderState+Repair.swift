import PacketModel

/// Why a side sends again, and what its time went to.
extension SenderState {
  /// A retransmission after so long a silence of the receiver was not caused by it: Linux's shortest timer runs 200 ms.
  private static let silence: Int64 = 150_000_000
  /// Below this, a segment sent again without any news was caused by something else than TCP's timers: FreeBSD's shortest runs
  /// 30 ms.
  private static let shortestTimer: Int64 = 20_000_000

  /// What made the sender repeat octets that were sent `previous` before; `isAnswer` where an acknowledgment is known to have.
  mutating func trigger(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, previous: Int64, isOriginalSeen: Bool, isAnswer: Bool = false,
    to receiver: borrowing SenderState, evidence: inout SegmentEvent.Evidence
  ) -> (SegmentEvent.Trigger, isSlowStart: Bool) {
    let now = packet.time.nanoseconds
    let isBareFIN = packet.isBareFIN
    // The sender's knowledge is as old as the way of an acknowledgment from here to it and of its answer back.
    let back = receiver.shortestRoundTrip ?? 0
    let known = now &- back &* 4 / 5
    let quiet = now &- max(lastAnswerTime, lastTime)
    if repair == .timeout, seen.start < recoveryPoint, quiet < Self.silence {
      isForwardRTO = false
      return (isBareFIN ? .fin : .timeout, true)
    }
    let hasSign = firstSignTime <= (isAnswer ? now : known)
    // Something sent later was delivered (RFC 8985); without SACK, duplicate acknowledgments (RFC 5681, 6582).
    let isOvertaken = isOriginalSeen ? newestDelivered >= previous && newestDelivered != .min : hasSign
    let isCounted = seen.start <= max(acknowledged, base) && (duplicateAcks >= 3 || repair == .fast)
    if (hasSign && isOvertaken) || isCounted, quiet < Self.silence &+ back {
      if repair == .none || seen.start >= recoveryPoint {
        repair = .fast
        recoveryPoint = top
      }
      evidence.add(Int(firstSignFrame))
      evidence.add(Int(lastSignFrame))
      return (isBareFIN ? .fin : .fast, false)
    }
    if isBareFIN {
      hasProbed = true
      return (.fin, false)
    }
    guard quiet >= Self.shortestTimer, previous == .min || now &- previous >= Self.shortestTimer else {
      return (.unknown, false)
    }
    // Who sees neither the first transmission nor a sign of its loss knows the trigger by a timer's length only.
    guard isOriginalSeen || quiet >= Self.silence else { return (.unknown, false) }
    if seen.end >= top, repair == .none, !hasProbed, mayProbe, firstSignTime == .max {
      hasProbed = true
      return (.tailProbe, false)
    }
    // RFC 5682 §2.1 (1): not while another loss is being repaired; Linux: but again for the same segment.
    isForwardRTO = repair == .none || (repair == .timeout && timeoutPosition == seen.start)
    timeoutPosition = seen.start
    repair = .timeout
    recoveryPoint = top
    return (.timeout, false)
  }

  /// Charges the time since the last change to what the sender waited for (`SideFigures.LimitTimes`). `roundTrip` is that from
  /// here to the sender.
  @inline(__always)
  mutating func charge(until now: Int64, waiting roundTrip: Int64) {
    if limitSince != .min, firstDataTime != .min, now > limitSince {
      let time = now &- limitSince
      // What only the capture lacks is not being repaired.
      if repair != .none || holes.last.map({ $0.range.upperBound > acknowledged }) == true {
        limits.recovery &+= time
      } else if rightEdge != .min, rightEdge <= top {
        limits.receiverWindow &+= time
      } else if acknowledged >= top {
        // All is acknowledged; but what comes now was sent half a round trip ago, upon news as old again.
        let waiting = min(time, roundTrip)
        limits.congestion &+= waiting
        limits.application &+= time &- waiting
      } else if rightEdge != .min, rightEdge &- top < largest {
        limits.receiverWindow &+= time
      } else if lastWasShort {
        limits.application &+= time
      } else {
        limits.congestion &+= time
      }
    }
    limitSince = max(limitSince, now)
  }
}
