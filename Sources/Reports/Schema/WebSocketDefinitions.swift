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
            "accept_valid": { "description": "Whether Sec-WebSocket-Accept answers Sec-WebSocket-Key; absent when the handshake was not captured.", "type": "boolean" },
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
            "missing_bytes": { "description": "Octets that the capture lacks; absent when it has all.", "type": "integer", "minimum": 1 }
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
            "pongs": { "description": "Pongs.", "type": "integer", "minimum": 1 }
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
            "fin": { "description": "Whether its last fragment came.", "type": "boolean" },
            "fragments": { "description": "Frames it is made of.", "$ref": "#/$defs/count" },
            "bytes": { "description": "Octets of its payload, decompressed.", "$ref": "#/$defs/count" },
            "wire_bytes": { "description": "Octets of its payload, as sent.", "$ref": "#/$defs/count" },
            "compressed": { "description": "Whether it was sent compressed.", "type": "boolean" },
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
            "source_path": { "description": "The Unix socket that connected to the proxy.", "type": "string" },
            "destination_path": { "description": "The Unix socket where the proxy accepted.", "type": "string" },
            "checksum_valid": { "description": "Whether the header's CRC-32C is right; absent without one.", "type": "boolean" },
            "ssl": {
              "description": "The client's TLS, which the proxy ended.",
              "type": "object",
              "additionalProperties": false,
              "required": ["used", "client_certificate", "verified"],
              "properties": {
                "used": { "description": "Whether the client spoke TLS.", "type": "boolean" },
                "client_certificate": { "description": "Whether it gave a certificate, now or earlier in its session.", "type": "boolean" },
                "verified": { "description": "Whether the proxy verified that.", "type": "boolean" },
                "version": { "description": "The version, in the proxy's words.", "type": "string" },
                "cipher": { "description": "The cipher, in the proxy's words.", "type": "string" },
                "common_name": { "description": "The certificate's common name.", "type": "string" }
              }
            },
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
          "required": ["address", "port"],
          "properties": { "address": { "$ref": "#/$defs/address" }, "port": { "$ref": "#/$defs/port" } }
        }
    """#
}
