"""Two sides that talk.py plays, or one of them and another program; what they say of it."""

import json
import os
import subprocess
import sys

from certificates import digest, pems
from openssl import NAME
from truth import SUITES, version

HERE = os.path.dirname(os.path.abspath(__file__))


def keyed(lab, **options):
    """Options of a client's layer of TLS that trusts the laboratory, and logs its keys."""
    return ["tls", {"name": NAME, "authority": lab.path("root.pem"), "keys": lab.path("keys")} | options]


def certified(lab, certificate="origin", **options):
    """Options of a server's layer of TLS."""
    return ["tls", {"certificate": lab.path(f"{certificate}-chain.pem"), "key": lab.path(f"{certificate}.key")} | options]


class Talker:
    def __init__(self, lab, host, role, address, port, steps):
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", lab.prefix + host, sys.executable, os.path.join(HERE, "talk.py"), role, address, str(port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        lab.processes.append(self.process)
        self.process.stdin.write(json.dumps(steps).encode())
        self.process.stdin.close()
        self.process.stdin = None
        if role == "server" and b"listening" not in self.process.stderr.readline():
            raise RuntimeError(self.process.stderr.read().decode())

    def told(self, seconds=25):
        out, said = self.process.communicate(timeout=seconds)
        if self.process.returncode:
            raise RuntimeError(said.decode())
        return json.loads(out)


def serve(lab, port, *steps, host="origin"):
    return Talker(lab, host, "server", lab.address(host), port, steps)


def call(lab, port, *steps, host="client", to="origin"):
    return Talker(lab, host, "client", lab.address(to), port, steps)


def joined(lab, client, server, layer=0):
    """A layer's facts, of what the two sides say; either may be absent."""
    sides = {"client": client and client["layers"][layer:layer + 1], "server": server and server["layers"][layer:layer + 1]}
    sides = {side: found[0] for side, found in sides.items() if found}
    facts = {}
    for found in sides.values():
        if found.get("version"):
            facts |= {"version": version(found["version"]), "cipher": SUITES.get(found["cipher"], found["cipher"]),
                      "resumed": found["resumed"]}
            if found["alpn"]:
                facts["alpn"] = found["alpn"]
        if found.get("server_name"):
            facts["server_name"] = found["server_name"]
    facts["alerts"] = alerts(sides)
    sent = {side: found["sent"] for side, found in sides.items()}
    for side, other in (("client", "server"), ("server", "client")):
        if side not in sent and other in sides:
            sent[side] = sides[other]["received"]
    facts["sent"] = sent
    cut = [side for side in ("client", "server") if sides.get("server" if side == "client" else "client", {}).get("cut")]
    if cut:
        facts["truncated_by"] = cut
    return facts


def alerts(sides):
    """Each once: what one side wrote, or the other read."""
    found = []
    for sender, other in (("client", "server"), ("server", "client")):
        lists = [[alert for alert in sides.get(side, {}).get("alerts", []) if alert["sent"] == wrote]
                 for side, wrote in ((sender, True), (other, False))]
        for alert in max(lists, key=len):
            found.append({"sender": sender, "level": alert["level"], "description": alert["description"]})
    return found


def chain(lab, name="origin-chain.pem"):
    return [digest(pem) for pem in pems(open(lab.path(name)).read())]
