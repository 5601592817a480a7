"""nginx and curl, and a plain socket where curl is too well-behaved. The client is 10.7.0.1, nginx 10.7.0.4, port 9123."""

import clients
import nginx
from servers import Servers

FOLDER = "http"
URL = f"http://origin.test:{nginx.PLAIN}"


def start(lab):
    nginx.files(lab.work)
    nginx.certificate(lab.work)
    nginx.start(lab, "origin")
    servers = Servers()
    servers.log(lab.path("nginx-origin.log"), nginx.exchanges, nginx.FIGURES)
    return servers


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
    return with_curl(lab, known, ["-I", f"{URL}/random.bin"], [f"{URL}/hello.txt"], ["-I", f"{URL}/gzip/text.txt", "--compressed"],
                     ["-I", f"{URL}/missing"], [f"{URL}/page.html"])


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


SCENARIOS = [nginx_keepalive, nginx_head, nginx_ranges, nginx_encodings, nginx_pipelining]
