"""A side of one connection that does what it is told: talk.py client|server ADDRESS PORT, the steps on standard input.

Layers of TLS are put on the connection as the steps say, one on another where they say so. A step is one of

    plain TEXT, expect TEXT     sends, or reads until, on whatever the topmost layer is
    send TEXT, until TEXT       the same, and counts what was sent and received as application data of the topmost layer
    tls {OPTIONS}               another layer (see `context`)
    piece OCTETS, LIMIT         the next LIMIT octets of the connection leave so many at a time, with a pause behind each
    segment OCTETS              the largest segment that is sent, and asked for; only before the connection is made
    pause SECONDS; read OCTETS; end (reads to the end); unwrap (close_notify); shut (FIN); reset; close

TEXT is latin-1. Prints what it knows of every layer as JSON. Python's ssl is the library; it tells of alerts itself.
"""

import hashlib
import json
import socket
import ssl
import struct
import sys
import time
import warnings

warnings.simplefilter("ignore")
VERSIONS = {"1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1, "1.2": ssl.TLSVersion.TLSv1_2,
            "1.3": ssl.TLSVersion.TLSv1_3}
LEVELS = {1: "warning", 2: "fatal"}


class Wire:
    """The connection itself."""

    def __init__(self, link):
        self.link, self.piece, self.left = link, 0, 0

    def send(self, octets):
        while self.left > 0 and octets:
            self.link.sendall(octets[:self.piece])
            octets = octets[self.piece:]
            self.left -= self.piece
            time.sleep(0.0005)
        self.link.sendall(octets)

    def receive(self):
        try:
            return self.link.recv(65536)
        except ConnectionResetError:
            self.reset = True
            return b""


class Layer:
    """TLS on what is below it."""

    def __init__(self, below, role, options):
        self.below = below
        self.facts = {"alerts": []}
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        context = self.context(role, options)
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_side=role == "server",
                                    server_hostname=options.get("name") if role == "client" else None)

    def context(self, role, options):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT if role == "client" else ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers(options.get("ciphers", "DEFAULT"))
        context.minimum_version = VERSIONS[options.get("minimum", "1.2")]
        context.maximum_version = VERSIONS[options.get("maximum", "1.3")]
        if options.get("keys"):
            context.keylog_filename = options["keys"]
        if options.get("alpn"):
            context.set_alpn_protocols(options["alpn"])
        if options.get("certificate"):
            context.load_cert_chain(options["certificate"], options["key"])
        if options.get("authority"):
            context.load_verify_locations(options["authority"])
            context.verify_mode = ssl.CERT_REQUIRED
        else:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if role == "server":
            def named(_, name, __):
                self.facts["server_name"] = name
            context.sni_callback = named
        context._msg_callback = self.message
        return context

    def message(self, _, direction, version, content, kind, octets):
        if content == 21:
            found = {"sent": direction == "write", "level": LEVELS.get(octets[0]), "description": kind.name.lower()}
            if found not in self.facts["alerts"]:
                self.facts["alerts"].append(found)

    def flush(self):
        if octets := self.outgoing.read():
            self.below.send(octets)

    def pump(self, work):
        """Until the work is done that may want octets from below."""
        while True:
            try:
                done = work()
                self.flush()
                return done
            except ssl.SSLWantReadError:
                self.flush()
                if octets := self.below.receive():
                    self.incoming.write(octets)
                else:
                    self.incoming.write_eof()
            except ssl.SSLError:
                try:
                    self.flush()
                except OSError:
                    pass
                raise

    def handshake(self):
        self.pump(self.tls.do_handshake)
        self.facts |= {"version": self.tls.version(), "cipher": self.tls.cipher()[0], "alpn": self.tls.selected_alpn_protocol(),
                       "resumed": self.tls.session_reused}
        if der := self.tls.getpeercert(True):
            self.facts["peer"] = hashlib.sha256(der).hexdigest()

    def send(self, octets):
        self.pump(lambda: self.tls.write(octets))

    def receive(self):
        try:
            return self.pump(lambda: self.tls.read(65536))
        except ssl.SSLZeroReturnError:
            return b""
        except ssl.SSLEOFError:
            self.facts["cut"] = True
            return b""


class Side:
    def __init__(self, role, link):
        self.role, self.wire = role, Wire(link)
        self.top, self.layers = self.wire, []
        self.pending = b""
        self.sent, self.received = [b""], [b""]

    def more(self, count):
        octets = self.top.receive()
        if count:
            self.received[-1] += octets
        self.pending += octets
        return octets

    def until(self, wanted, count):
        while wanted not in self.pending:
            if not self.more(count):
                return
        place = self.pending.index(wanted) + len(wanted)
        self.pending = self.pending[place:]

    def do(self, what, *values):
        if what == "plain":
            self.top.send(values[0].encode("latin-1"))
        elif what == "expect":
            self.until(values[0].encode("latin-1"), False)
        elif what == "send":
            octets = values[0].encode("latin-1")
            self.top.send(octets)
            self.sent[-1] += octets
        elif what == "until":
            self.until(values[0].encode("latin-1"), True)
        elif what == "read":
            while len(self.pending) < values[0] and self.more(True):
                pass
            self.pending = self.pending[values[0]:]
        elif what == "tls":
            layer = Layer(self.top, self.role, values[0])
            self.layers.append(layer)
            self.sent.append(b"")
            self.received.append(b"")
            layer.handshake()
            self.top = layer
        elif what == "piece":
            self.wire.piece, self.wire.left = values
        elif what == "pause":
            time.sleep(values[0])
        elif what == "end":
            while self.more(True):
                pass
        elif what == "unwrap":
            try:
                self.top.tls.unwrap()
            except ssl.SSLError:
                pass
            self.top.flush()
        elif what == "shut":
            self.wire.link.shutdown(socket.SHUT_WR)
        elif what == "reset":
            self.wire.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.wire.link.close()
        elif what == "close":
            self.wire.link.close()

    def told(self, error):
        layers = []
        for number, layer in enumerate(self.layers, 1):
            layers.append(layer.facts | {"sent": digest(self.sent[number]), "received": digest(self.received[number])})
        return {"layers": layers, "error": error, "plain": {"sent": digest(self.sent[0]), "received": digest(self.received[0])}}


def digest(octets):
    return {"bytes": len(octets), "sha256": hashlib.sha256(octets).hexdigest()}


def link_of(role, address, port, steps):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    link = socket.socket(family)
    for what, *values in steps:
        if what == "segment":
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, values[0])
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link.settimeout(20)
    if role == "client":
        link.connect((address, port))
        return link
    link.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    link.bind((address, port))
    link.listen(4)
    print("listening", file=sys.stderr, flush=True)
    connected, _ = link.accept()
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connected.settimeout(20)
    return connected


def main():
    role, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    steps = json.load(sys.stdin)
    side, error = Side(role, link_of(role, address, port, steps)), None
    try:
        for step in steps:
            side.do(*step)
    except ssl.SSLError as failure:
        error = failure.reason or str(failure)
        if isinstance(failure, ssl.SSLCertVerificationError):
            error += ": " + failure.verify_message
    except OSError as failure:
        error = type(failure).__name__
    try:
        side.wire.link.close()
    except OSError:
        pass
    print(json.dumps(side.told(error)))


if __name__ == "__main__":
    main()
