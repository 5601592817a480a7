"""Checks tls_truth.py itself: a report as the truth asks for passes, and with any one fact spoiled it does not."""

import copy

from http_told import version
from tls_compare import GROUPS, any_key, compare, opened


def ideal(truth):
    """The report that a truth asks for."""
    return {"flows": [ideal_flow(connection) for connection in truth["connections"]]}


def ideal_flow(connection):
    flow = {"transport": connection["transport"], "client": dict(connection["client"]), "server": dict(connection["server"])}
    told = [ideal_session(session) for session in [connection] + connection.get("inner", []) if session.get("tls", True)]
    if told and connection.get("failure", {}).get("by") != "client":
        flow["tls"] = told[0]
        if told[1:]:
            flow["tls_inner"] = told[1:]
    last = ([connection] + connection.get("inner", []))[-1]
    if opened(last) and "http" in last:
        flow["http"] = [ideal_exchange(exchange) for exchange in last["http"]]
    if opened(last) and "websocket" in last:
        flow["websocket"] = [{"exchange": 0, "messages": last["websocket"]}]
    return flow


def ideal_exchange(exchange):
    response = {"status": exchange["status"]}
    for name in ("body_bytes", "wire_body_bytes"):
        if name in exchange and (name == "body_bytes" or exchange["version"] != "2.0"):
            response[name] = exchange[name]
    request = {"method": exchange["method"], "target": exchange["target"]}
    return {"version": version(exchange["version"]), "request": request, "response": response}


def ideal_session(wanted):
    hidden = not any_key(wanted) and wanted.get("version") == "1.3"
    told = {name: wanted[name] for name in ("version", "cipher", "server_name", "nesting", "complete", "failure") if name in wanted}
    if "starttls" in wanted:
        told["start_tls"] = {"protocol": wanted["starttls"]}
    if "resumed" in wanted:
        told["resumed"], told["resumption"] = bool(wanted["resumed"]), wanted["resumed"] or "full"
    if wanted.get("hello_retry"):
        told["hello_retry_request"] = {}
    if wanted.get("hello_verify"):
        told["hello_verify_request_frame"] = 2
    if wanted.get("ssl2_hello"):
        told["client_hello"] = {"ssl2_compatible": True}
    if wanted.get("ech"):
        told["ech"] = True
    hello = told["server_hello"] = {}
    if wanted.get("group") in GROUPS and wanted["version"] == "1.3":
        hello["group"] = GROUPS[wanted["group"]]
    for name in ("extended_master_secret", "encrypt_then_mac"):
        if name in wanted and wanted.get("version") != "1.3":
            hello[name] = wanted[name]
    offered = {"offered": wanted["alpn_offered"]} if "alpn_offered" in wanted else {}
    chosen = {"selected": wanted["alpn"]} if wanted.get("alpn") and not hidden and "damage" not in wanted else {}
    if offered or chosen:
        told["alpn"] = offered | chosen
    if "cipher" in wanted:
        told["early_data"] = wanted.get("early_data", "none")
    if not hidden and "damage" not in wanted:
        told["certificates"] = [{"sender": sender, "sha256": digest} for sender, name in (
            ("server", "certificates"), ("client", "client_certificates")) for digest in wanted.get(name, [])]
        told["certificate_messages"] = [{"compression": name} for name in wanted.get("compression", [])]
        if "chain" in wanted:
            told["certificate_messages"].append({"faults": wanted["chain"]})
    if "renegotiations" in wanted and not hidden:
        told["renegotiations"] = [{} for _ in range(wanted["renegotiations"])]
    if "key_updates" in wanted and any_key(wanted):
        told["key_updates"] = [{"sender": side} for side in wanted["key_updates"] for _ in range(wanted["key_updates"][side])]
    if "alerts" in wanted and any_key(wanted):
        told["alerts"] = copy.deepcopy(wanted["alerts"])
    if "sent" in wanted:
        told["sides"], told["decryption"] = {}, {}
        for side in ("client", "server"):
            readable = side in wanted.get("readable", [])
            bounds = wanted.get("bounds", {}).get(side)
            octets = bounds[1] if bounds else wanted["sent"][side]["bytes"]
            told["sides"][side] = {"plaintext_bytes": octets if readable else 0}
            told["decryption"][side] = {"failed": wanted.get("failed_records", {}).get(side, 0)}
    told["decrypted"] = opened(wanted)
    told["close"] = {side: {"ended_by": "reset" if wanted.get("reset_by") == side else "fin",
                            "truncated": side in wanted.get("truncated_by", [])} for side in ("client", "server")}
    return told


def spoiled(report, truth):
    """The report with one thing wrong, in every way in turn that the truth speaks of, and what is wrong."""
    def leaves(value, path):
        if isinstance(value, dict):
            for key, item in value.items():
                yield from leaves(item, path + [key])
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from leaves(item, path + [index])
        else:
            yield path, value

    for path, old in leaves(report["flows"], []):
        connection = truth["connections"][path[0]]
        if free(path, connection):
            continue
        changed = copy.deepcopy(report)
        place = changed["flows"]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = not old if isinstance(old, bool) else old + 7 if isinstance(old, (int, float)) else f"{old}?"
        yield path, changed
    for number, flow in enumerate(report["flows"]):
        for name in ("tls", "tls_inner", "http", "websocket"):
            if flow.get(name) and not (name == "tls" and truth["connections"][number].get("optional")):
                changed = copy.deepcopy(report)
                del changed["flows"][number][name]
                yield [number, name, "left out"], changed
        changed = copy.deepcopy(report)
        del changed["flows"][number]
        yield [number, "left out"], changed


def free(path, connection):
    """What no truth settles."""
    session = (connection.get("inner", [connection])[path[2]] if "tls_inner" in path else connection)
    if path[-1] in ("ended_by",) and session.get("reset_by") != path[-2]:
        return True
    if path[-1] == "truncated":
        said = any(alert["sender"] == path[-2] and alert["description"] == "close_notify" for alert in session.get("alerts", []))
        return not said and path[-2] not in session.get("truncated_by", [])
    if path[-1] == "failed" and "damage" in session and "failed_records" not in session:
        return True
    if path[-1] == "exchange" or path[-1] == "by" or path[-1] == "hello_verify_request_frame":
        return True
    if path[-1] == "plaintext_bytes" and session.get("bounds"):
        return False
    if "alerts" in path and "damage" in session:
        return path[-1] == "sender"
    if path[-1] == "decrypted" and any_key(session) and (
            session.get("rare") or not any(side["bytes"] for side in session.get("sent", {}).values())):
        return True
    if path[-1] == "decrypted":
        return any_key(session) and not opened(session)
    return False


def self_check(label, truth):
    """How often it is wrong of a truth."""
    report = ideal(truth)
    found = compare(truth, report)
    for line in found.lines:
        print(f"{label}: the ideal report differs: {line}")
    missed = tried = 0
    for where, changed in spoiled(report, truth):
        tried += 1
        if not compare(truth, changed).lines:
            missed += 1
            print(f"{label}: not found: {'/'.join(map(str, where))}")
    print(f"{label}: {found.facts} facts, {tried - missed} of {tried} errors found")
    return len(found.lines) + missed
