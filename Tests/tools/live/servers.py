"""A real web server in the laboratory, and real clients that ask it."""

import os
import time

from .laboratory import CLIENT6, SERVER, SERVER6, Trouble, run  # noqa: F401

FILES = {"small.txt": 40, "page.html": 9_000, "medium.bin": 70_000, "large.bin": 1_500_000, "slow.bin": 150_000}
CONFIGURATION = """
user root;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.error;
events {{ worker_connections 4096; multi_accept on; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  types {{ text/html html; text/plain txt; application/octet-stream bin; }}
  gzip on;
  gzip_min_length 100;
  keepalive_requests 100000;
  server {{
    listen 80 backlog=4096;
    listen [::]:80;
    listen 443 ssl http2;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    root {folder}/files;
    location /slow.bin {{ limit_rate 150k; }}
    location /upstream {{ proxy_pass http://127.0.0.1:9; }}
    location /moved {{ return 302 /small.txt; }}
    location /upload {{ client_max_body_size 10m; proxy_pass http://127.0.0.1:8000/taken; }}
  }}
  server {{ listen 127.0.0.1:8000; location /taken {{ return 201 "taken\\n"; }} }}
  server {{ listen 81 http2; root {folder}/files; }}
}}
"""


class WebServer:
    """nginx on ports 80 (HTTP/1.1), 81 (HTTP/2 without TLS) and 443 (both, TLS)."""

    def __init__(self, laboratory, processor=None):
        self.laboratory = laboratory
        folder = laboratory.fresh("nginx")
        os.mkdir(os.path.join(folder, "files"))
        for name, size in FILES.items():
            with open(os.path.join(folder, "files", name), "wb") as file:
                file.write((b"Nothing is lost that could be kept. %d\n" % size * (size // 36 + 1))[:size])
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{folder}/key.pem",
            "-out", f"{folder}/certificate.pem", "-days", "30", "-subj", "/CN=live.test")
        with open(f"{folder}/nginx.conf", "w") as file:
            file.write(CONFIGURATION.format(folder=folder))
        self.processor = processor
        self.process = laboratory.start(laboratory.server, *on(processor), "nginx", "-p", folder, "-c", f"{folder}/nginx.conf",
                                        "-e", f"{folder}/nginx.error", "-g", "daemon off;", name="nginx")
        self.process.wait_for(lambda: self.answers(laboratory), "answer")

    def answers(self, laboratory):
        return not laboratory.inside(laboratory.server, "curl", "-s", "-o", "/dev/null", "http://127.0.0.1/small.txt",
                                     check=False).returncode

    def curl(self, *arguments, keys=None):
        """Asks from the client's side; what comes is thrown away."""
        environment = dict(os.environ, **({"SSLKEYLOGFILE": keys} if keys else {}))
        return self.laboratory.inside(self.laboratory.client, *on(self.processor), "curl", "-s", "-k", "--max-time", "30",
                                      *arguments, check=False, env=environment).returncode


def on(processor):
    """Kept on one processor, traffic reaches all who capture in the same order."""
    return [] if processor is None else ["taskset", "-c", str(processor)]


def urls(base, *names):
    """Arguments for several files on one connection."""
    return [each for name in names for each in ("-o", "/dev/null", f"{base}/{name}")]


def plain(server):
    """Many kinds of exchanges without TLS."""
    base = f"http://{SERVER}"
    expected = [
        (0, urls(base, "small.txt")),
        (0, urls(base, "small.txt", "page.html", "medium.bin", "missing", "small.txt", "moved", "small.txt")),
        (0, urls(base, "large.bin", "page.html")),
        (0, ["-L", *urls(base, "moved")]),
        (0, ["--compressed", *urls(base, "page.html", "small.txt")]),
        (0, ["-r", "100-20000", *urls(base, "medium.bin")]),
        (0, urls(base, "upstream", "small.txt")),
        (0, ["-I", *urls(base, "large.bin")]),
        (0, ["-X", "POST", "--data-binary", "@" + server.laboratory.path("nginx/files/medium.bin"), *urls(base, "upload")]),
        (0, ["-T", server.laboratory.path("nginx/files/page.html"), *urls(base, "upload")]),
        (0, ["-A", "", "-H", "Authorization: Basic dXNlcjpwYXNzd29yZA==", "-H", "Cookie: session=1", *urls(base, "small.txt?q=1")]),
        (0, ["--http2-prior-knowledge", *urls(base + ":81", "missing")]),
        (0, ["--http2-prior-knowledge", *urls(base + ":81", "large.bin")]),
        (0, ["-6", *urls(f"http://[{SERVER6}]", "small.txt", "medium.bin")]),
        # Refused.
        (7, urls(f"http://{SERVER}:82", "small.txt")),
        # Given up by the client while it comes.
        (28, ["--max-time", "0.4", *urls(base, "slow.bin")]),
        (0, urls(base, "slow.bin")),
    ]
    ask(server, expected)


def encrypted(server, keys):
    """The same with TLS, of several versions; the clients' secrets go to `keys`."""
    base = f"https://{SERVER}"
    ask(server, [
        (0, ["--http1.1", *urls(base, "small.txt", "page.html", "missing")]),
        (0, ["--http2", *urls(base, "small.txt", "medium.bin", "page.html")]),
        (0, ["--tlsv1.2", "--tls-max", "1.2", "--http1.1", *urls(base, "medium.bin", "small.txt")]),
        (0, ["--tlsv1.2", "--tls-max", "1.2", *urls(base, "page.html")]),
        (0, ["--http1.1", "--resolve", f"live.test:443:{SERVER}", *urls("https://live.test", "large.bin", "upstream")]),
    ], keys)


def ask(server, expected, keys=None):
    for status, arguments in expected:
        found = server.curl(*arguments, keys=keys)
        if found != status:
            raise Trouble(f"curl {' '.join(arguments[-3:])}: status {found}, not {status}")


def settle(seconds=1.2):
    """What is on its way arrives; tcpdump asks its kernel for a block that is not full once a second."""
    time.sleep(seconds)
