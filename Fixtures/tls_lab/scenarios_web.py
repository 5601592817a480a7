"""HTTP over TLS: nginx and curl."""

import time

import openssl
import web
from talking import chain

FOLDER = "tls"


def fetch(lab, known, port, *arguments, paths=("/hello.txt",), resumed=False, sent=True, whole=True, **facts):
    """One curl, and the connections that it made, as nginx tells of them."""
    log = web.Log(lab)
    urls = [f"https://origin.test:{port}{path}" for path in paths]
    said = web.curl(lab, *arguments, *(part for url in urls for part in ("-o", lab.path("body"), url)))
    found = log.connections()
    for number, lines in enumerate(found):
        connection = known.connection(lab, port)
        connection |= web.facts(lines, resumed=resumed, lab=lab)
        if not connection["resumed"]:
            connection["certificates"] = chain(lab)
        if sent and len(found) == 1:
            connection["sent"] = said
        connection["complete"] = True
        connection["readable"] = ["client", "server"]
        connection |= facts
    return found


def web_http1(lab, known):
    """HTTP/1.1 over TLS 1.3 and 1.2, several exchanges on each connection; one with a POST; ALPN offers h2 or not at all."""
    paths = ("/hello.txt", "/text.txt", "/missing", "/random.bin")
    fetch(lab, known, web.MODERN, "--http1.1", paths=paths)
    fetch(lab, known, web.MODERN, "--no-alpn", "--tls-max", "1.2", paths=paths)
    fetch(lab, known, web.MODERN, "--http1.1", "--compressed", paths=("/text.txt",), sent=False)
    fetch(lab, known, web.MODERN, "--http1.1", "-d", "name=weir&value=" + "x" * 300, paths=("/hello.txt",))


def web_http2(lab, known):
    """HTTP/2 over TLS 1.3 and 1.2, chosen by ALPN."""
    paths = ("/hello.txt", "/text.txt", "/missing", "/random.bin")
    fetch(lab, known, web.MODERN, "--http2", paths=paths, sent=False)
    fetch(lab, known, web.OLDER, "--http2", paths=paths, sent=False)


def web_http1_without_keys(lab, known):
    """The same as web-http1's first, and no key log."""
    fetch(lab, known, web.MODERN, "--http1.1", paths=("/hello.txt", "/text.txt"), readable=[])
    open(lab.path("keys"), "w").close()


def web_resumed(lab, known):
    """curl makes a connection for each URL and resumes its session: by id in TLS 1.2, as curl wants no tickets; TLS 1.3's PSK."""
    for port, way, options in ((web.OLDER, "session_id", ["--tls-max", "1.2"]), (web.TICKETLESS, "session_id", ["--tls-max", "1.2"]),
                               (web.MODERN, "psk", [])):
        fetch(lab, known, port, "--http1.1", *options, "-H", "Connection: close", paths=("/hello.txt", "/text.txt"), resumed=way)


def web_early_data(lab, known):
    """A GET in early data, which nginx takes: s_client's second connection."""
    port = web.EARLY
    session = lab.path("session-web")
    request = b"GET /hello.txt HTTP/1.1\r\nHost: origin.test\r\nConnection: close\r\n\r\n"
    with open(lab.path("early"), "wb") as file:
        file.write(request)
    for options, early in ((["-sess_out", session], False), (["-sess_in", session, "-early_data", lab.path("early")], True)):
        log = web.Log(lab)
        calling = openssl.connect(lab, port, *options, "-ign_eof")
        connection = known.connection(lab, port)
        if not early:
            calling.expect("Verify return code")
            calling.send(request)
        calling.wait()
        time.sleep(0.2)
        told = openssl.told(calling.text, openssl.NAME)
        connection |= web.facts(log.connections()[0], resumed="psk", lab=lab)
        for name in ("version", "cipher"):
            assert connection[name] == told[name]
        connection |= {name: told[name] for name in ("early_data", "certificates", "group") if name in told}
        connection["alerts"] = openssl.alerts(calling.text)
        connection |= {"complete": True, "readable": ["client", "server"]}
        if early:
            connection["early_bytes"] = len(request)


def web_client_certificate(lab, known):
    """nginx wants a certificate; curl shows one; another has none and reads 400."""
    fetch(lab, known, web.CLIENTS, "--http1.1", "--cert", lab.path("alice-chain.pem"), "--key", lab.path("alice.key"),
          client_certificates=chain(lab, "alice-chain.pem"))
    fetch(lab, known, web.CLIENTS, "--http1.1", client_certificates=[])


def web_large(lab, known):
    """A body of 36 kB in records of nginx's size; HTTP/1.1."""
    fetch(lab, known, web.MODERN, "--http1.1", paths=("/large.bin", "/hello.txt"))


def web_plaintext(lab, known):
    """curl speaks HTTP to nginx's TLS port, which answers 400 in the clear; and TLS to its HTTP port, which does so too."""
    for scheme, port in (("http", web.MODERN), ("https", web.PLAIN)):
        web.curl(lab, "--http1.1", "-o", lab.path("body"), f"{scheme}://origin.test:{port}/hello.txt", check=False)
        connection = known.connection(lab, port)
        connection |= {"complete": False, "failure": {"reason": "plaintext", "by": "client" if scheme == "http" else "server"}}
        if scheme == "https":
            connection["server_name"] = "origin.test"


def web_refused_by_curl(lab, known):
    """curl does not know the authority that nginx's certificate comes from."""
    for options in (["--tls-max", "1.2"], []):
        web.curl(lab, "--cacert", lab.path("stranger.pem"), *options, "-o", lab.path("body"),
                 f"https://origin.test:{web.MODERN}/hello.txt", check=False)
        connection = known.connection(lab, web.MODERN)
        connection |= {"complete": False, "failure": {"reason": "certificate_unknown_authority", "stage": "certificate"},
                       "server_name": "origin.test", "version": "1.2" if options else "1.3", "alerts_readable": True}


SCENARIOS = [web_http1, web_http2, web_http1_without_keys, web_resumed, web_early_data, web_client_certificate, web_large,
             web_plaintext, web_refused_by_curl]
