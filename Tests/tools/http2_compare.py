"""What a report tells of HTTP/2, compared with what the programs said, fact for fact."""

import math
import re

from http2_told import Connection, streams, told_flows, told_sessions
from http_compare import Differences, compare_headers, compare_websocket, short
from http_told import ends

# Seconds between a program's clock and the switch's, on a busy machine; and between the deadline that was asked for and the one sent,
# which has no more than three digits.
LATE = 0.03
SIDES = ("client", "server")


def compare(truth, report):
    found = Differences()
    told = told_flows(report)
    for connection in truth["connections"]:
        where = "{}:{}>{}:{}".format(*ends(connection))
        flows = told.pop(ends(connection), [])
        if len(flows) > 1 or not flows and connection["exchanges"]:
            found.lines.append(f"{where}: {len(flows)} flows have these ends")
            continue
        if flows:
            compare_flow(found, where, connection, flows[0])
    for place, flows in told.items():
        count = sum(len(flow.get("http", [])) for flow in flows)
        found.lines.append(f"{place}: nobody said anything, the report tells of {count} exchanges")
    return found


def compare_flow(found, where, wanted, flow):
    connection, exchanges = Connection(flow), streams(flow)
    found.check(where, "start", wanted.get("start"), connection.start)
    # What passes in its tunnels is another connection's, and what came before an upgrade.
    outside = [entry for entry in exchanges if entry.via == connection.via]
    inside = [entry for entry in exchanges if entry not in outside and wanted.get("start") != "upgrade"]
    if wanted.get("damaged"):
        compare_damaged(found, where, wanted["exchanges"], outside)
        return
    for exchange, entry in pairs(wanted["exchanges"], outside):
        if entry is None:
            found.demand(where, f"missing: {label(exchange)}", False)
        elif exchange is None:
            found.demand(where, f"told, and nobody said so: stream {entry.stream} {entry}", False)
        else:
            compare_exchange(found, f"{where} {label(exchange)}", exchange, entry)
    logged = sum("websocket" in exchange for exchange in wanted["exchanges"])
    found.check(where, "number of WebSockets", logged, len(told_sessions(flow)))
    if "inside" in wanted or inside:
        told = [{"method": entry.method, "target": entry.target, "status": entry.status} for entry in inside]
        found.check(where, "exchanges in tunnels", wanted.get("inside", []), told)
    if connection.found:
        compare_connection(found, where, wanted, connection)


def label(exchange):
    stream = f"stream {exchange['stream']} " if "stream" in exchange else ""
    return f"{stream}{exchange.get('method', '')} {exchange.get('target', '')[:50]}"


def pairs(wanted, told):
    """By the stream; where nobody told it, by method and target, in order."""
    left = list(told)
    for exchange in wanted:
        if "stream" in exchange:
            entry = next((entry for entry in left if entry.stream == exchange["stream"]), None)
        else:
            entry = next((entry for entry in left if (entry.method, entry.target) == (exchange["method"], exchange["target"])), None)
        if entry:
            left.remove(entry)
        yield exchange, entry
    for entry in left:
        yield None, entry


# --- Exchanges


def compare_exchange(found, where, exchange, entry):
    compare_request(found, where, exchange, entry)
    compare_response(found, where, exchange, entry)
    found.check(where, "pushed_by", exchange.get("pushed_by"), entry.pushed_by())
    if "stream" in exchange and "grpc" not in exchange or "reset" in exchange:
        found.check(where, "reset", exchange.get("reset"), entry.reset())
    if "websocket" in exchange and found_session(found, where, entry):
        compare_websocket(found, where, exchange["websocket"], entry.websocket())
    if "grpc" in exchange:
        compare_call(found, where, exchange["grpc"], entry.call())


def found_session(found, where, entry):
    found.demand(where, "no WebSocket is told", entry.websocket() is not None)
    return entry.websocket() is not None


def compare_request(found, where, exchange, entry):
    for name in ("method", "target", "authority", "scheme", "protocol"):
        if name in exchange:
            found.check(where, name, exchange[name], entry.part(name))
    if "request_fields" in exchange:
        found.check(where, "request's fields", exchange["request_fields"], entry.fields("request"))
    compare_headers(found, where, "request", exchange.get("request_headers", {}), entry.headers("request"))
    if "request_complete" in exchange:
        found.check(where, "request complete", exchange["request_complete"], entry.complete("request"))
    if "request_trailers" in exchange:
        found.check(where, "request's trailers", exchange["request_trailers"], entry.fields("request", "trailers"))
    if "request_wire_body_bytes" in exchange:
        found.check(where, "request's wire_body_bytes", exchange["request_wire_body_bytes"], sent(entry, "client"))
    if "request_body_bytes" in exchange:
        found.check(where, "request's body_bytes", exchange["request_body_bytes"], entry.body("request", "body_bytes"))


def compare_response(found, where, exchange, entry):
    if exchange.get("answered") is False:
        found.demand(where, f"a response is told ({entry.status}), and none was sent", entry.response is None)
        return
    found.check(where, "interim", exchange.get("interim", []), entry.interim)
    if "status" not in exchange:
        return
    found.check(where, "status", exchange["status"], entry.status)
    if "response_fields" in exchange:
        found.check(where, "response's fields", exchange["response_fields"], entry.fields("response"))
    if "complete" in exchange:
        found.check(where, "response complete", exchange["complete"], entry.complete("response"))
    if "trailers" in exchange:
        found.check(where, "trailers", exchange["trailers"], entry.fields("response", "trailers"))
    if "wire_body_bytes" in exchange:
        found.check(where, "wire_body_bytes", exchange["wire_body_bytes"], sent(entry, "server"))
    if "body_bytes" in exchange:
        found.check(where, "body_bytes", exchange["body_bytes"], entry.body("response", "body_bytes"))


def sent(entry, side):
    """Octets of DATA, padding included: of a tunnel, what passed in it."""
    if entry.tunnel_bytes() is not None:
        return entry.tunnel_bytes()[side]
    return entry.body("request" if side == "client" else "response", "wire_body_bytes")


# --- gRPC


def compare_call(found, where, wanted, call):
    found.demand(where, "no gRPC call is told", call is not None)
    if call is None:
        return
    found.check(where, "path", wanted["path"], call.path)
    if not wanted["path"].endswith("/Missing"):
        found.check(where, "kind", wanted["kind"], call.kind)
    for name in ("status", "message"):
        if name in wanted:
            found.check(where, name, wanted[name], getattr(call, name))
    if "compression" in wanted:
        found.check(where, "encoding", wanted["compression"], call.encodings["request"])
    if "timeout_s" in wanted:
        found.demand(where, f"timeout_s is {call.timeout}, asked for {wanted['timeout_s']}",
                     call.timeout is not None and abs(call.timeout - wanted["timeout_s"]) <= LATE + wanted["timeout_s"] / 100)
        found.check(where, "deadline_met", wanted["deadline_met"], call.deadline_met)
    for side, sender in (("request", "client"), ("response", "server")):
        logged, told = wanted[f"{side}_messages"], call.messages(sender)
        if side == "response" and wanted.get("given_up"):
            # More may have been on the way when the client gave up.
            found.demand(where, f"{len(told)} messages from the server, the client had {len(logged)}", len(told) >= len(logged))
        else:
            found.check(where, f"number of messages from the {sender}", len(logged), len(told))
        for number, (one, other) in enumerate(zip(logged, told), 1):
            compare_message(found, f"{where}: message {number} from the {sender}", one, other, wanted, side)


def compare_message(found, where, wanted, told, call, side):
    found.check(where, "bytes", wanted["bytes"], told["bytes"])
    if side == "request":
        found.check(where, "compressed", "compression" in call, told["compressed"])
    if "json" in wanted and not call["path"].endswith("/Missing"):
        found.demand(where, f"json is {short(told.get('json'))}, logged {short(wanted['json'])}",
                     alike(wanted["json"], told.get("json")))


def alike(one, other):
    """The same JSON; numbers may be written with fewer digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, (int, float)) and not isinstance(other, bool):
        return math.isclose(one, other, rel_tol=1e-7)
    return type(one) is type(other) and one == other


# --- The connection


def compare_connection(found, where, wanted, told):
    for side in SIDES:
        if "frames" in wanted:
            counts = dict(told.frames(side))
            if "CONTINUATION" not in wanted["frames"][side]:
                # Who told of a block did so once.
                counts.pop("CONTINUATION", None)
            found.check(where, f"{side}'s frames", wanted["frames"][side], counts)
        if "data_bytes" in wanted:
            found.check(where, f"{side}'s data_bytes", wanted["data_bytes"][side], told.data_bytes(side))
        if "settings" in wanted:
            # HTTP2-Settings is such a frame, too (RFC 7540 3.2.1), which no program tells of.
            first = 1 if wanted["start"] == "upgrade" and side == "client" else 0
            found.check(where, f"{side}'s settings", [dict(map(tuple, frame)) for frame in wanted["settings"][side]],
                        told.settings(side)[first:])
    if "pings" in wanted:
        found.check(where, "pings", wanted["pings"], told.pings())
    if "goaway" in wanted:
        for side in SIDES:
            found.check(where, f"{side}'s goaway", *([entry for entry in entries if entry["sender"] == side]
                                                     for entries in (wanted["goaway"], told.goaway())))
        found.check(where, "number of goaway", len(wanted["goaway"]), len(told.goaway()))
    if "resets" in wanted:
        found.check(where, "resets", wanted["resets"], told.list("resets", "sender", "stream", "code"))
    if "pushes" in wanted:
        found.check(where, "pushes", wanted["pushes"], told.list("pushes", "parent", "stream"))
    if "frames" in wanted:
        found.check(where, "priorities", [priority(entry) for entry in wanted.get("priorities", []) if entry["frame"] != "HEADERS"],
                    told.priorities())
        found.check(where, "services", services(wanted.get("services", [])), told.services())
        found.check(where, "unknown frames", wanted.get("unknown_frames", []),
                    told.list("unknown_frames", "sender", "stream", "type", "bytes"))
    if "waits" in wanted:
        compare_waits(found, where, wanted["waits"], told.waits())


def priority(entry):
    place = {"sender": entry["sender"], "stream": entry["stream"]}
    if "field" in entry:
        # RFC 9218 4: urgency 3 and not incremental, where they are not given.
        urgency = re.search(r"u=(\d)", entry["field"])
        incremental = re.search(r"(^|[ ,])i($|[ ,])", entry["field"])
        return place | {"urgency": int(urgency[1]) if urgency else 3, "incremental": bool(incremental)}
    return place | {name: entry[name] for name in ("dependency", "weight", "exclusive")}


def services(entries):
    """ORIGIN names several."""
    return [{name: entry[name] for name in ("sender", "stream", "kind")} | {"origin": origin, "value": entry.get("value", "")}
            for entry in entries for origin in entry.get("origins", [entry.get("origin")])]


def compare_waits(found, where, wanted, told):
    """By their order on each stream; the times are two clocks'."""
    def ordered(waits):
        return sorted(waits, key=lambda wait: (wait["stream"], wait["sender"]))
    wanted, told = ordered(wanted), ordered(told)
    found.check(where, "number of waits", len(wanted), len(told))
    for one, other in zip(wanted, told):
        for name in ("stream", "sender", "window"):
            found.check(where, f"wait's {name}", one[name], other[name])
        found.demand(where, f"wait of {other['delay_s']} s, noted {one['delay_s']} s: {one}",
                     abs(one["delay_s"] - other["delay_s"]) <= LATE)


# --- What is left of damaged ones


def compare_damaged(found, where, wanted, told):
    """What is whole must be there, and nothing may be there that was not said."""
    for exchange, entry in pairs(wanted, told):
        if exchange is None:
            found.demand(where, f"told, and nobody said so: stream {entry.stream} {entry}", False)
            continue
        place, lost = f"{where} {label(exchange)}", exchange.get("lost", [])
        if entry is None:
            found.demand(where, f"missing: {label(exchange)}", bool(lost))
            continue
        whole = {side: not lost_part and side not in exchange.get("unsure", []) for side, lost_part in (
            ("client", "request" in lost), ("server", "response_head" in lost))}
        if whole["client"]:
            kept = {name: value for name, value in exchange.items() if not name.endswith(("_bytes", "complete"))}
            if "request_body" not in lost:
                kept |= {name: exchange[name] for name in ("request_wire_body_bytes", "request_body_bytes") if name in exchange}
            compare_request(found, place, kept, entry)
        else:
            compare_part(found, place, exchange, entry, "request")
        if whole["server"]:
            kept = {name: value for name, value in exchange.items() if name in ("status", "response_fields", "interim")}
            if "response_body" not in lost:
                kept |= {name: exchange[name] for name in ("wire_body_bytes", "body_bytes") if name in exchange}
            if exchange.get("answered") is not False:
                compare_response(found, place, kept, entry)
        else:
            compare_part(found, place, exchange, entry, "response")


def compare_part(found, where, exchange, entry, side):
    """Of a head that lacks octets, or refers to what is missing: what is told must be true."""
    if side == "request":
        for name in ("method", "target", "authority", "scheme"):
            if name in exchange and entry.part(name) is not None:
                found.check(where, name, exchange[name], entry.part(name))
    elif entry.status is not None and "status" in exchange:
        found.check(where, "status", exchange["status"], entry.status)
    if f"{side}_fields" in exchange:
        left = [list(pair) for pair in exchange[f"{side}_fields"]]
        for pair in entry.fields(side):
            found.demand(where, f"{side}'s field {short(pair)} was not sent", pair in left)
            if pair in left:
                left.remove(pair)
