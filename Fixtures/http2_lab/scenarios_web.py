"""nginx, haproxy and curl, which tells of each transfer; nginx's log tells of those that haproxy makes."""

import nghttp
import web

FOLDER = "http2"
URL = f"https://origin.test:{web.TLS}"
CLEAR = f"http://origin.test:{web.H2C}"


def fetch(lab, known, port, *transfers, options=(), each=(), tls=True, server="origin"):
    log = web.Log(lab)
    exchanges = web.curl(lab, *transfers, options=options, each=each)
    web.enter(lab, known, port, exchanges, server=server, start="alpn" if tls else "prior_knowledge", tls=tls)
    return log


def checked(log, known):
    """nginx and curl have to agree."""
    told = sorted((entry["target"], entry["status"]) for connection in known.connections for entry in connection["exchanges"])
    logged = sorted((line["request_uri"], int(line["status"])) for line in log.lines() if line["remote_addr"] != "127.0.0.1")
    if told != logged:
        raise RuntimeError(f"curl tells {told}, nginx {logged}")


def nginx_curl(lab, known):
    """nginx and curl over TLS: files, HEAD, redirects, errors, compressed bodies, uploads, credentials, on one connection."""
    upload = lab.path("files/large.bin")
    log = fetch(lab, known, web.TLS, [f"{URL}/hello.txt"], ["-I", f"{URL}/large.bin"], [f"{URL}/text.txt?page=2"], [f"{URL}/missing"],
                [f"{URL}/old"], [f"{URL}/nothing"], [f"{URL}/forbidden"], [f"{URL}/teapot"], [f"{URL}/trouble"], [f"{URL}/dead"],
                ["--compressed", f"{URL}/gzip/text.txt"], ["--compressed", f"{URL}/br/data.json"],
                ["--compressed", "-I", f"{URL}/gzip/text.txt"],
                [f"{URL}/empty.txt"], ["-d", "some=form", f"{URL}/upload"], ["-T", upload, f"{URL}/upload"],
                ["-H", "Range: bytes=100-199", f"{URL}/large.bin"], [f"{URL}/login"],
                ["-H", "Cookie: session=s3cr3t-session; theme=dark", f"{URL}/hello.txt"],
                ["-H", "Authorization: Bearer s3cr3t-bearer", f"{URL}/data.json"],
                ["-H", "Priority: u=1, i", f"{URL}/style.css"])
    checked(log, known)


def nginx_clear(lab, known):
    """nginx in the clear, by prior knowledge, as nghttp tells it: an answer limited in rate, compressed ones, pushes, an upload; a
    connection that was idle too long is ended."""
    names = ("hello.txt", "slowly", "missing", "gzip/data.json", "br/data.json", "pushing")
    nghttp.fetch_elsewhere(lab, known, web.H2C, *(f"{CLEAR}/{name}" for name in names))
    nghttp.fetch_elsewhere(lab, known, web.H2C, "-d", lab.path("files/upload.txt"), f"{CLEAR}/upload")
    nghttp.fetch_elsewhere(lab, known, web.BRIEF, f"http://origin.test:{web.BRIEF}/text.txt",
                           "-Hx-long: " + "long" * 400, f"http://origin.test:{web.BRIEF}/hello.txt")


def nginx_parallel(lab, known):
    """curl --parallel: thirty transfers at once on one connection."""
    names = ("hello.txt", "text.txt", "style.css", "script.js", "data.json", "image.png", "missing", "empty.txt")
    log = fetch(lab, known, web.TLS, *([f"{URL}/{names[number % len(names)]}?{number}"] for number in range(30)),
                options=["--parallel", "--parallel-max", "30"])
    checked(log, known)


def nginx_limits(lab, known):
    """GOAWAY: nginx ends a connection behind three requests, and one that was idle; two streams at once, not more."""
    few = f"https://origin.test:{web.FEW}"
    log = fetch(lab, known, web.FEW, *([f"{few}/hello.txt?{number}"] for number in range(7)))
    checked(log, known)


def haproxy(lab, known):
    """haproxy in front of nginx: HTTP/2 over TLS to HTTP/1.1 and to HTTP/2 in the clear; 302, 429 and 503 of its own."""
    url = f"https://proxy.test:{web.FRONT}"
    log = fetch(lab, known, web.FRONT, [f"{url}/hello.txt"], [f"{url}/data.json"], ["-d", "some=form", f"{url}/upload"],
                [f"{url}/missing"], [f"{url}/moved"], [f"{url}/too-many"], [f"{url}/unreachable"], [f"{url}/h2c/text.txt"],
                [f"{url}/h2c/forbidden"], ["-I", f"{url}/h2c/large.bin"], server="proxy")
    lines = log.lines()
    web.behind(lab, known, lines, web.PLAIN)
    web.behind(lab, known, lines, web.H2C)
    known.connection(lab, web.DEAD, client="proxy", exchanges=[], tls=False)


def haproxy_clear(lab, known):
    """haproxy in the clear, by prior knowledge, as nghttp tells it: four requests at once."""
    url, log = f"http://proxy.test:{web.FRONT_CLEAR}", web.Log(lab)
    nghttp.fetch_elsewhere(lab, known, web.FRONT_CLEAR, *(f"{url}/{name}" for name in ("hello.txt", "text.txt", "missing", "image.png")),
                           server="proxy")
    web.behind(lab, known, log.lines(), web.PLAIN)


SCENARIOS = [nginx_curl, nginx_clear, nginx_parallel, nginx_limits, haproxy, haproxy_clear]
