"""A WebSocket server that logs every frame as it stands on the wire and as an application sees it: ws_server.py ADDRESS LOG.

Ports differ in what they make of permessage-deflate (PORTS); paths in what the server does. Needs websockets.
"""

import asyncio
import json
import random
import sys

from websockets.asyncio.server import serve
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.frames import Opcode

DEFLATE, PLAIN, NO_TAKEOVER, SMALL_WINDOW = 5151, 5152, 5153, 5154
PORTS = {
    DEFLATE: [ServerPerMessageDeflateFactory()],
    PLAIN: None,
    NO_TAKEOVER: [ServerPerMessageDeflateFactory(server_no_context_takeover=True, client_no_context_takeover=True)],
    SMALL_WINDOW: [ServerPerMessageDeflateFactory(server_max_window_bits=9, client_max_window_bits=9)],
}
CONTROL = (Opcode.CLOSE, Opcode.PING, Opcode.PONG)


class Log:
    """Of one connection: its frames, in the order this server wrote and read them."""

    def __init__(self, connection, request, response):
        client, server = connection.remote_address, connection.local_address
        self.record = {
            "client": list(client[:2]), "server": list(server[:2]), "method": "GET", "target": request.path,
            "status": response.status_code, "body_bytes": len(response.body or b""),
            "host": request.headers.get("Host"), "subprotocol": response.headers.get("Sec-WebSocket-Protocol"),
            "extensions": response.headers.get("Sec-WebSocket-Extensions"),
            "accept": response.headers.get("Sec-WebSocket-Accept"), "frames": [],
        }
        self.wire = {}
        self.connection = connection
        extensions = connection.protocol.extensions
        connection.protocol.extensions = [Tap(self, "seen"), *extensions, Tap(self, "wire")]

    def saw(self, place, sender, frame):
        # Of a received frame the wire comes first, of a sent one the application.
        if sender not in self.wire:
            self.wire[sender] = (place, frame)
            return
        first_place, first = self.wire.pop(sender)
        if sender == "server" and self.connection.transport.is_closing():
            # The library writes its Close to a connection that is gone, too.
            return
        by_place = {first_place: first, place: frame}
        wire, seen = by_place["wire"], by_place["seen"]
        entry = {"sender": sender, "opcode": wire.opcode.name.lower(), "fin": wire.fin, "wire_bytes": len(wire.data),
                 "bytes": len(seen.data), "compressed": wire.rsv1}
        if wire.opcode is Opcode.TEXT and seen.fin:
            entry["text"] = bytes(seen.data[:40]).decode(errors="replace")
        if wire.opcode is Opcode.CLOSE and len(wire.data) >= 2:
            entry["code"] = int.from_bytes(wire.data[:2], "big")
            entry["reason"] = bytes(wire.data[2:]).decode()
        self.record["frames"].append(entry)


class Tap:
    """Looks at frames on one side of the real extensions, and changes nothing."""

    def __init__(self, log, place):
        self.log, self.place, self.name = log, place, "tap"

    def encode(self, frame):
        self.log.saw(self.place, "server", frame)
        return frame

    def decode(self, frame, *, max_size=None):
        self.log.saw(self.place, "client", frame)
        return frame


async def behave(link):
    path = link.request.path.split("?")[0]
    if path.endswith("/push"):
        for number in range(5):
            await link.send(f"update {number}: " + "the same words again " * number)
            await asyncio.sleep(0.02)
        await link.close(1000, "that was all")
    elif path.endswith("/fragments"):
        async def parts():
            yield "a message "
            await link.ping(b"between")
            yield "in three "
            yield "fragments"
        await link.send(parts())
        await link.send([b"\x00" * 300, b"\x01" * 300, random.Random(5).randbytes(200), b""])
        async for message in link:
            await link.send(message)
    elif path.endswith("/measure"):
        async for message in link:
            await link.send(str(len(message)))
    elif path.endswith("/refuse"):
        await link.recv()
        await link.close(4001, "not today: größer als erlaubt")
    elif path.endswith("/away"):
        await link.recv()
        await link.close(1001)
    elif path.endswith("/leave"):
        await link.send("half a conversation")
        await link.recv()
        link.transport.abort()
    else:
        async for message in link:
            await link.send(message)


async def main(address, path):
    file = open(path, "a", buffering=1)

    def opened(connection, request, response):
        if request is None:
            return
        log = Log(connection, request, response)

        async def ended():
            await connection.wait_closed()
            log.record["close_code"] = connection.protocol.close_code
            file.write(json.dumps(log.record) + "\n")

        connection.log = log
        connection.ended = asyncio.create_task(ended())

    servers = [
        await serve(behave, address, port, compression=None, extensions=extensions, process_response=opened, ping_interval=None,
                    max_size=2**22, subprotocols=["chat.v2", "chat.v1"], select_subprotocol=chosen,
                    server_header="weir-fixture")
        for port, extensions in PORTS.items()
    ]
    await asyncio.gather(*(server.serve_forever() for server in servers))


def chosen(_, offered):
    return next((name for name in ("chat.v2", "chat.v1") if name in offered), None)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
