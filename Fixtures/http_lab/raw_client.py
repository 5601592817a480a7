"""A socket that does what it is told: raw_client.py ADDRESS PORT, the steps on standard input (clients.py says which).

Prints its own port and what it received, octets as latin-1 characters.
"""

import json
import socket
import struct
import sys
import time

link = socket.create_connection((sys.argv[1], int(sys.argv[2])), 10)
link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
port = link.getsockname()[1]
received = b""
seen = 0
for what, *value in json.load(sys.stdin):
    if what == "send":
        link.sendall(value[0].encode("latin-1"))
    elif what == "pause":
        time.sleep(value[0])
    elif what == "until":
        wanted = value[0].encode("latin-1")
        while wanted not in received[seen:]:
            octets = link.recv(65536)
            if not octets:
                break
            received += octets
        place = received.find(wanted, seen)
        seen = len(received) if place < 0 else place + len(wanted)
    elif what == "read":
        while len(received) - seen < value[0]:
            octets = link.recv(65536)
            if not octets:
                break
            received += octets
        seen += value[0]
    elif what == "shut":
        link.shutdown(socket.SHUT_WR)
    elif what == "end":
        # Until the server closes.
        try:
            while octets := link.recv(65536):
                received += octets
        except ConnectionResetError:
            pass
        seen = len(received)
    elif what == "reset":
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
link.close()
print(json.dumps({"port": port, "received": received.decode("latin-1")}))
