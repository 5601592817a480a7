"""Browsers' hellos, as curl_cffi makes them: GREASE, several key shares, ECH, compressed certificates, and more."""

import json
import os
import sys

import web
from openssl import NAME, PORTS
from peer import Peer
from talking import HERE, chain
from truth import SUITES_BY_NUMBER

FOLDER = "tls"
# What they are called is curl_cffi's.
BROWSERS = ["chrome146", "firefox147", "safari260"]


def browse(lab, which, url):
    return lab.call("client", "env", f"SSLKEYLOGFILE={lab.path('keys')}", sys.executable, os.path.join(HERE, "browser.py"), which,
                    url, lab.path("root.pem"), check=True)


def browser_compressed(lab, known):
    """Certificates compressed with brotli, zlib and zstd (RFC 8879), asked for by Chrome's, Safari's and Firefox's hellos."""
    for which, algorithm in zip(("chrome146", "safari260", "firefox147"), ("brotli", "zlib", "zstd")):
        port = next(PORTS)
        serving = Peer(lab, "origin", sys.executable, os.path.join(HERE, "compressing.py"), lab.address("origin"), str(port),
                       lab.path("rsa-chain.pem"), lab.path("rsa.key"), algorithm)
        serving.expect("listening")
        connection = known.connection(lab, port)
        browse(lab, which, f"https://{NAME}:{port}/hello")
        serving.wait()
        told = json.loads(serving.text.splitlines()[-1])
        connection |= {"version": {(3, 3): "1.2", (3, 4): "1.3"}[tuple(told["version"])], "cipher": SUITES_BY_NUMBER[told["cipher"]],
                       "browser": which, "compression": [algorithm], "certificates": chain(lab, "rsa-chain.pem"), "resumed": False,
                       **{name: told[name] for name in ("server_name", "alpn", "sent")}, "complete": True,
                       "http": [{"method": "GET", "target": told["target"], "version": "1.1", "status": 200, **told["body"]}],
                       "readable": ["client", "server"]}


def browser_web(lab, known):
    """Browsers' hellos to nginx, HTTP/2."""
    for which in BROWSERS:
        log = web.Log(lab)
        browse(lab, which, f"https://{NAME}:{web.MODERN}/hello.txt")
        connection = known.connection(lab, web.MODERN)
        connection |= web.facts(log.connections()[0], lab=lab) | {
            "browser": which, "certificates": chain(lab), "complete": True, "readable": ["client", "server"]}


SCENARIOS = [browser_compressed, browser_web]
