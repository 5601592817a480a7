"""nghttpd, nghttp and h2load, and what nghttpd tells of every frame that it sends and receives."""

import itertools
import os
import re
import time

import frames
import lab as laboratory

# A server's port is never used twice, and is never HTTP's own.
PORTS = itertools.count(26001)

LINE = re.compile(r"(?:\[id=(\d+)\] )?\[ *[\d.]+\] (send|recv) (.*)")
FIELD = re.compile(r"\(stream_id=(\d+)(?:, sensitive)?\) (.*)")
FRAME = re.compile(r"(\S+) frame <length=(\d+), flags=0x([0-9a-f]+), stream_id=(\d+)>")
ERROR = re.compile(r"error_code=[^(]*\(0x([0-9a-f]+)\)")
NUMBERS = {f"SETTINGS_{name}": number for name, number in (
    ("HEADER_TABLE_SIZE", 1), ("ENABLE_PUSH", 2), ("MAX_CONCURRENT_STREAMS", 3), ("INITIAL_WINDOW_SIZE", 4), ("MAX_FRAME_SIZE", 5),
    ("MAX_HEADER_LIST_SIZE", 6))}


class Server:
    """An nghttpd with options of its own, until the scenario ends."""

    def __init__(self, lab, *options, tls=False, host="origin"):
        self.port = next(PORTS)
        keys = [lab.path("origin.key"), lab.path("origin-chain.pem")] if tls else []
        transport = [] if tls else ["--no-tls"]
        self.process = lab.start(host, "stdbuf", "-oL", "nghttpd", "-v", "-d", lab.path("files"), *transport, *options,
                                 str(self.port), *keys)
        lab.wait_for(host, self.port)
        self.url = f"{'https' if tls else 'http'}://origin.test:{self.port}"
        self.tls = tls

    def told(self, stop=True):
        """The frames of each connection, in the order of the connections."""
        time.sleep(0.3)
        if stop:
            laboratory.stop(self.process)
        with open(self.process.output, errors="surrogateescape") as file:
            return read(file.read())


def nghttp(lab, *arguments, check=True):
    """Its keys are had by lending it a callback (keylog.c)."""
    return called(lab, "nghttp", "-v", "-n", *arguments, check=check)


def called(lab, *command, check=True):
    environment = os.environ | {"SSLKEYLOGFILE": lab.path("keys"), "LD_PRELOAD": lab.path("keylog.so")}
    done = lab.call("client", "env", *(f"{name}={environment[name]}" for name in ("SSLKEYLOGFILE", "LD_PRELOAD")), *command)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout.decode()}{done.stderr.decode()}")
    return done.stdout.decode(errors="surrogateescape")


def fetch(lab, known, server, *arguments, upgraded=None, **facts):
    """One nghttp, and what nghttpd says of its one connection."""
    said = nghttp(lab, *arguments, *(["-y"] if server.tls else []))
    enter(lab, known, server, upgraded=upgraded, **facts)
    return said


def enter(lab, known, server, upgraded=None, **facts):
    """The connections that nghttpd tells of and nobody entered yet."""
    told = list(server.told(stop=False).values())
    for found in told[getattr(server, "entered", 0):]:
        start = "alpn" if server.tls else "upgrade" if upgraded else "prior_knowledge"
        known.connection(lab, server.port, start=start, tls=server.tls, **frames.connection(found, upgraded), **facts)
    server.entered = len(told)


def fetch_elsewhere(lab, known, port, *arguments, server="origin", start="prior_knowledge", upgraded=None):
    """One nghttp against another's server, and what nghttp itself says."""
    found = read(nghttp(lab, *arguments), client=True)[1]
    known.connection(lab, port, server=server, start=start, tls=start == "alpn", **frames.connection(found, upgraded))


# --- Its words


def read(text, client=False):
    """Frames by the number of their connection. `client` is whether it was one that said them."""
    ways = {"send": "client", "recv": "server"} if client else {"send": "server", "recv": "client"}
    found, last, pending = {}, None, {}
    for line in text.splitlines():
        if heard := LINE.fullmatch(line):
            connection, verb, rest = int(heard[1] or 1), heard[2], heard[3]
            if field := FIELD.fullmatch(rest):
                pending.setdefault((connection, int(field[1])), []).append(pair(field[2]))
                continue
            last = None
            if frame := FRAME.fullmatch(rest):
                last = begun(ways[verb], frame)
                if last["type"] in ("HEADERS", "PUSH_PROMISE"):
                    last["fields"] = pending.pop((connection, last["stream"]), []) if verb == "recv" else []
                found.setdefault(connection, []).append(last)
        elif last and line.startswith("          "):
            detail(last, line.strip(), verb)
    return found


def pair(text):
    name, value = text[1:].split(":", 1)
    return [text[0] + name, value.removeprefix(" ")]


def begun(sender, frame):
    kind, flags = frame[1], int(frame[3], 16)
    found = {"sender": sender, "type": kind, "length": int(frame[2]), "stream": int(frame[4])}
    if kind in ("SETTINGS", "PING"):
        found["ack"] = bool(flags & 1)
    elif kind in ("DATA", "HEADERS"):
        found["end_stream"] = bool(flags & 1)
    if kind == "SETTINGS":
        found["settings"] = []
    if kind.startswith("UNKNOWN") or kind == "extension":
        found["type"] = "0x0"
    return found


def detail(frame, text, verb):
    kind = frame["type"]
    if text.startswith(";"):
        return
    if text.startswith("[SETTINGS_"):
        name, value = text.strip("[]").split("):")
        frame["settings"].append([int(name.split("(0x")[1], 16), int(value)])
    elif text.startswith("("):
        facts(frame, text[1:-1])
    elif "fields" in frame and verb == "send":
        frame["fields"].append(pair(text))


def facts(frame, text):
    values = dict(part.split("=", 1) for part in text.split(", ") if "=" in part)
    if error := ERROR.search(text):
        frame["code"] = int(error[1], 16)
    if "dep_stream_id" in values:
        frame["priority"] = {"dependency": int(values["dep_stream_id"]), "weight": int(values["weight"]),
                             "exclusive": values["exclusive"] == "1"}
    if int(values.get("padlen", 0)):
        frame["padding"] = int(values["padlen"])
    for name, key in (("promised_stream_id", "promised"), ("last_stream_id", "last_stream"), ("window_size_increment", "increment")):
        if name in values:
            frame[key] = int(values[name])
    if "opaque_data" in values:
        frame["opaque"] = values["opaque_data"]
    if frame["type"] == "GOAWAY":
        frame["debug"] = re.search(r"opaque_data\(\d+\)=\[(.*)\]", text)[1]
