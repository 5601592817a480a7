/// What passed on an HTTP/2 connection beside its exchanges.
enum HTTP2EventDefinitions {
  static let text = #"""
        "http2_code": { "description": "An error code by IANA's name; absent when it has none.", "type": "string", "pattern": "^[A-Z][A-Z0-9_]+$" },
        "http2_code_id": { "description": "The error code.", "type": "integer", "minimum": 0, "maximum": 4294967295 },
        "http2_ping": {
          "description": "A PING, and its acknowledgement.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender", "opaque"],
          "dependentRequired": { "acknowledged_frame": ["rtt_s"], "rtt_s": ["acknowledged_frame"] },
          "properties": {
            "frame": { "description": "The frame that carried it.", "$ref": "#/$defs/frame" },
            "time": { "description": "When.", "$ref": "#/$defs/time" },
            "sender": { "$ref": "#/$defs/side" },
            "opaque": { "description": "Its eight octets in hexadecimal.", "type": "string", "pattern": "^[0-9a-f]{16}$" },
            "acknowledged_frame": { "description": "The acknowledgement; absent when none was seen.", "$ref": "#/$defs/frame" },
            "rtt_s": { "description": "How long that took: the round trip from here, and what the other side needed.", "$ref": "#/$defs/seconds" }
          }
        },
        "http2_reset": {
          "description": "A RST_STREAM.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender", "stream", "code_id"],
          "properties": {
            "frame": { "description": "The frame that carried it.", "$ref": "#/$defs/frame" },
            "time": { "description": "When.", "$ref": "#/$defs/time" },
            "sender": { "$ref": "#/$defs/side" },
            "stream": { "description": "The stream it ends.", "$ref": "#/$defs/count" },
            "code": { "$ref": "#/$defs/http2_code" },
            "code_id": { "$ref": "#/$defs/http2_code_id" }
          }
        },
        "http2_goaway": {
          "description": "A GOAWAY.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender", "last_stream", "code_id"],
          "dependentRequired": { "debug": ["debug_bytes"], "debug_bytes": ["debug"] },
          "properties": {
            "frame": { "description": "The frame that carried it.", "$ref": "#/$defs/frame" },
            "time": { "description": "When.", "$ref": "#/$defs/time" },
            "sender": { "$ref": "#/$defs/side" },
            "last_stream": { "description": "The highest stream that its sender may have worked on.", "$ref": "#/$defs/count" },
            "code": { "$ref": "#/$defs/http2_code" },
            "code_id": { "$ref": "#/$defs/http2_code_id" },
            "debug": { "description": "The first of its debug data; absent without any.", "type": "string" },
            "debug_bytes": { "description": "Octets of its debug data.", "type": "integer", "minimum": 1 }
          }
        },
        "http2_push": {
          "description": "A PUSH_PROMISE.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "parent", "stream"],
          "properties": {
            "frame": { "description": "The frame that carried it.", "$ref": "#/$defs/frame" },
            "time": { "description": "When.", "$ref": "#/$defs/time" },
            "parent": { "description": "The stream it was sent on.", "$ref": "#/$defs/count" },
            "stream": { "description": "The stream it promises.", "$ref": "#/$defs/count" },
            "exchange": { "description": "The promised stream's exchange, as a place in http.", "$ref": "#/$defs/count" }
          }
        },
        "http2_priority_update": {
          "description": "A PRIORITY_UPDATE, or a PRIORITY of the older scheme.",
          "type": "object",
          "required": ["frame", "time", "sender", "stream"],
          "$ref": "#/$defs/http2_priority_members",
          "properties": {
            "frame": { "description": "The frame that carried it.", "$ref": "#/$defs/frame" },
            "time": { "description": "When.", "$ref": "#/$defs/time" },
            "sender": { "$ref": "#/$defs/side" },
            "stream": { "description": "The stream it is about.", "$ref": "#/$defs/count" }
          },
          "unevaluatedProperties": false
        },
        "http2_priority": {
          "description": "A request's priority, in the scheme of HEADERS, of the priority field, or in both.",
          "type": "object",
          "minProperties": 1,
          "$ref": "#/$defs/http2_priority_members",
          "unevaluatedProperties": false
        },
        "http2_priority_members": {
          "description": "A priority.",
          "type": "object",
          "dependentRequired": { "weight": ["depends_on", "exclusive"], "urgency": ["incremental"] },
          "properties": {
            "weight": { "description": "Its share among those that depend on the same stream (RFC 7540 §5.3.2).", "type": "integer", "minimum": 1, "maximum": 256 },
            "depends_on": { "description": "The stream that goes before it; 0 for none.", "$ref": "#/$defs/count" },
            "exclusive": { "description": "Whether those that depended on that stream now depend on this one.", "type": "boolean" },
            "urgency": { "description": "From 0, the most urgent, to 7 (RFC 9218 §4.1); 3 when it is not said.", "type": "integer", "minimum": 0, "maximum": 7 },
            "incremental": { "description": "Whether parts of the response are of use by themselves (§4.2).", "type": "boolean" }
          }
        },
        "http2_service": {
          "description": "An ALTSVC or ORIGIN frame; of the latter an entry for each origin.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender", "kind", "stream"],
          "properties": {
            "frame": { "description": "The frame that carried it.", "$ref": "#/$defs/frame" },
            "time": { "description": "When.", "$ref": "#/$defs/time" },
            "sender": { "$ref": "#/$defs/side" },
            "kind": { "description": "Which of the two.", "enum": ["altsvc", "origin"] },
            "stream": { "description": "The stream it came on.", "$ref": "#/$defs/count" },
            "origin": { "description": "The origin, as sent.", "type": "string", "minLength": 1 },
            "value": { "description": "What an Alt-Svc field would say, as sent.", "type": "string", "minLength": 1 }
          }
        },
        "http2_unknown_frame": {
          "description": "A frame of a type that no RFC names: an extension, or GREASE.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender", "type", "flags", "stream", "bytes"],
          "properties": {
            "frame": { "description": "The frame that carried it.", "$ref": "#/$defs/frame" },
            "time": { "description": "When.", "$ref": "#/$defs/time" },
            "sender": { "$ref": "#/$defs/side" },
            "type": { "description": "Its type.", "type": "integer", "minimum": 0, "maximum": 255 },
            "flags": { "description": "Its flags.", "type": "integer", "minimum": 0, "maximum": 255 },
            "stream": { "description": "Its stream.", "$ref": "#/$defs/count" },
            "bytes": { "description": "Octets of its payload.", "$ref": "#/$defs/count" }
          }
        }
    """#
}
