"""nginx and curl over TLS, what nginx logs of each connection and exchange, and what crossed curl's hands in the clear."""

import hashlib
import json
import os
import random
import re
import time

from truth import SUITES, octets, version

PLAIN, MODERN, OLDER, TICKETLESS, EARLY, CLIENTS = 25080, 25443, 25444, 25445, 25446, 25447
FIELDS = ("remote_addr remote_port server_port connection connection_requests request request_method request_uri server_protocol "
          "status body_bytes_sent request_length ssl_protocol ssl_cipher ssl_session_reused ssl_server_name ssl_alpn_protocol "
          "ssl_early_data ssl_client_verify ssl_client_s_dn").split()

CONFIGURATION = """
user root; worker_processes 1; daemon off; pid {work}/nginx.pid; error_log {work}/nginx.error info;
events {{ worker_connections 256; }}
http {{
  default_type application/octet-stream;
  types {{ text/html html; text/plain txt; application/json json; }}
  log_format truth escape=json '{{{format}}}';
  access_log {work}/nginx.log truth;
  client_body_temp_path {work}/nginx-body; proxy_temp_path {work}/nginx-proxy;
  fastcgi_temp_path {work}/nginx-f; uwsgi_temp_path {work}/nginx-u; scgi_temp_path {work}/nginx-s;
  server_tokens off; keepalive_timeout 20s; tcp_nodelay on;
  ssl_certificate {work}/origin-chain.pem; ssl_certificate_key {work}/origin.key;
  root {work}/files;
  server {{ listen {PLAIN}; }}
  server {{ listen {MODERN} ssl http2; ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:a:1m; gzip on;
            gzip_types text/plain; }}
  server {{ listen {OLDER} ssl http2; ssl_protocols TLSv1.2; ssl_session_cache shared:b:1m; }}
  server {{ listen {TICKETLESS} ssl; ssl_protocols TLSv1.2; ssl_session_tickets off; ssl_session_cache shared:c:1m; }}
  server {{ listen {EARLY} ssl; ssl_protocols TLSv1.3; ssl_early_data on; }}
  server {{ listen {CLIENTS} ssl; ssl_verify_client on; ssl_client_certificate {work}/root.pem; ssl_verify_depth 3; }}
}}
"""


def start(lab):
    os.makedirs(lab.path("files"), exist_ok=True)
    text = "".join(f"line {number}: what is sealed is what was meant\n" for number in range(60))
    for name, content in {"hello.txt": b"hello, sealed\n", "text.txt": text.encode(), "random.bin": random.Random(8).randbytes(5000),
                          "large.bin": random.Random(9).randbytes(36_000)}.items():
        with open(lab.path("files", name), "wb") as file:
            file.write(content)
        os.utime(lab.path("files", name), (1_700_000_000, 1_700_000_000))
    with open(lab.path("nginx.conf"), "w") as file:
        file.write(CONFIGURATION.format(work=lab.work, PLAIN=PLAIN, MODERN=MODERN, OLDER=OLDER, TICKETLESS=TICKETLESS, EARLY=EARLY,
                                        CLIENTS=CLIENTS, format=",".join(f'"{name}":"${name}"' for name in FIELDS)))
    open(lab.path("nginx.log"), "a").close()
    lab.start("origin", "nginx", "-c", lab.path("nginx.conf"))
    lab.wait_for("origin", PLAIN, MODERN, OLDER, TICKETLESS, EARLY, CLIENTS)


class Log:
    """What nginx logs while it is open, a connection at a time."""

    def __init__(self, lab):
        self.path = lab.path("nginx.log")
        self.offset = os.path.getsize(self.path)

    def connections(self):
        """In the order in which they were accepted."""
        time.sleep(0.3)
        with open(self.path) as file:
            file.seek(self.offset)
            lines = [json.loads(line) for line in file]
        found = {}
        for line in sorted(lines, key=lambda line: (int(line["connection"]), int(line["connection_requests"]))):
            found.setdefault(int(line["connection"]), []).append(line)
        return list(found.values())


def facts(lines, resumed=False, lab=None):
    """Of one connection, by its lines of nginx's log. `resumed` is the way, where nginx says that it was."""
    first = lines[0]
    found = {"version": version(first["ssl_protocol"]), "cipher": SUITES.get(first["ssl_cipher"], first["ssl_cipher"]),
             "resumed": resumed if first["ssl_session_reused"] == "r" else False}
    if first["ssl_server_name"]:
        found["server_name"] = first["ssl_server_name"]
    if first["ssl_alpn_protocol"]:
        found["alpn"] = first["ssl_alpn_protocol"]
    if first["ssl_early_data"] == "1":
        found["early_data"] = "accepted"
    found["http"] = [exchange(line, lab) for line in lines]
    return found


def exchange(line, lab):
    found = {"method": line["request_method"], "target": line["request_uri"], "version": line["server_protocol"].removeprefix("HTTP/"),
             "status": int(line["status"]), "wire_body_bytes": int(line["body_bytes_sent"])}
    path = lab.path("files", line["request_uri"].lstrip("/"))
    if found["status"] == 200 and found["method"] == "GET" and os.path.isfile(path):
        with open(path, "rb") as file:
            content = file.read()
        found |= {"body_bytes": len(content), "body_sha256": hashlib.sha256(content).hexdigest()}
    return found


def curl(lab, *arguments, host="client", check=True):
    """curl, with its key log and a trace of what passed TLS. Everything that it sent, and received, when it spoke HTTP/1."""
    trace = lab.path("trace")
    done = lab.call(host, "env", f"SSLKEYLOGFILE={lab.path('keys')}", "curl", "-q", "-sS", "--max-time", "15", "-A", "weir-fixture/1",
                    "--cacert", lab.path("root.pem"), "--trace", trace, *arguments)
    if check and done.returncode:
        raise RuntimeError(f"curl {arguments}: {done.stderr.decode()}")
    return traced(trace)


def traced(path):
    sides, side = {"client": bytearray(), "server": bytearray()}, None
    with open(path) as file:
        for line in file:
            if line[:2] in ("=>", "<=", "==", "{ ", "} "):
                side = ({"=>": "client", "<=": "server"}[line[:2]]
                        if re.match(r"(=> Send|<= Recv) (header|data)", line) else None)
            elif side and re.match(r"[0-9a-f]{4,}: ", line):
                sides[side].extend(bytes.fromhex(re.match(r"[0-9a-f]+: ((?:[0-9a-f]{2} )+)", line)[1].replace(" ", "")))
    return {side: octets(bytes(found)) for side, found in sides.items()}
