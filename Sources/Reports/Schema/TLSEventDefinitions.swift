/// What passed in a session: messages, alerts, times, ends, and what could be decrypted.
enum TLSEventDefinitions {
  static let text = #"""
        "tls_message": {
          "description": "A handshake message.",
          "type": "object",
          "additionalProperties": false,
          "required": ["type", "type_id", "sender", "frame", "last_frame", "time"],
          "properties": {
            "type": { "description": "What it is.", "$ref": "#/$defs/tls_name" },
            "type_id": { "description": "Its number.", "$ref": "#/$defs/tls_octet" },
            "sender": { "description": "Who sent it.", "$ref": "#/$defs/side" },
            "frame": { "description": "The frame of its first octet.", "$ref": "#/$defs/frame" },
            "last_frame": { "description": "The frame of its last octet.", "$ref": "#/$defs/frame" },
            "time": { "description": "When its first octet came.", "$ref": "#/$defs/time" },
            "bytes": { "description": "Octets of it, its header included; absent when it was not read.", "$ref": "#/$defs/count" },
            "decrypted": { "description": "It was read from protected records.", "const": true },
            "inferred": { "description": "It is protected and was not read: what it is follows from its place.", "const": true }
          }
        },
        "tls_alert": {
          "description": "An alert. What is protected, and no key opens, is absent.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender"],
          "dependentRequired": { "level": ["level_id"], "description": ["description_id"] },
          "properties": {
            "frame": { "description": "Its frame.", "$ref": "#/$defs/frame" },
            "time": { "description": "When it came.", "$ref": "#/$defs/time" },
            "sender": { "description": "Who sent it.", "$ref": "#/$defs/side" },
            "level": { "description": "How grave it is.", "enum": ["warning", "fatal", "unknown"] },
            "level_id": { "description": "The level's number.", "$ref": "#/$defs/tls_octet" },
            "description": { "description": "What it says.", "$ref": "#/$defs/tls_name" },
            "description_id": { "description": "Its number.", "$ref": "#/$defs/tls_octet" },
            "decrypted": { "description": "It was read from a protected record.", "const": true },
            "inferred": { "description": "That a protected record is an alert follows from its length and place: likely, not sure.", "const": true }
          }
        },
        "tls_renegotiation": {
          "description": "A later handshake's first message.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time"],
          "properties": {
            "frame": { "description": "Its frame.", "$ref": "#/$defs/frame" },
            "time": { "description": "When it came.", "$ref": "#/$defs/time" }
          }
        },
        "tls_key_update": {
          "description": "From here on its sender uses other keys.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender"],
          "properties": {
            "frame": { "description": "Its frame.", "$ref": "#/$defs/frame" },
            "time": { "description": "When it came.", "$ref": "#/$defs/time" },
            "sender": { "description": "Who sent it.", "$ref": "#/$defs/side" }
          }
        },
        "tls_timing": {
          "description": "The handshake's clock, flight by flight; what is not known is absent.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frames"],
          "properties": {
            "tcp_to_client_hello_s": { "description": "From the end of TCP's handshake to the ClientHello, where nothing stands between.", "$ref": "#/$defs/seconds" },
            "client_hello_s": { "description": "From the ClientHello's first octet to its last; where it had to be sent twice, the second one's.", "$ref": "#/$defs/seconds" },
            "server_hello_s": { "description": "From there to the ServerHello.", "$ref": "#/$defs/seconds" },
            "server_flight_s": { "description": "From there to the end of the server's flight.", "$ref": "#/$defs/seconds" },
            "client_finished_s": { "description": "From there to the client's Finished.", "$ref": "#/$defs/seconds" },
            "server_finished_s": { "description": "From there to the server's, where that comes last.", "$ref": "#/$defs/seconds" },
            "frames": {
              "description": "The frames these were computed from, and the first ones with application data.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "client_hello": { "description": "The ClientHello's first octet.", "$ref": "#/$defs/frame" },
                "client_hello_last": { "description": "Its last octet.", "$ref": "#/$defs/frame" },
                "server_hello": { "description": "The ServerHello's first octet.", "$ref": "#/$defs/frame" },
                "server_flight_last": { "description": "The last octet of the flight that begins with it.", "$ref": "#/$defs/frame" },
                "client_finished": { "description": "The client's Finished, or the record that must hold it.", "$ref": "#/$defs/frame" },
                "server_finished": { "description": "The server's.", "$ref": "#/$defs/frame" },
                "client_data": { "description": "The client's first application data, early data left aside.", "$ref": "#/$defs/frame" },
                "server_data": { "description": "The server's.", "$ref": "#/$defs/frame" }
              }
            }
          }
        },
        "tls_failure": {
          "description": "Where the handshake failed, and why; absent when it did not.",
          "type": "object",
          "additionalProperties": false,
          "required": ["stage", "reason", "frames"],
          "properties": {
            "stage": { "description": "How far it had come.", "enum": ["client_hello", "server_hello", "certificate", "key_exchange", "finished"] },
            "reason": {
              "description": "Why it ended, as far as the wire tells.",
              "enum": [
                "no_common_version", "no_common_cipher", "no_common_protocol", "unrecognized_name", "certificate_expired",
                "certificate_unknown_authority", "certificate_rejected", "certificate_required", "certificate_revoked",
                "decrypt_failed", "plaintext", "alert", "encrypted_alert", "reset", "closed", "silence"
              ]
            },
            "sender": { "description": "Who ended it.", "$ref": "#/$defs/side" },
            "frames": { "description": "The frames that prove it.", "type": "array", "items": { "$ref": "#/$defs/frame" } }
          }
        },
        "tls_side": {
          "description": "What one side sent.",
          "type": "object",
          "additionalProperties": false,
          "required": ["records", "data_records", "protected_bytes"],
          "properties": {
            "records": { "description": "Records.", "$ref": "#/$defs/count" },
            "data_records": { "description": "Those with application data, as far as can be told.", "$ref": "#/$defs/count" },
            "protected_bytes": { "description": "Octets of these, as protected.", "$ref": "#/$defs/count" },
            "plaintext_bytes": { "description": "Octets they held, decrypted.", "type": "integer", "minimum": 1 },
            "padding_bytes": { "description": "Octets of padding in them.", "type": "integer", "minimum": 1 },
            "missing_bytes": { "description": "Octets that the capture lacks; absent when it has all.", "type": "integer", "minimum": 1 },
            "unread_bytes": { "description": "Octets behind a hole of which no record could be made.", "type": "integer", "minimum": 1 },
            "malformed_frame": { "description": "Where it stopped being TLS.", "$ref": "#/$defs/frame" }
          }
        },
        "tls_close": {
          "description": "How a side ended.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "close_notify_frame": { "description": "The frame with its close_notify.", "$ref": "#/$defs/frame" },
            "ended_by": { "description": "A FIN, a RST, or the capture's end.", "enum": ["fin", "reset", "capture_end"] },
            "frame": { "description": "The frame that tells.", "$ref": "#/$defs/frame" },
            "truncated": { "description": "A FIN without close_notify: nobody can know whether more should have come.", "const": true }
          }
        },
        "tls_decryption": {
          "description": "What was decrypted, and with what; absent when no keys were given.",
          "type": "object",
          "additionalProperties": false,
          "required": ["client", "server"],
          "properties": {
            "client": { "description": "Of the client's records.", "$ref": "#/$defs/tls_decryption_side" },
            "server": { "description": "Of the server's records.", "$ref": "#/$defs/tls_decryption_side" },
            "labels": {
              "description": "The secrets that opened records, by the names that key logs have for them.",
              "type": "array",
              "minItems": 1,
              "uniqueItems": true,
              "items": { "type": "string", "pattern": "^[A-Z0-9_]+$" }
            },
            "from_session": { "description": "They are another connection's, whose session this one goes on with.", "const": true },
            "problem": {
              "description": "Why not all of it: no secret; one of several is missing; a cipher suite that Weir cannot undo; the capture lacks the hellos; no tag was right.",
              "enum": ["no_secret", "secret_missing", "unsupported", "handshake_missing", "wrong_secret"]
            }
          }
        },
        "tls_decryption_side": {
          "description": "One side's records.",
          "type": "object",
          "additionalProperties": false,
          "required": ["records"],
          "properties": {
            "records": { "description": "Records that were decrypted.", "$ref": "#/$defs/count" },
            "failed": { "description": "Records whose tag is wrong.", "type": "integer", "minimum": 1 },
            "without_key": { "description": "Records that there was no key for.", "type": "integer", "minimum": 1 },
            "first_failure_frame": { "description": "The first whose tag is wrong.", "$ref": "#/$defs/frame" }
          }
        }
    """#
}
