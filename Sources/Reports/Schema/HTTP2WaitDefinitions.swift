/// What held an HTTP/2 connection's streams up.
enum HTTP2WaitDefinitions {
  static let text = #"""
        "http2_flow_control": {
          "description": "Streams that stood still because the receiver had given no more room (RFC 9113 §5.2), not because their sender had nothing to say; absent without any.",
          "type": "object",
          "additionalProperties": false,
          "required": ["wait_s", "streams", "waits"],
          "properties": {
            "wait_s": { "description": "The sum of the streams' waits.", "$ref": "#/$defs/seconds" },
            "streams": {
              "description": "Streams that waited, by who could not send.",
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["stream", "sender", "waits", "wait_s"],
                "properties": {
                  "stream": { "description": "The stream.", "$ref": "#/$defs/count" },
                  "sender": { "description": "Who could not send.", "$ref": "#/$defs/side" },
                  "waits": { "description": "How often.", "$ref": "#/$defs/count" },
                  "wait_s": { "description": "How long, each moment once.", "$ref": "#/$defs/seconds" }
                }
              }
            },
            "waits": { "description": "Each wait, in the order of their ends.", "type": "array", "items": { "$ref": "#/$defs/http2_wait" } },
            "waits_omitted": { "description": "Waits beyond those kept; they are in no sum.", "type": "integer", "minimum": 1 }
          }
        },
        "http2_wait": {
          "description": "A wait for room.",
          "type": "object",
          "additionalProperties": false,
          "required": ["stream", "sender", "window", "exhausted_frame", "reopened_frame", "reopened_time", "wait_s"],
          "properties": {
            "stream": { "description": "The stream that waited.", "$ref": "#/$defs/count" },
            "sender": { "description": "Who could not send.", "$ref": "#/$defs/side" },
            "window": { "description": "Which window had no room.", "enum": ["stream", "connection"] },
            "exhausted_frame": { "description": "The DATA that used it up.", "$ref": "#/$defs/frame" },
            "reopened_frame": { "description": "The WINDOW_UPDATE or SETTINGS that opened it again.", "$ref": "#/$defs/frame" },
            "reopened_time": { "description": "When that was.", "$ref": "#/$defs/time" },
            "wait_s": { "description": "How long the stream waited: from when it could have sent again, as far as is known.", "$ref": "#/$defs/seconds" }
          }
        },
        "http2_head_of_line": {
          "description": "A segment that repaired a loss, and the streams whose octets had come behind it and waited for it.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender", "basis", "bytes", "lost_streams", "held"],
          "properties": {
            "frame": { "description": "The segment that filled the hole.", "$ref": "#/$defs/frame" },
            "time": { "description": "When it came.", "$ref": "#/$defs/time" },
            "sender": { "$ref": "#/$defs/side" },
            "cause": {
              "description": "What it is among tcp's events; absent where there is none of it.",
              "enum": ["retransmission", "out_of_order", "network_duplicate", "capture_duplicate"]
            },
            "basis": { "description": "What shows that the receiver waited: octets behind the hole were captured before it was filled; or both transmissions were captured, and the second one was needed.", "enum": ["hole", "retransmission"] },
            "bytes": { "description": "Octets of HTTP/2 that were repaired.", "$ref": "#/$defs/count" },
            "lost_streams": { "description": "The streams they belong to; 0 is the connection itself.", "type": "array", "items": { "$ref": "#/$defs/count" } },
            "held": {
              "description": "Other streams, in the order in which they were held.",
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["stream", "frame", "time", "bytes", "delay_s"],
                "properties": {
                  "stream": { "description": "The stream.", "$ref": "#/$defs/count" },
                  "frame": { "description": "The frame of the first of its octets that waited.", "$ref": "#/$defs/frame" },
                  "time": { "description": "When that came.", "$ref": "#/$defs/time" },
                  "bytes": { "description": "Octets of its frames that waited.", "$ref": "#/$defs/count" },
                  "delay_s": { "description": "From there to the repair.", "$ref": "#/$defs/seconds" }
                }
              }
            },
            "held_omitted": { "description": "Streams beyond those listed; they are in no sum.", "type": "integer", "minimum": 1 }
          }
        },
        "http2_head_of_line_total": {
          "description": "What that cost the connection's streams together; absent when nothing.",
          "type": "object",
          "additionalProperties": false,
          "required": ["delay_s", "bytes", "events", "streams"],
          "properties": {
            "delay_s": { "description": "The sum of what its streams were held, each stream's moments once.", "$ref": "#/$defs/seconds" },
            "bytes": { "description": "Octets that waited.", "$ref": "#/$defs/count" },
            "events": { "description": "Repairs that streams waited for.", "type": "integer", "minimum": 1 },
            "streams": {
              "description": "Each stream that waited.",
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["stream", "delay_s", "bytes", "events"],
                "properties": {
                  "stream": { "description": "The stream.", "$ref": "#/$defs/count" },
                  "delay_s": { "description": "How long it was held, each moment once.", "$ref": "#/$defs/seconds" },
                  "bytes": { "description": "Octets of its frames that waited.", "$ref": "#/$defs/count" },
                  "events": { "description": "Repairs it waited for.", "type": "integer", "minimum": 1 }
                }
              }
            }
          }
        }
    """#
}
