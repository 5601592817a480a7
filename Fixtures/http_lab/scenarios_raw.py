"""What a server of one's own can show: codings, framings, interim responses, events, oddities. Port 7007 of 10.7.0.4."""

import clients
import nginx
import raw_server

FOLDER = "http"
URL = f"http://origin.test:{nginx.RAW}"
HOST = "Host: origin.test\r\n"


def python_codings(lab, known):
    """gzip, also of two members and under its old name; deflate with zlib's header and without; zstd; two codings at once."""
    clients.curl(lab, *(["--compressed", f"{URL}{path}"] for path in raw_server.CODINGS), ["--compressed", f"{URL}/gzip-chunked"],
                 ["-I", "--compressed", f"{URL}/gzip"])


def python_chunked(lab, known):
    """Chunks with extensions, leading zeros and trailers; chunks of one octet, a segment each; chunked requests with trailers."""
    clients.curl(lab, [f"{URL}/chunked"], [f"{URL}/drip"])
    clients.raw(lab, nginx.RAW, ["send", f"POST /echo HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                                 "5;a=b\r\nhello\r\n00006\r\n world\r\n"], ["pause", 0.05],
                ["send", f"0\r\nX-Sum: 11\r\n\r\nGET /echo?after HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n"], ["end"])


def python_interim(lab, known):
    """100 before a body is sent, 103 long before the answer, 102 and two 103."""
    clients.curl(lab, ["-H", "Expect: 100-continue", "-d", "a=b", f"{URL}/echo"], [f"{URL}/early"], [f"{URL}/interims"])


def python_closed(lab, known):
    """Bodies that the connection's end delimits, and bodies that it cuts short."""
    for path in ("/until-close", "/short", "/short-chunked", "/timeout"):
        clients.raw(lab, nginx.RAW, ["send", f"GET {path} HTTP/1.1\r\n{HOST}\r\n"], ["end"])


def python_waits(lab, known):
    """Slow answers, a long poll twice, and answers pipelined behind a slow one: each exchange with its own clock."""
    clients.curl(lab, [f"{URL}/slow?0.2"], [f"{URL}/poll?since=1"], [f"{URL}/poll?since=2"], [f"{URL}/echo"])
    clients.raw(lab, nginx.RAW, ["send", f"GET /slow?0.3 HTTP/1.1\r\n{HOST}\r\nGET /slow?0.2 HTTP/1.1\r\n{HOST}\r\n"],
                ["pause", 0.1], ["send", "POST /echo HTTP/1.1\r\n"], ["pause", 0.1], ["send", HOST + "Content-Length: 4\r\n\r\nla"],
                ["pause", 0.4], ["send", f"teGET /echo?last HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n"], ["end"])


def python_events(lab, known):
    """Server-sent events with names, ids, several lines, pauses and a comment; chunked, closed by the connection, compressed."""
    clients.curl(lab, ["-N", "-H", "Accept: text/event-stream", f"{URL}/events"], ["-N", f"{URL}/events-close"])
    clients.curl(lab, ["-N", "--compressed", f"{URL}/events-gzip"])


def python_oddities(lab, known):
    """Answers at the edge: bare LF, folded and non-UTF-8 headers, no reason, status 799, 304 with a length, equal lengths twice,
    150 headers."""
    steps = []
    for path in ("/bare", "/folded", "/no-reason", "/strange-status", "/not-modified", "/reset-content", "/same-length-twice",
                 "/many-headers"):
        steps += [["send", f"GET {path} HTTP/1.1\r\n{HOST}\r\n"], ["until", "\n\r\n" if path != "/bare" else "bare\n"],
                  ["pause", 0.05]]
    clients.raw(lab, nginx.RAW, *steps)


def python_requests(lab, known):
    """Requests at the edge: methods nobody knows, bare LF, folded headers, empty lines before, octets that are no text, OPTIONS *,
    the absolute form, a header of 40 kB, a body with GET."""
    requests = (
        f"FROBNICATE /thing HTTP/1.1\r\n{HOST}\r\n", f"M-SEARCH /thing HTTP/1.1\r\n{HOST}\r\n", "GET /bare-lf HTTP/1.1\nHost: x\n\n",
        f"GET /folded-request HTTP/1.1\r\n{HOST}X-Folded: one\r\n  two\r\n\r\n", f"\r\n\r\nGET /empty-lines HTTP/1.1\r\n{HOST}\r\n",
        f"GET /gr\xf6\xdfe?\xff HTTP/1.1\r\n{HOST}X-Octets: \xfe\xff\r\n\r\n", f"OPTIONS * HTTP/1.1\r\n{HOST}\r\n",
        f"GET http://origin.test:7007/absolute?form=1 HTTP/1.1\r\n{HOST}\r\n",
        f"GET /big-header HTTP/1.1\r\n{HOST}X-Big: {'b' * 40000}\r\n\r\n",
        f"GET /body HTTP/1.1\r\n{HOST}Content-Length: 9\r\n\r\nunusually",
        f"PROPFIND /dav/ HTTP/1.1\r\n{HOST}Depth: 1\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<propfind/>")
    steps = []
    for request in requests:
        steps += [["send", request], ["until", "\r\n\r\n"], ["pause", 0.05]]
    clients.raw(lab, nginx.RAW, *steps)


def python_smuggling(lab, known):
    """Conflicting lengths, in a request and in a response: Content-Length beside chunked. The server counts chunks."""
    clients.raw(lab, nginx.RAW, ["send", f"POST /echo HTTP/1.1\r\n{HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                                 "5c\r\n" + "GPOST / HTTP/1.1\r\nContent-Length: 15\r\n\r\n".ljust(0x5c, "x") + "\r\n0\r\n\r\n"],
                ["until", "\r\n\r\n"], ["pause", 0.1], ["send", f"GET /both-lengths HTTP/1.1\r\n{HOST}\r\n"], ["until", "0\r\n\r\n"],
                ["pause", 0.1], ["send", f"GET /echo?after HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n"], ["end"])


def python_upgrade(lab, known):
    """Upgrade to a protocol that nobody knows; and to a WebSocket whose Sec-WebSocket-Accept is wrong."""
    clients.raw(lab, nginx.RAW, ["send", f"GET /upgrade HTTP/1.1\r\n{HOST}Connection: Upgrade\r\nUpgrade: weir-echo/1\r\n\r\n"],
                ["until", "\r\n\r\n"], ["send", "\x00\x01binary\xff"], ["read", 9], ["send", "GET / HTTP/1.1 is not meant\r\n\r\n"],
                ["read", 31], ["shut"], ["end"])
    clients.raw(lab, nginx.RAW, ["send", f"GET /wrong-accept HTTP/1.1\r\n{HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"],
                ["until", "\r\n\r\n"], ["shut"], ["end"])


SCENARIOS = [
    python_codings, python_chunked, python_interim, python_closed, python_waits, python_events, python_oddities, python_requests,
    python_smuggling, python_upgrade,
]
