/// What concerns frames rather than flows: the capture's quality, its protocols, its malformed headers, our limits.
enum QualityDefinitions {
  static let text = #"""
        "quality": {
          "description": "What is to be known about the capture before believing what it says.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "duplicate_frames", "snapped_frames", "offloaded_frames", "bad_checksums", "offloaded_checksums", "time_reversals",
            "one_way_flows"
          ],
          "properties": {
            "duplicate_frames": {
              "description": "Frames with a TCP segment that the capture has already; its connection's figures leave them out.",
              "$ref": "#/$defs/count"
            },
            "snapped_frames": { "description": "Frames of which the capture kept only a part.", "$ref": "#/$defs/count" },
            "offloaded_frames": {
              "description": "Segments larger than their receiver accepts in one: put together by a network card (TSO, GRO).",
              "$ref": "#/$defs/count"
            },
            "bad_checksums": {
              "description": "Packets whose checksum says that they were damaged.",
              "$ref": "#/$defs/checksums"
            },
            "offloaded_checksums": {
              "description": "Packets whose checksum their sender left to its network card; the packet itself is not at fault.",
              "$ref": "#/$defs/checksums"
            },
            "time_reversals": { "description": "Packets older than the packet before them.", "$ref": "#/$defs/count" },
            "one_way_flows": {
              "description": "Flows of any kind with packets of one side only.",
              "$ref": "#/$defs/count"
            },
            "icmp_errors_without_flow": {
              "description": "ICMP errors that quote a packet of no flow in the capture; absent when there are none.",
              "type": "integer",
              "minimum": 1
            },
            "fragments": {
              "description": "IP fragments; absent when there are none.",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "fragments", "reassembled_datagrams", "incomplete_datagrams", "overlapping", "conflicting", "invalid"
              ],
              "properties": {
                "fragments": { "description": "Fragments seen.", "type": "integer", "minimum": 1 },
                "reassembled_datagrams": { "description": "Datagrams put together again.", "$ref": "#/$defs/count" },
                "incomplete_datagrams": { "description": "Datagrams of which some fragment never came.", "$ref": "#/$defs/count" },
                "overlapping": { "description": "Fragments that repeated octets already there.", "$ref": "#/$defs/count" },
                "conflicting": { "description": "Fragments whose repeated octets differed.", "$ref": "#/$defs/count" },
                "invalid": {
                  "description": "Fragments against the rules: past 65,535 octets, odd in length, or with a second end.",
                  "$ref": "#/$defs/count"
                }
              }
            }
          }
        },
        "checksums": {
          "description": "Packets by the protocol whose checksum it is.",
          "type": "object",
          "additionalProperties": false,
          "required": ["ipv4", "tcp", "udp", "icmp", "sctp"],
          "properties": {
            "ipv4": { "description": "IPv4 headers.", "$ref": "#/$defs/count" },
            "tcp": { "description": "TCP segments.", "$ref": "#/$defs/count" },
            "udp": { "description": "UDP and UDP-Lite datagrams.", "$ref": "#/$defs/count" },
            "icmp": { "description": "ICMP and ICMPv6 messages.", "$ref": "#/$defs/count" },
            "sctp": { "description": "SCTP packets.", "$ref": "#/$defs/count" }
          }
        },
        "protocols": {
          "description": "Every way of stacking protocols, each frame counted once, in order of first appearance. What a stream carries is told of all packets of its flow.",
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["path", "packets", "bytes"],
            "properties": {
              "path": {
                "description": "The layers from the outside in; the last may be one that is only named, not dissected.",
                "type": "string",
                "pattern": "^([a-z0-9_]+(/[a-z0-9_]+)*)?$"
              },
              "packets": { "description": "Frames that are stacked so.", "type": "integer", "minimum": 1 },
              "bytes": { "description": "Their octets, as on the wire.", "$ref": "#/$defs/count" }
            }
          }
        },
        "malformed": {
          "description": "Headers that break their format; absent when there are none. What the capture cut off is not among them.",
          "type": "object",
          "additionalProperties": false,
          "required": ["total", "by_layer", "samples"],
          "properties": {
            "total": { "description": "Malformed headers in all.", "type": "integer", "minimum": 1 },
            "by_layer": {
              "description": "Malformed headers by protocol.",
              "type": "object",
              "minProperties": 1,
              "propertyNames": { "$ref": "#/$defs/slug" },
              "additionalProperties": { "description": "Malformed headers of the protocol.", "type": "integer", "minimum": 1 }
            },
            "samples": {
              "description": "The first of them.",
              "type": "array",
              "maxItems": 32,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["frame", "layer", "offset", "reason"],
                "properties": {
                  "frame": { "description": "The frame that has it.", "$ref": "#/$defs/frame" },
                  "layer": { "description": "The protocol.", "$ref": "#/$defs/slug" },
                  "offset": {
                    "description": "Octets from the start of the frame, or of the reassembled datagram, to the field at fault.",
                    "$ref": "#/$defs/count"
                  },
                  "reason": { "description": "What is wrong, in a few words.", "type": "string", "minLength": 1 }
                }
              }
            }
          }
        },
        "limits": {
          "description": "What a memory bound took away, by kind; absent when it took nothing.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "evicted_flows": { "description": "Flows ended early (--max-flows, --max-memory).", "type": "integer", "minimum": 1 },
            "flows_not_kept": {
              "description": "Flows that ended but are not told here: a live capture keeps as many as --max-memory has room for.",
              "type": "integer",
              "minimum": 1
            },
            "evicted_datagrams": { "description": "Fragmented datagrams given up.", "type": "integer", "minimum": 1 },
            "encapsulations_not_told_apart": {
              "description": "Packets whose way through VLANs and tunnels was one too many to remember: their flows are told without it.",
              "type": "integer",
              "minimum": 1
            }
          }
        }
    """#
}
