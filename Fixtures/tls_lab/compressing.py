"""A server of HTTP/1.1 that compresses its certificate: compressing.py ADDRESS PORT CHAIN KEY ALGORITHM.

It serves one connection, and tells of it as JSON. tlslite-ng is the library; none of Debian's compresses certificates (RFC 8879).
"""

import hashlib
import json
import socket
import sys

from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 22\r\nContent-Type: text/plain\r\n\r\nsmaller than it was :)"


def main():
    address, port, chain, key, algorithm = sys.argv[1:]
    certificates = X509CertChain()
    certificates.parsePemList(open(chain).read())
    settings = HandshakeSettings()
    settings.certificate_compression_send = [algorithm]
    listener = socket.create_server((address, int(port)))
    print("listening", flush=True)
    link = TLSConnection(listener.accept()[0])
    link.handshakeServer(certChain=certificates, privateKey=parsePEMKey(open(key).read(), private=True), settings=settings,
                         alpn=[b"http/1.1"])
    asked = b""
    while b"\r\n\r\n" not in asked:
        asked += bytes(link.read(min=1, max=4096))
    link.write(ANSWER)
    version = list(link.version)
    link.close()
    print(json.dumps({"version": version, "cipher": link.session.cipherSuite, "server_name": link.session.serverName,
                      "alpn": bytes(link.session.appProto).decode(), "target": asked.split()[1].decode(),
                      "sent": {"client": told(asked), "server": told(ANSWER)},
                      "body": {"body_bytes": 22, "body_sha256": hashlib.sha256(ANSWER[-22:]).hexdigest()}}))


def told(octets):
    return {"bytes": len(octets), "sha256": hashlib.sha256(octets).hexdigest()}


if __name__ == "__main__":
    main()
