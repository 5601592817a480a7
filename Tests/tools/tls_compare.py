"""What a report tells of TLS, compared with what the programs said, fact for fact.

What nobody without keys can know is asked for only where the key log has them: in TLS 1.3 all behind the ServerHello.
"""

from http_compare import Differences
from http_told import version
from tls_told import sessions, told_flows, told_http, told_messages

# Where a program's word for a group is not IANA's.
GROUPS = {"X25519": "x25519", "prime256v1": "secp256r1"}
# What else a handshake's failure may be called, where the wire cannot tell more.
ALSO = {"no_common_group": ["no_common_cipher", "no_common_parameters", "alert"]}


def compare(truth, report, bodies=None):
    """`bodies` are the digests of those that the program wrote out, or nothing when that was not asked of it."""
    found = Differences()
    told = told_flows(report)
    for connection in truth["connections"]:
        ends = (connection["transport"], *(connection[side][name] for side in ("client", "server") for name in ("address", "port")))
        where = "{1}:{2}>{3}:{4}".format(*ends)
        flows = told.pop(ends, [])
        if len(flows) != 1:
            found.lines.append(f"{where}: {len(flows)} flows have these ends")
            continue
        compare_flow(found, where, connection, flows[0], bodies)
    for ends, flows in told.items():
        for flow in flows:
            if sessions(flow):
                found.lines.append(f"{ends}: nobody said anything, the report tells of TLS")
    return found


def compare_flow(found, where, connection, flow, bodies):
    told = {}
    for session in sessions(flow):
        told.setdefault(session.nesting, []).append(session)
    wanted = [connection] + connection.get("inner", [])
    for session in wanted:
        nesting = session.get("nesting", 0)
        place = where + (f" in {nesting}" if nesting else "")
        if session.get("tls", True) is False:
            found.check(place, "number of sessions", 0, len(told.pop(nesting, [])))
            continue
        entries = told.pop(nesting, [])
        if not entries and session.get("failure", {}).get("by") == "client":
            # Something else than TLS, to a server that wanted it: what is told of it is another protocol's.
            continue
        if session.get("optional") and not entries:
            continue
        found.check(place, "number of sessions", 1, len(entries))
        if entries:
            compare_session(found, place, session, entries[0])
    for nesting, entries in told.items():
        found.lines.append(f"{where}: {len(entries)} sessions in {nesting} that nobody spoke of")
    last = wanted[-1]
    if "http" in last:
        compare_http(found, where, last, told_http(flow), bodies)
    if "websocket" in last:
        found.check(where, "messages", by_sender(last["websocket"]) if opened(last) else {}, by_sender(told_messages(flow)))


def compare_session(found, where, wanted, told):
    hidden = not any_key(wanted) and wanted.get("version") == "1.3"
    for name in ("version", "cipher", "server_name", "starttls", "resumed", "complete"):
        if name in wanted:
            found.check(where, name, wanted[name], getattr(told, name))
    for name in ("hello_retry", "hello_verify", "ssl2_hello", "ech"):
        # Whether a browser's hello has ECH's extension, nobody said.
        if name in wanted or "browser" not in wanted:
            found.check(where, name, wanted.get(name, False), getattr(told, name))
    if wanted.get("group") in GROUPS and wanted["version"] == "1.3":
        found.check(where, "group", GROUPS[wanted["group"]], told.group)
    if wanted.get("version") != "1.3":
        for name in ("extended_master_secret", "encrypt_then_mac"):
            if name in wanted:
                found.check(where, name, wanted[name], getattr(told, name))
    if "alpn_offered" in wanted:
        found.check(where, "alpn_offered", wanted["alpn_offered"], told.alpn_offered)
    if "cipher" in wanted and not hidden and "damage" not in wanted:
        found.check(where, "alpn", wanted.get("alpn"), told.alpn)
    compare_early_data(found, where, wanted, told)
    if not hidden and "damage" not in wanted:
        compare_certificates(found, where, wanted, told)
    if not hidden:
        found.check(where, "renegotiations", wanted.get("renegotiations", 0), told.renegotiations)
    for side in ("client", "server"):
        if "key_updates" in wanted and any_key(wanted):
            found.check(where, f"{side}'s key updates", wanted["key_updates"][side], told.key_updates(side))
    compare_failure(found, where, wanted, told)
    compare_alerts(found, where, wanted, told)
    compare_plaintext(found, where, wanted, told)
    compare_end(found, where, wanted, told)


def any_key(wanted):
    return bool(wanted.get("readable")) or wanted.get("alerts_readable", False)


def opened(wanted):
    return len(wanted.get("readable", [])) == 2


def compare_early_data(found, where, wanted, told):
    if "cipher" not in wanted:
        return
    outcome = wanted.get("early_data", "none")
    # Without keys a refusal can be told only from a second hello, or from the session not being taken.
    allowed = [outcome] if any_key(wanted) or outcome == "none" else [outcome, "offered"]
    if told.early_data is None and "damage" in wanted:
        return
    found.demand(where, f"early_data is {told.early_data}, told {outcome}", told.early_data in allowed)


def compare_certificates(found, where, wanted, told):
    for sender, name in (("server", "certificates"), ("client", "client_certificates")):
        if name in wanted or "certificates" in wanted:
            digests = told.certificates(sender)
            # A second handshake shows the same ones again.
            if wanted.get("renegotiations"):
                digests = list(dict.fromkeys(digests))
            found.check(where, name, wanted.get(name, []), digests)
    if "compression" in wanted:
        found.check(where, "compression", wanted["compression"], told.compressions())
    if "chain" in wanted:
        found.demand(where, f"the chain's faults are {sorted(told.chain_facts())}, told {wanted['chain']}",
                     set(wanted["chain"]) <= told.chain_facts())


def compare_failure(found, where, wanted, told):
    failure = wanted.get("failure")
    if not failure:
        if wanted.get("complete") and "damage" not in wanted:
            found.check(where, "failure", None, told.failure)
        return
    found.demand(where, f"no failure is told; {failure['reason']} it was", told.failure is not None)
    if told.failure:
        reason = told.failure.get("reason")
        found.demand(where, f"failure is {reason}, told {failure['reason']}",
                     reason in [failure["reason"], *ALSO.get(failure["reason"], [])])
        if "stage" in failure:
            found.check(where, "failure's stage", failure["stage"], told.failure.get("stage"))
        if "sender" in failure:
            found.check(where, "failure's sender", failure["sender"], told.failure.get("sender"))


def compare_alerts(found, where, wanted, told):
    if "alerts" not in wanted:
        return
    for sender in ("client", "server"):
        said = [(alert["level"], alert["description"]) for alert in wanted["alerts"] if alert["sender"] == sender]
        known = told.alerts(sender)
        if any_key(wanted) and "damage" not in wanted or wanted.get("alerts_plain"):
            found.check(where, f"{sender}'s alerts", said, known)
        else:
            found.demand(where, f"{sender}'s alerts are {known}, told {said}", all(alert in said for alert in known))


def compare_plaintext(found, where, wanted, told):
    if "sent" not in wanted:
        if not any_key(wanted):
            found.check(where, "decrypted", False, bool(told.decrypted))
        return
    for side in ("client", "server"):
        octets, sent = told.plaintext(side), wanted["sent"][side]["bytes"]
        bounds = wanted.get("bounds", {}).get(side)
        if side not in wanted.get("readable", []):
            found.check(where, f"{side}'s plaintext", 0, octets)
        elif wanted.get("rare") and not octets:
            found.facts += 1
        elif bounds:
            found.demand(where, f"{side}'s plaintext is {octets}, can be {bounds}", bounds[0] <= octets <= bounds[1])
        elif side == "client" and wanted.get("early_data") == "rejected":
            # Refused early data may be read, or left aside as the server does.
            found.demand(where, f"client's plaintext is {octets}, told {sent}", octets in (sent, sent - wanted["early_bytes"]))
        else:
            found.check(where, f"{side}'s plaintext", sent, octets)
        if "failed_records" in wanted:
            found.check(where, f"{side}'s failed records", wanted["failed_records"].get(side, 0), told.failed(side))
        elif "damage" not in wanted:
            found.check(where, f"{side}'s failed records", 0, told.failed(side))
    if opened(wanted) and not wanted.get("rare") and any(side["bytes"] for side in wanted["sent"].values()):
        found.check(where, "decrypted", True, told.decrypted)
    elif not any_key(wanted):
        found.check(where, "decrypted", False, bool(told.decrypted))


def compare_end(found, where, wanted, told):
    if "reset_by" in wanted:
        found.check(where, "ended by", "reset", told.ended_by(wanted["reset_by"]))
    for side in ("client", "server"):
        if side in wanted.get("truncated_by", []):
            found.check(where, f"truncated by {side}", True, told.truncated(side))
        elif any(alert["sender"] == side and alert["description"] == "close_notify" for alert in wanted.get("alerts", [])):
            found.check(where, f"truncated by {side}", False, told.truncated(side))


def compare_http(found, where, wanted, told, bodies):
    if not opened(wanted):
        found.check(where, "number of exchanges", 0, len(told))
        return
    exchanges = wanted["http"]
    found.check(where, "number of exchanges", len(exchanges), len(told))
    for number, (exchange, entry) in enumerate(zip(exchanges, told)):
        place = f"{where} exchange {number}"
        for name in ("method", "target", "status"):
            found.check(place, name, exchange[name], getattr(entry, name))
        found.check(place, "version", version(exchange["version"]), entry.version)
        for name in ("body_bytes", "wire_body_bytes"):
            if name in exchange and (name == "body_bytes" or exchange["version"] != "2.0"):
                found.check(place, name, exchange[name], entry.body("response", name))
        if bodies is not None and exchange.get("body_sha256"):
            found.demand(place, "its body is none of those written", exchange["body_sha256"] in bodies)


def by_sender(messages):
    return {side: [(message["opcode"], message["bytes"]) for message in messages if message["sender"] == side]
            for side in ("client", "server")}
