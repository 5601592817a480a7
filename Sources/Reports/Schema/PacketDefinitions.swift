/// A line of `weir packets --json`.
enum PacketDefinitions {
  static let root = #"""
      "type": "object",
      "additionalProperties": false,
      "required": ["frame", "time", "length", "captured_length", "layers"],
      "properties": {
        "frame": { "$ref": "#/$defs/frame" },
        "time": { "description": "When it was captured.", "$ref": "#/$defs/time" },
        "length": { "description": "Its octets, as on the wire.", "$ref": "#/$defs/count" },
        "captured_length": { "description": "Its octets, as far as the capture kept them.", "$ref": "#/$defs/count" },
        "interface": {
          "description": "The interface it was captured on: its name, or its number in the file where it has none.",
          "type": ["string", "integer"]
        },
        "comments": { "$ref": "#/$defs/comments" },
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
            "captured_length": { "description": "Octets captured, where that is fewer.", "$ref": "#/$defs/count" }
          }
        },
        "next": {
          "description": "What the last header says comes next, where Weir does not dissect it.",
          "type": "object"
        }
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
