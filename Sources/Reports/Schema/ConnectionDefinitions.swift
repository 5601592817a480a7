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
            "tap": {
              "description": "Where the capture was taken, as round trips tell: at one of the two, or between; absent when they do not tell.",
              "enum": ["client", "server", "between"]
            },
            "client": { "description": "What the client sent.", "$ref": "#/$defs/tcp_side" },
            "server": { "description": "What the server sent.", "$ref": "#/$defs/tcp_side" },
            "events": { "$ref": "#/$defs/segment_events" },
            "events_omitted": { "$ref": "#/$defs/segment_events_omitted" }
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
          "required": ["unique_payload_bytes"],
          "dependentRequired": {
            "options": ["initial_sequence"],
            "initial_sequence": ["options"],
            "max_in_flight_bytes": [
              "retransmissions", "out_of_order", "network_duplicates", "duplicate_acks", "zero_windows", "zero_window_s",
              "zero_window_probes", "window_fulls", "keep_alives", "keep_alive_acks"
            ],
            "retransmissions": ["max_in_flight_bytes"],
            "throughput_bytes_per_s": ["goodput_bytes_per_s"],
            "goodput_bytes_per_s": ["throughput_bytes_per_s"]
          },
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
            "max_in_flight_bytes": {
              "description": "Most payload octets sent and not yet acknowledged, as seen where the capture was taken. It and the counts below are absent where there was nothing to follow.",
              "$ref": "#/$defs/count"
            },
            "initial_window_bytes": {
              "description": "Payload octets it sent before it can have heard of the first acknowledgement.",
              "$ref": "#/$defs/count"
            },
            "rtt_s": { "$ref": "#/$defs/round_trips" },
            "retransmissions": { "$ref": "#/$defs/retransmissions" },
            "out_of_order": { "description": "Segments that came behind such as belong behind them, without being sent again.", "$ref": "#/$defs/count" },
            "network_duplicates": { "description": "Segments the network delivered twice.", "$ref": "#/$defs/count" },
            "capture_duplicates": { "description": "Frames the capture has twice; they count nowhere else.", "type": "integer", "minimum": 1 },
            "duplicate_acks": {
              "description": "Acknowledgements that repeat one while octets are under way (RFC 5681, section 2), or that carry a D-SACK.",
              "$ref": "#/$defs/count"
            },
            "sacks": { "description": "Segments with SACK blocks (RFC 2018).", "type": "integer", "minimum": 1 },
            "d_sacks": { "description": "Those that report octets received twice (RFC 2883).", "type": "integer", "minimum": 1 },
            "challenge_acks": {
              "description": "Acknowledgements in answer to a SYN or RST that does not fit (RFC 5961).",
              "type": "integer",
              "minimum": 1
            },
            "window_bytes": {
              "description": "Smallest and largest window it offered, scaled; absent where the scale is not known.",
              "type": "object",
              "additionalProperties": false,
              "required": ["min", "max"],
              "properties": {
                "min": { "description": "The smallest.", "$ref": "#/$defs/count" },
                "max": { "description": "The largest.", "$ref": "#/$defs/count" }
              }
            },
            "zero_windows": { "description": "How often it closed its window.", "$ref": "#/$defs/count" },
            "zero_window_s": { "description": "For how long in all.", "$ref": "#/$defs/seconds" },
            "zero_window_probes": { "description": "Segments it sent to ask for the other's closed window.", "$ref": "#/$defs/count" },
            "zero_window_probe_acks": { "description": "Its answers to such.", "type": "integer", "minimum": 1 },
            "window_fulls": { "description": "Segments that filled the other's window to the last octet.", "$ref": "#/$defs/count" },
            "window_updates": {
              "description": "Segments with nothing but a new window, for a sender that had no room for a segment.",
              "type": "integer",
              "minimum": 1
            },
            "keep_alives": { "description": "Segments to see whether the other is still there (RFC 9293, section 3.8.4).", "$ref": "#/$defs/count" },
            "keep_alive_acks": { "description": "Its answers to such.", "$ref": "#/$defs/count" },
            "data_after_close": { "description": "Segments with payload behind its FIN, or after a RST.", "type": "integer", "minimum": 1 },
            "conflicting_overlaps": {
              "description": "Segments with other octets than came before in the same places: one of the two may be somebody else's.",
              "type": "integer",
              "minimum": 1
            },
            "stall_s": {
              "description": "How long its stream stood still at the receiver for what was lost, each moment once; absent when it did not.",
              "$ref": "#/$defs/seconds"
            },
            "throughput_bytes_per_s": {
              "description": "Its payload_bytes by the time from its first to its last segment with payload; absent when that is 0.",
              "$ref": "#/$defs/count"
            },
            "goodput_bytes_per_s": { "description": "The same of its unique_payload_bytes.", "$ref": "#/$defs/count" },
            "limited_by": { "$ref": "#/$defs/limited_by" }
          }
        },
        "round_trips": {
          "description": "From where the capture was taken to this side and back: a segment of the other's to its acknowledgement. Absent without samples.",
          "type": "object",
          "additionalProperties": false,
          "required": ["min", "mean", "p95", "max", "samples"],
          "properties": {
            "min": { "description": "The shortest.", "$ref": "#/$defs/seconds" },
            "mean": { "description": "On average.", "$ref": "#/$defs/seconds" },
            "p95": { "description": "95 of 100 are no longer.", "$ref": "#/$defs/seconds" },
            "max": { "description": "The longest.", "$ref": "#/$defs/seconds" },
            "samples": { "description": "How many were measured.", "type": "integer", "minimum": 1 }
          }
        },
        "retransmissions": {
          "description": "Segments whose octets, SYN or FIN it had sent before: by what made it send them again, and again by whether that was needed.",
          "type": "object",
          "additionalProperties": false,
          "required": ["segments", "bytes", "timeout", "fast", "tail_probe", "syn", "fin", "unknown", "needed", "spurious"],
          "properties": {
            "segments": { "description": "In all.", "$ref": "#/$defs/count" },
            "bytes": { "description": "Their payload octets that had been sent before.", "$ref": "#/$defs/count" },
            "timeout": { "description": "Its retransmission timer ran out (RFC 6298).", "$ref": "#/$defs/count" },
            "slow_start": {
              "description": "Of those: sent behind the segment whose timer ran out, in slow start.",
              "type": "integer",
              "minimum": 1
            },
            "fast": { "description": "Duplicate or selective acknowledgements told it (RFC 5681, 6675, 8985).", "$ref": "#/$defs/count" },
            "tail_probe": { "description": "A probe for a lost tail (RFC 8985, section 7).", "$ref": "#/$defs/count" },
            "syn": { "description": "SYNs and SYN-ACKs.", "$ref": "#/$defs/count" },
            "fin": { "description": "FINs without payload.", "$ref": "#/$defs/count" },
            "unknown": { "description": "Nothing in the capture tells.", "$ref": "#/$defs/count" },
            "needed": { "description": "The receiver lacked the octets.", "$ref": "#/$defs/count" },
            "spurious": { "description": "The receiver had them, or they were still on their way.", "$ref": "#/$defs/count" }
          }
        },
        "limited_by": {
          "description": "What its sending waited for, as shares of the time it was followed; absent when there was none, and for a side whose unique_payload_bytes are fewer than 14600, ten segments of the common size.",
          "type": "object",
          "additionalProperties": false,
          "required": ["application", "receiver_window", "congestion", "recovery", "mainly"],
          "properties": {
            "application": { "description": "Its application had nothing to send.", "$ref": "#/$defs/share" },
            "receiver_window": { "description": "The receiver's window had no room for a segment.", "$ref": "#/$defs/share" },
            "congestion": { "description": "Octets were under way and the window had room: its congestion window, or the path.", "$ref": "#/$defs/share" },
            "recovery": { "description": "A loss was being repaired.", "$ref": "#/$defs/share" },
            "mainly": {
              "description": "The largest share; of equal ones the first.",
              "enum": ["application", "receiver_window", "congestion", "recovery"]
            }
          }
        },
        "share": { "description": "A part of the whole, to three places.", "type": "number", "minimum": 0, "maximum": 1 }
    """#
}
