"""Where a report says what of HTTP/2 and gRPC. Of http2_truth.py's files only this one knows the report's names."""

import re

from http_told import Told, told_flows, told_sessions

SETTINGS = {"HEADER_TABLE_SIZE": 1, "ENABLE_PUSH": 2, "MAX_CONCURRENT_STREAMS": 3, "INITIAL_WINDOW_SIZE": 4, "MAX_FRAME_SIZE": 5,
            "MAX_HEADER_LIST_SIZE": 6, "ENABLE_CONNECT_PROTOCOL": 8, "NO_RFC7540_PRIORITIES": 9, "TLS_RENEG_PERMITTED": 16}


class Stream(Told):
    """An exchange of a report, and what HTTP/2 adds to it."""

    def __init__(self, exchange, flow, index):
        super().__init__(exchange, flow, index)
        self.stream = exchange.get("stream")
        self.via = exchange.get("via_exchange")

    def part(self, name):
        return (self.request or {}).get(name)

    def fields(self, side, name="headers"):
        return [list(pair) for pair in (getattr(self, side) or {}).get(name, [])]

    def pushed_by(self):
        return (self.exchange.get("pushed_by") or {}).get("stream")

    def reset(self):
        found = self.exchange.get("reset")
        return found and {"sender": found["sender"], "code": found["code_id"]}

    def priority(self):
        found = self.exchange.get("priority") or {}
        return {"dependency": found.get("depends_on"), "weight": found.get("weight"), "exclusive": found.get("exclusive")}

    def tunnel_bytes(self):
        return self.exchange.get("tunnel", {}).get("bytes")

    def call(self):
        found = self.exchange.get("grpc")
        return Call(found) if found else None


class Call:
    """A gRPC call of a report."""

    def __init__(self, found):
        self.path = f"/{found.get('service', '')}/{found.get('method', '')}"
        self.kind = found.get("kind_declared")
        self.status, self.message = found.get("status"), found.get("message", "")
        self.timeout, self.deadline_met = found.get("timeout_s"), found.get("deadline_met")
        self.encodings = {side: found.get(side, {}).get("encoding") for side in ("request", "response")}
        self.found = found.get("messages", [])

    def messages(self, sender):
        return [message for message in self.found if message["sender"] == sender]


class Connection:
    """What a report tells of a connection beside its exchanges."""

    def __init__(self, flow):
        self.found = flow.get("http2")
        self.start = self.found and self.found["start"]
        # Of a tunnel or an upgrade that it is in, the exchange.
        self.via = self.found and self.found.get("via_exchange")

    def list(self, name, *keys):
        """Entries of a list with some of their facts, a code by its number."""
        return [{key: entry.get({"code": "code_id"}.get(key, key)) for key in keys} for entry in self.found.get(name, [])]

    def frames(self, side):
        return {name.lower() if name == "UNKNOWN" else name: count for name, count in self.found["frames"][side].items()}

    def data_bytes(self, side):
        return self.found["sides"][side]["data_bytes"]

    def settings(self, side):
        """Of each frame, the values by number."""
        return [{number(name): value for name, value in frame["values"].items()} for frame in self.found["settings"][side]]

    def pings(self):
        return [{"sender": ping["sender"], "opaque": ping["opaque"], "acknowledged": "acknowledged_frame" in ping}
                for ping in self.found.get("pings", [])]

    def goaway(self):
        return [entry | {"debug": entry["debug"] or ""} for entry in self.list("goaway", "sender", "last_stream", "code", "debug")]

    def priorities(self):
        found = []
        for entry in self.found.get("priority_updates", []):
            place = {"sender": entry["sender"], "stream": entry["stream"]}
            if "weight" in entry:
                found.append(place | {"dependency": entry["depends_on"], "weight": entry["weight"], "exclusive": entry["exclusive"]})
            else:
                found.append(place | {"urgency": entry["urgency"], "incremental": entry["incremental"]})
        return found

    def services(self):
        return [entry | {"origin": entry["origin"] or "", "value": entry["value"] or ""}
                for entry in self.list("services", "sender", "stream", "kind", "origin", "value")]

    def waits(self):
        return [{"stream": wait["stream"], "sender": wait["sender"], "window": wait["window"], "delay_s": wait["wait_s"]}
                for wait in self.found.get("flow_control", {}).get("waits", [])]


def number(name):
    """A setting's, by its name, or as one without a name is written."""
    return SETTINGS[name] if name in SETTINGS else int(re.sub(r"^.*?(0x[0-9a-fA-F]+|\d+)$", r"\1", name), 0)


def streams(flow):
    return [Stream(exchange, flow, index) for index, exchange in enumerate(flow.get("http", []))]
