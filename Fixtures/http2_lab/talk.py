"""One side of a conversation of talks.py: talk.py client|server NAME ADDRESS PORT OUT [TLS TLS]. Needs h2 and wsproto."""

import importlib
import socket
import sys

import peer


def main():
    side, name, address, port, out, *tls = sys.argv[1:]
    module, function = name.split(".")
    talk = getattr(importlib.import_module(module), function)
    if side == "server":
        listening = peer.listen(address, int(port))
        print("listening", flush=True)
        link = peer.accept(listening, tls or None)
    else:
        link = peer.connect(address, int(port), tls or None)
    found = peer.Peer(link, side, settings=getattr(talk, side + "_settings", None), reads=getattr(talk, side + "_reads", True))
    getattr(talk, side)(found)
    if side == "client":
        # Done, but for what the server still has to say. Of TLS's layer that would be the end.
        socket.socket.shutdown(link, socket.SHUT_WR)
    found.rest()
    link.close()
    peer.write(out, found)


if __name__ == "__main__":
    main()
