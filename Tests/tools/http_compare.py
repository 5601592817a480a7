"""What a report tells, compared with what the servers logged, fact for fact."""

import json

from http_told import count, ends, fields, told_exchanges, told_flows, told_messages, told_sessions, version

# Between a server's clock and the switch's: a busy machine.
EARLY, LATE = 0.03, 0.25


class Differences:
    """Of one capture."""

    def __init__(self):
        self.facts, self.lines = 0, []

    def check(self, where, what, wanted, told):
        self.facts += 1
        if wanted != told:
            self.lines.append(f"{where}: {what} is {short(told)}, logged {short(wanted)}")

    def demand(self, where, what, true):
        self.facts += 1
        if not true:
            self.lines.append(f"{where}: {what}")


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 100 else text[:97] + "..."


def compare(truth, report):
    found = Differences()
    told = told_flows(report)
    for flow in truth["flows"]:
        entries = told.pop(ends(flow), [])
        if len(entries) > 1:
            found.lines.append(f"{name_of(flow)}: {len(entries)} flows have these ends")
        compare_flow(found, flow, entries)
    for entries in told.values():
        for entry in entries:
            found.lines.append(f"{name_of(entry)}: no server logged anything, the report tells of {len(entry.get('http', []))}"
                               f" exchanges, {len(entry.get('websocket', []))} WebSockets")
    return found


def name_of(flow):
    client, client_port, server, server_port = ends(flow)
    return f"{client}:{client_port}>{server}:{server_port}"


def mark_unprovable(exchanges):
    """Of a client that does not wait, everything behind the first response that lacks octets."""
    seen = False
    for exchange in exchanges:
        if seen and exchange.get("pipelined"):
            exchange["unprovable"] = True
        seen = seen or bool(exchange.get("lost"))


def compare_flow(found, flow, entries):
    mark_unprovable(flow["exchanges"])
    wanted, told = flow["exchanges"], [exchange for entry in entries for exchange in told_exchanges(entry)]
    pairs = align(wanted, told)
    before = 0
    for exchange, entry in pairs:
        if exchange is None:
            if not spare(flow, entry):
                found.lines.append(f"{name_of(flow)}: told but not logged: {entry}")
        elif entry is None:
            found.demand(name_of(flow), f"missing: {label(exchange)}", not demanded(exchange))
        else:
            where = f"{name_of(flow)} {label(exchange)}"
            compare_request(found, where, exchange, entry)
            compare_response(found, where, exchange, entry, before)
            if "websocket" in exchange:
                compare_websocket(found, where, exchange["websocket"], entry.websocket())
        before += exchange.get("wait_s", 0) if exchange else 0
    logged = sum("websocket" in exchange for exchange in wanted)
    if not any(exchange["status"] == 101 and "websocket" not in exchange for exchange in wanted):
        found.check(name_of(flow), "number of WebSockets", logged, sum(len(told_sessions(entry)) for entry in entries))


def label(exchange):
    return f"{exchange.get('method', '(unread)')} {exchange.get('target', '')[:60]} {exchange['status']}"


def demanded(exchange):
    """What is left of it must appear, where its head is whole, or its answer's."""
    if exchange.get("http2"):
        return False
    lost = exchange.get("lost", [])
    return "request" not in lost or ("response_head" not in lost and exchange.get("answered", True))


def spare(flow, entry):
    """Remains of exchanges that lack octets may stand alone; HTTP/2 after an upgrade was logged elsewhere."""
    if any(exchange.get("lost") for exchange in flow["exchanges"]):
        return entry.request is None or entry.response is None
    return entry.version.startswith("2") and any(exchange.get("http2") or exchange.get("http2_status")
                                                 for exchange in flow["exchanges"])


def align(wanted, told):
    """Pairs of the two in order, as many alike as can be; nothing where one has no counterpart."""
    table = [[0] * (len(told) + 1) for _ in range(len(wanted) + 1)]
    for row in range(len(wanted) - 1, -1, -1):
        for column in range(len(told) - 1, -1, -1):
            alike = likeness(wanted[row], told[column])
            table[row][column] = max(table[row + 1][column], table[row][column + 1],
                                     table[row + 1][column + 1] + alike if alike else 0)
    pairs, row, column = [], 0, 0
    while row < len(wanted) or column < len(told):
        if row < len(wanted) and column < len(told):
            alike = likeness(wanted[row], told[column])
            if alike and table[row][column] == table[row + 1][column + 1] + alike:
                pairs.append((wanted[row], told[column]))
                row, column = row + 1, column + 1
                continue
        if column == len(told) or (row < len(wanted) and table[row][column] == table[row + 1][column]):
            pairs.append((wanted[row], None))
            row += 1
        else:
            pairs.append((None, told[column]))
            column += 1
    return pairs


def likeness(exchange, entry):
    if entry.request is None:
        # A response alone is known by its status, and by nothing else.
        alone = "method" not in exchange or "request" in exchange.get("lost", [])
        return 2 if alone and entry.status == exchange["status"] else 0
    same = entry.method == exchange.get("method", entry.method) and entry.target == exchange.get("target", entry.target)
    return (4 if entry.status == exchange["status"] else 3) if same else 0


def compare_request(found, where, exchange, entry):
    if "request" in exchange.get("lost", []) or entry.request is None:
        return
    if "method" in exchange:
        found.check(where, "method", exchange["method"], entry.method)
    for name, told in (("target", entry.target), ("version", entry.version)):
        if name in exchange:
            found.check(where, name, version(exchange[name]), told)
    compare_headers(found, where, "request", exchange.get("request_headers", {}), entry.headers("request"))
    if "method" in exchange:
        found.check(where, "request complete", exchange.get("request_complete", True), entry.complete("request"))
    if not exchange.get("request_complete", True):
        return
    for name in ("body_bytes", "wire_body_bytes"):
        if f"request_{name}" in exchange:
            found.check(where, f"request {name}", exchange[f"request_{name}"], entry.body("request", name))
    if "proxy_protocol" in exchange:
        header = entry.proxy_header() or {}
        for side in ("client", "server"):
            told = header.get(side) or {}
            found.check(where, f"proxy_protocol {side}", exchange["proxy_protocol"][side],
                        {"address": told.get("address"), "port": told.get("port")})


def compare_headers(found, where, side, wanted, told):
    for name, value in wanted.items():
        values = told.get(name.lower(), [])
        found.demand(where, f"{side} header {name} is {short(values)}, logged {short(value)}",
                     value in values or value == ", ".join(values) or value in joined(values))


def joined(values):
    """A field whose lines were folded may keep them or have them joined by a space."""
    return [" ".join(value.split()) for value in values]


def compare_response(found, where, exchange, entry, before):
    lost = exchange.get("lost", [])
    if not exchange.get("answered", True):
        found.demand(where, f"a response is told ({entry.status}), and none was sent", entry.response is None)
        return
    if "response_head" in lost:
        found.demand(where, f"status {entry.status} is another exchange's", entry.status in (None, exchange["status"]))
        return
    # Of pipelined responses behind a hole nobody can say whose they are: they are told, alone.
    found.demand(where, "no response is told", entry.response is not None or exchange.get("unprovable") and entry.unpaired == "gap")
    if entry.response is None:
        return
    if exchange.get("version") != "HTTP/0.9":
        found.check(where, "status", exchange["status"], entry.status)
    if "reason" in exchange:
        found.check(where, "reason", exchange["reason"], entry.response.get("reason", ""))
    found.check(where, "interim", exchange.get("interim", []), entry.interim)
    compare_headers(found, where, "response", exchange.get("response_headers", {}), entry.headers("response"))
    found.check(where, "tunnel", bool(exchange.get("tunnel") or exchange["status"] == 101), entry.tunnels())
    if "response_body" in lost:
        return
    if not exchange.get("tunnel") and exchange["status"] != 101:
        found.check(where, "response complete", exchange.get("complete", True), entry.complete("response"))
    for name in ("wire_body_bytes", "body_bytes"):
        if name in exchange:
            found.check(where, name, exchange[name], entry.body("response", name))
    # Told only where it is neither of the two others.
    encoded = exchange.get("encoded_body_bytes")
    if encoded not in (None, exchange.get("body_bytes"), exchange.get("wire_body_bytes")):
        found.check(where, "encoded_body_bytes", encoded, entry.body("response", "encoded_body_bytes"))
    if "trailers" in exchange:
        wanted = fields([line.split(": ", 1) for line in exchange["trailers"]])
        found.check(where, "trailers", dict(wanted), dict(entry.trailers()))
    if "events" in exchange:
        compare_events(found, where, exchange["events"], entry)
    if "wait_s" in exchange and entry.request is not None and entry.complete("request"):
        wait = exchange["wait_s"]
        # Behind others on the connection a request waits for them too.
        found.demand(where, f"wait_s is {entry.wait}, logged {wait} after {round(before, 3)}",
                     entry.wait is not None and wait - EARLY <= entry.wait <= wait + before + LATE)


def compare_events(found, where, wanted, entry):
    found.check(where, "number of events", len(wanted), len(entry.events))
    for number, (event, told) in enumerate(zip(wanted, entry.events), 1):
        found.check(where, f"event {number}", event["event"], told.get("event", "message"))
        found.check(where, f"id of event {number}", event.get("id") or "", told.get("id") or "")
        found.check(where, f"bytes of event {number}", event["bytes"], told["bytes"])


def compare_websocket(found, where, wanted, told):
    found.demand(where, "no WebSocket is told", told is not None)
    if told is None:
        return
    found.check(where, "subprotocol", wanted.get("subprotocol"), told.get("subprotocol"))
    agreed = [item for item in wanted.get("extensions", "").split(", ") if item]
    found.check(where, "extensions", agreed, told.get("extensions", []))
    for sender in ("client", "server"):
        logged = [{name: message[name] for name in ("opcode", "fragments", "bytes", "wire_bytes", "compressed")}
                  for message in wanted["messages"] if message["sender"] == sender]
        messages = told_messages(told, sender)
        if "violation" in wanted:
            # What to make of the forbidden frame is the reader's business; what came before it is not.
            messages = messages[:len(logged)]
        found.check(where, f"number of messages from the {sender}", len(logged), len(messages))
        for number, (one, other) in enumerate(zip(logged, messages), 1):
            found.check(where, f"message {number} from the {sender}", one, other)
    if "violation" not in wanted:
        pings = sum(control["opcode"] == "ping" for control in wanted["controls"])
        found.check(where, "pings", pings, count(told.get("pings", 0)))
    close = told.get("close")
    found.check(where, "close", wanted.get("close"), close and {
        name: close[name] for name in ("sender", "code", "reason") if close.get(name) not in (None, "")})
