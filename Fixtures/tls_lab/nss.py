"""NSS's tstclnt, which plays servers of DTLS too, and selfserv. Debian builds NSS without its key log."""

import re
import subprocess
import time

from openssl import NAME, PORTS
from peer import Peer

VERSIONS = {"3.0": "ssl3", "3.1": "1.0", "3.2": "1.1", "3.3": "1.2", "3.4": "1.3"}


def database(lab):
    path = lab.path("nss")
    subprocess.run(["mkdir", "-p", path], check=True)

    def run(*command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    run("certutil", "-N", "-d", f"sql:{path}", "--empty-password")
    run("openssl", "pkcs12", "-export", "-inkey", lab.path("rsa.key"), "-in", lab.path("rsa.pem"), "-certfile",
        lab.path("intermediate.pem"), "-name", "origin", "-passout", "pass:", "-out", lab.path("rsa.p12"))
    run("pk12util", "-i", lab.path("rsa.p12"), "-d", f"sql:{path}", "-W", "", "-K", "")
    run("certutil", "-A", "-n", "root", "-t", "CT,,", "-i", lab.path("root.pem"), "-d", f"sql:{path}")
    return f"sql:{path}"


def told(text):
    """The version that a program said was agreed on."""
    found = re.search(r"SSL version (\d\.\d)", text)
    return {"version": VERSIONS[found[1]]} if found else {}


def over_tcp(lab, known, span, asks, client=(), server=(), complete=True, **facts):
    port = next(PORTS)
    serving = Peer(lab, "origin", "selfserv", "-d", database_of(lab), "-n", "origin", "-p", str(port), "-w", "", "-v", *server)
    lab.wait_for("origin", port)
    calling = Peer(lab, "client", "tstclnt", "-4", "-h", NAME, "-p", str(port), "-d", database_of(lab), "-V", span, "-v", *client)
    connection = known.connection(lab, port)
    calling.send(asks)
    time.sleep(1)
    calling.close()
    calling.wait(3)
    time.sleep(0.2)
    serving.stop()
    # SSL 3.0 has no extensions, so no name.
    connection |= {"complete": complete} | ({} if span.startswith("ssl3") else {"server_name": NAME}) | told(calling.text) | facts
    return calling, serving


def over_udp(lab, known, span, asks, **facts):
    port = next(PORTS)
    serving = Peer(lab, "origin", "tstclnt", "-P", "server", "-4", "-h", lab.address("origin"), "-p", str(port), "-d", database_of(lab),
                   "-n", "origin", "-V", span, "-v")
    time.sleep(0.5)
    calling = Peer(lab, "client", "tstclnt", "-P", "client", "-4", "-h", lab.address("origin"), "-a", NAME, "-p", str(port), "-d",
                   database_of(lab), "-o", "-V", span, "-v")
    connection = known.connection(lab, port, transport="udp")
    calling.expect("SSL version", required=False)
    calling.send(asks)
    time.sleep(0.5)
    calling.close()
    calling.wait(3)
    serving.stop()
    connection |= {"server_name": NAME, "complete": True} | told(calling.text) | facts
    return calling, serving


def database_of(lab):
    return f"sql:{lab.path('nss')}"
