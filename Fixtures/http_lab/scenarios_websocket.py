"""Python's websockets at both ends. The client is 10.7.0.1, the server 10.7.0.4, ports 5151 to 5154."""

import os
import sys

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


SCENARIOS = [plain, deflate, no_context_takeover, window_bits, fragments, big, big_plain, many, push, closes, drops]
