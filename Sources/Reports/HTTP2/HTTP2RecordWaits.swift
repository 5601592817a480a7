import ApplicationModel
import Flows
import PacketModel

/// Writes what held an HTTP/2 connection's streams up: windows without room, and losses that were not theirs.
enum HTTP2RecordWaits {
  typealias Context = ApplicationRecord.Context

  static func write(_ account: HTTP2Account, _ context: Context, to json: inout JSONWriter) {
    flowControl(account, context, to: &json)
    headOfLine(account, context, to: &json)
  }

  // MARK: - Flow control

  private static func flowControl(_ account: HTTP2Account, _ context: Context, to json: inout JSONWriter) {
    let model = account.session.flowControl
    guard !model.waits.isEmpty || model.omittedWaits > 0 else { return }
    json.object("flow_control") { json in
      json.member("wait_s", nanoseconds: account.flowControl.delay)
      json.array("streams") { json in
        for (key, cost) in account.flowControl.sorted {
          json.object { json in
            json.member("stream", key.stream)
            json.member("sender", word: context.name(key.sender))
            json.member("waits", cost.waits)
            json.member("wait_s", nanoseconds: cost.spans.total)
          }
        }
      }
      json.array("waits") { json in
        for wait in model.waits { json.object { write(wait, context, to: &$0) } }
      }
      json.member("waits_omitted", unlessZero: model.omittedWaits)
    }
  }

  private static func write(_ wait: HTTP2FlowControl.Wait, _ context: Context, to json: inout JSONWriter) {
    json.member("stream", wait.stream)
    json.member("sender", word: context.name(wait.sender))
    json.member("window", word: wait.window.rawValue)
    json.member("exhausted_frame", wait.exhausted.frame)
    json.member("reopened_frame", wait.reopened.frame)
    json.member("reopened_time", wait.reopened.time)
    json.member("wait_s", nanoseconds: wait.delay)
  }

  // MARK: - Head of line

  private static func headOfLine(_ account: HTTP2Account, _ context: Context, to json: inout JSONWriter) {
    let found = account.headOfLine
    let omitted = account.session.headOfLine.omittedEvents
    if !found.events.isEmpty {
      json.array("head_of_line") { json in
        for event in found.events { json.object { write(event, context, to: &$0) } }
      }
    }
    json.member("head_of_line_omitted", unlessZero: omitted)
    guard !found.events.isEmpty else { return }
    json.object("head_of_line_total") { json in
      json.member("delay_s", nanoseconds: found.delay)
      json.member("bytes", found.octets)
      json.member("events", found.events.count)
      json.array("streams") { json in
        for (stream, cost) in found.sorted {
          json.object { json in
            json.member("stream", stream)
            json.member("delay_s", nanoseconds: cost.spans.total)
            json.member("bytes", cost.octets)
            json.member("events", cost.events)
          }
        }
      }
    }
  }

  private static func write(_ event: HeadOfLineAccount.Event, _ context: Context, to json: inout JSONWriter) {
    let model = event.model
    HTTP2RecordEvents.place(model.point, model.sender, context, to: &json)
    json.member("cause", word: event.cause?.name)
    json.member("basis", word: event.basis.rawValue)
    json.member("bytes", model.range.count)
    json.array("lost_streams") { json in
      for stream in model.lost { json.element(stream) }
    }
    json.array("held") { json in
      for held in model.held {
        json.object { json in
          json.member("stream", held.stream)
          json.member("frame", held.first.frame)
          json.member("time", held.first.time)
          json.member("bytes", held.octets)
          json.member("delay_s", nanoseconds: held.delay)
        }
      }
    }
    json.member("held_omitted", unlessZero: model.omittedHeld)
  }
}
