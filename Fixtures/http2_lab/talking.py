"""Both sides of a conversation in the laboratory, and the truth of what they say of it."""

import importlib
import itertools
import json
import os
import subprocess
import sys

import frames
from websocket import conversation

HERE = os.path.dirname(os.path.abspath(__file__))
PORTS = itertools.count(27001)


def talk(lab, known, name, tls=False, **facts):
    """A conversation by its name, module.Class, as one connection."""
    port = next(PORTS)
    keys = {"client": ["root.pem", "keys"], "server": ["origin-chain.pem", "origin.key"]} if tls else {"client": [], "server": []}
    outs = {side: lab.path(f"{side}.json") for side in frames.SIDES}
    serving = begin(lab, "origin", "server", name, lab.address("origin"), port, outs["server"], *keys["server"])
    if serving.stdout.readline() != b"listening\n":
        raise RuntimeError(serving.communicate()[1].decode())
    calling = begin(lab, "client", "client", name, lab.address("origin"), port, outs["client"], *keys["client"])
    said = [process.communicate(timeout=60)[1].decode() for process in (calling, serving)]
    if calling.returncode or serving.returncode:
        raise RuntimeError(f"{name}: {said}")
    told = {}
    for side, path in outs.items():
        with open(path) as file:
            told[side] = json.load(file)
    known.connection(lab, port, start="alpn" if tls else "prior_knowledge", tls=tls, **joined(told), **facts)


def begin(lab, host, side, name, *arguments):
    # In the laboratory's folder, where certificates and keys are.
    process = subprocess.Popen(
        ["ip", "netns", "exec", lab.prefix + host, sys.executable, "-B", os.path.join(HERE, "talk.py"), side, name,
         *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=lab.work)
    lab.processes.append(process)
    return process


def joined(told):
    """Of the frames that each side received, in their order, and what else it noted."""
    received = sorted(told["client"]["frames"] + told["server"]["frames"], key=lambda frame: frame["time"])
    facts = frames.connection(received)
    waits = [wait | {"delay_s": round(wait["to"] - wait["from"], 4)} for side in frames.SIDES for wait in told[side]["waits"]]
    facts["waits"] = [{name: wait[name] for name in ("stream", "sender", "window", "delay_s")} for wait in waits]
    for stream in told["client"].get("websocket", {}):
        exchange = next(entry for entry in facts["exchanges"] if entry["stream"] == int(stream))
        sent = sorted(told["client"]["websocket"][stream] + told["server"]["websocket"][stream], key=lambda frame: frame["time"])
        agreed = dict(exchange["response_fields"])
        exchange["websocket"] = conversation({
            "frames": sent, "subprotocol": agreed.get("sec-websocket-protocol"), "extensions": agreed.get("sec-websocket-extensions"),
            "close_code": None})
    if "inside" in told["client"]:
        facts["inside"] = told["client"]["inside"]
    return facts
