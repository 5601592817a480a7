/// `captures[]`: what a file says of itself, and what was read of it.
enum CaptureDefinitions {
  static let text = #"""
        "capture_members": {
          "type": "object",
          "required": ["link_types", "interfaces", "packets", "bytes", "captured_bytes"],
          "oneOf": [{ "required": ["path"] }, { "required": ["interface"] }],
          "dependentSchemas": {
            "received": { "required": ["interface"] },
            "dropped_by_kernel": { "required": ["interface"] },
            "dropped_by_interface": { "required": ["interface"] },
            "failure": { "required": ["interface"] }
          },
          "dependentRequired": { "first_time": ["last_time"], "last_time": ["first_time"] },
          "properties": {
            "path": { "description": "The file, as it was named to the program; - is standard input.", "type": "string" },
            "interface": { "description": "The interface that packets were captured on, instead of a file.", "type": "string" },
            "format": { "description": "The file's format; live for an interface.", "enum": ["pcap", "pcapng", "snoop", "live"] },
            "received": {
              "description": "Packets the kernel counted for the capture (pcap_stats: ps_recv; on Linux those it dropped are among them).",
              "$ref": "#/$defs/count"
            },
            "dropped_by_kernel": {
              "description": "Packets it had no room for (pcap_stats: ps_drop): they are missing in everything else told here.",
              "$ref": "#/$defs/count"
            },
            "dropped_by_interface": {
              "description": "Packets that the interface or its driver dropped (pcap_stats: ps_ifdrop).", "$ref": "#/$defs/count"
            },
            "failure": { "description": "Why the interface could not be read to the end.", "type": "string", "minLength": 1 },
            "variant": { "description": "What sets the file apart from others of its format, as in modified.", "type": "string" },
            "byte_order": {
              "description": "Of the file's own numbers; mixed when sections of a pcapng file differ.",
              "enum": ["little", "big", "mixed"]
            },
            "time_resolution": {
              "description": "What a tick of the capture's clock is worth; mixed when interfaces differ.",
              "anyOf": [{ "$ref": "#/$defs/time_resolution" }, { "const": "mixed" }]
            },
            "link_types": {
              "description": "The interfaces' link types, in order of first appearance.",
              "type": "array",
              "uniqueItems": true,
              "items": { "$ref": "#/$defs/slug" }
            },
            "interfaces": {
              "description": "The interfaces packets were captured on.",
              "type": "array",
              "items": { "$ref": "#/$defs/interface" }
            },
            "packets": { "description": "Packets analysed: those the filter let pass.", "$ref": "#/$defs/count" },
            "bytes": { "description": "Their octets, as on the wire.", "$ref": "#/$defs/count" },
            "captured_bytes": { "description": "Their octets, as far as the capture kept them.", "$ref": "#/$defs/count" },
            "filtered_packets": { "description": "Packets the filter kept out; absent when it kept out none.", "type": "integer", "minimum": 1 },
            "first_time": { "description": "The earliest packet time.", "$ref": "#/$defs/time" },
            "last_time": { "description": "The latest packet time.", "$ref": "#/$defs/time" },
            "hardware": { "description": "The machine that captured, in the file's words.", "type": "string" },
            "os": { "description": "Its operating system, in the file's words.", "type": "string" },
            "application": { "description": "The program that wrote the file, in the file's words.", "type": "string" },
            "comments": { "$ref": "#/$defs/comments" },
            "secrets": {
              "description": "Blocks of secrets that the file brings (pcapng), by kind; never what they hold. Absent when it brings none.",
              "type": "object",
              "additionalProperties": false,
              "required": ["blocks"],
              "properties": {
                "blocks": { "description": "All of them.", "type": "integer", "minimum": 1 },
                "tls_key_log": { "description": "TLS key logs: they are used.", "type": "integer", "minimum": 1 },
                "unused": {
                  "description": "Kinds that no reader here needs.",
                  "type": "object",
                  "additionalProperties": false,
                  "properties": {
                    "ssh_key_log": { "description": "SSH key logs.", "type": "integer", "minimum": 1 },
                    "wireguard_key_log": { "description": "WireGuard key logs.", "type": "integer", "minimum": 1 },
                    "zigbee_nwk_key": { "description": "Network keys of ZigBee.", "type": "integer", "minimum": 1 },
                    "zigbee_aps_key": { "description": "Application keys of ZigBee.", "type": "integer", "minimum": 1 },
                    "opcua_key_log": { "description": "OPC UA key logs.", "type": "integer", "minimum": 1 },
                    "other": { "description": "Kinds without a name.", "type": "integer", "minimum": 1 }
                  }
                }
              }
            },
            "damage": {
              "description": "Where the file is broken; absent when it is whole.",
              "type": "object",
              "additionalProperties": false,
              "required": ["offset", "reason", "skipped_bytes", "places"],
              "properties": {
                "offset": {
                  "description": "Octets from the start of the file to the first record or block that could not be read.",
                  "$ref": "#/$defs/count"
                },
                "reason": { "description": "One sentence about the first damage.", "type": "string", "minLength": 1 },
                "skipped_bytes": { "description": "Octets passed over, over all damages.", "$ref": "#/$defs/count" },
                "places": { "description": "Places where the file is damaged.", "type": "integer", "minimum": 1 }
              }
            }
          }
        },
        "time_resolution": {
          "description": "Seconds, milli-, micro- or nanoseconds, or another power of ten or two.",
          "type": "string",
          "pattern": "^(s|ms|us|ns|10\\^-[0-9]+ s|2\\^-[0-9]+ s)$"
        },
        "interface": {
          "description": "One interface.",
          "type": "object",
          "additionalProperties": false,
          "required": ["link_type", "time_resolution"],
          "properties": {
            "name": { "description": "As the capturing host calls it.", "type": "string" },
            "description": { "description": "What the file says of it.", "type": "string" },
            "link_type": { "description": "What its frames begin with.", "$ref": "#/$defs/slug" },
            "snap_length": {
              "description": "Most octets kept of a packet; absent when unlimited or not known.",
              "$ref": "#/$defs/count"
            },
            "time_resolution": { "description": "What a tick of its clock is worth.", "$ref": "#/$defs/time_resolution" },
            "filter": { "description": "The capture filter, as text.", "type": "string" },
            "os": { "description": "The operating system it belongs to.", "type": "string" },
            "hardware": { "description": "The hardware it is.", "type": "string" },
            "speed_bps": { "description": "Its speed, in bits a second.", "$ref": "#/$defs/count" },
            "statistics": {
              "description": "What the capturing host counted on it.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "received": { "description": "Packets that came in.", "$ref": "#/$defs/count" },
                "dropped_by_interface": { "description": "Packets the interface dropped.", "$ref": "#/$defs/count" },
                "accepted_by_filter": { "description": "Packets the capture filter let pass.", "$ref": "#/$defs/count" },
                "dropped_by_kernel": { "description": "Packets the operating system dropped.", "$ref": "#/$defs/count" },
                "delivered": { "description": "Packets handed to the capturing program.", "$ref": "#/$defs/count" }
              }
            },
            "comments": { "$ref": "#/$defs/comments" }
          }
        }
    """#
}
