"""Python's websockets at both ends. The client is 10.7.0.1, the server 10.7.0.4, ports 5151 to 5154."""

import os
import sys

import clients
import ws_server

FOLDER = "websocket"
HERE = os.path.dirname(os.path.abspath(__file__))


def talk(lab, port, path, behaviour, *options, host="origin.test"):
    done = lab.call("client", sys.executable, os.path.join(HERE, "ws_client.py"), f"ws://{host}:{port}{path}", behaviour,
                    *options)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())


def plain(lab, known):
    """No compression: text, binary, empty messages, a ping, a close by the client with a reason."""
    talk(lab, ws_server.PLAIN, "/echo", "talk", "--compress", "none")


def deflate(lab, known):
    """permessage-deflate with context takeover: the same message twice, the second time far smaller."""
    talk(lab, ws_server.DEFLATE, "/echo?compressed=1", "talk")


def no_context_takeover(lab, known):
    """permessage-deflate without context takeover on either side."""
    talk(lab, ws_server.NO_TAKEOVER, "/echo", "talk", "--compress", "strict")


def window_bits(lab, known):
    """permessage-deflate with windows of 2^9 octets on both sides, and messages larger than them."""
    talk(lab, ws_server.SMALL_WINDOW, "/echo", "talk", "--compress", "small")
    talk(lab, ws_server.SMALL_WINDOW, "/echo", "many", "--compress", "small")


def fragments(lab, known):
    """Messages in fragments, pings between them, an empty last fragment, both directions; without compression, then with."""
    talk(lab, ws_server.PLAIN, "/fragments", "fragments", "--compress", "none")
    talk(lab, ws_server.DEFLATE, "/fragments", "fragments")


def big(lab, known):
    """Messages above 64 KiB and at the limits of the three length forms; compressed well, hardly, and not at all."""
    talk(lab, ws_server.DEFLATE, "/echo", "big")


def big_plain(lab, known):
    """As big, without compression, and the server answers with lengths."""
    talk(lab, ws_server.PLAIN, "/measure", "big", "--compress", "none")


def many(lab, known):
    """Forty messages without waiting: many frames in a segment, frames across segments."""
    talk(lab, ws_server.DEFLATE, "/echo", "many")


def push(lab, known):
    """Only the server talks, and closes. A subprotocol was agreed, and there are credentials in the handshake."""
    talk(lab, ws_server.DEFLATE, "/push?token=s3cr3t", "listen", "--subprotocols", "chat.v1", "chat.v2", "--header",
         "Authorization: Bearer s3cr3t-bearer", "--header", "Cookie: session=s3cr3t-session")


def closes(lab, known):
    """Closes: by the server with an application's code and reason, by the server without a reason (1001)."""
    talk(lab, ws_server.PLAIN, "/refuse", "once", "--compress", "none")
    talk(lab, ws_server.DEFLATE, "/away", "once")


def drops(lab, known):
    """Connections that end without a Close frame: the client resets, the server resets, the client just ends TCP."""
    talk(lab, ws_server.DEFLATE, "/echo", "drop")
    talk(lab, ws_server.PLAIN, "/leave", "once", "--compress", "none")
    talk(lab, ws_server.PLAIN, "/echo", "silent", "--compress", "none")


HANDSHAKE = ("GET /echo?{} HTTP/1.1\r\nHost: origin.test\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
# "hello", masked with a key of four zeros.
GOOD = "\x81\x85\x00\x00\x00\x00hello"
BAD = {
    "unmasked": "\x81\x05hello",
    "reserved-opcode": "\x83\x80\x00\x00\x00\x00",
    "reserved-bit": "\xc1\x85\x00\x00\x00\x00hello",
    "continuation": "\x80\x81\x00\x00\x00\x00x",
    "fragmented-ping": "\x09\x80\x00\x00\x00\x00",
    "long-ping": "\x89\xfe\x00\x7e\x00\x00\x00\x00" + "p" * 126,
    "not-utf8": "\x81\x82\x00\x00\x00\x00\xc3\x28",
    "close-code": "\x88\x82\x00\x00\x00\x00\x03\xed",
}


def violations(lab, known):
    """A good message, and then each time one thing that RFC 6455 forbids: the server closes with 1002, or 1007."""
    for name, octets in BAD.items():
        clients.raw(lab, ws_server.PLAIN, ["send", HANDSHAKE.format(name)], ["until", "\r\n\r\n"], ["send", GOOD], ["read", 7],
                    ["send", octets], ["read", 4], ["pause", 0.05])

    def finish():
        for flow in known.flows.values():
            for exchange in flow["exchanges"]:
                # What the reader makes of the forbidden frame is not the log's to say.
                talk = exchange["websocket"]
                talk["violation"] = exchange["target"].split("?")[1]
                talk["messages"], talk["controls"] = talk["messages"][:2], []
    return finish


def refused(lab, known):
    """Handshakes that fail: no Upgrade, another version, no key; and one whose 101 and first message come in one segment."""
    host = "GET /echo HTTP/1.1\r\nHost: origin.test\r\n"
    upgrade = host + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    for request in (host, upgrade + key + "Sec-WebSocket-Version: 8\r\n", upgrade + "Sec-WebSocket-Version: 13\r\n"):
        clients.raw(lab, ws_server.PLAIN, ["send", request + "\r\n"], ["end"])
    # The client does not wait for the 101 either.
    clients.raw(lab, ws_server.PLAIN, ["send", HANDSHAKE.format("at-once") + GOOD], ["until", "hello"],
                ["send", "\x88\x82\x00\x00\x00\x00\x03\xe8"], ["end"])

    def finish():
        for flow in known.flows.values():
            for exchange in flow["exchanges"]:
                if "websocket" in exchange:
                    # Read with the handshake, before the log could see it; its echo proves it.
                    messages = exchange["websocket"]["messages"]
                    messages.insert(0, messages[0] | {"sender": "client"})
    return finish


SCENARIOS = [
    plain, deflate, no_context_takeover, window_bits, fragments, big, big_plain, many, push, closes, drops, violations, refused,
]
