/// `findings[]`.
enum FindingDefinitions {
  static let text = #"""
        "finding_members": {
          "type": "object",
          "required": ["id", "severity", "flow", "text", "frames"],
          "properties": {
            "id": { "description": "What it is: the same for all of its kind.", "$ref": "#/$defs/slug" },
            "severity": { "description": "How grave it is.", "enum": ["note", "warning", "error"] },
            "flow": { "$ref": "#/$defs/flow_id" },
            "text": { "description": "One plain sentence.", "type": "string", "minLength": 1 },
            "frames": {
              "description": "The frames that prove it, ascending; of many the first.",
              "type": "array",
              "uniqueItems": true,
              "items": { "$ref": "#/$defs/frame" }
            },
            "values": {
              "description": "Its numbers and words; absent without any. A count is of what the finding is about.",
              "type": "object",
              "minProperties": 1,
              "additionalProperties": { "anyOf": [{ "type": "integer" }, { "type": "string" }] }
            }
          }
        }
    """#
}
