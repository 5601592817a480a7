import ApplicationModel
import PacketModel

/// Writes what passed on an HTTP/2 connection beside its exchanges, frame by frame.
enum HTTP2RecordEvents {
  typealias Context = ApplicationRecord.Context

  static func write(_ account: HTTP2Account, _ context: Context, to json: inout JSONWriter) {
    let session = account.session
    list("pings", session.pings, to: &json) { ping, json in
      place(ping.point, ping.sender, context, to: &json)
      json.member("opaque", hexadecimal: octets(ping.opaque))
      guard let acknowledged = ping.acknowledged else { return }
      json.member("acknowledged_frame", acknowledged.frame)
      json.member("rtt_s", nanoseconds: acknowledged.time.nanoseconds(since: ping.point.time))
    }
    list("resets", session.resets, to: &json) { reset, json in
      place(reset.point, reset.sender, context, to: &json)
      json.member("stream", reset.stream)
      code(reset.code, to: &json)
    }
    list("goaway", session.goAways, to: &json) { goAway, json in
      place(goAway.point, goAway.sender, context, to: &json)
      json.member("last_stream", goAway.lastStream)
      code(goAway.code, to: &json)
      guard goAway.debugOctets > 0 else { return }
      json.member("debug", octets: NetworkText.preview(goAway.debug, of: goAway.debugOctets))
      json.member("debug_bytes", goAway.debugOctets)
    }
    list("pushes", session.pushes, to: &json) { push, json in
      json.member("frame", push.point.frame)
      json.member("time", push.point.time)
      json.member("parent", push.parent)
      json.member("stream", push.stream)
      json.member("exchange", account.exchanges[push.stream])
    }
    list("priority_updates", session.priorityUpdates, to: &json) { update, json in
      place(update.point, update.sender, context, to: &json)
      json.member("stream", update.stream)
      priority(update.priority, to: &json)
    }
    list("services", session.services, to: &json) { service, json in
      place(service.point, service.sender, context, to: &json)
      json.member("kind", word: service.kind.rawValue)
      json.member("stream", service.stream)
      if !service.origin.isEmpty { json.member("origin", octets: service.origin[...]) }
      if !service.value.isEmpty { json.member("value", octets: service.value[...]) }
    }
    list("unknown_frames", session.unknownFrames, to: &json) { frame, json in
      place(frame.point, frame.sender, context, to: &json)
      json.member("type", Int(frame.type))
      json.member("flags", Int(frame.flags))
      json.member("stream", frame.stream)
      json.member("bytes", frame.octets)
    }
  }

  // MARK: - Parts

  static func place(_ point: StreamPoint, _ sender: Endpoint, _ context: Context, to json: inout JSONWriter) {
    json.member("frame", point.frame)
    json.member("time", point.time)
    json.member("sender", word: context.name(sender))
  }

  /// A code without a name has its number only.
  static func code(_ code: HTTP2ErrorCode, to json: inout JSONWriter) {
    json.member("code", word: code.name)
    json.member("code_id", Int(code.rawValue))
  }

  static func priority(_ priority: HTTP2Priority, to json: inout JSONWriter) {
    switch priority {
    case .tree(let dependency, let weight, let isExclusive):
      json.member("weight", weight)
      json.member("depends_on", dependency)
      json.member("exclusive", isExclusive)
    case .field(let field):
      let read = ExtensiblePriority(field)
      json.member("urgency", read.urgency)
      json.member("incremental", read.isIncremental)
    }
  }

  private static func octets(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
  }

  private static func list<Value>(
    _ key: String, _ values: [Value], to json: inout JSONWriter, _ write: (Value, inout JSONWriter) -> Void
  ) {
    guard !values.isEmpty else { return }
    json.array(key) { json in
      for value in values { json.object { write(value, &$0) } }
    }
  }
}
