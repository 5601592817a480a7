"""grpcio on both sides: calls as client and server tell them (grpc_client.py, grpc_server.py)."""

import itertools
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = "http2"
PORTS = itertools.count(28001)
CANCEL, CANCELLED, DEADLINE_EXCEEDED = 8, 1, 4


def scenario(name, shows, *variants):
    def recorded(lab, known):
        for tls in variants or (False,):
            calls(lab, known, name, tls)
    recorded.__name__, recorded.__doc__ = f"grpc_{name}", shows
    return recorded


def calls(lab, known, name, tls):
    """One client's calls, on its one connection."""
    port, outs = next(PORTS), (lab.path("server.json"), lab.path("client.json"))
    certificate = [lab.path("origin-chain.pem"), lab.path("origin.key")] if tls else []
    serving = program(lab, "origin", "grpc_server.py", lab.address("origin"), port, outs[0], *certificate)
    if serving.stdout.readline() != b"listening\n":
        raise RuntimeError(serving.communicate()[1].decode())
    calling = program(lab, "client", "grpc_client.py", name, port, outs[1], *([lab.path("root.pem")] if tls else []))
    _, said = calling.communicate(timeout=90)
    if calling.returncode:
        raise RuntimeError(said.decode())
    serving.communicate(timeout=30)
    server, client = (json.load(open(path)) for path in outs)
    exchanges = [exchange(call, server.get(call["call"], {}), f"origin.test:{port}", tls) for call in client]
    known.connection(lab, port, start="alpn" if tls else "prior_knowledge", tls=tls, exchanges=exchanges)


def program(lab, host, name, *arguments):
    keys = {"SSLKEYLOGFILE": lab.path("keys"), "LD_PRELOAD": lab.path("keylog.so")} if host == "client" else {}
    process = subprocess.Popen(
        ["ip", "netns", "exec", lab.prefix + host, "env", *(f"{key}={value}" for key, value in keys.items()), sys.executable, "-B",
         os.path.join(HERE, name), *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    lab.processes.append(process)
    return process


def exchange(call, seen, authority, tls):
    """A call as an exchange. One that its client gave up is reset (gRPC over HTTP/2, "Errors": RST_STREAM with CANCEL)."""
    # One after another, and a client's streams are numbered in their order (RFC 9113 5.1.1).
    found = {"stream": 2 * int(call["call"]) - 1, "method": "POST", "target": call["path"], "scheme": "https" if tls else "http",
             "authority": authority, "request_headers": {"call": call["call"], "te": "trailers"}}
    given_up = call["status"] in (CANCELLED, DEADLINE_EXCEEDED) and "aborted" not in seen
    if given_up:
        # When the time is over the server may be the first to say so.
        found |= {"reset": {"sender": "client", "code": CANCEL}} if call["status"] == CANCELLED else {}
    else:
        found |= {"status": 200, "complete": True}
    sizes = {side: call[f"{side}_messages"] for side in ("request", "response")}
    facts = {name: call[name] for name in ("path", "kind", "timeout_s", "compression", "request_messages", "response_messages")
             if name in call}
    if not given_up:
        facts |= {"status": call["status"], "message": call["message"]}
        if "compression" not in call:
            # Each message behind five octets (gRPC over HTTP/2, "Length-Prefixed-Message").
            found |= {"request_wire_body_bytes": sum(5 + entry["bytes"] for entry in sizes["request"]),
                      "wire_body_bytes": sum(5 + entry["bytes"] for entry in sizes["response"])}
    else:
        # What the client saw of messages; more may have been on the way.
        facts["given_up"] = True
    if "timeout_s" in call:
        facts["deadline_met"] = call["status"] != DEADLINE_EXCEEDED
    return found | {"grpc": facts}


SCENARIOS = [
    scenario("kinds", "gRPC by grpcio: all four kinds of calls, with empty messages and none; in the clear and over TLS.", False, True),
    scenario("every_type", "gRPC: messages with every type of field that proto3 has, and well-known types."),
    scenario("errors", "gRPC: every status, messages that have to be percent-encoded, a method that nobody has, an error behind "
             "messages."),
    scenario("deadlines", "gRPC: deadlines met and missed."),
    scenario("compression", "gRPC: messages compressed with gzip and deflate."),
    scenario("cancelled", "gRPC: calls that the client cancels, and one after them."),
    scenario("big", "gRPC: messages larger than frames and windows, and many small ones in a frame."),
    scenario("metadata", "gRPC: metadata, binary and long; credentials that are made up."),
]
