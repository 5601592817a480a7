"""curl and plain sockets, as clients of a scenario. What they saw joins the servers' logs."""

import json
import os
import subprocess
import sys

import truth

HERE = os.path.dirname(os.path.abspath(__file__))


def curl(lab, *transfers, host="client", options=(), timeout=60):
    """One curl for all the transfers, each a list of arguments, so that they share connections. What it says of each."""
    command = ["curl", *options]
    bodies, heads = [], []
    for number, transfer in enumerate(transfers):
        body = lab.path(f"body-{number}")
        head = lab.path(f"head-{number}")
        for path in (body, head):
            if os.path.exists(path):
                os.remove(path)
        bodies.append(body)
        heads.append(head)
        command += (["--next"] if number else []) + ["-sS", "-q", "--max-time", "20", "-A", "weir-fixture/1"]
        command += ["-w", "%{json}\\n", "-o", body, "-D", head, "--suppress-connect-headers", *transfer]
    done = lab.call(host, *command, timeout=timeout)
    found = []
    for line, body, head, transfer in zip(done.stdout.decode().splitlines(), bodies, heads, transfers):
        said = json.loads(line)
        said["written"] = os.path.getsize(body) if os.path.exists(body) else 0
        said["statuses"] = statuses(head)
        said["head"] = "-I" in transfer or "--head" in transfer
        found.append(said)
    if len(found) != len(transfers):
        raise RuntimeError(f"curl: {done.stderr.decode()}")
    return found


def statuses(path):
    """Of a response and the interim ones before it."""
    if not os.path.exists(path):
        return []
    with open(path, "rb") as file:
        return [int(line.split()[1]) for line in file if line.startswith(b"HTTP/")]


def join(said, known, skip=()):
    """Adds curl's figures to the exchanges that servers logged: by its own port, in order."""
    places = {}
    for transfer in said:
        key = (transfer["local_ip"], transfer["local_port"])
        for ends in known.flows:
            if ends[:2] == key:
                exchanges = [exchange for exchange in known.exchanges(ends) if exchange["method"] not in skip]
                place = places.get(key, 0)
                places[key] = place + 1
                if place < len(exchanges):
                    figures(transfer, exchanges[place])


def figures(transfer, exchange):
    if exchange["status"] != transfer["http_code"] or transfer["exitcode"] != 0:
        return
    body = 0 if transfer["head"] else transfer["written"]
    exchange["body_bytes"] = body
    if transfer["statuses"][:-1]:
        exchange["interim"] = transfer["statuses"][:-1]
        if exchange["log"] == "nginx":
            exchange["wire_body_bytes"] -= len("HTTP/1.1 100 Continue\r\n\r\n")
    encoded = 0 if transfer["head"] else transfer["size_download"]
    if encoded not in (body, exchange.get("wire_body_bytes")):
        exchange["encoded_body_bytes"] = encoded
    if transfer["size_upload"] and "request_body_bytes" not in exchange:
        exchange["request_body_bytes"] = transfer["size_upload"]


def raw(lab, port, *steps, host="client", to="10.7.0.4", timeout=20):
    """A socket that does what the steps say, each a list: send TEXT, pause SECONDS, read OCTETS, until TEXT, shut, end, reset."""
    done = lab.call(host, sys.executable, os.path.join(HERE, "raw_client.py"), to, str(port), timeout=timeout,
                    input=json.dumps(steps).encode())
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return json.loads(done.stdout)


def version():
    return subprocess.run(["curl", "-V"], stdout=subprocess.PIPE, check=True).stdout.decode().split()[1]
