/// `flows[].http[]`.
enum HTTPDefinitions {
  static let text = own + ",\n" + GRPCDefinitions.text

  private static let own = #"""
        "http": {
          "description": "Its HTTP exchanges: those of a tunnel behind those of the connection it goes through; absent without any.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/http_exchange" }
        },
        "http_exchange": {
          "description": "A request and what came back.",
          "type": "object",
          "required": ["version"],
          "$ref": "#/$defs/http_exchange_members",
          "unevaluatedProperties": false
        },
        "http_exchange_members": {
          "description": "What is told of an exchange; together with its version, at least one of its messages.",
          "type": "object",
          "if": { "required": ["version"] },
          "then": { "anyOf": [{ "required": ["request"] }, { "required": ["response"] }, { "required": ["interim"] }] },
          "allOf": [
            {
              "if": { "not": { "required": ["stream"] } },
              "then": {
                "properties": { "request": { "required": ["method", "target"] } },
                "not": { "anyOf": [{ "required": ["pushed_by"] }, { "required": ["reset"] }, { "required": ["priority"] }] }
              }
            }
          ],
          "dependentRequired": { "upgrade": ["tunnel"] },
          "properties": {
            "version": { "$ref": "#/$defs/http_version" },
            "stream": { "description": "HTTP/2's stream.", "$ref": "#/$defs/count" },
            "pushed_by": {
              "description": "The stream whose PUSH_PROMISE brought the request; absent when the client sent it.",
              "type": "object",
              "additionalProperties": false,
              "required": ["stream"],
              "properties": {
                "stream": { "description": "That stream.", "$ref": "#/$defs/count" },
                "exchange": { "description": "Its exchange, as a place in this list.", "$ref": "#/$defs/count" }
              }
            },
            "reset": {
              "description": "The RST_STREAM that ended it; absent without one.",
              "type": "object",
              "additionalProperties": false,
              "required": ["frame", "time", "sender", "code_id"],
              "properties": {
                "frame": { "description": "The frame that carried it.", "$ref": "#/$defs/frame" },
                "time": { "description": "When.", "$ref": "#/$defs/time" },
                "sender": { "$ref": "#/$defs/side" },
                "code": { "$ref": "#/$defs/http2_code" },
                "code_id": { "$ref": "#/$defs/http2_code_id" }
              }
            },
            "priority": { "$ref": "#/$defs/http2_priority" },
            "request": { "$ref": "#/$defs/http_request" },
            "interim": {
              "description": "Responses with status 1xx before the last; absent without any.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/http_interim" }
            },
            "response": { "$ref": "#/$defs/http_response" },
            "timing": { "$ref": "#/$defs/http_timing" },
            "grpc": { "$ref": "#/$defs/grpc_call" },
            "upgrade": { "description": "The protocol the connection was upgraded to, by its token.", "type": "string" },
            "tunnel": {
              "description": "What the connection became with this exchange.",
              "type": "object",
              "additionalProperties": false,
              "required": ["bytes"],
              "properties": {
                "authority": { "description": "Of a CONNECT: where it leads.", "type": "string", "minLength": 1 },
                "protocol": { "description": "What was recognised inside.", "$ref": "#/$defs/slug" },
                "bytes": { "description": "Octets that passed since.", "$ref": "#/$defs/counts_by_side" }
              }
            },
            "via_exchange": { "description": "The exchange that opened the tunnel this one went through, as a place in this list.", "$ref": "#/$defs/count" },
            "early": { "description": "The response began before the request had ended.", "const": true },
            "unpaired": {
              "description": "Why one of the two is missing or incomplete: the capture lacks octets; it began or ended meanwhile; the connection ended without response; nobody asked; octets that are no HTTP stood between.",
              "enum": ["gap", "capture_started", "capture_ended", "no_response", "no_request", "malformed"]
            }
          }
        },
        "http_version": { "description": "An HTTP version.", "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?$" },
        "http_request": {
          "description": "The request.",
          "type": "object",
          "required": ["frame", "last_frame", "time", "headers", "body_bytes", "wire_body_bytes", "complete"],
          "$ref": "#/$defs/http_message_members",
          "properties": {
            "method": { "description": "As sent; absent where HTTP/2's header compression hides it.", "type": "string" },
            "target": { "description": "As sent, without secrets; absent where HTTP/2's header compression hides it, or its CONNECT has none.", "type": "string" },
            "authority": { "description": "Whom it is for: host and port as sent; absent when it names nobody.", "type": "string", "minLength": 1 },
            "scheme": { "description": "The scheme it goes by; absent for CONNECT, and where it is not known.", "type": "string", "minLength": 1 },
            "protocol": { "description": "Of HTTP/2's extended CONNECT (RFC 8441): what is to be spoken, as sent.", "type": "string" }
          },
          "unevaluatedProperties": false
        },
        "http_response": {
          "description": "The response.",
          "type": "object",
          "required": ["frame", "last_frame", "time", "headers", "body_bytes", "wire_body_bytes", "complete"],
          "$ref": "#/$defs/http_message_members",
          "properties": {
            "version": { "description": "Its version, where that is not the request's.", "$ref": "#/$defs/http_version" },
            "status": { "description": "Its status; HTTP/0.9 has none.", "type": "integer", "minimum": 1, "maximum": 999 },
            "reason": { "description": "The words behind the status; absent when there are none.", "type": "string", "minLength": 1 },
            "events": {
              "description": "Of text/event-stream: its events; absent without any.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/server_sent_event" }
            },
            "events_omitted": { "description": "Events beyond those listed.", "type": "integer", "minimum": 1 }
          },
          "unevaluatedProperties": false
        },
        "http_interim": {
          "description": "An interim response.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "status", "headers"],
          "properties": {
            "frame": { "description": "The frame of its first octet.", "$ref": "#/$defs/frame" },
            "time": { "description": "When that came.", "$ref": "#/$defs/time" },
            "status": { "description": "Its status.", "type": "integer", "minimum": 100, "maximum": 199 },
            "headers": { "$ref": "#/$defs/http_fields" }
          }
        },
        "http_fields": {
          "description": "Names and values in their order, as sent: without secrets, and folded lines in one.",
          "type": "array",
          "items": { "type": "array", "minItems": 2, "maxItems": 2, "items": { "type": "string" } }
        },
        "http_message_members": {
          "description": "What requests and responses have in common.",
          "type": "object",
          "properties": {
            "frame": { "description": "The frame of its first octet.", "$ref": "#/$defs/frame" },
            "last_frame": { "description": "The frame of its last octet, so far.", "$ref": "#/$defs/frame" },
            "time": { "description": "When its first octet came.", "$ref": "#/$defs/time" },
            "headers": { "$ref": "#/$defs/http_fields" },
            "header_bytes": { "description": "Octets of its head on the wire.", "type": "integer", "minimum": 1 },
            "unresolved_fields": { "description": "Fields that HTTP/2's header compression hides, as the capture began later: those that are known are among headers.", "type": "integer", "minimum": 1 },
            "body_bytes": { "description": "Octets of its body, decoded.", "$ref": "#/$defs/count" },
            "wire_body_bytes": { "description": "Octets of its body on the wire: chunk framing and trailers included, and what the capture lacks.", "$ref": "#/$defs/count" },
            "encoded_body_bytes": { "description": "Without chunk framing, as the content coding made it; absent when it equals one of the two others.", "$ref": "#/$defs/count" },
            "missing_bytes": { "description": "Octets of its body that the capture lacks; absent when it has all.", "type": "integer", "minimum": 1 },
            "framing": { "description": "What tells where the body ends; absent without body.", "enum": ["length", "chunked", "close", "frames"] },
            "content_length": { "description": "What Content-Length says.", "$ref": "#/$defs/count" },
            "chunks": { "description": "Chunks of a chunked body.", "type": "integer", "minimum": 1 },
            "chunk_extensions": { "description": "Extensions of its chunks.", "type": "integer", "minimum": 1 },
            "content_coding": { "description": "How the body is coded; absent when it is not.", "enum": ["gzip", "deflate", "br", "zstd", "several", "unknown"] },
            "decoding_problem": { "$ref": "#/$defs/decoding_problem" },
            "parts": {
              "description": "Of a multipart body or a form: its parts; absent without any.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/body_part" }
            },
            "parts_omitted": { "description": "Parts beyond those listed.", "type": "integer", "minimum": 1 },
            "complete": { "description": "Whether all of it came.", "type": "boolean" },
            "trailers": { "description": "Fields behind the body; absent without any.", "$ref": "#/$defs/http_fields" },
            "oddities": {
              "description": "What is odd in its head or framing; absent when nothing is.",
              "type": "array",
              "minItems": 1,
              "uniqueItems": true,
              "items": {
                "enum": [
                  "obsolete_folding", "bare_line_feed", "conflicting_lengths", "bad_length", "space_before_colon", "bad_field",
                  "head_truncated", "bad_chunk", "bad_transfer_coding", "repeated_length", "control_octet", "upper_case_name",
                  "bad_pseudo_field", "connection_field", "length_mismatch"
                ]
              }
            }
          }
        },
        "decoding_problem": {
          "description": "Why decoding ended early: damage; no end; a bound against bombs; a gap in the capture. Absent when it did not.",
          "enum": ["damaged", "truncated", "too_large", "gap"]
        },
        "body_part": {
          "description": "A part of a body.",
          "type": "object",
          "additionalProperties": false,
          "required": ["bytes", "complete"],
          "properties": {
            "name": { "description": "The form field's name; its value is not kept.", "type": "string" },
            "file_name": { "description": "The file's name, as sent.", "type": "string" },
            "content_type": { "description": "Its type, as sent.", "type": "string" },
            "content_range": { "description": "Of several ranges: which it is, as sent.", "type": "string" },
            "bytes": { "description": "Octets of its content.", "$ref": "#/$defs/count" },
            "complete": { "description": "Whether all of it came.", "type": "boolean" }
          }
        },
        "server_sent_event": {
          "description": "An event.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "bytes", "data"],
          "properties": {
            "frame": { "description": "The frame of its last octet.", "$ref": "#/$defs/frame" },
            "time": { "description": "When that came.", "$ref": "#/$defs/time" },
            "event": { "description": "Its type; absent for message.", "type": "string" },
            "id": { "description": "The last id since the event before; absent where there was none.", "type": "string" },
            "retry_ms": { "description": "How long to wait before the next attempt.", "type": "integer" },
            "bytes": { "description": "Octets of its data.", "$ref": "#/$defs/count" },
            "data": { "description": "The first of its data.", "type": "string" }
          }
        },
        "http_timing": {
          "description": "The exchange's clock; what is not known is absent.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "send_s": { "description": "From the request's first octet to its last.", "$ref": "#/$defs/seconds" },
            "wait_s": { "description": "From there to the response's first octet.", "$ref": "#/$defs/seconds" },
            "receive_s": { "description": "From there to its last octet.", "$ref": "#/$defs/seconds" },
            "total_s": { "description": "From the request's first octet to the response's last.", "$ref": "#/$defs/seconds" },
            "repair": {
              "description": "How much of it TCP needed to repair loss; absent when it needed none.",
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "properties": {
                "send_s": { "description": "Of the sending.", "$ref": "#/$defs/seconds" },
                "wait_s": { "description": "Of the wait.", "$ref": "#/$defs/seconds" },
                "receive_s": { "description": "Of the receiving.", "$ref": "#/$defs/seconds" }
              }
            },
            "flow_control": {
              "description": "How much of it the stream waited for HTTP/2's windows to open; absent when it did not.",
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "properties": {
                "send_s": { "description": "Of the sending: the server's windows.", "$ref": "#/$defs/seconds" },
                "receive_s": { "description": "Of the receiving: the client's windows.", "$ref": "#/$defs/seconds" }
              }
            },
            "head_of_line_s": { "description": "How long the stream was held by repairs of other streams' octets, each moment once; absent when it was not.", "$ref": "#/$defs/seconds" }
          }
        }
    """#
}
