/// `flows[].websocket[]` and `flows[].proxy_protocol[]`.
enum WebSocketDefinitions {
  static let text = #"""
        "websocket": {
          "description": "Its WebSockets; absent without any.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/websocket_session" }
        },
        "websocket_session": {
          "description": "What passed after a connection became a WebSocket.",
          "type": "object",
          "additionalProperties": false,
          "required": ["client", "server", "messages"],
          "properties": {
            "exchange": { "description": "The exchange that began it, as a place in http.", "$ref": "#/$defs/count" },
            "subprotocol": { "description": "The subprotocol agreed on.", "type": "string" },
            "offered_subprotocols": { "description": "What the client offered, without secrets.", "$ref": "#/$defs/texts" },
            "extensions": { "description": "The extensions agreed on, as the server wrote them.", "$ref": "#/$defs/texts" },
            "compression": {
              "description": "What permessage-deflate was agreed to do, by the side that compresses; absent without it.",
              "type": "object",
              "additionalProperties": false,
              "required": ["client", "server"],
              "properties": {
                "client": { "description": "The client.", "$ref": "#/$defs/websocket_compression" },
                "server": { "description": "The server.", "$ref": "#/$defs/websocket_compression" }
              }
            },
            "accept_valid": { "description": "Whether Sec-WebSocket-Accept answers Sec-WebSocket-Key; absent when one of them was not captured.", "type": "boolean" },
            "client": { "description": "What the client sent.", "$ref": "#/$defs/websocket_side" },
            "server": { "description": "What the server sent.", "$ref": "#/$defs/websocket_side" },
            "messages": {
              "description": "Data messages, in the order of their last octets.",
              "type": "array",
              "items": { "$ref": "#/$defs/websocket_message" }
            },
            "messages_omitted": { "description": "Messages beyond those listed.", "type": "integer", "minimum": 1 },
            "pings": {
              "description": "Pings; absent without any.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/websocket_ping" }
            },
            "pings_omitted": { "description": "Pings beyond those listed.", "type": "integer", "minimum": 1 },
            "close": { "$ref": "#/$defs/websocket_close" },
            "missing_bytes": { "description": "Octets that the capture lacks; absent when it has all.", "type": "integer", "minimum": 1 },
            "unread_bytes": { "description": "Octets of which no frame could be made: behind such a gap, or behind a length no frame can have.", "type": "integer", "minimum": 1 }
          }
        },
        "websocket_compression": {
          "description": "How one side compresses.",
          "type": "object",
          "additionalProperties": false,
          "required": ["context_takeover", "window_bits"],
          "properties": {
            "context_takeover": { "description": "Messages may refer to those before them.", "type": "boolean" },
            "window_bits": { "description": "The base-2 logarithm of its window.", "type": "integer", "minimum": 8, "maximum": 15 }
          }
        },
        "texts": { "description": "Some texts.", "type": "array", "minItems": 1, "items": { "type": "string" } },
        "websocket_side": {
          "description": "One side's frames and messages.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frames", "messages", "bytes", "wire_bytes"],
          "properties": {
            "frames": { "description": "Frames.", "$ref": "#/$defs/count" },
            "messages": { "description": "Data messages.", "$ref": "#/$defs/count" },
            "bytes": { "description": "Octets of their payload, decompressed.", "$ref": "#/$defs/count" },
            "wire_bytes": { "description": "Octets of their payload, as sent.", "$ref": "#/$defs/count" },
            "pings": { "description": "Pings.", "type": "integer", "minimum": 1 },
            "pongs": { "description": "Pongs.", "type": "integer", "minimum": 1 },
            "unsolicited_pongs": { "description": "Those that answer no ping: heartbeats, or the capture lacks the ping.", "type": "integer", "minimum": 1 }
          }
        },
        "websocket_message": {
          "description": "A data message: all its fragments.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "last_frame", "time", "sender", "opcode", "fin", "fragments", "bytes", "wire_bytes", "compressed"],
          "properties": {
            "frame": { "description": "The frame of its first octet.", "$ref": "#/$defs/frame" },
            "last_frame": { "description": "The frame of its last octet, so far.", "$ref": "#/$defs/frame" },
            "time": { "description": "When its first octet came.", "$ref": "#/$defs/time" },
            "sender": { "description": "Who sent it.", "$ref": "#/$defs/side" },
            "opcode": {
              "description": "What it is; a continuation when its first fragment was not captured.",
              "enum": ["continuation", "text", "binary", "close", "ping", "pong"]
            },
            "fin": { "description": "Whether its beginning and its end came.", "type": "boolean" },
            "fragments": { "description": "Frames it is made of.", "$ref": "#/$defs/count" },
            "bytes": { "description": "Octets of its payload, decompressed.", "$ref": "#/$defs/count" },
            "wire_bytes": { "description": "Octets of its payload, as sent.", "$ref": "#/$defs/count" },
            "compressed": { "description": "Whether it was sent compressed.", "type": "boolean" },
            "missing_bytes": { "description": "Octets of its payload, as sent, that the capture lacks; absent when it has all.", "type": "integer", "minimum": 1 },
            "decoding_problem": { "$ref": "#/$defs/decoding_problem" },
            "text": { "description": "The first of its payload, where that is text.", "type": "string" },
            "hex": { "description": "The first of its payload, where that is binary.", "$ref": "#/$defs/hexadecimal" }
          },
          "not": { "required": ["text", "hex"] }
        },
        "websocket_ping": {
          "description": "A ping, and the pong that answers it.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender", "bytes"],
          "dependentRequired": { "pong_frame": ["rtt_s"], "rtt_s": ["pong_frame"] },
          "properties": {
            "frame": { "description": "Its frame.", "$ref": "#/$defs/frame" },
            "time": { "description": "When it came.", "$ref": "#/$defs/time" },
            "sender": { "description": "Who sent it.", "$ref": "#/$defs/side" },
            "bytes": { "description": "Octets of its payload.", "$ref": "#/$defs/count" },
            "pong_frame": { "description": "The frame of its pong.", "$ref": "#/$defs/frame" },
            "rtt_s": { "description": "From the one to the other, where it was captured.", "$ref": "#/$defs/seconds" }
          }
        },
        "websocket_close": {
          "description": "The first Close frame.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender"],
          "properties": {
            "frame": { "description": "Its frame.", "$ref": "#/$defs/frame" },
            "time": { "description": "When it came.", "$ref": "#/$defs/time" },
            "sender": { "description": "Who sent it.", "$ref": "#/$defs/side" },
            "code": { "description": "Its code; absent when it has none.", "type": "integer", "minimum": 0, "maximum": 65535 },
            "reason": { "description": "Its reason; absent when it has none.", "type": "string", "minLength": 1 },
            "answer": { "description": "The other side's Close frame.", "$ref": "#/$defs/websocket_close" }
          }
        },
        "hexadecimal": { "description": "Octets, two digits each.", "type": "string", "pattern": "^([0-9a-f]{2})*$" },
        "proxy_protocol": {
          "description": "What proxies say of the connection they pass on (PROXY protocol), in the order of their headers; absent when they say nothing.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/proxy_header" }
        },
        "proxy_header": {
          "description": "A PROXY protocol header.",
          "type": "object",
          "additionalProperties": false,
          "required": ["version", "frame", "time", "bytes", "transport"],
          "properties": {
            "version": { "description": "Its version.", "enum": [1, 2] },
            "frame": { "description": "Its frame.", "$ref": "#/$defs/frame" },
            "time": { "description": "When it came.", "$ref": "#/$defs/time" },
            "bytes": { "description": "Octets of it.", "$ref": "#/$defs/count" },
            "local": { "description": "The proxy speaks for itself.", "const": true },
            "transport": { "description": "How the connection reached the proxy.", "enum": ["tcp4", "tcp6", "udp4", "udp6", "unix", "unix_datagram", "unknown"] },
            "source": { "description": "Who connected to the proxy.", "$ref": "#/$defs/proxied_end" },
            "destination": { "description": "Where the proxy accepted.", "$ref": "#/$defs/proxied_end" },
            "tls": { "$ref": "#/$defs/proxied_tls" },
            "checksum_valid": { "description": "Whether its CRC-32C is right; absent when it has none.", "type": "boolean" },
            "tlvs": {
              "description": "Version 2's additional values; absent without any.",
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["type"],
                "anyOf": [{ "required": ["text"] }, { "required": ["hex"] }],
                "properties": {
                  "type": { "description": "Its type.", "type": "integer", "minimum": 0, "maximum": 255 },
                  "name": { "description": "The type's name.", "$ref": "#/$defs/slug" },
                  "text": { "description": "Its value, where that is text.", "type": "string" },
                  "hex": { "description": "Its value, where that is not text.", "$ref": "#/$defs/hexadecimal" }
                }
              }
            }
          }
        },
        "proxied_end": {
          "description": "One end of the connection to the proxy.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "dependentRequired": { "address": ["port"], "port": ["address"] },
          "properties": {
            "address": { "$ref": "#/$defs/address" },
            "port": { "$ref": "#/$defs/port" },
            "path": { "description": "A Unix socket's; an abstract one begins with a zero.", "type": "string" }
          }
        },
        "proxied_tls": {
          "description": "The client's TLS, which the proxy ended.",
          "type": "object",
          "additionalProperties": false,
          "required": ["used", "certificate", "verified"],
          "properties": {
            "used": { "description": "The client connected over TLS.", "type": "boolean" },
            "certificate": { "description": "It gave a certificate on this connection.", "type": "boolean" },
            "session_certificate": { "description": "It gave one earlier in its session.", "const": true },
            "verified": { "description": "The certificate was verified.", "type": "boolean" },
            "version": { "description": "TLS's version.", "type": "string" },
            "common_name": { "description": "The certificate's common name.", "type": "string" },
            "cipher": { "description": "The cipher.", "type": "string" },
            "signature": { "description": "The certificate's signature algorithm.", "type": "string" },
            "key": { "description": "The certificate's key algorithm.", "type": "string" }
          }
        }
    """#
}
