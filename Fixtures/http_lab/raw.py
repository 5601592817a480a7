"""raw_server.py's log as the truth says it. It is the server's own account; nothing is left to derive."""

import truth

FIGURES = {
    "wire_body_bytes": "raw_server: octets written after the response's header, chunked framing and trailers included",
    "encoded_body_bytes": "raw_server: octets without chunked framing, content coding left",
    "body_bytes": "raw_server: octets before it coded them",
    "request_wire_body_bytes": "raw_server: octets of the request's body as read, chunked framing included",
    "wait_s": "raw_server: seconds from having read the request to writing the final response's first octet",
    "events[].after_s": "raw_server: seconds from the response's header to the event",
    "events[].bytes": "octets of the event's data, lines joined by LF",
    "complete": "false where the server closed before what it had promised was sent",
}


def exchanges(log):
    for line in log:
        ends = truth.ends(*line.pop("client"), *line.pop("server"))
        if line.get("request_wire_body_bytes") == line.get("request_body_bytes"):
            line.pop("request_wire_body_bytes", None)
        if line.get("request_body_bytes") == 0:
            line.pop("request_body_bytes")
        if line.get("encoded_body_bytes") in (line.get("body_bytes"), line.get("wire_body_bytes")):
            line.pop("encoded_body_bytes", None)
        yield ends, {"log": "raw_server"} | line
