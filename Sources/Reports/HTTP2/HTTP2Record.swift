import ApplicationModel
import Flows
import PacketModel

/// Writes an HTTP/2 connection (`http2`, `http2_inner[]`): what its ends agreed on, what passed beside its exchanges, and what
/// held its streams up.
enum HTTP2Record {
  typealias Context = ApplicationRecord.Context

  /// A flow's own connection, and those inside its tunnels.
  static func write(_ accounts: [Int: HTTP2Account], _ context: Context, to json: inout JSONWriter) {
    let accounts = accounts.values.sorted { $0.number < $1.number }
    guard let outermost = accounts.first else { return }
    json.object("http2") { write(outermost, context, to: &$0) }
    guard accounts.count > 1 else { return }
    json.array("http2_inner") { json in
      for account in accounts.dropFirst() { json.object { write(account, context, to: &$0) } }
    }
  }

  /// Writes a connection's members into an object already open.
  static func write(_ account: HTTP2Account, _ context: Context, to json: inout JSONWriter) {
    let session = account.session
    json.member("start", word: session.start.rawValue)
    json.member("via_exchange", account.tunnel)
    json.object("streams") { json in
      json.member("opened", session.openedStreams)
      json.member("pushed", session.pushedStreams)
    }
    json.member("max_concurrent", session.maximumConcurrent)
    if session.maximumConcurrentFrame > 0 { json.member("max_concurrent_frame", session.maximumConcurrentFrame) }
    bySide("settings", context, "[", to: &json) { isClient, json in settings(session.side(isClient: isClient), to: &json) }
    bySide("effective_settings", context, "{", to: &json) { isClient, json in
      effective(session, isClient: isClient, to: &json)
    }
    HTTP2RecordSides.write(session, context, to: &json)
    HTTP2RecordEvents.write(account, context, to: &json)
    HTTP2RecordWaits.write(account, context, to: &json)
    omitted(session.omitted, to: &json)
    json.member("missing_bytes", unlessZero: session.missingOctets)
    json.member("unread_bytes", unlessZero: session.unreadOctets)
  }

  /// An object of the flow's two sides; `body` is told whether the side is the one who asks.
  static func bySide(
    _ key: String, _ context: Context, _ bracket: Unicode.Scalar, to json: inout JSONWriter,
    _ body: (_ isClient: Bool, _ json: inout JSONWriter) -> Void
  ) {
    json.object(key) { json in
      for (name, isClient) in [("client", !context.isReversed), ("server", context.isReversed)] {
        if bracket == "[" {
          json.array(name) { body(isClient, &$0) }
        } else {
          json.object(name) { body(isClient, &$0) }
        }
      }
    }
  }

  // MARK: - Settings

  private static func settings(_ side: HTTP2Session.Side, to json: inout JSONWriter) {
    for settings in side.settings {
      json.object { json in
        json.member("frame", settings.point.frame)
        json.member("time", settings.point.time)
        json.object("values") { values(settings.values, to: &$0) }
        overridden(settings.values, to: &json)
        guard let acknowledged = settings.acknowledged else { return }
        json.member("acknowledged_frame", acknowledged.frame)
        json.member("ack_s", nanoseconds: acknowledged.time.nanoseconds(since: settings.point.time))
      }
    }
  }

  /// Of a setting that is there several times, the last value: it is what counts (RFC 9113 §6.5.3).
  private static func values(_ settings: [HTTP2Settings.Setting], to json: inout JSONWriter) {
    for (index, setting) in settings.enumerated() where !settings[(index + 1)...].contains(where: { $0.id == setting.id }) {
      json.member(setting.title, Int(setting.value))
    }
  }

  private static func overridden(_ settings: [HTTP2Settings.Setting], to json: inout JSONWriter) {
    let earlier = settings.enumerated().filter { index, setting in
      settings[(index + 1)...].contains { $0.id == setting.id }
    }
    guard !earlier.isEmpty else { return }
    json.array("overridden") { json in
      for (_, setting) in earlier {
        json.object { json in
          json.member("name", word: setting.title)
          json.member("value", Int(setting.value))
        }
      }
    }
  }

  private static func effective(_ session: HTTP2Session, isClient: Bool, to json: inout JSONWriter) {
    for setting in session.effectiveSettings(ofClient: isClient) { json.member(setting.title, Int(setting.value)) }
  }

  // MARK: - What was left out

  private static func omitted(_ omitted: [String: Int], to json: inout JSONWriter) {
    let lists = omitted.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    guard !lists.isEmpty else { return }
    json.object("omitted") { json in
      for (list, count) in lists { json.member(list, count) }
    }
  }
}

extension HTTP2Session {
  /// What a side's settings came to, in the order of their numbers: what it sent last, and the defaults of what it did not send
  /// (RFC 9113 §6.5.2). Of a connection that began before the capture the defaults are not known to hold.
  func effectiveSettings(ofClient isClient: Bool) -> [HTTP2Settings.Setting] {
    var values: [UInt16: UInt32] = [:]
    if start != .frames {
      values = [1: 4096, 4: 65_535, 5: 16_384]
      if isClient { values[2] = 1 }
    }
    for settings in side(isClient: isClient).settings {
      for setting in settings.values { values[setting.id] = setting.value }
    }
    return values.sorted { $0.key < $1.key }.map { HTTP2Settings.Setting(id: $0.key, value: $0.value) }
  }
}
