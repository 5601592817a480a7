"""nginx and curl, and a plain socket where curl is too well-behaved. The client is 10.7.0.1, nginx 10.7.0.4, port 9123."""

import os
import time

import clients
import nginx

FOLDER = "http"
URL = f"http://origin.test:{nginx.PLAIN}"


def with_curl(lab, known, *transfers):
    """The scenario's rest, once the logs are in: what curl saw joins them."""
    said = clients.curl(lab, *transfers)
    return lambda: clients.join(said, known)


def nginx_keepalive(lab, known):
    """One connection, many exchanges: files, a query, 404, redirects, 204, 403, an empty file, 304, an error of the server."""
    return with_curl(
        lab, known, [f"{URL}/hello.txt"], [f"{URL}/page.html?x=1&y=%20z"], [f"{URL}/missing"], [f"{URL}/old"], [f"{URL}/found"],
        [f"{URL}/see-other"], [f"{URL}/nothing"], [f"{URL}/forbidden"], [f"{URL}/empty.txt"],
        ["-H", "If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT", f"{URL}/hello.txt"], [f"{URL}/teapot"], [f"{URL}/trouble"],
        [f"{URL}/random.bin"])


def nginx_head(lab, known):
    """HEAD among GETs: answers whose Content-Length has no body behind it."""
    return with_curl(lab, known, ["-I", f"{URL}/random.bin"], [f"{URL}/hello.txt"],
                     ["-I", f"{URL}/gzip/text.txt", "--compressed"], ["-I", f"{URL}/missing"], [f"{URL}/page.html"])


def nginx_ranges(lab, known):
    """Parts of a file: 206 of one range, of several (multipart/byteranges), 416."""
    return with_curl(lab, known, ["-r", "0-99", f"{URL}/random.bin"], ["-r", "100-199,5000-5999,-10", f"{URL}/random.bin"],
                     ["-r", "-5", f"{URL}/hello.txt"], ["-r", "90000-", f"{URL}/random.bin"])


def nginx_encodings(lab, known):
    """gzip and br, compressed as they are sent (chunked), zstd from a file (Content-Length), and none."""
    return with_curl(
        lab, known, ["-H", "Accept-Encoding: gzip", "--compressed", f"{URL}/gzip/text.txt"],
        ["-H", "Accept-Encoding: br", "--compressed", f"{URL}/br/text.txt"],
        ["-H", "Accept-Encoding: gzip", "--compressed", f"{URL}/gzip/data.json"],
        ["-H", "Accept-Encoding: br", "--compressed", f"{URL}/br/data.json"], ["--compressed", f"{URL}/zst/text.txt.zst"],
        [f"{URL}/gzip/text.txt"])


def nginx_pipelining(lab, known):
    """Requests sent without waiting, several in a segment, HEAD among them, the last cut in two segments."""
    def get(target, method="GET", more=""):
        return f"{method} {target} HTTP/1.1\r\nHost: origin.test\r\n{more}\r\n"
    batch = get("/hello.txt?1") + get("/random.bin", "HEAD") + get("/missing") + get("/page.html") + get("/nothing")
    body = "a=1&b=2"
    batch += get("/upload", "POST", f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n") + body
    last = get("/hello.txt?last", more="Connection: close\r\n")
    clients.raw(lab, nginx.PLAIN, ["send", batch + last[:9]], ["pause", 0.05], ["send", last[9:]], ["end"])
    clients.raw(lab, nginx.PLAIN, ["send", "".join(get(f"/hello.txt?{number}") for number in range(30))], ["pause", 0.1],
                ["send", get("/data.json") + get("/gzip/data.json", more="Accept-Encoding: gzip\r\n")
                 + get("/hello.txt", "HEAD", "Connection: close\r\n")], ["end"])


def nginx_uploads(lab, known):
    """POST of a form and of multipart/form-data, PUT with Expect: 100-continue, a chunked upload, a compressed one, DELETE."""
    joined = with_curl(
        lab, known, ["-d", "name=weir&colour=blue%20green", f"{URL}/upload"],
        ["-F", "name=weir", "-F", f"file=@{lab.path('files/page.html')};type=text/html", "-F",
         f"more=@{lab.path('files/random.bin')};filename=größer \"quoted\".bin", f"{URL}/upload"],
        ["-T", lab.path("files/text.txt"), "-H", "Expect: 100-continue", f"{URL}/stored/text.txt"],
        ["-T", lab.path("files/hello.txt"), "-H", "Expect:", f"{URL}/stored/text.txt"],
        ["-H", "Transfer-Encoding: chunked", "--data-binary", f"@{lab.path('files/data.json')}", "-H",
         "Content-Type: application/json", f"{URL}/upload"],
        ["-H", "Content-Encoding: gzip", "--data-binary", f"@{lab.path('files/data.json.gz')}", f"{URL}/upload"],
        ["-X", "DELETE", f"{URL}/stored/text.txt"], ["-d", "", f"{URL}/upload"])

    def finish():
        joined()
        for flow in known.flows.values():
            for exchange in flow["exchanges"]:
                if exchange["request_headers"].get("content-encoding"):
                    exchange["request_wire_body_bytes"] = exchange["request_body_bytes"]
                    exchange["request_body_bytes"] = os.path.getsize(lab.path("files/data.json"))
    return finish


def nginx_http10(lab, known):
    """HTTP/1.0: closed after each, kept alive when asked, a compressed body that only the connection's end delimits."""
    return with_curl(
        lab, known, ["-0", f"{URL}/hello.txt"], ["-0", "-H", "Connection: keep-alive", f"{URL}/page.html"],
        ["-0", "-H", "Connection: keep-alive", f"{URL}/missing"],
        ["-0", "-H", "Accept-Encoding: gzip", "--compressed", f"{URL}/gzip/text.txt"], ["-0", "-I", f"{URL}/hello.txt"])


def nginx_http09(lab, known):
    """HTTP/0.9: a method and a path, answered by a body and nothing else; one of them is an error's page."""
    for path in ("/page.html", "/hello.txt", "/missing"):
        clients.raw(lab, nginx.PLAIN, ["send", f"GET {path}\r\n"], ["end"])


def nginx_secrets(lab, known):
    """Credentials: basic and bearer, cookies both ways, an API key, a token, and some in a query. None is a real one."""
    return with_curl(
        lab, known, [f"{URL}/private"], ["-u", "alice:wonderland", f"{URL}/private"], ["-u", "alice:guessed", f"{URL}/private"],
        [f"{URL}/login"], ["-b", "session=s3cr3t-session; theme=dark", f"{URL}/hello.txt"],
        ["-H", "Authorization: Bearer s3cr3t-bearer", f"{URL}/data.json"], ["-H", "X-Api-Key: s3cr3t-key", f"{URL}/hello.txt"],
        ["-H", "X-Auth-Token: s3cr3t-token", f"{URL}/hello.txt?access_token=s3cr3t-query&page=2"])


def nginx_ipv6(lab, known):
    """The same server over IPv6."""
    url = f"http://origin6.test:{nginx.PLAIN}"
    return with_curl(lab, known, [f"{url}/hello.txt"], [f"{url}/page.html"], ["-I", f"{url}/random.bin"])


def nginx_refusals(lab, known):
    """What nginx will not have: no Host, an unknown version, a URI and a header too long, POST of a file, a TRACE, a body too
    large (413 instead of 100), a control character, TLS on a plain port, 444 (closed without a word)."""
    host = "Host: origin.test\r\n"
    for request in (
            "GET /hello.txt HTTP/1.1\r\n\r\n", f"GET /hello.txt HTTP/3.0\r\n{host}\r\n",
            f"GET /{'long' * 700} HTTP/1.1\r\n{host}\r\n", f"GET /hello.txt HTTP/1.1\r\n{host}X-Long: {'long' * 700}\r\n\r\n",
            f"POST /hello.txt HTTP/1.1\r\n{host}Content-Length: 4\r\nConnection: close\r\n\r\na=b\n",
            f"TRACE /hello.txt HTTP/1.1\r\n{host}\r\n", f"GET /hello\x01.txt HTTP/1.1\r\n{host}\r\n",
            f"GET /closing HTTP/1.1\r\n{host}\r\n", "\x16\x03\x01\x00\x04\x01\x00\x00\x00",
            f"PUT /stored/x HTTP/1.1\r\n{host}Content-Length: 5000000\r\nExpect: 100-continue\r\n\r\n"):
        clients.raw(lab, nginx.PLAIN, ["send", request], ["end"])


def nginx_timeouts(lab, known):
    """408 as nginx logs it: it waited for the rest of a head, and of a body, and closed without an answer."""
    def finish():
        for flow in known.flows.values():
            for exchange in flow["exchanges"]:
                exchange["request_complete"] = False
    host = "Host: origin.test\r\n"
    clients.raw(lab, nginx.PLAIN, ["send", f"GET /hello.txt HTTP/1.1\r\n{host}X-Never: ends"], ["end"])
    clients.raw(lab, nginx.PLAIN, ["send", f"POST /upload HTTP/1.1\r\n{host}Content-Length: 100\r\n\r\nfar too little"], ["end"])
    return finish


def nginx_upstream(lab, known):
    """A reverse proxy and what is behind it, both legs. 200 with X-Forwarded-For, Via and Forwarded; 502, its upstream refusing;
    504, its upstream too slow; 499, the client gone first; and connections that its upstream keeps alive."""
    url = f"http://proxy.test:{nginx.PLAIN}"
    request = "Host: proxy.test\r\n\r\n"
    said = clients.curl(lab, [f"{url}/raw/hello?one"], ["-d", "some=form", f"{url}/raw/echo"], [f"{url}/dead"],
                        [f"{url}/raw/slow?2"], [f"{url}/kept/hello.txt"], [f"{url}/kept/page.html"], [f"{url}/kept/missing"],
                        ["-H", "X-Forwarded-For: 192.0.2.7", f"{url}/raw/chunked"])
    clients.raw(lab, nginx.PLAIN, ["send", f"GET /raw/slow?0.8 HTTP/1.1\r\n{request}"], ["pause", 0.3], to="10.7.0.2")
    time.sleep(1)  # The slow ones answer even so.
    return lambda: clients.join(said, known)


SCENARIOS = [
    nginx_keepalive, nginx_head, nginx_ranges, nginx_encodings, nginx_pipelining, nginx_uploads, nginx_http10, nginx_http09,
    nginx_secrets, nginx_ipv6, nginx_refusals, nginx_timeouts, nginx_upstream,
]
