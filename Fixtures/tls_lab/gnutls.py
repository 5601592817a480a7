"""gnutls-serv and gnutls-cli, and what they say of a connection."""

import re
import time

from openssl import ASKS, NAME, PORTS
from peer import Peer
from truth import octets, version

# IANA's names by GnuTLS's: it leaves out WITH, and calls SHA-1 by its number.
WITH = re.compile(r"^(TLS_.*?)_((?:AES|CHACHA20|CAMELLIA|ARIA|3DES|NULL)_?.*)$")


def suite(lab, priority):
    """The one suite that a priority string allows, as IANA names it."""
    listed = lab.call("client", "gnutls-cli", "--priority", priority, "-l").stdout.decode()
    names = re.findall(r"^(TLS_\S+)\s+0x", listed, re.M)
    assert len(names) == 1, listed
    name = names[0].replace("_SHA1", "_SHA")
    return name if re.match(r"TLS_(AES|CHACHA20)", name) else WITH.sub(r"\1_WITH_\2", name)


def converse(lab, known, priority, client=(), server=(), certificate="rsa", resumed=None, transport="tcp", alpn=None, **facts):
    """An echo of what the client says. gnutls-cli writes the key log."""
    port = next(PORTS)
    udp = ["--udp"] if transport == "udp" else []
    serving = Peer(lab, "origin", "gnutls-serv", "-p", str(port), "--x509certfile", lab.path(f"{certificate}-chain.pem"),
                   "--x509keyfile", lab.path(f"{certificate}.key"), "--echo",
                   "--priority", priority, "--disable-client-cert", *udp, *server)
    serving.expect(r"IPv4.*done")
    calling = Peer(lab, "client", "gnutls-cli", "-p", str(port), "--x509cafile", lab.path("root.pem"), "--priority", priority, *udp,
                   *client, NAME, environment={"SSLKEYLOGFILE": lab.path("keys")})
    connections = [known.connection(lab, port, transport=transport) for _ in range(2 if resumed else 1)]
    calling.expect("Simple Client Mode", seconds=15)
    calling.send(ASKS)
    calling.expect(re.escape(ASKS))
    time.sleep(0.2)
    calling.close()
    calling.wait()
    time.sleep(0.2)
    serving.stop()
    told = calling.text
    described = re.findall(r"^- Description: \((D?TLS[\d.]+)", told, re.M)
    for number, connection in enumerate(connections):
        last = connection is connections[-1]
        connection |= {"server_name": NAME, "version": version(described[min(number, len(described) - 1)]),
                       "cipher": suite(lab, priority), "resumed": resumed if resumed and last else False,
                       "sent": {side: octets(ASKS) if last else octets() for side in ("client", "server")},
                       "complete": True, "readable": ["client", "server"], **facts}
        options = re.findall(r"^- Options:(.*)$", told, re.M)[-1]
        if connection["version"] != "1.3":
            connection["extended_master_secret"] = "extended master secret" in options
            if "_CBC_" in connection["cipher"]:
                connection["encrypt_then_mac"] = "encrypt-then-MAC" in options or "EtM" in options
        if alpn:
            connection["alpn"] = alpn
            assert f"- Application protocol: {alpn}" in told, told
    return calling, serving
