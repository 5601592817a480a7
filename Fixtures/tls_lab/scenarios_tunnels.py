"""TLS in something else: in a tunnel of a proxy's, in TLS to a proxy, in a WebSocket's messages; WebSocket in TLS."""

import os
import random
import sys

import web
from openssl import NAME
from scenarios_python import talk
from talking import HERE, certified, chain, keyed

FOLDER = "tls"
PROXY, SECURE_PROXY = 26128, 26129


def start(lab):
    program = os.path.join(HERE, "proxy.py")
    lab.start("proxy", sys.executable, program, lab.address("proxy"), str(PROXY))
    lab.start("proxy", sys.executable, program, lab.address("proxy"), str(SECURE_PROXY), lab.path("proxy-chain.pem"),
              lab.path("proxy.key"))
    lab.wait_for("proxy", PROXY, SECURE_PROXY)


def tunnelled(lab, known, port, *arguments, outer=(), paths=("/hello.txt", "/text.txt")):
    """curl by way of a proxy: its connection, and the proxy's own to nginx, which carries the same session."""
    log = web.Log(lab)
    urls = [f"https://{NAME}:{web.MODERN}{path}" for path in paths]
    web.curl(lab, *arguments, *(part for url in urls for part in ("-o", lab.path("body"), url)))
    lines, = log.connections()
    session = web.facts(lines, lab=lab) | {"certificates": chain(lab), "complete": True, "readable": ["client", "server"]}
    first = known.connection(lab, port, server="proxy")
    if outer:
        first |= dict(outer) | {"inner": [{"nesting": 1, **session}]}
    else:
        first |= {"nesting": 1, **session}
    known.connection(lab, web.MODERN, client="proxy").update(session)


def tunnel_connect(lab, known):
    """TLS in a tunnel (CONNECT): HTTP/1.1 and HTTP/2 in it."""
    for version in ("--http1.1", "--http2"):
        tunnelled(lab, known, PROXY, version, "--proxy", f"http://proxy.test:{PROXY}")


def tunnel_in_tls(lab, known):
    """A proxy that is spoken with over TLS: CONNECT in TLS, and in that tunnel TLS again."""
    outer = {"server_name": "proxy.test", "certificates": chain(lab, "proxy-chain.pem"), "complete": True,
             "readable": ["client", "server"], "resumed": False, "version": "1.3"}
    tunnelled(lab, known, SECURE_PROXY, "--http1.1", "--proxy", f"https://proxy.test:{SECURE_PROXY}", "--proxy-cacert",
              lab.path("root.pem"), outer=outer)


def frame(opcode, octets, mask=None):
    """A WebSocket message of one frame (RFC 6455 5.2)."""
    head = bytes([0x80 | opcode])
    bit = 0x80 if mask else 0
    head += bytes([bit | len(octets)]) if len(octets) < 126 else bytes([bit | 126]) + len(octets).to_bytes(2, "big")
    if mask:
        head += mask
        octets = bytes(octet ^ mask[place & 3] for place, octet in enumerate(octets))
    return (head + octets).decode("latin-1")


def web_socket(lab, known):
    """A WebSocket over TLS: texts and octets, a ping, a proper close."""
    chance = random.Random(11)
    request = ("GET /chat HTTP/1.1\r\nHost: origin.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
    response = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
    messages = [("client", 1, b"a text of the client's"), ("server", 1, b"a text of the server's, " * 20),
                ("client", 2, chance.randbytes(300)), ("server", 2, chance.randbytes(2000)), ("client", 9, b"ping"),
                ("server", 10, b"ping"), ("client", 8, b"\x03\xe8done"), ("server", 8, b"\x03\xe8done")]
    steps = {"client": [keyed(lab), ["send", request], ["until", "\r\n\r\n"]],
             "server": [certified(lab), ["until", "\r\n\r\n"], ["send", response]]}
    for sender, opcode, octets in messages:
        wire = frame(opcode, octets, chance.randbytes(4) if sender == "client" else None)
        steps[sender].append(["send", wire])
        steps["server" if sender == "client" else "client"].append(["read", len(wire)])
    steps["client"].append(["unwrap"])
    steps["server"] += [["end"], ["unwrap"]]
    talk(lab, known, steps["server"], steps["client"], server_name=NAME,
         http=[{"method": "GET", "target": "/chat", "version": "1.1", "status": 101}],
         websocket=[{"sender": sender, "opcode": {1: "text", 2: "binary"}[opcode], "bytes": len(octets)}
                    for sender, opcode, octets in messages if opcode < 8])


SCENARIOS = [tunnel_connect, tunnel_in_tls, web_socket]
