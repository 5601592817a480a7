"""Checks http2_truth.py itself: a report as the truth asks for passes, and with any one fact spoiled it does not."""

from http2_compare import compare, priority, services
from http2_told import SETTINGS
from http_self_check import spoiled

# As many of each connection's exchanges, and connections: the rest are like them.
EXCHANGES, CONNECTIONS = 12, 3
SETTING_NAMES = {number: name for name, number in SETTINGS.items()}


def shortened(truth):
    connections = []
    for connection in truth["connections"][:CONNECTIONS]:
        connections.append(connection | {"exchanges": connection["exchanges"][:EXCHANGES]})
    return truth | {"connections": connections}


def ideal(truth):
    """The report that a truth asks for."""
    flows = []
    for connection in truth["connections"]:
        flow = {"client": dict(connection["client"]), "server": dict(connection["server"]), "http": [], "websocket": []}
        upgraded = {"via_exchange": 0} if connection.get("start") == "upgrade" else {}
        for exchange in connection["exchanges"]:
            flow["http"].append(ideal_exchange(exchange, flow) | upgraded)
        for exchange in connection.get("inside", []):
            flow["http"].append({"via_exchange": 0, "request": {"method": exchange["method"], "target": exchange["target"]},
                                 "response": {"status": exchange["status"]}})
        if "start" in connection:
            flow["http2"] = ideal_connection(connection)
        if flow["http"] or "http2" in flow:
            flows.append(flow)
    return {"flows": flows}


def ideal_exchange(exchange, flow):
    told = {"stream": exchange["stream"]} if "stream" in exchange else {}
    names = ("method", "target", "authority", "scheme", "protocol")
    request = told["request"] = {name: exchange[name] for name in names if name in exchange}
    request["headers"] = exchange.get("request_fields") or [list(item) for item in exchange.get("request_headers", {}).items()]
    for name, key in (("request_complete", "complete"), ("request_wire_body_bytes", "wire_body_bytes"),
                      ("request_body_bytes", "body_bytes"), ("request_trailers", "trailers")):
        if name in exchange:
            request[key] = exchange[name]
    if exchange.get("interim"):
        told["interim"] = [{"status": status} for status in exchange["interim"]]
    if "status" in exchange:
        response = told["response"] = {"status": exchange["status"]}
        for name, key in (("response_fields", "headers"), ("complete", "complete"), ("wire_body_bytes", "wire_body_bytes"),
                          ("body_bytes", "body_bytes"), ("trailers", "trailers")):
            if name in exchange:
                response[key] = exchange[name]
    if "pushed_by" in exchange:
        told["pushed_by"] = {"stream": exchange["pushed_by"]}
    if "reset" in exchange:
        told["reset"] = {"sender": exchange["reset"]["sender"], "code_id": exchange["reset"]["code"]}
    if "websocket" in exchange:
        talk = exchange["websocket"]
        flow["websocket"].append({"exchange": len(flow["http"]), "messages": talk["messages"],
                                  "pings": sum(control["opcode"] == "ping" for control in talk["controls"])}
                                 | {name: talk[name] for name in ("subprotocol", "close") if name in talk}
                                 | ({"extensions": [talk["extensions"]]} if "extensions" in talk else {}))
    if "grpc" in exchange:
        told["grpc"] = ideal_call(exchange["grpc"])
    return told


def ideal_call(call):
    _, service, method = call["path"].split("/")
    told = {"service": service, "method": method} | {name: call[name] for name in ("status", "message", "timeout_s", "deadline_met")
                                                      if name in call}
    if method != "Missing":
        told["kind_declared"] = call["kind"]
    if "compression" in call:
        told["request"] = {"encoding": call["compression"]}
    told["messages"] = []
    for side, sender in (("request", "client"), ("response", "server")):
        for message in call[f"{side}_messages"]:
            entry = {"sender": sender, "bytes": message["bytes"]}
            if side == "request":
                entry["compressed"] = "compression" in call
            if "json" in message and method != "Missing":
                entry["json"] = message["json"]
            told["messages"].append(entry)
    return told


def ideal_connection(connection):
    told = {"start": connection["start"]} | ({"via_exchange": 0} if connection["start"] == "upgrade" else {})
    if "frames" not in connection:
        return told
    sides = ("client", "server")
    told["frames"] = {side: {name.upper() if name == "unknown" else name: count for name, count in connection["frames"][side].items()}
                      for side in sides}
    told["sides"] = {side: {"data_bytes": connection["data_bytes"][side]} for side in sides}
    first = [{"values": {}}] if connection["start"] == "upgrade" else []
    told["settings"] = {side: (first if side == "client" else []) + [{"values": named(frame)} for frame in connection["settings"][side]]
                        for side in sides}
    told["pings"] = [{"sender": ping["sender"], "opaque": ping["opaque"]} | ({"acknowledged_frame": 1} if ping["acknowledged"] else {})
                     for ping in connection["pings"]]
    told["goaway"] = [{"code_id" if name == "code" else name: value for name, value in entry.items()} for entry in connection["goaway"]]
    told["resets"] = [{"code_id" if name == "code" else name: value for name, value in entry.items()} for entry in connection["resets"]]
    told["pushes"] = connection["pushes"]
    told["priority_updates"] = [{"depends_on" if name == "dependency" else name: value for name, value in priority(entry).items()}
                                for entry in connection.get("priorities", []) if entry["frame"] != "HEADERS"]
    told["services"] = services(connection.get("services", []))
    told["unknown_frames"] = connection.get("unknown_frames", [])
    if "waits" in connection:
        told["flow_control"] = {"waits": [{"wait_s" if name == "delay_s" else name: value for name, value in wait.items()}
                                          for wait in connection["waits"]]}
    return told


def named(settings):
    return {SETTING_NAMES.get(number, f"0x{number:04x}"): value for number, value in settings}


def changes_nothing(value, where):
    """A number so large that what is added to spoil it is lost."""
    for step in where[:-1] if where[-1] in ("left out", "told twice") else where:
        value = value[step]
    return isinstance(value, float) and value + 7 == value


def self_check(label, truth):
    """How often it is wrong of a truth."""
    truth = shortened(truth)
    report = ideal(truth)
    found = compare(truth, report)
    for line in found.lines:
        print(f"{label}: the ideal report differs: {line}")
    # What is left of a damaged exchange is not demanded in every fact.
    missed = tried = 0
    if "damage" not in truth:
        for where, changed in spoiled(report):
            if where[-1] in ("acknowledged_frame", "via_exchange") or changes_nothing(report["flows"], where):
                continue
            tried += 1
            if not compare(truth, changed).lines:
                missed += 1
                print(f"{label}: not found: {'/'.join(map(str, where))}")
    print(f"{label}: {found.facts} facts, {tried - missed} of {tried} errors found")
    return len(found.lines) + missed
