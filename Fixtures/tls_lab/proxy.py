"""A proxy that knows CONNECT and nothing else: proxy.py ADDRESS PORT [CERTIFICATE KEY]; with a certificate it speaks TLS itself."""

import re
import socket
import ssl
import sys
import threading


def pass_on(source, target):
    try:
        while octets := source.recv(16384):
            target.sendall(octets)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(link, context):
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if context:
        link = context.wrap_socket(link, server_side=True)
    head = b""
    while b"\r\n\r\n" not in head:
        octets = link.recv(4096)
        if not octets:
            return
        head += octets
    target = re.match(rb"CONNECT (\S+):(\d+) HTTP/1\.[01]\r\n", head)
    if not target:
        link.sendall(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        link.close()
        return
    try:
        onward = socket.create_connection((target[1].decode(), int(target[2])), 5)
        onward.settimeout(None)
        onward.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        link.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        link.close()
        return
    link.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    back = threading.Thread(target=pass_on, args=(onward, link), daemon=True)
    back.start()
    pass_on(link, onward)
    back.join(5)
    link.close()
    onward.close()


def main():
    context = None
    if len(sys.argv) > 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[3], sys.argv[4])
    listener = socket.create_server((sys.argv[1], int(sys.argv[2])))
    while True:
        link, _ = listener.accept()
        threading.Thread(target=serve, args=(link, context), daemon=True).start()


if __name__ == "__main__":
    main()
