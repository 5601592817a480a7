import ApplicationModel
import Dissection
import Octets
import PacketModel

/// Header blocks: how they come, in one frame or in several (RFC 9113 §6.2, §6.6, §6.10), and are decoded.
extension HTTP2Dissector {
  mutating func readHeaders(_ header: HTTP2FrameHeader, _ payload: ByteView, _ isRequest: Bool, _ place: StreamPlace) {
    var opening = HTTP2Opening(
      stream: header.stream, endsStream: header.endsStream, first: sides[isRequest.side].cutter.first,
      frameOctets: HTTP2FrameHeader.size &+ header.length)
    var fragment = payload
    guard Self.unpad(header, &fragment) else { return losePadded(isRequest, place) }
    if header.hasPriority {
      guard fragment.count >= 5 else { return losePadded(isRequest, place) }
      opening.priority = Self.priority(fragment)
      fragment = fragment.dropping(5)
    }
    read(fragment, of: opening, isWhole: header.endsHeaders, isRequest, place)
  }

  mutating func readPushPromise(
    _ header: HTTP2FrameHeader, _ payload: ByteView, _ isRequest: Bool, _ place: StreamPlace
  ) {
    var fragment = payload
    guard Self.unpad(header, &fragment), fragment.count >= 4 else { return losePadded(isRequest, place) }
    let opening = HTTP2Opening(
      stream: header.stream, endsStream: true, promised: Int(fragment.uint32(at: 0) & 0x7fff_ffff),
      first: sides[isRequest.side].cutter.first, frameOctets: HTTP2FrameHeader.size &+ header.length)
    read(fragment.dropping(4), of: opening, isWhole: header.endsHeaders, isRequest, place)
  }

  mutating func readContinuation(
    _ header: HTTP2FrameHeader, _ payload: ByteView, _ isRequest: Bool, _ place: StreamPlace
  ) {
    guard sides[isRequest.side].block?.opening.stream == header.stream else {
      // Where frames were lost, the block's beginning was among them.
      if !sides[isRequest.side].hasLost { violations.note(.interruptedHeaders, by: role(isRequest), in: place.frame) }
      return loseBlock(isRequest)
    }
    sides[isRequest.side].block?.continuations &+= 1
    sides[isRequest.side].block?.opening.frameOctets &+= HTTP2FrameHeader.size &+ header.length
    let known = sides[isRequest.side].block?.octets.count ?? 0
    let isCut = sides[isRequest.side].block?.opening.isCut ?? false
    if isCut || known &+ payload.count > HTTP2Block.maximum {
      // Nor is what follows kept: behind a hole it would be read as something else.
      sides[isRequest.side].block?.opening.isCut = true
    } else if var octets = sides[isRequest.side].block?.octets {
      sides[isRequest.side].block?.octets = []
      payload.append(to: &octets)
      sides[isRequest.side].block?.octets = octets
    }
    guard let block = sides[isRequest.side].block else { return }
    // An attack never ends its block.
    if block.opening.isCut != isCut || block.continuations == HTTP2Block.maximumContinuations &+ 1 {
      violations.note(.continuationFlood, by: role(isRequest), in: place.frame)
    }
    guard header.endsHeaders else { return }
    sides[isRequest.side].block = nil
    decode(block.octets.span, of: block.opening, isRequest, place)
  }

  /// A block's first fragment.
  private mutating func read(
    _ fragment: ByteView, of opening: HTTP2Opening, isWhole: Bool, _ isRequest: Bool, _ place: StreamPlace
  ) {
    if isWhole { return decode(fragment.span, of: opening, isRequest, place) }
    sides[isRequest.side].block = HTTP2Block(opening: opening, octets: fragment.copied())
  }

  /// Takes the padding off (RFC 9113 §6.1). Answers whether there was no more of it than of payload.
  private static func unpad(_ header: HTTP2FrameHeader, _ payload: inout ByteView) -> Bool {
    guard header.isPadded else { return true }
    guard let padding = payload.octet(at: 0), Int(padding) < payload.count else { return false }
    payload = payload.dropping(1).prefix(payload.count &- 1 &- Int(padding))
    return true
  }

  private mutating func losePadded(_ isRequest: Bool, _ place: StreamPlace) {
    violations.note(.badPadding, by: role(isRequest), in: place.frame)
    loseBlock(isRequest)
  }

  private mutating func decode(
    _ block: Span<UInt8>, of opening: HTTP2Opening, _ isRequest: Bool, _ place: StreamPlace
  ) {
    let head = sides[isRequest.side].decoder.decode(block, into: &log)
    count(head, block.count, isRequest)
    if opening.isCut {
      loseBlock(isRequest)
    } else if head.isDamaged {
      sides[isRequest.side].told.hpack.lostBlocks &+= 1
      violations.note(.compressionError, by: role(isRequest), in: place.frame)
    }
    if head.oddities.contains(.headTruncated), head.octets > Self.bombRatio &* block.count {
      violations.note(.headerBomb, by: role(isRequest), in: place.frame)
    }
    if let promised = opening.promised { return promise(promised, head, opening, isRequest, place) }
    var isRequest = isRequest
    if head.isRequest != head.isResponse, !isClientKnown {
      isClientKnown = true
      // Who is the client was a guess, and perhaps a wrong one.
      if head.isRequest != isRequest {
        swapSides()
        isRequest = head.isRequest
      }
    }
    begin(head, opening, isRequest, place)
  }

  private mutating func count(_ head: HTTPHead, _ octets: Int, _ isRequest: Bool) {
    sides[isRequest.side].told.hpack.blocks &+= 1
    sides[isRequest.side].told.hpack.encodedOctets &+= octets
    sides[isRequest.side].told.hpack.fieldOctets &+= head.octets
    sides[isRequest.side].told.hpack.fields &+= head.count
    sides[isRequest.side].told.hpack.neverIndexed &+= head.neverIndexed
    sides[isRequest.side].told.hpack.unresolvedFields &+= head.unresolved
    sides[isRequest.side].told.hpack.tableSize = max(
      sides[isRequest.side].told.hpack.tableSize, sides[isRequest.side].decoder.table.maximum)
  }

  /// A block that decodes to so many times its octets, and to more than is kept, is meant to.
  private static let bombRatio = 64
}
