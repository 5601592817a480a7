/// A line of `weir http --json`.
enum ExchangeDefinitions {
  static let root = #"""
      "$ref": "#/$defs/exchange_line"
    """#

  static let text = #"""
        "exchange_line": {
          "description": "An exchange as the report's http[] has it, with its flow and the WebSocket session it began; or a session alone.",
          "type": "object",
          "required": ["flow", "client", "server"],
          "anyOf": [{ "required": ["exchange", "version"] }, { "required": ["websocket"] }],
          "dependentRequired": { "exchange": ["version"], "version": ["exchange"] },
          "$ref": "#/$defs/http_exchange_members",
          "properties": {
            "flow": { "description": "Its flow's id in the report.", "$ref": "#/$defs/flow_id" },
            "exchange": { "description": "Its place in the flow's http, from 0.", "$ref": "#/$defs/count" },
            "client": { "description": "The flow's client.", "$ref": "#/$defs/endpoint" },
            "server": { "description": "The flow's server.", "$ref": "#/$defs/endpoint" },
            "proxy_protocol": { "$ref": "#/$defs/proxy_protocol" },
            "websocket": { "$ref": "#/$defs/websocket_session" }
          },
          "unevaluatedProperties": false
        }
    """#
}
