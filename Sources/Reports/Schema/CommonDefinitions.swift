/// What every part of a report uses: counts, times, names, addresses.
enum CommonDefinitions {
  static let text = #"""
        "schema_name": { "description": "The name and version of the report's format.", "const": "weir.report/1" },
        "program_version": {
          "description": "The version of the program that wrote the report.",
          "type": "string",
          "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+$"
        },
        "count": { "description": "A whole number, 0 or more.", "type": "integer", "minimum": 0 },
        "frame": {
          "description": "The number of a frame, from 1 over all captures in the order read.",
          "type": "integer",
          "minimum": 1
        },
        "time": {
          "description": "A moment: RFC 3339, UTC, nanoseconds.",
          "type": "string",
          "pattern": "^[0-9]{4}-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\\.[0-9]{9}Z$"
        },
        "seconds": {
          "description": "A duration in seconds, exact to the nanosecond; negative where the capture's clock stepped back.",
          "type": "number"
        },
        "slug": { "description": "A protocol's name, or its registry and number.", "type": "string", "pattern": "^[a-z0-9_]+$" },
        "address": {
          "description": "An IPv4 address in dotted decimal, or an IPv6 address as RFC 5952 writes it.",
          "type": "string",
          "anyOf": [{ "format": "ipv4" }, { "format": "ipv6" }],
          "pattern": "^([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*(:[0-9]{1,3}(\\.[0-9]{1,3}){3})?)$"
        },
        "port": { "description": "A port number.", "type": "integer", "minimum": 0, "maximum": 65535 },
        "mac_address": {
          "description": "An IEEE 802 MAC address.",
          "type": "string",
          "pattern": "^[0-9a-f]{2}(:[0-9a-f]{2}){5}$"
        },
        "comments": {
          "description": "Comments from the file, as they were written; control characters are escaped.",
          "type": "array",
          "minItems": 1,
          "items": { "type": "string" }
        },
        "side": { "description": "One of the two endpoints of a flow.", "enum": ["client", "server"] },
        "counts_by_side": {
          "description": "A count for each endpoint, of what it sent.",
          "type": "object",
          "additionalProperties": false,
          "required": ["client", "server"],
          "properties": {
            "client": { "description": "Sent by the client.", "$ref": "#/$defs/count" },
            "server": { "description": "Sent by the server.", "$ref": "#/$defs/count" }
          }
        },
        "frames_by_side": {
          "description": "A frame for each endpoint that has one.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "client": { "description": "The client's.", "$ref": "#/$defs/frame" },
            "server": { "description": "The server's.", "$ref": "#/$defs/frame" }
          }
        }
    """#
}
