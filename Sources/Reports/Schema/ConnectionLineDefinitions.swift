/// A line of `weir http2 --json`.
enum ConnectionLineDefinitions {
  static let root = #"""
      "$ref": "#/$defs/http2_line"
    """#

  static let text = #"""
        "http2_line": {
          "description": "An HTTP/2 connection as the report's http2 or http2_inner[] has it, with its flow.",
          "type": "object",
          "required": [
            "flow", "session", "client", "server", "start", "streams", "max_concurrent", "settings", "effective_settings", "frames",
            "sides", "hpack"
          ],
          "$ref": "#/$defs/http2_session_members",
          "properties": {
            "flow": { "description": "Its flow's id in the report.", "$ref": "#/$defs/flow_id" },
            "session": { "description": "0 for the flow's http2; from 1 on its place in http2_inner.", "$ref": "#/$defs/count" },
            "client": { "description": "The flow's client.", "$ref": "#/$defs/endpoint" },
            "server": { "description": "The flow's server.", "$ref": "#/$defs/endpoint" }
          },
          "unevaluatedProperties": false
        }
    """#
}
