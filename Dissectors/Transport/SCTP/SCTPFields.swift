public import Dissection
public import Octets
public import PacketModel

extension SCTPLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("source_port", sourcePort, 0..<2)
    fields.number("destination_port", destinationPort, 2..<4)
    fields.number("verification_tag", verificationTag, 4..<8)
    fields.checksum("checksum", checksum, TransportChecksum.verify(header, payload, .sctp, facts), 8..<12)
    fields.list("chunks", chunks(payload, at: header.count, base: fields.base), header.count..<header.count + payload.count)
  }

  /// RFC 9260 §3.2: type, flags, length, value, padding up to a multiple of four.
  private func chunks(_ payload: ByteView, at place: Int, base: Int) -> [FieldValue] {
    var chunks: [FieldValue] = []
    var index = 0
    while index + 4 <= payload.count {
      let start = place + index
      let type = SCTPChunkType(rawValue: payload.uint8(at: index))
      let flags = payload.uint8(at: index + 1)
      let length = Int(payload.uint16(at: index + 2))
      var chunk = FieldWriter(base: base)
      chunk.number("type", type.rawValue, start..<start + 1, name: type.name)
      chunk.number("flags", flags, start + 1..<start + 2)
      chunk.number("length", length, start + 2..<start + 4)
      if length < 4 || index + length > payload.wireCount {
        chunk.text("malformed", length < 4 ? "length below 4" : "length beyond the packet", start + 2..<start + 4)
        chunks.append(.fields(chunk.fields))
        break
      }
      describe(type, flags, payload.dropping(index + 4).prefix(length - 4), at: start + 4, to: &chunk)
      chunks.append(.fields(chunk.fields))
      index += (length + 3) & ~3
    }
    return chunks
  }

  private func describe(_ type: SCTPChunkType, _ flags: UInt8, _ value: ByteView, at place: Int, to chunk: inout FieldWriter) {
    var cursor = FieldCursor(at: place)
    switch type {
    case .data, .interleavedData:
      chunk.flag("immediate", flags & 8 != 0, place - 3..<place - 2)
      chunk.flag("unordered", flags & 4 != 0, place - 3..<place - 2)
      chunk.flag("beginning_fragment", flags & 2 != 0, place - 3..<place - 2)
      chunk.flag("ending_fragment", flags & 1 != 0, place - 3..<place - 2)
      cursor.number("tsn", 4, of: value, to: &chunk)
      cursor.number("stream_identifier", 2, of: value, to: &chunk)
      if type == .data {
        cursor.number("stream_sequence_number", 2, of: value, to: &chunk)
        cursor.number("payload_protocol_identifier", 4, of: value, to: &chunk) { SCTPChunkType.payloadProtocols[$0] }
      } else {
        _ = cursor.take(2, of: value)
        cursor.number("message_identifier", 4, of: value, to: &chunk)
        // RFC 8260 §2.1: the payload's protocol in a first fragment, the fragment's number in others.
        let name = flags & 2 != 0 ? "payload_protocol_identifier" : "fragment_sequence_number"
        cursor.number(name, 4, of: value, to: &chunk)
      }
    case .initiation, .initiationAcknowledgment:
      cursor.number("initiate_tag", 4, of: value, to: &chunk)
      cursor.number("advertised_receiver_window_credit", 4, of: value, to: &chunk)
      cursor.number("number_of_outbound_streams", 2, of: value, to: &chunk)
      cursor.number("number_of_inbound_streams", 2, of: value, to: &chunk)
      cursor.number("initial_tsn", 4, of: value, to: &chunk)
    case .selectiveAcknowledgment:
      selectiveAcknowledgment(value, &cursor, to: &chunk)
    case .shutdown:
      cursor.number("cumulative_tsn_ack", 4, of: value, to: &chunk)
    case .forwardTSN:
      cursor.number("new_cumulative_tsn", 4, of: value, to: &chunk)
    case .abort, .error:
      cursor.number("cause_code", 2, of: value, to: &chunk)
      cursor.number("cause_length", 2, of: value, to: &chunk)
    default: break
    }
  }

  private func selectiveAcknowledgment(_ value: ByteView, _ cursor: inout FieldCursor, to chunk: inout FieldWriter) {
    cursor.number("cumulative_tsn_ack", 4, of: value, to: &chunk)
    cursor.number("advertised_receiver_window_credit", 4, of: value, to: &chunk)
    let gaps = cursor.number("number_of_gap_ack_blocks", 2, of: value, to: &chunk) ?? 0
    let duplicates = cursor.number("number_of_duplicate_tsns", 2, of: value, to: &chunk) ?? 0
    var blocks: [FieldValue] = []
    var first = cursor.index
    while blocks.count < Int(gaps), cursor.index + 4 <= value.count {
      var block = FieldWriter(base: chunk.base)
      cursor.number("start", 2, of: value, to: &block)
      cursor.number("end", 2, of: value, to: &block)
      blocks.append(.fields(block.fields))
    }
    if !blocks.isEmpty { chunk.list("gap_ack_blocks", blocks, cursor.place + first..<cursor.place + cursor.index) }
    var numbers: [FieldValue] = []
    first = cursor.index
    while numbers.count < Int(duplicates), cursor.index + 4 <= value.count {
      numbers.append(.number(UInt64(value.uint32(at: cursor.index))))
      _ = cursor.take(4, of: value)
    }
    if !numbers.isEmpty { chunk.list("duplicate_tsns", numbers, cursor.place + first..<cursor.place + cursor.index) }
  }
}
