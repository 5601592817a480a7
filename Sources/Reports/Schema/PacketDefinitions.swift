/// A line of `weir packets --json`.
enum PacketDefinitions {
  static let root = #"""
      "type": "object",
      "additionalProperties": false,
      "required": ["frame", "time", "length", "captured_length", "layers"],
      "properties": {
        "frame": { "$ref": "#/$defs/frame" },
        "file": { "description": "The capture it is from, where several are read.", "type": "string" },
        "time": { "description": "When it was captured.", "$ref": "#/$defs/time" },
        "length": { "description": "Its octets, as on the wire.", "$ref": "#/$defs/count" },
        "captured_length": { "description": "Its octets, as far as the capture kept them.", "$ref": "#/$defs/count" },
        "interface": { "description": "The number of the interface it was captured on, from 0.", "$ref": "#/$defs/count" },
        "interface_name": { "description": "What the capturing host calls that interface.", "type": "string" },
        "layers": {
          "description": "Its layers, from the outside in.",
          "type": "array",
          "items": { "$ref": "#/$defs/layer" }
        },
        "malformed": { "description": "Where a header breaks its format: nothing behind it was read.", "$ref": "#/$defs/fault" },
        "truncated": { "description": "Where the capture cut a header off: nobody's fault.", "$ref": "#/$defs/fault" },
        "faults": {
          "description": "What headers that could be read say wrongly.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/fault" }
        },
        "payload": {
          "description": "The octets behind the last layer.",
          "type": "object",
          "additionalProperties": false,
          "required": ["offset", "length"],
          "properties": {
            "offset": { "description": "Octets from the start of the frame, or of the reassembled datagram.", "$ref": "#/$defs/count" },
            "length": { "description": "Octets as sent.", "$ref": "#/$defs/count" },
            "captured_length": { "description": "Octets captured, where that is fewer.", "$ref": "#/$defs/count" },
            "reassembled": { "description": "They are a datagram's put together from several frames.", "const": true }
          }
        },
        "next": {
          "description": "What the last header says comes next, where Weir does not dissect it.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "registry": {
              "description": "Whose number it is.",
              "enum": [
                "linktype", "ethertype", "sap", "ip_protocol", "ppp_protocol", "udp_port", "nlpid", "oui", "address_family"
              ]
            },
            "number": { "description": "Its number there.", "$ref": "#/$defs/count" },
            "name": { "description": "Its registered name.", "type": "string", "minLength": 1 }
          }
        },
        "datagram": {
          "description": "The datagram that this frame, the last of its fragments, completes.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frames", "first_frame", "length"],
          "properties": {
            "frames": { "description": "Frames that carried it.", "type": "integer", "minimum": 1 },
            "first_frame": { "description": "The first of them.", "$ref": "#/$defs/frame" },
            "length": { "description": "Its payload's octets.", "$ref": "#/$defs/count" }
          }
        },
        "octets": { "description": "The frame itself, in hexadecimal.", "type": "string", "pattern": "^([0-9a-f]{2})*$" }
      }
    """#

  static let text = #"""
        "layer": {
          "description": "One header.",
          "type": "object",
          "additionalProperties": false,
          "required": ["protocol", "offset", "length", "fields"],
          "properties": {
            "protocol": { "description": "The header's protocol.", "$ref": "#/$defs/slug" },
            "offset": { "description": "Octets from the start of the frame, or of the reassembled datagram.", "$ref": "#/$defs/count" },
            "length": { "description": "The header's octets.", "$ref": "#/$defs/count" },
            "fields": { "$ref": "#/$defs/fields" },
            "quoted": { "description": "An ICMP error quotes it: it belongs to an earlier packet.", "const": true },
            "reassembled": { "description": "It was read from a datagram put together from several frames.", "const": true }
          }
        },
        "fields": {
          "description": "Every field of the header, in wire order, named as its RFC names it; numbers as on the wire, octets in hexadecimal. A key ending in _name says what the number beside it means.",
          "type": "object",
          "propertyNames": { "$ref": "#/$defs/slug" },
          "additionalProperties": { "$ref": "#/$defs/field_value" }
        },
        "field_value": {
          "description": "A number, a flag, text, a list, or fields of their own.",
          "anyOf": [
            { "type": ["integer", "boolean", "string"] },
            { "type": "array", "items": { "$ref": "#/$defs/field_value" } },
            { "$ref": "#/$defs/fields" }
          ]
        },
        "fault": {
          "description": "Something wrong, and where.",
          "type": "object",
          "additionalProperties": false,
          "required": ["offset", "reason"],
          "properties": {
            "offset": { "description": "Octets from the start of the frame to the field at fault.", "$ref": "#/$defs/count" },
            "reason": { "description": "What is wrong, in a few words.", "type": "string", "minLength": 1 },
            "layer": { "description": "The protocol.", "$ref": "#/$defs/slug" }
          }
        }
    """#
}
