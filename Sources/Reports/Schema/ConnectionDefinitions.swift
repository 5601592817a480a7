/// `flows[].tcp`.
enum ConnectionDefinitions {
  static let text = #"""
        "tcp": {
          "description": "Of a TCP flow: its opening, its closing, and what each side's stream went through.",
          "type": "object",
          "additionalProperties": false,
          "required": ["handshake", "teardown", "client", "server"],
          "properties": {
            "handshake": { "$ref": "#/$defs/handshake" },
            "teardown": { "$ref": "#/$defs/teardown" },
            "client": { "description": "What the client sent.", "$ref": "#/$defs/tcp_side" },
            "server": { "description": "What the server sent.", "$ref": "#/$defs/tcp_side" }
          }
        },
        "handshake": {
          "description": "How the connection was opened.",
          "type": "object",
          "additionalProperties": false,
          "required": ["outcome", "syn_retransmissions", "syn_ack_retransmissions"],
          "properties": {
            "outcome": {
              "description": "Opened; SYN without answer; RST or port unreachable; another ICMP error; SYN-ACK never acknowledged; both sent a SYN; it began before the capture.",
              "enum": ["complete", "no_answer", "refused", "unreachable", "half_open", "simultaneous", "not_captured"]
            },
            "syn_frame": { "description": "The last SYN before the answer.", "$ref": "#/$defs/frame" },
            "syn_ack_frame": { "description": "The SYN-ACK.", "$ref": "#/$defs/frame" },
            "ack_frame": { "description": "The segment that acknowledges the SYN-ACK.", "$ref": "#/$defs/frame" },
            "syn_to_syn_ack_s": { "description": "From the last SYN to the SYN-ACK.", "$ref": "#/$defs/seconds" },
            "syn_ack_to_ack_s": { "description": "From the SYN-ACK to its acknowledgement.", "$ref": "#/$defs/seconds" },
            "rtt_s": { "description": "Both together: the round trip between the two ends.", "$ref": "#/$defs/seconds" },
            "syn_retransmissions": { "description": "SYNs sent again.", "$ref": "#/$defs/count" },
            "syn_ack_retransmissions": { "description": "SYN-ACKs sent again.", "$ref": "#/$defs/count" },
            "fast_open": { "description": "Data in the SYN was accepted (RFC 7413).", "const": true }
          }
        },
        "teardown": {
          "description": "How the connection ended.",
          "type": "object",
          "additionalProperties": false,
          "required": ["outcome"],
          "dependentRequired": { "reset_by": ["reset_frame"], "fin_acked_frame": ["fin_frame"] },
          "properties": {
            "outcome": {
              "description": "Both FINs seen; one FIN; a RST ended it; no packet for too long; still open when the capture ended.",
              "enum": ["closed", "half_closed", "reset", "timed_out", "open"]
            },
            "first": { "description": "Who sent the first FIN or RST.", "$ref": "#/$defs/side" },
            "fin_frame": { "description": "The frame of each side's FIN.", "$ref": "#/$defs/frames_by_side" },
            "fin_acked_frame": {
              "description": "The frame of the first acknowledgement of each side's FIN.",
              "$ref": "#/$defs/frames_by_side"
            },
            "reset_frame": { "description": "The RST that ended it.", "$ref": "#/$defs/frame" },
            "reset_by": { "description": "Who sent that RST.", "$ref": "#/$defs/side" },
            "simultaneous": { "description": "Each side sent its FIN before it knew of the other's.", "const": true }
          }
        },
        "tcp_side": {
          "description": "One direction of a connection.",
          "type": "object",
          "additionalProperties": false,
          "required": ["unique_payload_bytes", "repeated_bytes", "repeated_segments", "early_bytes", "early_segments"],
          "dependentRequired": { "options": ["initial_sequence"], "initial_sequence": ["options"] },
          "properties": {
            "options": {
              "description": "What its SYN or SYN-ACK offered; absent when that was not captured.",
              "type": "object",
              "additionalProperties": false,
              "required": ["sack_permitted", "timestamps"],
              "properties": {
                "mss": { "description": "Largest segment it can receive, in octets of payload.", "type": "integer", "minimum": 1, "maximum": 65535 },
                "window_scale": { "description": "Its windows are to be shifted left by so many bits.", "type": "integer", "minimum": 0, "maximum": 255 },
                "sack_permitted": { "description": "It takes selective acknowledgements.", "type": "boolean" },
                "timestamps": { "description": "It offered timestamps (RFC 7323).", "type": "boolean" },
                "fast_open": { "description": "It sent a Fast Open option (RFC 7413).", "const": true },
                "multipath": { "description": "It sent a Multipath TCP option (RFC 8684).", "const": true }
              }
            },
            "initial_sequence": { "description": "Its SYN's sequence number.", "type": "integer", "minimum": 0, "maximum": 4294967295 },
            "unique_payload_bytes": { "description": "Payload octets captured, each counted once.", "$ref": "#/$defs/count" },
            "missing_bytes": {
              "description": "Payload octets it sent that the capture does not have; absent when it was never heard.",
              "$ref": "#/$defs/count"
            },
            "repeated_bytes": { "description": "Payload octets that had come before.", "$ref": "#/$defs/count" },
            "repeated_segments": { "description": "Segments with any of them.", "$ref": "#/$defs/count" },
            "early_bytes": { "description": "Payload octets that came before octets ahead of them.", "$ref": "#/$defs/count" },
            "early_segments": { "description": "Segments with any of them.", "$ref": "#/$defs/count" }
          }
        }
    """#
}
