/// What stands at the top: the document, and the records of the stream.
enum RootDefinitions {
  static let report = #"""
      "type": "object",
      "additionalProperties": false,
      "required": ["schema", "weir", "captures", "quality", "protocols", "flows", "findings"],
      "properties": {
        "schema": { "$ref": "#/$defs/schema_name" },
        "weir": { "$ref": "#/$defs/program_version" },
        "captures": {
          "description": "The captures, in the order in which they were read.",
          "type": "array",
          "items": { "$ref": "#/$defs/capture" }
        },
        "quality": { "$ref": "#/$defs/quality" },
        "protocols": { "$ref": "#/$defs/protocols" },
        "flows": {
          "description": "The flows, in the order of their first frames; inside a frame from the outside in.",
          "type": "array",
          "items": { "$ref": "#/$defs/flow" }
        },
        "findings": {
          "description": "What a user should know of, in the order of the flows.",
          "type": "array",
          "items": { "$ref": "#/$defs/finding" }
        },
        "malformed": { "$ref": "#/$defs/malformed" },
        "limits": { "$ref": "#/$defs/limits" }
      }
    """#

  static let records = #"""
      "type": "object",
      "required": ["record"],
      "properties": {
        "record": { "description": "What the line tells of.", "enum": ["capture", "exchange", "flow", "finding", "summary"] }
      },
      "oneOf": [
        { "$ref": "#/$defs/capture_record" },
        { "$ref": "#/$defs/exchange_record" },
        { "$ref": "#/$defs/flow_record" },
        { "$ref": "#/$defs/finding_record" },
        { "$ref": "#/$defs/summary_record" }
      ]
    """#

  /// A capture, a flow and a finding as they stand in the document.
  static let reportDefinitions = #"""
        "capture": {
          "description": "One capture.",
          "$ref": "#/$defs/capture_members",
          "unevaluatedProperties": false
        },
        "flow": {
          "description": "One flow: the packets between two endpoints, from its first to its last.",
          "$ref": "#/$defs/flow_members",
          "unevaluatedProperties": false
        },
        "finding": {
          "description": "Something in a flow that a user should know of.",
          "$ref": "#/$defs/finding_members",
          "unevaluatedProperties": false
        }
    """#

  /// The same as lines, with the kind of record before their own keys.
  static let recordDefinitions = #"""
        "capture_record": {
          "description": "A capture, printed when it has been read.",
          "$ref": "#/$defs/capture_members",
          "required": ["record"],
          "properties": { "record": { "description": "The kind of record.", "const": "capture" } },
          "unevaluatedProperties": false
        },
        "exchange_record": {
          "description": "An HTTP exchange, printed by weir live when it has ended, before its flow: as the flow's http[] has it, but for what is known only at the flow's end.",
          "type": "object",
          "required": ["record", "flow", "client", "server", "version"],
          "$ref": "#/$defs/http_exchange_members",
          "properties": {
            "record": { "description": "The kind of record.", "const": "exchange" },
            "flow": { "description": "Its flow's id.", "$ref": "#/$defs/flow_id" },
            "exchange": {
              "description": "Its number among the flow's exchanges, from 0; absent for one inside a tunnel.", "$ref": "#/$defs/count"
            },
            "client": { "description": "Who asked.", "$ref": "#/$defs/endpoint" },
            "server": { "description": "Who was asked.", "$ref": "#/$defs/endpoint" }
          },
          "unevaluatedProperties": false
        },
        "flow_record": {
          "description": "A flow, printed when nothing more will be said of it.",
          "$ref": "#/$defs/flow_members",
          "required": ["record"],
          "properties": { "record": { "description": "The kind of record.", "const": "flow" } },
          "unevaluatedProperties": false
        },
        "finding_record": {
          "description": "Something in a flow that a user should know of, printed behind the flow.",
          "$ref": "#/$defs/finding_members",
          "required": ["record"],
          "properties": { "record": { "description": "The kind of record.", "const": "finding" } },
          "unevaluatedProperties": false
        },
        "summary_record": {
          "description": "What concerns the whole run: the last line.",
          "type": "object",
          "additionalProperties": false,
          "required": ["record", "schema", "weir", "frames", "flows", "quality", "protocols"],
          "properties": {
            "record": { "description": "The kind of record.", "const": "summary" },
            "schema": { "$ref": "#/$defs/schema_name" },
            "weir": { "$ref": "#/$defs/program_version" },
            "frames": { "description": "Frames read, those a filter kept out included: the number of the last one.", "$ref": "#/$defs/count" },
            "flows": { "description": "Flow records printed before this line.", "$ref": "#/$defs/count" },
            "quality": { "$ref": "#/$defs/quality" },
            "protocols": { "$ref": "#/$defs/protocols" },
            "malformed": { "$ref": "#/$defs/malformed" },
            "limits": { "$ref": "#/$defs/limits" }
          }
        }
    """#
}
