/// `flows[].tcp.events[]`.
enum SegmentEventDefinitions {
  static let text = #"""
        "segment_events": {
          "description": "What happened to its segments, in the order of their frames; absent when nothing did.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/segment_event" }
        },
        "segment_events_omitted": {
          "description": "Events past the number that is listed of a connection, by kind. The sides' figures count them; absent when there are none.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "retransmission": { "description": "Retransmissions.", "type": "integer", "minimum": 1 },
            "out_of_order": { "description": "Segments out of order.", "type": "integer", "minimum": 1 },
            "network_duplicate": { "description": "Duplicates by the network.", "type": "integer", "minimum": 1 },
            "capture_duplicate": { "description": "Duplicates by the capture.", "type": "integer", "minimum": 1 },
            "gap": { "description": "Gaps.", "type": "integer", "minimum": 1 },
            "acked_unseen": { "description": "Acknowledgements of octets never seen.", "type": "integer", "minimum": 1 },
            "duplicate_ack": { "description": "Duplicate acknowledgements.", "type": "integer", "minimum": 1 },
            "zero_window": { "description": "Closed windows.", "type": "integer", "minimum": 1 },
            "zero_window_probe": { "description": "Probes of a closed window.", "type": "integer", "minimum": 1 },
            "zero_window_probe_ack": { "description": "Answers to such.", "type": "integer", "minimum": 1 },
            "window_full": { "description": "Segments that filled the window.", "type": "integer", "minimum": 1 },
            "window_update": { "description": "Window updates.", "type": "integer", "minimum": 1 },
            "keep_alive": { "description": "Keep-alives.", "type": "integer", "minimum": 1 },
            "keep_alive_ack": { "description": "Answers to such.", "type": "integer", "minimum": 1 },
            "challenge_ack": { "description": "Challenge ACKs.", "type": "integer", "minimum": 1 },
            "port_reuse": { "description": "Connections on ports used before.", "type": "integer", "minimum": 1 },
            "data_after_close": { "description": "Segments with payload after the end.", "type": "integer", "minimum": 1 },
            "conflicting_overlap": { "description": "Segments with other octets than before.", "type": "integer", "minimum": 1 }
          }
        },
        "segment_event": {
          "description": "Something to be told of one segment, and the frames that prove it.",
          "type": "object",
          "additionalProperties": false,
          "required": ["frame", "time", "sender", "kind", "sequence", "length"],
          "properties": {
            "frame": { "description": "The segment's frame.", "$ref": "#/$defs/frame" },
            "time": { "description": "The time of that frame.", "$ref": "#/$defs/time" },
            "sender": { "description": "Who sent the segment.", "$ref": "#/$defs/side" },
            "kind": {
              "description": "Sent again; overtaken; delivered twice; captured twice; octets before it never came; acknowledges octets that never came; acknowledges the same again; closes its sender's window; asks for a closed window; answers that; fills the window; opens it; asks for life; answers that; refuses a SYN or RST; begins on an earlier connection's ports; payload after the end; other octets than before.",
              "enum": [
                "retransmission", "out_of_order", "network_duplicate", "capture_duplicate", "gap", "acked_unseen", "duplicate_ack",
                "zero_window", "zero_window_probe", "zero_window_probe_ack", "window_full", "window_update", "keep_alive",
                "keep_alive_ack", "challenge_ack", "port_reuse", "data_after_close", "conflicting_overlap"
              ]
            },
            "sequence": {
              "description": "The sequence number of the octets spoken of, as on the wire.",
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295
            },
            "length": { "description": "How many octets are spoken of; a SYN or FIN counts as one.", "$ref": "#/$defs/count" },
            "segments": {
              "description": "As how many segments it travelled, or would have, if a network card put several together; absent for one.",
              "type": "integer",
              "minimum": 2
            },
            "trigger": {
              "description": "What made its sender send again: its timer; acknowledgements; a probe for a lost tail; a SYN or FIN without answer; not known.",
              "enum": ["timeout", "fast", "tail_probe", "syn", "fin", "unknown"]
            },
            "slow_start": { "description": "It is not the segment whose timer ran out, but one of those behind.", "const": true },
            "necessity": {
              "description": "Whether the receiver lacked the octets when they were sent again.",
              "enum": ["needed", "spurious", "unknown"]
            },
            "necessity_from": {
              "description": "What tells that: a D-SACK; which transmission's timestamp came back; the first acknowledgement after a timeout covered more than was sent again; an acknowledgement sooner than any round trip; octets acknowledged before; the first transmission came later; acknowledgements that show the lack; only the second transmission passed here.",
              "enum": [
                "d_sack", "timestamps", "f_rto", "too_fast", "acknowledged_before", "original_arrived", "acknowledgment",
                "first_copy_never_seen"
              ]
            },
            "cause": {
              "description": "Who put it out of order: the network; the capture, for it came after its own acknowledgement; not known.",
              "enum": ["network", "capture", "unknown"]
            },
            "acknowledged": {
              "description": "Whether the receiver has the octets of the gap, so that only the capture lacks them.",
              "type": "boolean"
            },
            "count": { "description": "How many duplicate ACKs came in a row; absent for one.", "type": "integer", "minimum": 2 },
            "last_frame": { "description": "The last of them.", "$ref": "#/$defs/frame" },
            "d_sack": { "description": "It reports octets received twice (RFC 2883).", "const": true },
            "original_frame": { "description": "The first transmission, or the frame that this one repeats.", "$ref": "#/$defs/frame" },
            "delay_s": { "description": "Since the first transmission, or since the hole it fills opened.", "$ref": "#/$defs/seconds" },
            "duration_s": {
              "description": "How long the window stayed closed; absent when it was not seen to open again.",
              "$ref": "#/$defs/seconds"
            },
            "stall_s": {
              "description": "How long the stream stood still at the receiver until this came; parts told of other events left out. Absent when it did not.",
              "$ref": "#/$defs/seconds"
            },
            "certainty": {
              "description": "Whether the kind is proved, or the likeliest of several.",
              "enum": ["certain", "likely"]
            },
            "basis": {
              "description": "What tells the kind: the octets passed before; IP identifications; TCP timestamps; the time it took; header and octets are the same.",
              "enum": ["octets_seen", "identification", "timestamps", "timing", "same_segment"]
            },
            "evidence": {
              "description": "Other frames that prove it, in ascending order.",
              "type": "array",
              "minItems": 1,
              "maxItems": 4,
              "uniqueItems": true,
              "items": { "$ref": "#/$defs/frame" }
            }
          },
          "dependentRequired": {
            "necessity_from": ["necessity"], "slow_start": ["trigger"], "count": ["last_frame"], "last_frame": ["count"]
          },
          "allOf": [
            {
              "if": { "properties": { "kind": { "const": "retransmission" } } },
              "then": { "required": ["trigger", "necessity"] },
              "else": { "not": { "anyOf": [{ "required": ["trigger"] }, { "required": ["necessity"] }] } }
            },
            {
              "if": { "properties": { "kind": { "const": "out_of_order" } } },
              "then": { "required": ["cause"] },
              "else": { "not": { "required": ["cause"] } }
            },
            {
              "if": { "properties": { "kind": { "const": "gap" } } },
              "then": { "required": ["acknowledged"] },
              "else": { "not": { "required": ["acknowledged"] } }
            },
            {
              "if": { "properties": { "kind": { "const": "zero_window" } } },
              "then": { "not": { "required": ["delay_s"] } },
              "else": { "not": { "required": ["duration_s"] } }
            },
            {
              "if": { "properties": { "kind": { "enum": ["retransmission", "out_of_order", "network_duplicate", "capture_duplicate"] } } },
              "then": { "required": ["certainty"] },
              "else": { "not": { "required": ["certainty"] } }
            }
          ]
        }
    """#
}
