"""What networks do to TLS: loss, reordering, duplicates."""

import os
import subprocess
import sys

import lab as laboratory
import web
from scenarios_web import fetch
from talking import HERE

FOLDER = "tls"


def wire_lossy(lab, known):
    """Loss, reordering and duplicates in both directions: the same octets come out of it."""
    switch = lab.switch

    def link(*arguments):
        laboratory.run("ip", "-n", switch, "link", *arguments)

    # Between the switch and the origin, instead of what joined them.
    link("add", "near", "type", "veth", "peer", "name", "far")
    link("set", "origin", "nomaster")
    link("set", "near", "master", "br0", "up")
    link("set", "far", "up")
    for device in ("near", "far"):
        laboratory.run("ip", "netns", "exec", switch, "ethtool", "-K", device, "tx", "off", "tso", "off", "gso", "off", "gro", "off",
                       stderr=subprocess.DEVNULL)
    wire = subprocess.Popen(["ip", "netns", "exec", switch, sys.executable, os.path.join(HERE, "wire.py"), "far", "origin", "5"])
    lab.processes.append(wire)
    try:
        for options in ([], ["--tls-max", "1.2"]):
            fetch(lab, known, web.MODERN, "--http1.1", *options, paths=("/text.txt", "/random.bin", "/hello.txt", "/random.bin"))
        fetch(lab, known, web.MODERN, "--http2", paths=("/text.txt", "/random.bin", "/hello.txt"), sent=False)
    finally:
        laboratory.stop(wire)
        link("del", "near")
        link("set", "origin", "master", "br0")


SCENARIOS = [wire_lossy]
