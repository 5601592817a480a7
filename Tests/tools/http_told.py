"""Where a report says what of HTTP and WebSocket. Of http_truth.py's files only this one knows the report's names."""

import collections


def told_flows(report):
    """By the ends of each flow: (client address, port, server address, port)."""
    found = collections.defaultdict(list)
    for flow in report["flows"]:
        if flow.get("http") or flow.get("websocket"):
            found[ends(flow)].append(flow)
    return found


def ends(flow):
    return (flow["client"]["address"], flow["client"].get("port"), flow["server"]["address"], flow["server"].get("port"))


def told_exchanges(flow):
    return [Told(exchange, flow, index) for index, exchange in enumerate(flow.get("http", []))]


class Told:
    """An exchange of a report."""

    def __init__(self, exchange, flow, index):
        self.exchange, self.flow, self.index = exchange, flow, index
        self.request, self.response = exchange.get("request"), exchange.get("response")
        self.status = self.response.get("status") if self.response else None
        self.method = self.request.get("method") if self.request else None
        self.target = self.request.get("target") if self.request else None
        self.unpaired = exchange.get("unpaired")
        self.version = version(exchange.get("version"))
        self.interim = [response["status"] for response in exchange.get("interim", [])]
        self.events = (self.response or {}).get("events", [])
        self.wait = exchange.get("timing", {}).get("wait_s")

    def body(self, side, name):
        """A size; nothing told of a body is no body."""
        message = getattr(self, side) or {}
        if name == "encoded_body_bytes" and name not in message:
            return None
        return message.get(name, message.get("body_bytes", 0) if name == "wire_body_bytes" else 0)

    def headers(self, side):
        return fields((getattr(self, side) or {}).get("headers", []))

    def trailers(self):
        return fields((self.response or {}).get("trailers", []))

    def complete(self, side):
        return (getattr(self, side) or {}).get("complete", True)

    def tunnels(self):
        return bool(self.exchange.get("tunnel") or self.exchange.get("upgrade"))

    def websocket(self):
        return next((session for session in told_sessions(self.flow) if session.get("exchange") == self.index), None)

    def proxy_header(self):
        """The ends that the first PROXY header tells, named as those of a flow."""
        headers = self.flow.get("proxy_protocol") or [{}]
        return {"client": headers[0].get("source"), "server": headers[0].get("destination")}

    def __str__(self):
        return f"{self.method or '(no request)'} {self.target or ''} {self.status if self.response else '(no response)'}".strip()


def told_sessions(flow):
    return flow.get("websocket", [])


def fields(pairs):
    """Values by name in lower case."""
    found = collections.defaultdict(list)
    for name, value in pairs:
        found[name.lower()].append(value)
    return found


def version(text):
    version = (text or "").removeprefix("HTTP/")
    # Versions from 2 on have no minor one.
    return version if version < "2" else version.removesuffix(".0")


OPCODES = {1: "text", 2: "binary", "text": "text", "binary": "binary"}


def told_messages(session, sender):
    return [{"opcode": OPCODES[message["opcode"]], "fragments": count(message.get("fragments", 1)), "bytes": message["bytes"],
             "wire_bytes": message.get("wire_bytes", message["bytes"]), "compressed": message.get("compressed", False)}
            for message in session.get("messages", [])
            if message["sender"] == sender and message["opcode"] in OPCODES]


def count(value):
    return len(value) if isinstance(value, list) else value
