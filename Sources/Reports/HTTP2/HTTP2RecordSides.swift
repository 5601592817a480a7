import ApplicationModel

/// Writes what each side of an HTTP/2 connection sent: frames by type, octets, windows, header blocks.
enum HTTP2RecordSides {
  typealias Context = ApplicationRecord.Context

  static func write(_ session: HTTP2Session, _ context: Context, to json: inout JSONWriter) {
    HTTP2Record.bySide("frames", context, "{", to: &json) { isClient, json in
      for (name, count) in session.side(isClient: isClient).frames.named { json.member(name, unlessZero: count) }
    }
    HTTP2Record.bySide("sides", context, "{", to: &json) { isClient, json in
      write(session.side(isClient: isClient), to: &json)
    }
    json.object("hpack") { json in
      let sides =
        context.isReversed ? (session.server.hpack, session.client.hpack) : (session.client.hpack, session.server.hpack)
      json.member("unresolved_fields", sides.0.unresolvedFields &+ sides.1.unresolvedFields)
      json.object("client") { write(sides.0, to: &$0) }
      json.object("server") { write(sides.1, to: &$0) }
    }
  }

  private static func write(_ side: HTTP2Session.Side, to json: inout JSONWriter) {
    json.member("frame_bytes", side.frameOctets)
    json.member("data_bytes", side.dataOctets)
    json.member("padding_bytes", unlessZero: side.paddingOctets)
    json.member("connection_window_bytes", side.connectionIncrement)
    json.member("stream_window_bytes", side.streamIncrement)
    json.member("min_window_bytes", side.minimumWindow)
  }

  private static func write(_ hpack: HTTP2Compression, to json: inout JSONWriter) {
    json.member("blocks", hpack.blocks)
    json.member("bytes", hpack.encodedOctets)
    json.member("field_bytes", hpack.fieldOctets)
    json.member("fields", hpack.fields)
    if hpack.fieldOctets > 0 { json.member("ratio", share: Int64(hpack.encodedOctets), of: Int64(hpack.fieldOctets)) }
    json.member("never_indexed", unlessZero: hpack.neverIndexed)
    json.member("unresolved_fields", unlessZero: hpack.unresolvedFields)
    json.member("lost_blocks", unlessZero: hpack.lostBlocks)
    json.member("table_size", hpack.tableSize)
    json.member("table_bytes", hpack.tableOctets)
  }
}

extension HTTP2FrameCounts {
  /// By the names of RFC 9113 §6, and of the RFCs that add to it, in the order of their numbers.
  var named: [(name: String, count: Int)] {
    [
      ("DATA", data), ("HEADERS", headers), ("PRIORITY", priority), ("RST_STREAM", rstStream), ("SETTINGS", settings),
      ("PUSH_PROMISE", pushPromise), ("PING", ping), ("GOAWAY", goAway), ("WINDOW_UPDATE", windowUpdate),
      ("CONTINUATION", continuation), ("ALTSVC", altSvc), ("ORIGIN", origin), ("PRIORITY_UPDATE", priorityUpdate),
      ("UNKNOWN", unknown),
    ]
  }
}
