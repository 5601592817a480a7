/// `flows[].http2`, `flows[].http2_inner[]`.
enum HTTP2Definitions {
  /// All parts of a connection.
  static let all = [text, HTTP2EventDefinitions.text, HTTP2WaitDefinitions.text]

  private static let text = #"""
        "http2": { "description": "Its HTTP/2 connection, the outermost one; absent without any.", "$ref": "#/$defs/http2_session" },
        "http2_inner": {
          "description": "Further connections: those inside tunnels behind the one around them; absent without any.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/http2_session" }
        },
        "http2_session": {
          "description": "An HTTP/2 connection: what is to be told of it beside its exchanges.",
          "type": "object",
          "required": ["start", "streams", "max_concurrent", "settings", "effective_settings", "frames", "sides", "hpack"],
          "$ref": "#/$defs/http2_session_members",
          "unevaluatedProperties": false
        },
        "http2_session_members": {
          "description": "What is told of an HTTP/2 connection.",
          "type": "object",
          "dependentRequired": { "head_of_line": ["head_of_line_total"], "head_of_line_total": ["head_of_line"] },
          "properties": {
            "start": {
              "description": "What showed that it is HTTP/2: the client's preface with nothing before it; what TLS agreed on; an Upgrade of HTTP/1.1; the shape of its frames, as the capture began later.",
              "enum": ["prior_knowledge", "alpn", "upgrade", "frames"]
            },
            "via_exchange": { "description": "The exchange that opened the tunnel it goes through, as a place in http.", "$ref": "#/$defs/count" },
            "streams": {
              "description": "How many streams there were.",
              "type": "object",
              "additionalProperties": false,
              "required": ["opened", "pushed"],
              "properties": {
                "opened": { "description": "Opened by the side that asks.", "$ref": "#/$defs/count" },
                "pushed": { "description": "Promised by the side that answers.", "$ref": "#/$defs/count" }
              }
            },
            "max_concurrent": { "description": "The most streams that were open at once.", "$ref": "#/$defs/count" },
            "max_concurrent_frame": { "description": "The frame that opened the last of them.", "$ref": "#/$defs/frame" },
            "settings": {
              "description": "Each side's SETTINGS frames, without acknowledgements.",
              "type": "object",
              "additionalProperties": false,
              "required": ["client", "server"],
              "properties": {
                "client": { "description": "The client's.", "type": "array", "items": { "$ref": "#/$defs/http2_settings" } },
                "server": { "description": "The server's.", "type": "array", "items": { "$ref": "#/$defs/http2_settings" } }
              }
            },
            "effective_settings": {
              "description": "What each side's settings came to: the last values, and the defaults of what it did not send; of a connection that began before the capture only what was sent.",
              "type": "object",
              "additionalProperties": false,
              "required": ["client", "server"],
              "properties": {
                "client": { "description": "The client's.", "$ref": "#/$defs/http2_values" },
                "server": { "description": "The server's.", "$ref": "#/$defs/http2_values" }
              }
            },
            "frames": {
              "description": "Frames that each side sent, by type.",
              "type": "object",
              "additionalProperties": false,
              "required": ["client", "server"],
              "properties": {
                "client": { "description": "The client's.", "$ref": "#/$defs/http2_frames" },
                "server": { "description": "The server's.", "$ref": "#/$defs/http2_frames" }
              }
            },
            "sides": {
              "description": "Octets that each side sent, and the room it gave.",
              "type": "object",
              "additionalProperties": false,
              "required": ["client", "server"],
              "properties": {
                "client": { "description": "The client.", "$ref": "#/$defs/http2_side" },
                "server": { "description": "The server.", "$ref": "#/$defs/http2_side" }
              }
            },
            "hpack": {
              "description": "Header compression (RFC 7541).",
              "type": "object",
              "additionalProperties": false,
              "required": ["unresolved_fields", "client", "server"],
              "properties": {
                "unresolved_fields": { "description": "Fields that refer to what the capture lacks: their names, their values or both are not known.", "$ref": "#/$defs/count" },
                "client": { "description": "Of the client's header blocks.", "$ref": "#/$defs/http2_compression" },
                "server": { "description": "Of the server's header blocks.", "$ref": "#/$defs/http2_compression" }
              }
            },
            "pings": { "description": "PINGs that are no acknowledgements; absent without any.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/http2_ping" } },
            "resets": { "description": "RST_STREAM frames; absent without any.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/http2_reset" } },
            "goaway": { "description": "GOAWAY frames; absent without any.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/http2_goaway" } },
            "pushes": { "description": "PUSH_PROMISE frames; absent without any.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/http2_push" } },
            "priority_updates": { "description": "PRIORITY and PRIORITY_UPDATE frames; absent without any.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/http2_priority_update" } },
            "services": { "description": "ALTSVC and ORIGIN frames: where else content is to be had; absent without any.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/http2_service" } },
            "unknown_frames": { "description": "Frames of types that no RFC names; absent without any.", "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/http2_unknown_frame" } },
            "flow_control": { "$ref": "#/$defs/http2_flow_control" },
            "head_of_line": {
              "description": "Repairs of loss that streams waited for whose octets were not lost: HTTP/3 would not have made them wait. Absent without any.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/http2_head_of_line" }
            },
            "head_of_line_omitted": { "description": "Repairs beyond those kept; they are in no sum.", "type": "integer", "minimum": 1 },
            "head_of_line_total": { "$ref": "#/$defs/http2_head_of_line_total" },
            "omitted": {
              "description": "Entries of lists beyond those kept, by list; absent when all are kept.",
              "type": "object",
              "minProperties": 1,
              "additionalProperties": false,
              "patternProperties": { "^[a-z_]+$": { "type": "integer", "minimum": 1 } }
            },
            "missing_bytes": { "description": "Octets of it that the capture lacks.", "type": "integer", "minimum": 1 },
            "unread_bytes": { "description": "Octets of which no frame could be made.", "type": "integer", "minimum": 1 }
          }
        },
        "http2_settings": {
          "description": "A SETTINGS frame.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "values"],
          "dependentRequired": { "acknowledged_frame": ["ack_s"], "ack_s": ["acknowledged_frame"] },
          "properties": {
            "frame": { "description": "The frame that carried it.", "$ref": "#/$defs/frame" },
            "time": { "description": "When.", "$ref": "#/$defs/time" },
            "values": { "description": "What it sets; of what it sets twice the last value, which counts.", "$ref": "#/$defs/http2_values" },
            "overridden": {
              "description": "What it sets and sets again; absent as a rule.",
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["name", "value"],
                "properties": {
                  "name": { "description": "The setting, as in values.", "type": "string" },
                  "value": { "description": "The value that does not count.", "$ref": "#/$defs/count" }
                }
              }
            },
            "acknowledged_frame": { "description": "The other side's acknowledgement; absent when none was seen.", "$ref": "#/$defs/frame" },
            "ack_s": { "description": "How long that took.", "$ref": "#/$defs/seconds" }
          }
        },
        "http2_values": {
          "description": "Settings by IANA's names, or by their numbers in hexadecimal.",
          "type": "object",
          "additionalProperties": false,
          "patternProperties": { "^([A-Z][A-Z0-9_]+|0x[0-9a-f]{4})$": { "$ref": "#/$defs/count" } }
        },
        "http2_frames": {
          "description": "Frames by type; those that were not sent are absent.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "DATA": { "description": "RFC 9113 §6.1.", "type": "integer", "minimum": 1 },
            "HEADERS": { "description": "§6.2.", "type": "integer", "minimum": 1 },
            "PRIORITY": { "description": "§6.3.", "type": "integer", "minimum": 1 },
            "RST_STREAM": { "description": "§6.4.", "type": "integer", "minimum": 1 },
            "SETTINGS": { "description": "§6.5, acknowledgements among them.", "type": "integer", "minimum": 1 },
            "PUSH_PROMISE": { "description": "§6.6.", "type": "integer", "minimum": 1 },
            "PING": { "description": "§6.7, acknowledgements among them.", "type": "integer", "minimum": 1 },
            "GOAWAY": { "description": "§6.8.", "type": "integer", "minimum": 1 },
            "WINDOW_UPDATE": { "description": "§6.9.", "type": "integer", "minimum": 1 },
            "CONTINUATION": { "description": "§6.10.", "type": "integer", "minimum": 1 },
            "ALTSVC": { "description": "RFC 7838 §4.", "type": "integer", "minimum": 1 },
            "ORIGIN": { "description": "RFC 8336 §2.", "type": "integer", "minimum": 1 },
            "PRIORITY_UPDATE": { "description": "RFC 9218 §7.1.", "type": "integer", "minimum": 1 },
            "UNKNOWN": { "description": "Types that no RFC names.", "type": "integer", "minimum": 1 }
          }
        },
        "http2_side": {
          "description": "What one side sent.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame_bytes", "data_bytes", "connection_window_bytes", "stream_window_bytes"],
          "properties": {
            "frame_bytes": { "description": "Octets of its frames, their headers included.", "$ref": "#/$defs/count" },
            "data_bytes": { "description": "Octets in its DATA frames, without padding.", "$ref": "#/$defs/count" },
            "padding_bytes": { "description": "Octets of padding.", "type": "integer", "minimum": 1 },
            "connection_window_bytes": { "description": "Room that its WINDOW_UPDATEs gave the connection.", "$ref": "#/$defs/count" },
            "stream_window_bytes": { "description": "Room that they gave streams.", "$ref": "#/$defs/count" },
            "min_window_bytes": { "description": "The least room that the connection's window left it to send; absent where that is not known.", "type": "integer" }
          }
        },
        "http2_compression": {
          "description": "One side's header blocks.",
          "type": "object",
          "additionalProperties": false,
          "required": ["blocks", "bytes", "field_bytes", "fields", "table_size", "table_bytes"],
          "properties": {
            "blocks": { "description": "How many.", "$ref": "#/$defs/count" },
            "bytes": { "description": "Their octets as sent.", "$ref": "#/$defs/count" },
            "field_bytes": { "description": "Octets of the names and values they stand for.", "$ref": "#/$defs/count" },
            "fields": { "description": "Fields, pseudo-header fields among them.", "$ref": "#/$defs/count" },
            "ratio": { "description": "bytes in field_bytes.", "type": "number", "minimum": 0 },
            "never_indexed": { "description": "Fields that no intermediary may put into a table (RFC 7541 §6.2.3).", "type": "integer", "minimum": 1 },
            "unresolved_fields": { "description": "Fields that refer to what the capture lacks.", "type": "integer", "minimum": 1 },
            "lost_blocks": { "description": "Blocks that were lost, or could not be decoded.", "type": "integer", "minimum": 1 },
            "table_size": { "description": "The largest size its dynamic table was given (RFC 7541 §6.3).", "$ref": "#/$defs/count" },
            "table_bytes": { "description": "Octets in the table at the end, as RFC 7541 §4.1 counts them.", "$ref": "#/$defs/count" }
          }
        }
    """#
}
