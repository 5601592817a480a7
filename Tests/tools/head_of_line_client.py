#!/usr/bin/env python3
"""Downloads over one HTTP/2 connection in the clear, and notes when each octet was handed on: for head_of_line_lab.py.

    head_of_line_client.py ADDRESS PORT OUT PATH...

It asks for all paths at once, then does nothing but receive: no window ever closes. OUT tells each recv()'s time and how many
octets of the server's stream there were then, and where in it each frame stands. Standard library only.
"""

import json
import os
import socket
import sys
import time

# Seconds without an octet, after which all has come.
IDLE = 1.5
RECEIVE = 1 << 20
LARGEST_WINDOW = (1 << 31) - 1
NAMES = {0: "DATA", 1: "HEADERS"}


def frame(kind, stream, payload, flags=0):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def field(index, value):
    """A literal without indexing (RFC 7541 6.2.2) with a name of the static table, no longer than 126 octets."""
    return bytes([index, len(value)]) + value.encode()


def requests(authority, paths):
    """The preface, windows as large as can be, and every request."""
    octets = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, (4).to_bytes(2, "big") + LARGEST_WINDOW.to_bytes(4, "big"))
    octets += frame(8, 0, (LARGEST_WINDOW - 65_535).to_bytes(4, "big"))
    for number, path in enumerate(paths):
        # :method GET and :scheme http stand in the static table.
        octets += frame(1, 1 + 2 * number, b"\x82\x86" + field(4, path) + field(1, authority), 0x5)
    return octets


def frames(octets):
    """Where each stands, by the lengths that they tell themselves."""
    place, found = 0, []
    while place + 9 <= len(octets):
        end = place + 9 + int.from_bytes(octets[place:place + 3], "big")
        stream = int.from_bytes(octets[place + 5:place + 9], "big") & LARGEST_WINDOW
        found.append([NAMES.get(octets[place + 3], str(octets[place + 3])), stream, place, end])
        place = end
    return found


def main():
    address, port, out, *paths = sys.argv[1:]
    try:
        # So that the times are the octets', and not the scheduler's.
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
    except (AttributeError, OSError):
        pass
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE)
    link.connect((address, int(port)))
    link.settimeout(IDLE)
    link.sendall(requests(f"{address}:{port}", paths))
    octets, receives = bytearray(), []
    while True:
        try:
            part = link.recv(RECEIVE)
        except TimeoutError:
            break
        now = time.time()
        if not part:
            break
        octets += part
        receives.append([round(now, 6), len(octets)])
    port = link.getsockname()[1]
    link.close()
    with open(out, "w") as file:
        json.dump({"client_port": port, "receives": receives, "frames": frames(bytes(octets))}, file)


if __name__ == "__main__":
    main()
