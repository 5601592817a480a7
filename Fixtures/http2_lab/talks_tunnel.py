"""Tunnels through a stream: WebSocket by extended CONNECT (RFC 8441), HTTP/1.1 and TLS through CONNECT (RFC 9113 8.5)."""

import ssl
import time

from h2.settings import SettingCodes
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage
from wsproto.extensions import PerMessageDeflate

from talks import request, response

WORDS = "the quick brown fox jumps over the lazy dog, and then does it again"
CONTROLS = {8: "close", 9: "ping", 10: "pong"}


class WebSocket:
    """WebSocket over HTTP/2: text, binary, empty and large messages, fragments, pings, a close with a reason; two at once on a
    connection, beside a GET; then one with permessage-deflate, and one that is refused."""

    server_settings = {SettingCodes.ENABLE_CONNECT_PROTOCOL: 1, SettingCodes.MAX_CONCURRENT_STREAMS: 100}
    EXTENSION = "permessage-deflate; server_no_context_takeover; client_max_window_bits=15"

    @staticmethod
    def client(peer):
        peer.wait("RemoteSettingsChanged")
        for stream in (1, 3):
            peer.headers(stream, opening(f"/chat?{stream}", ("sec-websocket-protocol", "weir, chat")))
            peer.wait("ResponseReceived", stream)
        one, two = Session(peer, 1), Session(peer, 3)
        for number, message in enumerate(("hello", WORDS, "", b"", bytes(range(256)), "gr\u00f6\u00dfer \u2603", WORDS * 300)):
            one.send(message)
            two.send(f"{number} on the other")
            one.heard(1)
            two.heard(1)
        one.fragments(WORDS[:20], WORDS[20:40], "", WORDS[40:])
        one.heard(1)
        one.ping(b"are you there")
        one.until("Pong")
        peer.headers(5, request("/beside"), end=True)
        peer.wait("StreamEnded", 5)
        one.close(1000, "done")
        one.until("CloseConnection")
        two.close(4001, "enough of this")
        two.until("CloseConnection")
        peer.headers(7, opening("/deflate", ("sec-websocket-extensions", "permessage-deflate; client_max_window_bits")))
        peer.wait("ResponseReceived", 7)
        packed = Session(peer, 7, WebSocket.EXTENSION)
        for message in (WORDS, WORDS, WORDS * 40, bytes(5_000)):
            packed.send(message)
            packed.heard(1)
        packed.close(1001, "")
        packed.until("CloseConnection")
        peer.headers(9, opening("/forbidden"))
        peer.wait("StreamEnded", 9)

    @staticmethod
    def server(peer):
        sessions = {}
        for stream in (1, 3):
            peer.wait("RequestReceived", stream)
            peer.headers(stream, response(200, ("sec-websocket-protocol", "chat")))
            sessions[stream] = Session(peer, stream)
        echo(peer, sessions, beside=5)
        peer.wait("RequestReceived", 7)
        peer.headers(7, response(200, ("sec-websocket-extensions", WebSocket.EXTENSION)))
        echo(peer, {7: Session(peer, 7, WebSocket.EXTENSION)})
        peer.wait("RequestReceived", 9)
        peer.headers(9, response(403, ("content-length", "0")), end=True)


def opening(path, *more):
    return [(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"), (":authority", "origin.test"), (":path", path),
            ("sec-websocket-version", "13"), ("origin", "http://origin.test"), *more]


def echo(peer, sessions, beside=None):
    """Every message comes back, until all are closed."""
    while not all(session.closed for session in sessions.values()):
        for session in sessions.values():
            for event in session.events():
                if isinstance(event, (TextMessage, BytesMessage)) and event.message_finished:
                    session.send(session.whole())
                elif isinstance(event, Ping):
                    session.write(event.response(), "pong")
                elif isinstance(event, CloseConnection):
                    session.close(event.code, event.reason or "")
        for event in list(peer.events):
            if beside and type(event).__name__ == "RequestReceived" and event.stream_id == beside:
                peer.events.remove(event)
                peer.headers(beside, response(200))
                peer.data(beside, b"beside\n", end=True)
        if not all(session.closed for session in sessions.values()) and not peer.receive():
            return


class Session:
    """A WebSocket in a stream. Of each frame that is sent it says what the truth needs."""

    def __init__(self, peer, stream, extension=None):
        self.peer, self.stream = peer, stream
        extensions = []
        if extension:
            deflate = PerMessageDeflate()
            if peer.side == "client":
                deflate.offer()
                deflate.finalize(extension)
            else:
                deflate.accept(extension)
            extensions = [deflate]
        self.compresses = bool(extension)
        kind = ConnectionType.CLIENT if peer.side == "client" else ConnectionType.SERVER
        self.protocol = Connection(kind, extensions)
        self.parts, self.seen, self.closed, self.in_message = [], [], False, False
        self.frames = peer.more.setdefault("websocket", {}).setdefault(str(stream), [])

    def write(self, event, opcode, octets=0, **more):
        sent = self.protocol.send(event)
        self.frames.append({"sender": self.peer.side, "opcode": opcode, "bytes": octets, "wire_bytes": payload(sent), "fin": True,
                            "compressed": bool(sent[0] & 0x40), "time": time.time()} | more)
        self.peer.data(self.stream, sent, end=opcode == "close" and self.peer.side == "server")

    def send(self, message, fin=True):
        kind = TextMessage if isinstance(message, str) else BytesMessage
        octets = len(message.encode() if isinstance(message, str) else message)
        opcode = "text" if kind is TextMessage else "binary"
        self.write(kind(message, message_finished=fin), opcode, octets, fin=fin, **(
            {"text": message} if isinstance(message, str) and octets < 100 else {}))

    def fragments(self, *parts):
        for part in parts:
            self.send(part, fin=part is parts[-1])

    def ping(self, octets):
        self.write(Ping(octets), "ping", len(octets))

    def close(self, code, reason):
        self.write(CloseConnection(code, reason or None), "close", code=code, reason=reason)
        if self.peer.side == "client":
            self.peer.data(self.stream, b"", end=True)
        self.closed = True

    def events(self):
        """What the stream's octets mean, as far as they came."""
        found = []
        for event in list(self.peer.events):
            if type(event).__name__ == "DataReceived" and event.stream_id == self.stream:
                self.peer.events.remove(event)
                if event.data:
                    self.protocol.receive_data(event.data)
                for message in self.protocol.events():
                    if isinstance(message, (TextMessage, BytesMessage)):
                        self.parts.append(message.data)
                    found.append(message)
        return found

    def whole(self):
        parts, self.parts = self.parts, []
        return type(parts[0])().join(parts)

    def heard(self, count):
        """Until so many messages came."""
        while count:
            events = self.events()
            count -= sum(getattr(event, "message_finished", False) for event in events)
            self.seen += events
            if count and not events and not self.peer.receive():
                return
        self.parts.clear()

    def until(self, kind):
        while not any(type(event).__name__ == kind for event in self.seen):
            self.seen += self.events()
            if not any(type(event).__name__ == kind for event in self.seen) and not self.peer.receive():
                return


def payload(frame):
    """Octets of a frame's payload, by its header."""
    length, mask = frame[1] & 0x7F, 4 if frame[1] & 0x80 else 0
    return len(frame) - 2 - mask - {126: 2, 127: 8}.get(length, 0)


class Connect:
    """CONNECT: HTTP/1.1 through one stream, TLS with HTTP/1.1 inside through another, and one that is refused."""

    ASKS = b"GET /inside?%d HTTP/1.1\r\nHost: inner.test\r\nUser-Agent: weir-fixture/2\r\n\r\n"
    ANSWERS = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nContent-Type: text/plain\r\n\r\nfrom inside\n"

    @staticmethod
    def client(peer):
        peer.more["inside"] = [{"method": "GET", "target": f"/inside?{number}", "status": 200} for number in (0, 1, 9)]
        peer.headers(1, [(":method", "CONNECT"), (":authority", "inner.test:80")])
        peer.wait("ResponseReceived", 1)
        for number in range(2):
            peer.data(1, Connect.ASKS % number)
            received = b""
            while len(received) < len(Connect.ANSWERS):
                received += peer.wait("DataReceived", 1).data
        peer.data(1, b"", end=True)
        peer.wait("StreamEnded", 1)
        peer.headers(3, [(":method", "CONNECT"), (":authority", "inner.test:443")])
        peer.wait("ResponseReceived", 3)
        sealed(peer, 3)
        peer.headers(5, [(":method", "CONNECT"), (":authority", "nowhere.test:443")])
        peer.wait("StreamEnded", 5)

    @staticmethod
    def server(peer):
        peer.wait("RequestReceived", 1)
        peer.headers(1, response(200))
        for _ in range(2):
            received = b""
            while not received.endswith(b"\r\n\r\n"):
                received += peer.wait("DataReceived", 1).data
            peer.data(1, Connect.ANSWERS)
        peer.wait("StreamEnded", 1)
        peer.data(1, b"", end=True)
        peer.wait("RequestReceived", 3)
        peer.headers(3, response(200))
        sealed(peer, 3)
        peer.wait("RequestReceived", 5)
        peer.headers(5, response(502, ("content-length", "0")), end=True)


def sealed(peer, stream):
    """TLS in the stream, and an exchange in it; files and keys are where the scenario put them."""
    client = peer.side == "client"
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    if client:
        context = ssl.create_default_context(cafile="root.pem")
        context.keylog_filename = "keys"
        inner = context.wrap_bio(incoming, outgoing, server_hostname="origin.test")
    else:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain("origin-chain.pem", "origin.key")
        inner = context.wrap_bio(incoming, outgoing, server_side=True)

    def step(action, *arguments):
        while True:
            try:
                done, finished = action(*arguments), True
            except ssl.SSLWantReadError:
                done, finished = None, False
            if octets := outgoing.read():
                peer.data(stream, octets)
            if finished:
                return done
            incoming.write(peer.wait("DataReceived", stream).data)

    step(inner.do_handshake)
    if client:
        step(inner.write, Connect.ASKS % 9)
        step(inner.read, 1000)
        peer.data(stream, b"", end=True)
        peer.wait("StreamEnded", stream)
    else:
        step(inner.read, 1000)
        step(inner.write, Connect.ANSWERS)
        peer.wait("StreamEnded", stream)
        peer.data(stream, b"", end=True)
