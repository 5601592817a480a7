/// `flows[].http[].grpc`.
enum GRPCDefinitions {
  static let text = #"""
        "grpc_call": {
          "description": "The gRPC call that the exchange is; absent when it is none.",
          "type": "object",
          "additionalProperties": false,
          "required": ["request", "response", "messages"],
          "dependentRequired": { "deadline_met": ["deadline"], "deadline": ["deadline_met", "timeout_s"], "status_name": ["status"], "trailers_only": ["status"] },
          "properties": {
            "service": { "description": "The service with its package, from the path; absent where that is not known.", "type": "string", "minLength": 1 },
            "method": { "description": "The method, from the path.", "type": "string", "minLength": 1 },
            "recognised_by": { "description": "The shape of its messages alone says that it is one: header compression hides the content type, as the capture began later. Absent where the content type is known.", "const": "shape" },
            "transport": { "description": "How a browser's call is carried: gRPC-Web, or the same in base64; absent for gRPC itself.", "enum": ["web", "web_text"] },
            "format": { "description": "What messages are written in; absent for Protocol Buffers.", "enum": ["json", "other"] },
            "kind": { "description": "The kind of call, as its messages show: a stream may have a single message. Absent without messages.", "$ref": "#/$defs/grpc_kind" },
            "kind_declared": { "description": "The kind of call, as the descriptor has it; absent where none knows the method.", "$ref": "#/$defs/grpc_kind" },
            "timeout_s": { "description": "The time the client gave the call (grpc-timeout); absent when it set none.", "$ref": "#/$defs/seconds" },
            "deadline_met": { "description": "Whether it was done in that time, from the request's first octet to the response's last; absent where the capture does not tell.", "type": "boolean" },
            "deadline": { "description": "What became of the deadline: met; the server said DEADLINE_EXCEEDED; the client reset the stream when the time was over; the response came late.", "enum": ["met", "exceeded", "cancelled", "late"] },
            "status": { "description": "grpc-status; absent when none was captured.", "$ref": "#/$defs/count" },
            "status_name": { "description": "The status's name.", "type": "string", "pattern": "^[A-Z_]+$" },
            "message": { "description": "grpc-message, its percent-encoding undone; absent when there is none.", "type": "string", "minLength": 1 },
            "trailers_only": { "description": "The response is a head alone, with the status in it.", "const": true },
            "request": { "description": "What the client sent.", "$ref": "#/$defs/grpc_side" },
            "response": { "description": "What the server sent.", "$ref": "#/$defs/grpc_side" },
            "messages": {
              "description": "Messages of both sides, in the order of their last octets.",
              "type": "array",
              "items": { "$ref": "#/$defs/grpc_message" }
            },
            "messages_omitted": { "description": "Messages beyond those listed.", "type": "integer", "minimum": 1 },
            "malformed": {
              "description": "The first violation of gRPC's framing; absent without any.",
              "type": "object",
              "additionalProperties": false,
              "required": ["kind", "frame", "sender", "count"],
              "properties": {
                "kind": { "description": "What it is: a message that begins with neither 0 nor 1; a stream that ends inside a message; a compressed message without an encoding, or that is not what the encoding says.", "enum": ["bad_flag", "truncated", "no_encoding", "damaged"] },
                "frame": { "description": "Its frame.", "$ref": "#/$defs/frame" },
                "sender": { "description": "Who sent it.", "$ref": "#/$defs/side" },
                "count": { "description": "How many there were.", "type": "integer", "minimum": 1 }
              }
            }
          }
        },
        "grpc_kind": { "description": "Which sides stream.", "enum": ["unary", "client_streaming", "server_streaming", "bidirectional"] },
        "grpc_side": {
          "description": "One side's messages.",
          "type": "object",
          "additionalProperties": false,
          "required": ["messages", "bytes", "wire_bytes"],
          "properties": {
            "encoding": { "description": "grpc-encoding, as sent; absent without one.", "type": "string", "minLength": 1 },
            "messages": { "description": "Messages.", "$ref": "#/$defs/count" },
            "bytes": { "description": "Octets of them, decompressed.", "$ref": "#/$defs/count" },
            "wire_bytes": { "description": "Octets of them, as sent: without their prefixes of five.", "$ref": "#/$defs/count" },
            "compressed_messages": { "description": "Messages that were sent compressed.", "type": "integer", "minimum": 1 },
            "missing_bytes": { "description": "Octets that the capture lacks; absent when it has all.", "type": "integer", "minimum": 1 },
            "unread_bytes": { "description": "Octets of which no message could be made: behind such a gap, or behind a prefix that is none.", "type": "integer", "minimum": 1 }
          }
        },
        "grpc_message": {
          "description": "A message.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "last_frame", "time", "sender", "bytes", "wire_bytes", "compressed", "complete"],
          "dependentRequired": { "json": ["type"], "type": ["json"], "unknown_fields": ["json"] },
          "not": { "required": ["json", "fields"] },
          "properties": {
            "frame": { "description": "The frame of its first octet.", "$ref": "#/$defs/frame" },
            "last_frame": { "description": "The frame of its last octet, so far.", "$ref": "#/$defs/frame" },
            "time": { "description": "When its first octet came.", "$ref": "#/$defs/time" },
            "sender": { "description": "Who sent it.", "$ref": "#/$defs/side" },
            "bytes": { "description": "Octets of it, decompressed; of an encoding that is not known, as sent.", "$ref": "#/$defs/count" },
            "wire_bytes": { "description": "Octets of it that came, as sent, without the prefix.", "$ref": "#/$defs/count" },
            "compressed": { "description": "Whether it was sent compressed.", "type": "boolean" },
            "complete": { "description": "Whether all of it came.", "type": "boolean" },
            "declared_bytes": { "description": "Octets as its prefix says, where not all of them came.", "$ref": "#/$defs/count" },
            "missing_bytes": { "description": "Octets of it that the capture lacks; absent when it has all.", "type": "integer", "minimum": 1 },
            "decoding_problem": { "$ref": "#/$defs/decoding_problem" },
            "type": { "description": "What it is, as the descriptor has it.", "type": "string", "minLength": 1 },
            "json": { "description": "What it holds, in the JSON mapping of Protocol Buffers, without secrets; absent without a descriptor." },
            "unknown_fields": { "description": "Fields that the descriptor does not know.", "type": "integer", "minimum": 1 },
            "fields": { "$ref": "#/$defs/grpc_fields" },
            "fields_omitted": { "description": "There are more fields than are listed.", "const": true },
            "content": { "description": "Why not all of its fields are told: only its first octets were kept or came; there are too many; it is not of Protocol Buffers.", "enum": ["cut", "too_large", "foreign"] },
            "text": { "description": "The first of what is not of Protocol Buffers, where that is text; with --reveal-fields only.", "type": "string" },
            "hex": { "description": "The same, where it is not text.", "$ref": "#/$defs/hexadecimal" }
          }
        },
        "grpc_fields": {
          "description": "The fields of a message that no descriptor describes. What they hold is told with --reveal-fields only: without names nothing tells what is secret.",
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["number", "type"],
            "properties": {
              "number": { "description": "The field's number.", "type": "integer", "minimum": 1 },
              "type": { "description": "Its wire type; of what has a length, what it looks like: text, a message, other bytes, or cut short.", "enum": ["varint", "fixed32", "fixed64", "text", "message", "group", "bytes", "cut"] },
              "bytes": { "description": "Its length in octets.", "$ref": "#/$defs/count" },
              "fields": { "$ref": "#/$defs/grpc_fields" },
              "fields_omitted": { "description": "There are more fields than are listed.", "const": true },
              "value": { "description": "Of a number, the number: of fixed32 and fixed64 without a sign.", "type": "integer" },
              "float": { "description": "Of fixed32 and fixed64, the same octets as a fraction.", "type": "number" },
              "text": { "description": "Of text, the first of it.", "type": "string" },
              "hex": { "description": "Of other bytes, the first of them.", "$ref": "#/$defs/hexadecimal" }
            }
          }
        }
    """#
}
