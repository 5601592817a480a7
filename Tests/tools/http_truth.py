#!/usr/bin/env python3
"""Whether reports tell what the servers logged: HTTP exchanges, events and WebSocket messages.

    http_truth.py --weir PATH [--only NAME,...] [--show N] [FOLDER...]
    http_truth.py --self-check [FOLDER...]

The folders, by default those that come with Weir, hold captures and beside each what its servers logged themselves
(NAME.truth.json; Fixtures/http_lab makes them). Every logged exchange must be in the report with the same method, target,
version, status, headers, sizes, interim responses, trailers, events and messages; and nothing else may be there. Where a
capture lacks octets, the truth says what of each exchange is left, and only that is asked for; but what is told must be true.

One line a capture; exit status 1 when any differs, or when there are none. --self-check asks nothing of Weir: it makes the
report that each truth asks for, which must pass, then spoils it in every fact, one at a time, which must be found.

Standard library only.
"""

import argparse
import collections
import copy
import glob
import json
import os
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
SHIPPED = [os.path.join(ROOT, "Fixtures/captures", name) for name in ("http", "websocket")]
# Between a server's clock and the switch's: a busy machine.
EARLY, LATE = 0.03, 0.25

# --- Where a report says what. Only this part knows its names.


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
        sessions = self.flow.get("websocket", [])
        return next((session for session in sessions if session.get("exchange") == self.index), None)

    def proxy_header(self):
        return self.flow.get("proxy_protocol") or self.exchange.get("proxy_protocol")

    def __str__(self):
        return f"{self.method or '(no request)'} {self.target or ''} {self.status if self.response else '(no response)'}".strip()


def fields(pairs):
    """Values by name in lower case."""
    found = collections.defaultdict(list)
    for name, value in pairs:
        found[name.lower()].append(value)
    return found


def version(text):
    return (text or "").removeprefix("HTTP/")


OPCODES = {1: "text", 2: "binary", "text": "text", "binary": "binary"}


def told_messages(session, sender):
    return [{"opcode": OPCODES[message["opcode"]], "fragments": count(message.get("fragments", 1)), "bytes": message["bytes"],
             "wire_bytes": message.get("wire_bytes", message["bytes"]), "compressed": message.get("compressed", False)}
            for message in session.get("messages", [])
            if message["sender"] == sender and message["opcode"] in OPCODES]


def count(value):
    return len(value) if isinstance(value, list) else value


# --- Comparing


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
        compare_flow(found, flow, [exchange for entry in entries for exchange in told_exchanges(entry)])
    for entries in told.values():
        for entry in entries:
            found.lines.append(f"{name_of(entry)}: no server logged anything, the report tells of {len(entry.get('http', []))}"
                               f" exchanges, {len(entry.get('websocket', []))} WebSockets")
    return found


def name_of(flow):
    client, client_port, server, server_port = ends(flow)
    return f"{client}:{client_port}>{server}:{server_port}"


def compare_flow(found, flow, told):
    wanted = flow["exchanges"]
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
    if "method" in exchange and not exchange.get("log_cut"):
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
    found.demand(where, "no response is told", entry.response is not None)
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
    found.check(where, "extensions", [item for item in wanted.get("extensions", "").split(", ") if item], told.get("extensions", []))
    for sender in ("client", "server"):
        logged = [{name: message[name] for name in ("opcode", "fragments", "bytes", "wire_bytes", "compressed")}
                  for message in wanted["messages"] if message["sender"] == sender]
        messages = told_messages(told, sender)
        found.check(where, f"number of messages from the {sender}", len(logged), len(messages))
        for number, (one, other) in enumerate(zip(logged, messages), 1):
            found.check(where, f"message {number} from the {sender}", one, other)
    found.check(where, "pings", sum(control["opcode"] == "ping" for control in wanted["controls"]), count(told.get("pings", 0)))
    close = told.get("close")
    found.check(where, "close", wanted.get("close"), close and {
        name: close[name] for name in ("sender", "code", "reason") if close.get(name) not in (None, "")})


# --- Checking the checker


def ideal(truth):
    """The report that a truth asks for."""
    flows = []
    for flow in truth["flows"]:
        entry = {"client": dict(flow["client"]), "server": dict(flow["server"]), "http": [], "websocket": []}
        for exchange in flow["exchanges"]:
            if not exchange.get("http2"):
                entry["http"].append(ideal_exchange(exchange, entry))
        flows.append(entry)
    return {"flows": flows}


def ideal_exchange(exchange, flow):
    told, lost = {}, exchange.get("lost", [])
    if "version" in exchange:
        told["version"] = version(exchange["version"])
    if "request" not in lost:
        told["request"] = {"headers": [list(item) for item in exchange.get("request_headers", {}).items()]}
        told["request"].update((name, exchange[name]) for name in ("method", "target") if name in exchange)
        if "method" in exchange and not exchange.get("log_cut"):
            told["request"]["complete"] = exchange.get("request_complete", True)
        for name in ("body_bytes", "wire_body_bytes"):
            if f"request_{name}" in exchange:
                told["request"][name] = exchange[f"request_{name}"]
    if exchange.get("interim"):
        told["interim"] = [{"status": status} for status in exchange["interim"]]
    if exchange.get("answered", True) and "response_head" not in lost:
        response = told["response"] = {"headers": [list(item) for item in exchange.get("response_headers", {}).items()]}
        if exchange["status"] != 101 and not exchange.get("tunnel"):
            response["complete"] = exchange.get("complete", True) and "response_body" not in lost
        if exchange.get("version") != "HTTP/0.9":
            response["status"] = exchange["status"]
        for name in ("reason", "wire_body_bytes", "body_bytes", "encoded_body_bytes", "events"):
            if name in exchange:
                response[name] = exchange[name]
        if "trailers" in exchange:
            response["trailers"] = [line.split(": ", 1) for line in exchange["trailers"]]
        if "wait_s" in exchange:
            told["timing"] = {"wait_s": exchange["wait_s"]}
    if exchange.get("tunnel") or exchange["status"] == 101:
        told["tunnel"] = {"kind": "connect"}
    if "proxy_protocol" in exchange:
        flow["proxy_protocol"] = exchange["proxy_protocol"]
    if "websocket" in exchange:
        talk = exchange["websocket"]
        flow["websocket"].append({
            "exchange": len(flow["http"]), "messages": talk["messages"], "extensions": [talk["extensions"]] if "extensions" in talk else [],
            "pings": sum(control["opcode"] == "ping" for control in talk["controls"]),
            **{name: talk[name] for name in ("subprotocol", "close") if name in talk}})
    return told


def spoiled(report):
    """The report with one thing wrong, in every way in turn, and what is wrong."""
    def leaves(value, path):
        if isinstance(value, dict):
            for key, item in value.items():
                yield from leaves(item, path + [key])
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from leaves(item, path + [index])
        else:
            yield path
    for path in leaves(report["flows"], []):
        if path[-1] in ("text", "after_s", "kind") or "lost" in path:
            continue
        changed = copy.deepcopy(report)
        place = changed["flows"]
        for step in path[:-1]:
            place = place[step]
        old = place[path[-1]]
        place[path[-1]] = not old if isinstance(old, bool) else old + 7 if isinstance(old, (int, float)) else f"{old}?"
        yield path, changed
    for flow in range(len(report["flows"])):
        for name in ("http", "websocket"):
            for index in range(len(report["flows"][flow][name])):
                changed = copy.deepcopy(report)
                del changed["flows"][flow][name][index]
                yield [flow, name, index, "left out"], changed
                changed = copy.deepcopy(report)
                entries = changed["flows"][flow][name]
                if name == "http":
                    entries.insert(index, copy.deepcopy(entries[index]))
                    yield [flow, name, index, "told twice"], changed


def self_check(truths):
    wrong = 0
    for path in truths:
        with open(path) as file:
            truth = json.load(file)
        report = ideal(truth)
        found = compare(truth, report)
        for line in found.lines:
            wrong += 1
            print(f"{name(path)}: the ideal report differs: {line}")
        if truth.get("damage"):
            continue
        missed = tried = 0
        for where, changed in spoiled(report):
            tried += 1
            if not compare(truth, changed).lines:
                missed += 1
                print(f"{name(path)}: not found: {'/'.join(map(str, where))}")
        wrong += missed
        print(f"{name(path)}: {found.facts} facts, {tried - missed} of {tried} errors found")
    return wrong


# --- Running


def name(path):
    return "/".join(path.removesuffix(".truth.json").split(os.sep)[-2:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir", help="the program")
    parser.add_argument("--only", help="names of captures, comma separated, or the beginnings of names")
    parser.add_argument("--show", type=int, default=8, help="differences shown of each capture")
    parser.add_argument("--self-check", action="store_true")
    parser.add_argument("folders", nargs="*", default=SHIPPED)
    options = parser.parse_args()
    truths = sorted(path for folder in options.folders for path in glob.glob(os.path.join(folder, "**/*.truth.json"), recursive=True))
    if options.only:
        wanted = tuple(options.only.split(","))
        truths = [path for path in truths if os.path.basename(path).startswith(wanted)]
    if not truths:
        sys.exit("no captures with a truth beside them")
    if options.self_check:
        return 1 if self_check(truths) else 0
    if not options.weir:
        parser.error("--weir names the program")
    differing = facts = 0
    for path in truths:
        with open(path) as file:
            truth = json.load(file)
        found = judge(options.weir, path, truth)
        facts += found.facts
        flows, exchanges = len(truth["flows"]), sum(len(flow["exchanges"]) for flow in truth["flows"])
        differing += bool(found.lines)
        print(f"{name(path)}: {f'{len(found.lines)} DIFFERENCES' if found.lines else 'equal'}"
              f" ({flows} flows, {exchanges} exchanges, {found.facts} facts)")
        for line in found.lines[:options.show]:
            print(f"    {line}")
        if len(found.lines) > options.show:
            print(f"    and {len(found.lines) - options.show} more")
    print(f"{len(truths) - differing} of {len(truths)} captures equal, {facts} facts compared")
    return 1 if differing else 0


def judge(weir, path, truth):
    capture = path.removesuffix(".truth.json") + ".pcap"
    done = subprocess.run([weir, "report", "--json", "--reveal-secrets", capture], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=120)
    if done.returncode != 0:
        found = Differences()
        found.lines.append(f"weir ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()}")
        return found
    return compare(truth, json.loads(done.stdout))


if __name__ == "__main__":
    sys.exit(main())
