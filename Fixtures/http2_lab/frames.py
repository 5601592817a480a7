"""A connection's frames as a program told them, made the truth of it: exchanges, settings, pushes, resets, and counts.

A frame is a dictionary: `sender`, `type` (its name), `stream`, `length` (of its payload), and what its type has: `fields` (pairs of a
header block, decoded by the program), `padding` (octets, its length field too), `priority`, `settings`, `code`, `last_stream`,
`debug`, `promised`, `increment`, `opaque`, `ack`, `end_stream`. Where programs note it, `time` in seconds since the epoch.
"""

NAMES = {0: "DATA", 1: "HEADERS", 2: "PRIORITY", 3: "RST_STREAM", 4: "SETTINGS", 5: "PUSH_PROMISE", 6: "PING", 7: "GOAWAY",
         8: "WINDOW_UPDATE", 9: "CONTINUATION", 10: "ALTSVC", 12: "ORIGIN", 16: "PRIORITY_UPDATE"}
SIDES = ("client", "server")


def connection(frames, upgraded=None):
    """The facts that follow. `upgraded` is the exchange of stream 1, where HTTP/1.1 brought its request."""
    facts = {"exchanges": exchanges(frames, upgraded)}
    facts["frames"] = {side: counts([frame for frame in frames if frame["sender"] == side]) for side in SIDES}
    facts["data_bytes"] = {side: sum(data_octets(frame) for frame in frames if frame["sender"] == side) for side in SIDES}
    facts["settings"] = {side: [frame["settings"] for frame in of(frames, "SETTINGS", side) if not frame.get("ack")]
                         for side in SIDES}
    facts["pings"] = [{"sender": frame["sender"], "opaque": frame["opaque"], "acknowledged": acknowledged(frames, frame)}
                      for frame in of(frames, "PING") if not frame.get("ack")]
    facts["goaway"] = [{"sender": frame["sender"], "last_stream": frame["last_stream"], "code": frame["code"],
                        "debug": frame["debug"]} for frame in of(frames, "GOAWAY")]
    facts["resets"] = [{"sender": frame["sender"], "stream": frame["stream"], "code": frame["code"]}
                       for frame in of(frames, "RST_STREAM")]
    facts["pushes"] = [{"parent": frame["stream"], "stream": frame["promised"]} for frame in of(frames, "PUSH_PROMISE")]
    for frame in frames:
        place = {"sender": frame["sender"], "stream": frame.get("prioritized", frame["stream"])}
        if "priority" in frame:
            facts.setdefault("priorities", []).append(place | {"frame": frame["type"], **frame["priority"]})
        if "priority_field" in frame:
            facts.setdefault("priorities", []).append(place | {"frame": frame["type"], "field": frame["priority_field"]})
        if "service" in frame:
            facts.setdefault("services", []).append(place | frame["service"])
        if frame["type"].startswith("0x"):
            facts.setdefault("unknown_frames", []).append(place | {"type": int(frame["type"], 16), "bytes": frame["length"]})
    return facts


def of(frames, kind, side=None):
    return [frame for frame in frames if frame["type"] == kind and side in (None, frame["sender"])]


def counts(frames):
    found = {}
    for frame in frames:
        kind = "unknown" if frame["type"].startswith("0x") else frame["type"]
        found[kind] = found.get(kind, 0) + 1
    return found


def data_octets(frame):
    return frame["length"] - frame.get("padding", 0) if frame["type"] == "DATA" else 0


def acknowledged(frames, ping):
    return any(frame.get("ack") and frame["opaque"] == ping["opaque"] and frame["sender"] != ping["sender"]
               for frame in of(frames, "PING"))


# --- Exchanges


def exchanges(frames, upgraded=None):
    """In the order of their requests."""
    found = {}
    if upgraded:
        found[1] = {"stream": 1, **upgraded, "request_complete": True, "request_wire_body_bytes": 0, "wire_body_bytes": 0,
                    "complete": False}
    for frame in frames:
        stream = frame["stream"]
        if frame["type"] == "PUSH_PROMISE":
            found[frame["promised"]] = begun(frame["promised"], frame["fields"]) | {"pushed_by": stream, "request_complete": True}
        elif stream not in found and frame["type"] == "HEADERS" and frame["sender"] == "client":
            found[stream] = begun(stream, frame["fields"])
            ended(found[stream], frame)
        elif stream in found:
            READERS.get(frame["type"], lambda *_: None)(found[stream], frame)
    for exchange in found.values():
        exchange["answered"] = "status" in exchange
        if exchange.get("method") == "CONNECT" or "content-encoding" in dict(exchange.get("response_fields", [])):
            # What a tunnel carries is no body, and of a coded one the programs do not tell its length.
            for name in ("request_body_bytes", "body_bytes"):
                exchange.pop(name, None)
    return list(found.values())


def begun(stream, fields):
    exchange = {"stream": stream}
    for name, key in ((":method", "method"), (":scheme", "scheme"), (":authority", "authority"), (":path", "target"),
                      (":protocol", "protocol")):
        exchange |= {key: value for field, value in fields if field == name}
    return exchange | {"request_fields": regular(fields), "request_wire_body_bytes": 0, "wire_body_bytes": 0,
                       "request_complete": False, "complete": False}


def regular(fields):
    return [[name, value] for name, value in fields if not name.startswith(":")]


def headers(exchange, frame):
    status = next((int(value) for name, value in frame["fields"] if name == ":status"), None)
    if frame["sender"] == "client":
        exchange["request_trailers"] = regular(frame["fields"])
    elif status is None:
        exchange["trailers"] = regular(frame["fields"])
    elif status < 200:
        exchange.setdefault("interim", []).append(status)
    else:
        exchange |= {"status": status, "response_fields": regular(frame["fields"])}
    ended(exchange, frame)


def data(exchange, frame):
    prefix = "request_" if frame["sender"] == "client" else ""
    exchange[prefix + "wire_body_bytes"] += frame["length"]
    exchange[prefix + "body_bytes"] = exchange.get(prefix + "body_bytes", 0) + data_octets(frame)
    ended(exchange, frame)


def reset(exchange, frame):
    if exchange["complete"] and exchange["request_complete"]:
        # Its stream had ended: that is between the two, and changes nothing of the exchange.
        return
    exchange.setdefault("reset", {"sender": frame["sender"], "code": frame["code"]})


def ended(exchange, frame):
    if frame.get("end_stream"):
        exchange["request_complete" if frame["sender"] == "client" else "complete"] = True


READERS = {"HEADERS": headers, "DATA": data, "RST_STREAM": reset}
