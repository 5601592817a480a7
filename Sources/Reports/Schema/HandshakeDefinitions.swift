/// A line of `weir tls --json`.
enum HandshakeDefinitions {
  static let root = #"""
      "$ref": "#/$defs/handshake_line"
    """#

  static let text = #"""
        "handshake_line": {
          "description": "A session as the report's tls or tls_inner[] has it, with its flow.",
          "type": "object",
          "required": ["flow", "session", "client", "server", "complete", "records", "sides", "decrypted"],
          "$ref": "#/$defs/tls_session_members",
          "properties": {
            "flow": { "description": "Its flow's id in the report.", "$ref": "#/$defs/flow_id" },
            "session": { "description": "0 for the flow's tls; from 1 on its place in tls_inner.", "$ref": "#/$defs/count" },
            "client": { "description": "The flow's client.", "$ref": "#/$defs/endpoint" },
            "server": { "description": "The flow's server.", "$ref": "#/$defs/endpoint" }
          },
          "unevaluatedProperties": false
        }
    """#
}
