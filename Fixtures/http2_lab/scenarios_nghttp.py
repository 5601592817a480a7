"""nghttp and h2load against nghttpd, which tells of every frame."""

import nghttp
from nghttp import Server, enter, fetch

FOLDER = "http2"


def nghttp_push(lab, known):
    """Server push: three promises for one page, with what nghttp knows of priorities (RFC 7540); and again where push is off."""
    server = Server(lab, "-p/page.html=/style.css,/script.js,/image.png")
    fetch(lab, known, server, f"{server.url}/page.html", f"{server.url}/hello.txt")
    fetch(lab, known, server, "--no-push", f"{server.url}/page.html")


def nghttp_push_tls(lab, known):
    """The same over TLS."""
    server = Server(lab, "-p/page.html=/style.css,/script.js,/image.png", tls=True)
    fetch(lab, known, server, f"{server.url}/page.html", f"{server.url}/hello.txt")


def nghttp_priorities(lab, known):
    """Weights and dependencies (RFC 7540): given by hand, and those of a page's parts; without any (RFC 9218)."""
    server = Server(lab)
    fetch(lab, known, server, "-p", "256", "-p", "1", "-p", "32", *(f"{server.url}/{name}" for name in ("text.txt", "data.json",
                                                                                                   "hello.txt")))
    fetch(lab, known, server, "-a", f"{server.url}/page.html")
    fetch(lab, known, server, "--no-dep", "-H", "priority: u=5, i", f"{server.url}/hello.txt")
    # Of a client that wants no such priorities nghttpd does not tell them, though it sends them: what nghttp says.
    server = Server(lab)
    nghttp.fetch_elsewhere(lab, known, server.port, "--no-rfc7540-pri", f"{server.url}/hello.txt", f"{server.url}/style.css")


def nghttp_trailers(lab, known):
    """Trailers behind answers and behind requests' bodies."""
    server = Server(lab, "--trailer", "x-sum: 0badcafe", "--trailer", "x-took: 3", "--echo-upload")
    fetch(lab, known, server, "--trailer", "x-late: yes", "-d", lab.path("files/upload.txt"), f"{server.url}/echoed",
          f"{server.url}/hello.txt")
    fetch(lab, known, server, f"{server.url}/hello.txt", f"{server.url}/empty.txt", f"{server.url}/missing")


def nghttp_methods(lab, known):
    """HEAD, POST, PUT, OPTIONS, a body without a length, Expect: 100-continue, 404, a compressed error page."""
    server = Server(lab, "-e", "--echo-upload")
    fetch(lab, known, server, "-H:method: HEAD", f"{server.url}/large.bin", f"{server.url}/missing")
    upload = ["-d", lab.path("files/upload.txt")]
    fetch(lab, known, server, *upload, f"{server.url}/post")
    fetch(lab, known, server, *upload, "-H:method: PUT", "--no-content-length", f"{server.url}/put")
    fetch(lab, known, server, *upload, "--expect-continue", f"{server.url}/expect")
    fetch(lab, known, server, "-H:method: OPTIONS", f"{server.url}/hello.txt")


def nghttp_padding(lab, known):
    """Padding of every frame that may have it, both ways: HEADERS, DATA, PUSH_PROMISE."""
    server = Server(lab, "-b", "256", "-p/page.html=/style.css")
    fetch(lab, known, server, "-b", "100", "-d", lab.path("files/upload.txt"), f"{server.url}/page.html", f"{server.url}/text.txt")
    fetch(lab, known, server, "-b", "1", f"{server.url}/hello.txt")


def nghttp_continuation(lab, known):
    """Blocks of more than a frame: CONTINUATION; and a hundred fields."""
    server = Server(lab)
    fetch(lab, known, server, "--continuation", f"{server.url}/hello.txt", f"{server.url}/style.css")
    fetch(lab, known, server, *(f"-Hx-field-{number}: {'v' * number}" for number in range(1, 101)), f"{server.url}/hello.txt",
          f"{server.url}/style.css")


def nghttp_tables(lab, known):
    """Header tables of no size, of a small one, of a large one, and two sizes in one SETTINGS frame."""
    server = Server(lab, "-c", "256", "--encoder-header-table-size", "100")
    urls = [f"{server.url}/{name}" for name in ("hello.txt", "style.css", "text.txt", "missing")]
    fetch(lab, known, server, *urls)
    fetch(lab, known, server, "-c", "0", *urls)
    fetch(lab, known, server, "-c", "64", "-c", "16384", *urls)
    fetch(lab, known, server, "--encoder-header-table-size", "0", *urls)


def nghttp_windows(lab, known):
    """Small windows: of streams, of the connection, and both, with answers and a body larger than they are."""
    server = Server(lab, "-w", "10", "-W", "17")
    fetch(lab, known, server, "-w", "12", f"{server.url}/large.bin", f"{server.url}/text.txt")
    fetch(lab, known, server, "-W", "15", "-w", "20", f"{server.url}/large.bin", f"{server.url}/data.json")
    fetch(lab, known, server, "-d", lab.path("files/large.bin"), f"{server.url}/upload")


def nghttp_multiplied(lab, known):
    """Forty requests for the same at once, few streams allowed."""
    server = Server(lab, "-m", "8")
    fetch(lab, known, server, "-m", "40", "-M", "8", f"{server.url}/style.css")


def h2load_streams(lab, known):
    """h2load: 100 streams at once, on two connections."""
    server = Server(lab)
    nghttp.called(lab, "h2load", "-n", "200", "-c", "2", "-m", "100", "-t", "1", f"{server.url}/hello.txt", f"{server.url}/style.css")
    enter(lab, known, server)


def h2load_streams_tls(lab, known):
    """h2load over TLS: 100 streams at once."""
    server = Server(lab, tls=True)
    nghttp.called(lab, "h2load", "-n", "150", "-c", "1", "-m", "100", "-t", "1", f"{server.url}/hello.txt", f"{server.url}/style.css")
    enter(lab, known, server)


def upgrade_h2c(lab, known):
    """Upgrade: h2c (RFC 7540 3.2) to nghttpx, a GET and an OPTIONS before a POST; what nghttp tells of its frames. Behind nghttpx is
    nghttpd, on the same host."""
    port, behind = next(nghttp.PORTS), Server(lab)
    lab.start("origin", "nghttpx", "--conf=/dev/null", f"--frontend=*,{port};no-tls", f"--backend=127.0.0.1,{behind.port};;proto=h2",
              "--errorlog-file=" + lab.path("nghttpx.error"))
    lab.wait_for("origin", port)
    url = f"http://origin.test:{port}"
    for arguments, first in ((["-u", f"{url}/hello.txt", f"{url}/style.css"], {"method": "GET", "target": "/hello.txt"}),
                             (["-u", "-d", lab.path("files/upload.txt"), f"{url}/hello.txt"], {"method": "OPTIONS", "target": "*"})):
        nghttp.fetch_elsewhere(lab, known, port, *arguments, start="upgrade", upgraded=first | {"upgrade": True})
    behind.told()


SCENARIOS = [nghttp_push, nghttp_push_tls, nghttp_priorities, nghttp_trailers, nghttp_methods, nghttp_padding, nghttp_continuation,
             nghttp_tables, nghttp_windows, nghttp_multiplied, h2load_streams, h2load_streams_tls, upgrade_h2c]
