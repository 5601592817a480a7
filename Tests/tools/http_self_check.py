"""Checks http_truth.py itself: a report as the truth asks for passes, and with any one fact spoiled it does not."""

import copy

from http_compare import compare
from http_told import version


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
        if "method" in exchange:
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
        ends = exchange["proxy_protocol"]
        flow["proxy_protocol"] = [{"source": ends["client"], "destination": ends["server"]}]
    if "websocket" in exchange:
        talk = exchange["websocket"]
        pings = {} if "violation" in talk else {"pings": sum(control["opcode"] == "ping" for control in talk["controls"])}
        flow["websocket"].append({
            "exchange": len(flow["http"]), "messages": talk["messages"], **pings,
            "extensions": [talk["extensions"]] if "extensions" in talk else [],
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
        # More than any tolerance, of small numbers and of large ones.
        place[path[-1]] = not old if isinstance(old, bool) else old + abs(old) + 7 if isinstance(old, (int, float)) else f"{old}?"
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


def self_check(label, truth):
    """How often it is wrong of a truth."""
    report = ideal(truth)
    found = compare(truth, report)
    for line in found.lines:
        print(f"{label}: the ideal report differs: {line}")
    # What is left of a damaged exchange is not demanded in every fact.
    missed = tried = 0
    if "damage" not in truth:
        for where, changed in spoiled(report):
            tried += 1
            if not compare(truth, changed).lines:
                missed += 1
                print(f"{label}: not found: {'/'.join(map(str, where))}")
    print(f"{label}: {found.facts} facts, {tried - missed} of {tried} errors found")
    return len(found.lines) + missed
