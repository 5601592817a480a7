/// The document of `weir interfaces --json`.
enum InterfaceDefinitions {
  static let root = #"""
      "$ref": "#/$defs/interface_list"
    """#

  static let text = #"""
        "interface_list": {
          "description": "The interfaces that can be captured on; the first that is up and no loopback is captured on when none is named.",
          "type": "object",
          "additionalProperties": false,
          "required": ["schema", "interfaces"],
          "properties": {
            "schema": { "description": "The name and version of the document's format.", "const": "weir.interfaces/1" },
            "interfaces": {
              "description": "In the order of libpcap.",
              "type": "array",
              "items": { "$ref": "#/$defs/network_interface" }
            }
          }
        },
        "network_interface": {
          "description": "One interface. What the system does not tell is absent.",
          "type": "object",
          "additionalProperties": false,
          "required": ["name", "addresses", "up", "running", "loopback", "wireless"],
          "properties": {
            "name": { "description": "What weir live -i takes.", "type": "string", "minLength": 1 },
            "description": { "description": "What libpcap says of it.", "type": "string" },
            "addresses": {
              "description": "Its IPv4 and IPv6 addresses.",
              "type": "array",
              "items": { "$ref": "#/$defs/interface_address" }
            },
            "mac": { "description": "Its IEEE 802 address.", "$ref": "#/$defs/mac_address" },
            "up": { "description": "Whether it is up.", "type": "boolean" },
            "running": { "description": "Whether it can carry packets now.", "type": "boolean" },
            "loopback": { "description": "Whether it is a loopback.", "type": "boolean" },
            "wireless": { "description": "Whether it is wireless, Wi-Fi or other.", "type": "boolean" },
            "connection": {
              "description": "Whether it is connected to a network; absent where that means nothing.",
              "enum": ["connected", "disconnected"]
            },
            "mtu": { "description": "Its largest packet, in octets.", "$ref": "#/$defs/count" },
            "speed_bps": { "description": "Its speed, in bits a second, where its driver tells.", "$ref": "#/$defs/count" },
            "link_types": {
              "description": "What its frames can begin with, the usual one first; absent where it could not be opened.",
              "type": "array",
              "minItems": 1,
              "uniqueItems": true,
              "items": { "$ref": "#/$defs/slug" }
            },
            "time_stamp_types": {
              "description": "Who can tell its packets' times, by pcap-tstamp(7)'s names: what weir live -j takes.",
              "type": "array",
              "minItems": 1,
              "items": { "type": "string", "minLength": 1 }
            },
            "monitor_mode": {
              "description": "Whether 802.11 frames can be had as they are on the air; absent where that could not be found out.",
              "type": "boolean"
            }
          }
        },
        "interface_address": {
          "description": "One address of an interface.",
          "type": "object",
          "additionalProperties": false,
          "required": ["address"],
          "properties": {
            "address": { "description": "The address.", "$ref": "#/$defs/address" },
            "prefix_length": {
              "description": "Bits of the network's prefix.",
              "type": "integer",
              "minimum": 0,
              "maximum": 128
            },
            "broadcast": { "description": "The network's broadcast address.", "$ref": "#/$defs/address" },
            "peer": { "description": "The other end of a point-to-point link.", "$ref": "#/$defs/address" }
          }
        }
    """#
}
