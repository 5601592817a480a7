#!/usr/bin/env python3
"""Whether tshark, with the same key log, finds anything in HTTP/2 that Weir does not, and the other way around.

    http2_tshark.py [--weir PATH] [--show N] [--jobs N] FILE-OR-FOLDER...

Of every conversation: frames by sender and type; of every stream its header fields by sender, name and value, and octets of DATA by
sender, padding included. What only one of the two tells is counted by class; a class that is understood has its reason here. A key log
is looked for beside each capture. Ports on which Weir finds HTTP/2 in the clear are named to tshark, which knows but few by itself.
Exit status 1 when something is not explained, or nothing was compared.

Needs tshark (4.0). Standard library only.
"""

import collections
import json
import re
import subprocess
import sys

import tshark_run
from http2_told import Connection, streams
from tls_tshark import key_log
from tshark_events import candidates

NAMES = {0: "DATA", 1: "HEADERS", 2: "PRIORITY", 3: "RST_STREAM", 4: "SETTINGS", 5: "PUSH_PROMISE", 6: "PING", 7: "GOAWAY",
         8: "WINDOW_UPDATE", 9: "CONTINUATION", 10: "ALTSVC", 12: "ORIGIN", 16: "PRIORITY_UPDATE"}
PSEUDO = (("method", ":method"), ("target", ":path"), ("scheme", ":scheme"), ("authority", ":authority"), ("protocol", ":protocol"))
UPGRADED = 1
# Fields of a block that tshark keeps, with some that it adds up.
FIELDS = 190
# Octets of a table that holds an entry or two.
SMALL = 512


class Difference:
    """One thing that only one of the two finds in a conversation. `flow` is Weir's; `theirs` and `ours` are all that they find."""

    def __init__(self, path, ends, what, only, flow, theirs, ours):
        self.path, self.ends, self.kind, self.value, self.only = path, ends, what[0], what[1:], only
        self.flow, self.theirs, self.ours = flow, theirs, ours
        self.connection = Connection(flow) if flow else None

    @property
    def name(self):
        return f"{self.kind} {self.value[1] if self.kind == 'frames' else ''}".strip() + f", only by {self.only}"

    def began_late(self):
        return self.connection is not None and self.connection.start == "frames"

    def lacks_octets(self):
        return self.connection is not None and bool(self.connection.found) and "missing_bytes" in self.connection.found

    def has_controls(self):
        """Whether it is a field that the two write in different ways."""
        _, name, text, stream = self.value
        return any(what[:3] == ("field", self.value[0], name) and what[4] == stream and ("?" in text + what[3])
                   for what in self.theirs.keys() | self.ours.keys())

    def has_many_fields(self):
        """Whether a block of its sender's has as many as tshark keeps of one."""
        counts = collections.Counter()
        for what, count in self.theirs.items():
            if what[:2] == ("field", self.value[0]):
                counts[what[4]] += count
        return max(counts.values(), default=0) >= FIELDS

    def has_small_table(self):
        return any(frame["values"].get("HEADER_TABLE_SIZE", SMALL) < SMALL
                   for frames in self.flow["http2"]["settings"].values() for frame in frames)

    def is_unfinished(self):
        """Whether a body is cut short by the capture's end, or the connection's."""
        return any(not entry.complete(side) for entry in streams(self.flow) for side in ("request", "response"))

    def is_early(self):
        """What a server says in TLS as soon as it can."""
        sender = (self.flow["server"]["address"], self.flow["server"].get("port"))
        return self.connection.start == "alpn" and self.value[0] == sender and self.value[1] in ("SETTINGS", "WINDOW_UPDATE")

    def after_reset(self):
        stream = self.value[-1] if self.kind == "field" else self.value[0]
        return any(reset["stream"] == stream for reset in self.flow["http2"].get("resets", []))


# --- What is understood: (kind, only by whom, when, why). `when` takes the Difference.


EXPLANATIONS = [
    ("field", "weir", lambda d: d.value[1] == ":authority" and any(
        what[:3] == ("field", d.value[0], "host") for what in d.theirs),
     "where there is no :authority, Weir tells Host as the authority"),
    ("field", "weir", lambda d: d.has_many_fields(), "tshark keeps 200 fields of a header block, and loses its table behind them"),
    *((kind, "weir", lambda d: d.is_unfinished(), "of a frame that the capture's end cuts, Weir tells what is there, tshark nothing")
      for kind in ("DATA", "frames")),
    ("frames", "tshark", lambda d: d.flow is None, "the port speaks HTTP/2, and a client spoke HTTP/1.1 to it: no connection came of it"),
    ("frames", "weir", lambda d: d.is_early(), "what a server says in TLS before its client has said anything, tshark leaves alone"),
    *(("field", only, lambda d: d.has_controls(), "tshark ends a value that is no text at its first octet that is none")
      for only in ("weir", "tshark")),
    *((kind, "tshark", lambda d: d.flow is not None and d.after_reset(), "what was on its way to a stream that was reset is not an "
       "exchange's any more (RFC 9113 5.1)") for kind in ("field", "DATA")),
    *((kind, "tshark", lambda d: d.began_late(),
       "where nothing tells where frames begin, Weir reads them from the first that says enough")
      for kind in ("frames", "DATA")),
    ("field", "tshark", lambda d: "<" in d.value[1] + d.value[2] or d.began_late() or d.lacks_octets(),
     "behind header blocks that are missing, tshark takes its own table for the sender's (RFC 7541 2.2)"),
    *((kind, "weir", lambda d: d.began_late(), "of a connection whose beginning is missing tshark makes what the port says, or nothing")
      for kind in ("field", "frames", "DATA")),
    *((kind, only, lambda d: d.lacks_octets(), "behind a hole the two find frames again at different places")
      for kind in ("field", "frames", "DATA") for only in ("weir", "tshark")),
    ("field", "weir", lambda d: d.has_small_table(), "tshark loses blocks where tables have next to no size (RFC 7541 4.2); http2_truth.py "
     "has nghttpd's own words for them"),
]


def explanation(difference):
    return next((why for kind, only, when, why in EXPLANATIONS
                 if (kind, only) == (difference.kind, difference.only) and when(difference)), None)


# --- tshark


def found_by_tshark(path, keylog, ports):
    """By the ends of each conversation: what tshark finds, counted."""
    arguments = ["tshark", "-n", "-r", path, "-Y", "http2", "-T", "json", "--no-duplicate-keys", "-J", "ip ipv6 tcp http2",
                 "-o", "tcp.reassemble_out_of_order:TRUE"]
    arguments += ["-o", f"tls.keylog_file:{keylog}"] if keylog else []
    for port in sorted(ports):
        arguments += ["-d", f"tcp.port=={port},http2"]
    done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    found = collections.defaultdict(collections.Counter)
    for packet in json.loads(done.stdout or b"[]"):
        layers = packet["_source"]["layers"]
        ends = ends_of(layers)
        if ends:
            for frame in frames_of(layers):
                found[frozenset(ends)].update(of_frame(frame, ends[0]))
    return found


def last(value):
    """Of a packet in a packet, the inner."""
    return value[-1] if isinstance(value, list) else value


def ends_of(layers):
    network, segment = last(layers.get("ip") or layers.get("ipv6")), last(layers.get("tcp"))
    if not network or not segment:
        return None
    kind = "ip" if "ip.src" in network else "ipv6"
    return tuple((network[f"{kind}.{side}"], int(segment[f"tcp.{side}port"])) for side in ("src", "dst"))


def frames_of(layers):
    """Each frame of HTTP/2, however many there are of each layer."""
    parts = layers.get("http2", [])
    for part in parts if isinstance(parts, list) else [parts]:
        frames = part.get("http2.stream", []) if isinstance(part, dict) else []
        for frame in frames if isinstance(frames, list) else [frames]:
            if isinstance(frame, dict) and "http2.type" in frame and "http2.streamid" in frame:
                yield frame


def of_frame(frame, sender):
    found, kind, stream = collections.Counter(), int(frame["http2.type"]), int(frame["http2.streamid"])
    found[("frames", sender, NAMES.get(kind, "UNKNOWN"))] += 1
    if kind == 0:
        found[("DATA", stream, sender)] += int(frame["http2.length"])
    headers = frame.get("http2.header", [])
    if kind == 5:
        stream = int(next(value for name, value in frame.items() if name.startswith("http2.push_promise.promised_stream")))
    for field in headers if isinstance(headers, list) else [headers]:
        if isinstance(field, dict) and "http2.header.name" in field:
            found[("field", sender, last(field["http2.header.name"]), value(last(field.get("http2.header.value", ""))), stream)] += 1
    return found


def value(text):
    """As both can write it: octets that are no text, and controls, are told in different ways."""
    return re.sub(r"\\x[0-9a-fA-F]{2}|[^ -~]+|\\[a-z0-9\"\\]", "?", text)


# --- Weir


def report_of(program, path, keylog):
    command = [program, "report", "--json", "--reveal-secrets", *(["--keylog", keylog] if keylog else []), path]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return json.loads(done.stdout) if done.stdout else None


def found_by_weir(report):
    """The same of a report, and the flows."""
    found, flows = collections.defaultdict(collections.Counter), {}
    for flow in report["flows"]:
        if flow.get("transport") != "tcp" or not flow.get("http2"):
            continue
        side = {name: (flow[name]["address"], flow[name].get("port")) for name in ("client", "server")}
        ends, connection = frozenset(side.values()), Connection(flow)
        flows[ends] = flow
        for name in side:
            for kind, count in connection.frames(name).items():
                found[ends][("frames", side[name], kind.upper())] += count
        for entry in streams(flow):
            if entry.stream is not None and entry.via == connection.via:
                found[ends].update(of_stream(entry, side, flow))
    return found, flows


def of_stream(entry, side, flow):
    found = collections.Counter()
    if flow["http2"]["start"] == "upgrade" and entry.stream == UPGRADED:
        # Its request came before.
        entry.request = None
    asker = side["server" if entry.pushed_by() is not None else "client"]
    for name, field in PSEUDO:
        if entry.part(name) is not None:
            found[("field", asker, field, value(entry.part(name)), entry.stream)] += 1
    pairs = [(asker, pair) for pair in entry.fields("request")]
    pairs += [(side["client"], pair) for pair in entry.fields("request", "trailers")]
    pairs += [(side["server"], pair) for name in ("headers", "trailers") for pair in entry.fields("response", name)]
    statuses = [interim["status"] for interim in entry.exchange.get("interim", [])] + ([entry.status] if entry.status else [])
    pairs += [(side["server"], pair) for interim in entry.exchange.get("interim", []) for pair in interim.get("headers", [])]
    pairs += [(side["server"], (":status", str(status))) for status in statuses]
    for sender, (name, text) in pairs:
        found[("field", sender, name, value(text), entry.stream)] += 1
    for name, part in (("client", "request"), ("server", "response")):
        octets = entry.tunnel_bytes()[name] if entry.tunnel_bytes() else entry.body(part, "wire_body_bytes")
        found[("DATA", entry.stream, side[name])] += octets
    return found


# --- Comparing


def compare(job):
    """Of one file: differences by (name, reason) and an example of each, and how much was compared."""
    program, path = job
    counted, examples, keylog = collections.Counter(), {}, key_log(path)
    report = report_of(program, path, keylog)
    if report is None:
        return counted, examples, 0
    ours, flows = found_by_weir(report)
    ports = {flow["server"]["port"] for flow in flows.values() if flow["http2"]["start"] not in ("alpn", "upgrade")}
    theirs = found_by_tshark(path, keylog, ports)
    for ends in theirs.keys() | ours.keys():
        for only, left in (("tshark", theirs[ends] - ours[ends]), ("weir", ours[ends] - theirs[ends])):
            for what, count in left.items():
                difference = Difference(path, ends, what, only, flows.get(ends), theirs[ends], ours[ends])
                key = (difference.name, explanation(difference))
                counted[key] += 1 if what[0] == "DATA" else count
                examples.setdefault(key, f"{path} {sorted(ends)} {what[1:]} {count}")
    things = sum(1 if what[0] == "DATA" else count for found in theirs.values() for what, count in found.items())
    return counted, examples, things


if __name__ == "__main__":
    sys.exit(tshark_run.main(__doc__, candidates, compare, "differences"))
