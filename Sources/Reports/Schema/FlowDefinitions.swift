/// `flows[]`.
enum FlowDefinitions {
  static let text = #"""
        "flow_members": {
          "type": "object",
          "required": [
            "id", "community_id", "transport", "layers", "client", "server", "roles_from", "first_frame", "last_frame", "start",
            "duration_s", "packets", "bytes", "payload_bytes", "ended_by"
          ],
          "properties": {
            "id": { "$ref": "#/$defs/flow_id" },
            "community_id": {
              "description": "Community ID v1: the same name for the flow in every tool.",
              "type": "string",
              "pattern": "^1:[A-Za-z0-9+/]{27}=$"
            },
            "transport": {
              "description": "tcp, udp, udp_lite, icmp, icmpv6, sctp, or what else IP carries here.",
              "$ref": "#/$defs/slug"
            },
            "layers": {
              "description": "The layers of its first packet, and the protocols its streams were recognised to be, from the outside in.",
              "type": "array",
              "items": { "$ref": "#/$defs/slug" }
            },
            "application": {
              "description": "The innermost protocol recognised; absent when none was.",
              "$ref": "#/$defs/slug"
            },
            "client": { "description": "The side that opened.", "$ref": "#/$defs/endpoint" },
            "server": { "description": "The other side.", "$ref": "#/$defs/endpoint" },
            "roles_from": {
              "description": "What decided who is the client: it sent the SYN; the other sent the SYN-ACK; it sent a request; its port is an ephemeral one; it sent the first packet seen.",
              "enum": ["syn", "syn_ack", "request", "port", "first_packet"]
            },
            "vlan": {
              "description": "VLAN ids of the flow's own link layer, outermost first.",
              "type": "array",
              "minItems": 1,
              "items": { "type": "integer", "minimum": 0, "maximum": 4095 }
            },
            "tunnels": {
              "description": "The tunnels it came through, outermost first.",
              "type": "array",
              "minItems": 1,
              "items": { "$ref": "#/$defs/tunnel" }
            },
            "first_frame": { "description": "Its first frame.", "$ref": "#/$defs/frame" },
            "last_frame": { "description": "Its last frame.", "$ref": "#/$defs/frame" },
            "start": { "description": "The time of its first frame.", "$ref": "#/$defs/time" },
            "duration_s": { "description": "From its first to its last packet.", "$ref": "#/$defs/seconds" },
            "packets": { "description": "Packets; a fragmented datagram counts as one.", "$ref": "#/$defs/counts_by_side" },
            "bytes": { "description": "Lengths of their frames on the wire, summed.", "$ref": "#/$defs/counts_by_side" },
            "payload_bytes": {
              "description": "Transport payload as sent, in octets; what was sent again counts again.",
              "$ref": "#/$defs/counts_by_side"
            },
            "fragments": {
              "description": "Frames with fragments before the one that completed each datagram, which counts in packets and bytes; absent when there are none.",
              "type": "object",
              "additionalProperties": false,
              "required": ["frames", "bytes"],
              "properties": {
                "frames": { "description": "How many.", "$ref": "#/$defs/counts_by_side" },
                "bytes": { "description": "Their lengths on the wire, summed.", "$ref": "#/$defs/counts_by_side" }
              }
            },
            "ended_by": {
              "description": "Why no more is said of it: the capture ended; no packet for too long; closed or reset; its addresses and ports began another flow; a memory bound.",
              "enum": ["capture_end", "idle", "closed", "reused", "evicted"]
            },
            "icmp": {
              "description": "Of an ICMP or ICMPv6 flow: what its messages are.",
              "type": "object",
              "additionalProperties": false,
              "required": ["type"],
              "properties": {
                "type": { "description": "The first message's type.", "type": "integer", "minimum": 0, "maximum": 255 },
                "identifier": { "description": "The queries' identifier.", "type": "integer", "minimum": 0, "maximum": 65535 }
              }
            },
            "icmp_errors": {
              "description": "ICMP errors that quote a packet of the flow; absent when there are none.",
              "type": "object",
              "additionalProperties": false,
              "required": ["count", "frame", "type", "code"],
              "properties": {
                "count": { "description": "How many.", "type": "integer", "minimum": 1 },
                "frame": { "description": "The first one's frame.", "$ref": "#/$defs/frame" },
                "type": { "description": "The first one's type.", "type": "integer", "minimum": 0, "maximum": 255 },
                "code": { "description": "The first one's code.", "type": "integer", "minimum": 0, "maximum": 255 }
              }
            },
            "tcp": { "$ref": "#/$defs/tcp" },
            "proxy_protocol": { "$ref": "#/$defs/proxy_protocol" },
            "tls": { "$ref": "#/$defs/tls" },
            "tls_inner": { "$ref": "#/$defs/tls_inner" },
            "http": { "$ref": "#/$defs/http" },
            "http_told": {
              "description": "Exchanges before those in http, each told as a record when it ended and let go of (weir live).",
              "type": "integer",
              "minimum": 1
            },
            "http2": { "$ref": "#/$defs/http2" },
            "http2_inner": { "$ref": "#/$defs/http2_inner" },
            "websocket": { "$ref": "#/$defs/websocket" }
          },
          "dependentRequired": { "tls_inner": ["tls"], "http2_inner": ["http2"] },
          "allOf": [
            {
              "if": { "properties": { "transport": { "const": "tcp" } } },
              "then": { "required": ["tcp"] },
              "else": { "not": { "required": ["tcp"] } }
            },
            {
              "if": { "properties": { "transport": { "enum": ["icmp", "icmpv6"] } } },
              "then": { "required": ["icmp"] },
              "else": { "not": { "required": ["icmp"] } }
            },
            {
              "if": { "properties": { "transport": { "enum": ["tcp", "udp", "udp_lite", "sctp"] } } },
              "then": {
                "properties": { "client": { "required": ["port"] }, "server": { "required": ["port"] } }
              }
            }
          ]
        },
        "flow_id": {
          "description": "The number of the flow's first frame; of a flow inside a tunnel that begins in the same frame with .1, .2 … added.",
          "type": "string",
          "pattern": "^[1-9][0-9]*(\\.[1-9][0-9]*)?$"
        },
        "endpoint": {
          "description": "One end of a flow.",
          "type": "object",
          "additionalProperties": false,
          "required": ["address"],
          "properties": {
            "address": { "$ref": "#/$defs/address" },
            "port": { "description": "Its port, where the transport has ports.", "$ref": "#/$defs/port" },
            "mac": { "description": "The link address its packets were first seen with.", "$ref": "#/$defs/mac_address" }
          }
        },
        "tunnel": {
          "description": "A tunnel's header, as the flow's first packet has it.",
          "type": "object",
          "additionalProperties": false,
          "required": ["protocol"],
          "dependentRequired": { "source": ["destination"], "destination": ["source"] },
          "properties": {
            "protocol": { "description": "The tunnel's protocol.", "$ref": "#/$defs/slug" },
            "identifier": { "description": "Its VNI, TEID, key, label or session.", "$ref": "#/$defs/count" },
            "source": { "description": "Where the tunnel begins.", "$ref": "#/$defs/address" },
            "destination": { "description": "Where it ends.", "$ref": "#/$defs/address" }
          }
        }
    """#
}
