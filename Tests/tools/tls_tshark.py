#!/usr/bin/env python3
"""Whether tshark, with the same key log, finds anything in TLS that Weir does not.

    tls_tshark.py [--weir PATH] [--show N] [--jobs N] FILE-OR-FOLDER...

Of every conversation: hellos (server names, JA3, JA3S), versions, cipher suites, protocols of ALPN, handshake messages by side and
kind, certificates by SHA-256, alerts, decrypted HTTP requests, responses and WebSocket messages, and, where no truth is beside the
capture that says it, how many octets of each side were decrypted. A key log is looked for beside each capture (NAME.keylog,
or the file's whole name with .keylog). What tshark finds and Weir does not is counted by class; a class that is understood has its
reason here. What Weir alone finds is not told: tls_truth.py judges that. Exit status 1 when something is not explained, or nothing
was compared.

Needs tshark (4.0). Standard library only.
"""

import collections
import hashlib
import json
import os
import subprocess
import sys

import tshark_run
from tls_told import sessions, told_http
from tshark_events import candidates

VERSIONS = {"0x0002": "ssl2", "0x0300": "ssl3", "0x0301": "1.0", "0x0302": "1.1", "0x0303": "1.2", "0x0304": "1.3", "0xfeff": "1.0",
            "0xfefd": "1.2", "0xfefc": "1.3"}
LEVELS = {"1": "warning", "2": "fatal"}
PLACES = ["frame.number", "tcp.stream", "ip.src", "ipv6.src", "ip.dst", "ipv6.dst", "tcp.srcport", "tcp.dstport", "udp.srcport",
          "udp.dstport"]
TLS = ["handshake.type", "handshake.extensions_server_name", "handshake.version", "handshake.extensions.supported_version",
       "handshake.ciphersuite", "handshake.extensions_alpn_str", "handshake.ja3", "handshake.ja3s", "handshake.certificate",
       "alert_message.level", "alert_message.desc"]
INSIDE = ["http.request.method", "http.request.uri", "http.response.code", "http2.headers.method", "http2.headers.path",
          "http2.headers.status", "websocket.opcode"]
FIELDS = PLACES + [f"{kind}.{name}" for kind in ("tls", "dtls") for name in TLS] + INSIDE
CLIENT_HELLO, SERVER_HELLO, ENCRYPTED_EXTENSIONS = "1", "2", "8"


class Difference:
    """One thing that tshark finds in a conversation, and Weir does not."""

    def __init__(self, path, ends, what, flow, missing):
        self.path, self.ends, self.kind, self.value = path, ends, what[0], what[1:]
        self.flow, self.missing = flow, missing
        self.sessions = sessions(flow) if flow else []

    @property
    def name(self):
        return " ".join([self.kind] + [str(part) for part in self.value[:2] if len(str(part)) < 16])


# --- What is understood: (kind, when, why). `when` takes the Difference.


def renegotiated(difference):
    return any(told.renegotiations for told in difference.sessions)


def datagrams(difference):
    return any(told.session.get("datagram") for told in difference.sessions)


def damaged(difference):
    return any("subject" not in told for session in difference.sessions for told in session.session.get("certificates", []))


EXPLANATIONS = [
    ("request", lambda d: d.value[0] == "CONNECT", "it opens a tunnel, in the clear"),
    *((kind, renegotiated, "of a handshake that comes later Weir tells that there was one, and its messages, not its hellos")
      for kind in ("server name", "ja3", "ja3s", "version", "cipher", "alpn")),
    ("handshake", lambda d: any(told.ssl2_hello for told in d.sessions),
     "a hello in SSL 2.0's form is told as the client's hello, and is no handshake message"),
    ("handshake", datagrams, "tshark lists every fragment of a message, Weir the message"),
    ("certificate", damaged, "of a certificate that breaks its format, tshark takes as many octets as it says it has, Weir those sent"),
]


def explanation(difference):
    return next((why for kind, when, why in EXPLANATIONS if kind == difference.kind and when(difference)), None)


# --- tshark


def rows(path, keylog):
    arguments = ["tshark", "-n", "-r", path, "-Y", "(tls || dtls) && !quic", "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=;",
                 "-o", "tcp.reassemble_out_of_order:TRUE"]
    arguments += ["-o", f"tls.keylog_file:{keylog}"] if keylog else []
    for field in FIELDS:
        arguments += ["-e", field]
    done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for line in done.stdout.decode(errors="replace").splitlines():
        values = line.split("\t")
        if len(values) == len(FIELDS):
            yield dict(zip(FIELDS, ([part for part in value.split(";") if part] for value in values)))


def found_by_tshark(path, keylog):
    """By the ends of each conversation: what tshark finds, counted; and which of TCP's streams they are."""
    found, streams = collections.defaultdict(collections.Counter), {}
    for row in rows(path, keylog):
        ends = ends_of(row)
        if ends:
            found[frozenset(ends)].update(of_row(row, ends[0]))
            if row["tcp.stream"]:
                streams[row["tcp.stream"][-1]] = ends
    return found, streams


def ends_of(row):
    """The innermost sender and receiver: (transport, address, port) each."""
    transport = "tcp" if row["tcp.srcport"] else "udp"
    addresses = [(row[f"ip.{side}"] or row[f"ipv6.{side}"])[-1:] for side in ("src", "dst")]
    ports = [row[f"{transport}.{side}port"][-1:] for side in ("src", "dst")]
    if not all(addresses) or not all(ports):
        return None
    return tuple((transport, address[0], int(port[0])) for address, port in zip(addresses, ports))


def of_row(row, sender):
    found = collections.Counter()
    for kind in ("tls", "dtls"):
        def all_of(name):
            return row[f"{kind}.{name}"]

        types = all_of("handshake.type")
        for number in types:
            found[("handshake", sender, int(number))] += 1
        for name in all_of("handshake.extensions_server_name"):
            if CLIENT_HELLO in types:
                found[("server name", name)] += 1
        for name in ("ja3", "ja3s"):
            for value in all_of(f"handshake.{name}"):
                # DTLS's is what tshark makes of it; nobody defined it.
                if kind == "tls":
                    found[(name, value)] += 1
        for value in all_of("handshake.certificate"):
            found[("certificate", sender, hashlib.sha256(bytes.fromhex(value.replace(":", ""))).hexdigest())] += 1
        for level, description in zip(all_of("alert_message.level"), all_of("alert_message.desc")):
            found[("alert", sender, LEVELS.get(level, level), int(description))] += 1
        if SERVER_HELLO in types and CLIENT_HELLO not in types and types.count(SERVER_HELLO) == 1:
            version = (all_of("handshake.extensions.supported_version") or all_of("handshake.version"))[-1:]
            for value in version:
                found[("version", VERSIONS.get(value, value))] += 1
            for value in all_of("handshake.ciphersuite"):
                found[("cipher", int(value, 16))] += 1
        if CLIENT_HELLO not in types and (SERVER_HELLO in types or ENCRYPTED_EXTENSIONS in types):
            for value in all_of("handshake.extensions_alpn_str"):
                found[("alpn", value)] += 1
    for method, target in zip(row["http.request.method"], row["http.request.uri"]):
        found[("request", method, target)] += 1
    for status in row["http.response.code"]:
        found[("response", int(status))] += 1
    for method, target in zip(row["http2.headers.method"], row["http2.headers.path"]):
        found[("http2 request", method, target)] += 1
    for status in row["http2.headers.status"]:
        found[("http2 response", int(status))] += 1
    for opcode in row["websocket.opcode"]:
        # Reports tell of pings and closes otherwise.
        if opcode in ("1", "2"):
            found[("websocket", sender, int(opcode))] += 1
    return found


def plaintext(path, keylog, streams):
    """By the ends of a conversation and by sender, how many octets tshark decrypts."""
    found = collections.defaultdict(collections.Counter)
    # Asked for several at once, tshark mixes them.
    for stream, ends in streams.items() if keylog else ():
        arguments = ["tshark", "-n", "-r", path, "-q", "-o", f"tls.keylog_file:{keylog}", "-o", "tcp.reassemble_out_of_order:TRUE",
                     "-z", f"follow,tls,raw,{stream}"]
        done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        nodes = []
        for line in done.stdout.decode(errors="replace").splitlines():
            if line.startswith("Node "):
                address, _, port = line.split(": ", 1)[1].rpartition(":")
                nodes.append(("tcp", address.strip("[]"), int(port or 0)))
            elif len(nodes) == 2 and line and not line.startswith("="):
                # Of who said nothing it knows no name.
                first = nodes[0] if nodes[0] in ends else next(end for end in ends if end != nodes[1])
                sender = next(end for end in ends if end != first) if line.startswith("\t") else first
                found[frozenset(ends)][sender] += len(line.strip()) // 2
    return found


# --- Weir


def found_by_weir(report):
    """The same of a report: by ends, what it tells, its flow, and the octets of each side."""
    found, flows, octets = collections.defaultdict(collections.Counter), {}, collections.defaultdict(collections.Counter)
    for flow in report["flows"]:
        if flow.get("transport") not in ("tcp", "udp"):
            continue
        side = {name: (flow["transport"], flow[name]["address"], flow[name].get("port")) for name in ("client", "server")}
        ends = frozenset(side.values())
        if sessions(flow) or ends not in flows:
            flows[ends] = flow
        for told in sessions(flow):
            found[ends].update(of_session(told, side))
            for name in side:
                octets[ends][side[name]] = max(octets[ends][side[name]], told.plaintext(name))
        for exchange in told_http(flow):
            kind = "http2 " if exchange.version.startswith("2") else ""
            if exchange.method:
                found[ends][(kind + "request", exchange.method, exchange.target)] += 1
            if exchange.status:
                found[ends][(kind + "response", exchange.status)] += 1
            for status in exchange.interim:
                found[ends][(kind + "response", status)] += 1
        for session in flow.get("websocket", []):
            for message in session.get("messages", []):
                opcode = {"text": 1, "binary": 2}.get(message["opcode"], message["opcode"])
                found[ends][("websocket", side[message["sender"]], opcode)] += 1
    return found, flows, octets


def of_session(told, side):
    session = told.session
    found = collections.Counter()
    if told.server_name:
        for name in ("client_hello", "second_client_hello"):
            found[("server name", told.server_name)] += name in session
    for name in ("client_hello", "second_client_hello"):
        if name in session:
            found[("ja3", session[name].get("ja3"))] += 1
    for name in ("hello_retry_request", "server_hello"):
        if name in session:
            found[("ja3s", session[name].get("ja3s"))] += 1
            found[("version", session[name]["version"].removeprefix("dtls").replace("ssl3.0", "ssl3"))] += 1
            found[("cipher", session[name]["cipher_suite_id"])] += 1
    if told.alpn:
        found[("alpn", told.alpn)] += 1
    for message in session.get("messages", []):
        found[("handshake", side[message["sender"]], message["type_id"])] += 1
    for sender in side:
        for digest in told.certificates(sender):
            found[("certificate", side[sender], digest)] += 1
    for alert in session.get("alerts", []):
        if "description_id" in alert:
            found[("alert", side[alert["sender"]], alert.get("level"), alert["description_id"])] += 1
    return found


# --- Comparing


def key_log(path):
    for place in (path.rsplit(".", 1)[0] + ".keylog", path + ".keylog"):
        if os.path.exists(place):
            return place
    return None


def compare(job):
    """Of one file: differences by (name, reason) and an example of each, how much tshark found, whether Weir read it."""
    program, path = job
    counted, examples = collections.Counter(), {}
    keylog = key_log(path)
    theirs, streams = found_by_tshark(path, keylog)
    if not theirs:
        return counted, examples, 0
    done = subprocess.run([program, "report", "--json", "--reveal-secrets", *(["--keylog", keylog] if keylog else []), path],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if not done.stdout:
        return collections.Counter({("no report", None): 1}), {("no report", None): path}, 0
    ours, flows, octets = found_by_weir(json.loads(done.stdout))
    differences = []
    for ends, things in theirs.items():
        for what, count in things.items():
            missing = count - ours[ends][what]
            differences += [Difference(path, ends, what, flows.get(ends), missing)] * max(missing, 0)
    # Where a truth is beside the capture, tls_truth.py judges that by what was written.
    known = os.path.exists(path.rsplit(".", 1)[0] + ".truth.json")
    for ends, sides in plaintext(path, keylog, {} if known else streams).items():
        for sender, count in sides.items():
            if count > octets[ends][sender]:
                differences.append(Difference(path, ends, ("plaintext", sender, count - octets[ends][sender]), flows.get(ends), 1))
    for difference in differences:
        key = (difference.name, explanation(difference))
        counted[key] += 1
        examples.setdefault(key, f"{path} {sorted(end[1:] for end in difference.ends)} {difference.value}")
    return counted, examples, sum(sum(things.values()) for things in theirs.values())


if __name__ == "__main__":
    sys.exit(tshark_run.main(__doc__, candidates, compare, "that Weir does not"))
