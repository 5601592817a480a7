"""nginx, haproxy and curl: what is served, and what curl and their logs say of it."""

import json
import os
import time
import urllib.parse

import clients

PLAIN, H2C, TLS, FEW, BRIEF = 29080, 29081, 29443, 29444, 29445
FRONT, FRONT_CLEAR, DEAD = 29643, 29680, 29999
AGENT = "weir-fixture/1"

FIELDS = ("remote_addr remote_port server_port connection connection_requests request_method request_uri server_protocol status "
          "http2 sent_http_content_length").split()
NGINX = """
load_module /usr/lib/nginx/modules/ngx_http_brotli_filter_module.so;
user root; worker_processes 1; daemon off; pid {work}/nginx.pid; error_log {work}/nginx.error;
events {{ worker_connections 256; }}
http {{
  default_type application/octet-stream;
  types {{ text/html html; text/plain txt; application/json json; text/css css; }}
  log_format truth escape=json '{{{format}}}';
  access_log {work}/nginx.log truth;
  client_body_temp_path {work}/nginx-body; proxy_temp_path {work}/nginx-proxy;
  fastcgi_temp_path {work}/nginx-f; uwsgi_temp_path {work}/nginx-u; scgi_temp_path {work}/nginx-s;
  server_tokens off; keepalive_timeout 20s; client_max_body_size 300k;
  gzip_types text/plain application/json; gzip_min_length 100; brotli_types text/plain application/json; brotli_min_length 100;
  ssl_certificate {work}/origin-chain.pem; ssl_certificate_key {work}/origin.key;
  root {work}/files;
  server {{ listen {PLAIN}; include {work}/locations.conf; }}
  server {{ listen {H2C} http2; include {work}/locations.conf; }}
  server {{ listen {TLS} ssl http2; ssl_protocols TLSv1.2 TLSv1.3; include {work}/locations.conf; }}
  server {{ listen {FEW} ssl http2; keepalive_requests 3; http2_max_concurrent_streams 2; include {work}/locations.conf; }}
  server {{ listen {BRIEF} http2; keepalive_timeout 300ms; http2_body_preread_size 1k; http2_chunk_size 1k;
            large_client_header_buffers 4 1k; include {work}/locations.conf; }}
}}
"""
LOCATIONS = """
location /gzip/ {{ alias {work}/files/; gzip on; }}
location /br/ {{ alias {work}/files/; brotli on; }}
location /old {{ return 301 /hello.txt; }}
location /nothing {{ return 204; }}
location /forbidden {{ return 403 "no\\n"; }}
location /teapot {{ return 418 "short and stout\\n"; }}
location /trouble {{ return 500 "made to order\\n"; }}
location /upload {{ proxy_pass http://127.0.0.1:{PLAIN}/accepted; }}
location /accepted {{ access_log off; return 200 "accepted\\n"; }}
location /login {{ add_header Set-Cookie "session=s3cr3t-session; HttpOnly" always; return 200 "in\\n"; }}
location /pushing {{ http2_push /style.css; http2_push /script.js; alias {work}/files/page.html; }}
location /dead {{ proxy_pass http://127.0.0.1:9; }}
location /slowly {{ limit_rate 40k; alias {work}/files/text.txt; }}
"""

HAPROXY = """
global
  log stdout format raw local0 info
  ssl-server-verify none
defaults
  mode http
  log global
  timeout connect 1s
  timeout client 5s
  timeout server 2s
  retries 0
  http-reuse never
frontend secure
  bind :{FRONT} ssl crt {work}/proxy.both alpn h2,http/1.1
  http-request deny deny_status 429 if {{ path /too-many }}
  http-request redirect location /elsewhere code 302 if {{ path /moved }}
  use_backend dead if {{ path /unreachable }}
  use_backend h2c if {{ path_beg /h2c/ }}
  default_backend plain
frontend clear
  bind :{FRONT_CLEAR} proto h2
  default_backend plain
backend plain
  server nginx {origin}:{PLAIN}
backend h2c
  http-request replace-path /h2c(/.*) \\1
  server nginx {origin}:{H2C} proto h2
backend dead
  server nobody {origin}:{DEAD}
"""
PORTS = {"PLAIN": PLAIN, "H2C": H2C, "TLS": TLS, "FEW": FEW, "BRIEF": BRIEF, "FRONT": FRONT, "FRONT_CLEAR": FRONT_CLEAR, "DEAD": DEAD}


def start(lab):
    values = {"work": lab.work, "origin": lab.address("origin"), "format": ",".join(f'"{name}":"${name}"' for name in FIELDS)} | PORTS
    with open(lab.path("proxy.both"), "w") as file:
        file.write(open(lab.path("proxy-chain.pem")).read() + open(lab.path("proxy.key")).read())
    for name, text in (("nginx.conf", NGINX), ("locations.conf", LOCATIONS), ("haproxy.conf", HAPROXY)):
        with open(lab.path(name), "w") as file:
            file.write(text.format(**values))
    open(lab.path("nginx.log"), "a").close()
    lab.start("origin", "nginx", "-c", lab.path("nginx.conf"))
    lab.wait_for("origin", PLAIN, H2C, TLS, FEW, BRIEF)
    lab.start("proxy", "haproxy", "-f", lab.path("haproxy.conf"))
    lab.wait_for("proxy", FRONT, FRONT_CLEAR)


def curl(lab, *transfers, options=(), each=()):
    """One curl for all transfers, with `each` of them; each as an exchange, with the port that it went out by."""
    os.environ["SSLKEYLOGFILE"] = lab.path("keys")
    try:
        said = clients.curl(lab, *(["--cacert", lab.path("root.pem"), *each, *transfer] for transfer in transfers), options=options)
    finally:
        del os.environ["SSLKEYLOGFILE"]
    if failed := [entry for entry in said if entry["exitcode"]]:
        raise RuntimeError(f"curl: {[(entry['url'], entry['errormsg']) for entry in failed]}")
    return [exchange(lab, entry, transfers) for entry in said]


def exchange(lab, said, transfers):
    # In parallel they are told as they end: the file that one's body went to says which it is.
    number = said["filename_effective"].rsplit("-", 1)[1]
    transfer, body = transfers[int(number)], lab.path(f"body-{number}")
    url = urllib.parse.urlsplit(said["url"])
    found = {"port": said["local_port"], "method": said["method"], "scheme": url.scheme, "authority": url.netloc,
             "target": url.path + (f"?{url.query}" if url.query else ""), "status": said["http_code"],
             "request_headers": {"user-agent": AGENT} | given(transfer), "complete": True}
    blocks = heads(lab.path(f"head-{number}"))
    if interim := [status for status, _ in blocks[:-1] if status < 200]:
        found["interim"] = interim
    found["response_fields"] = blocks[-1][1]
    head = "-I" in transfer
    found["wire_body_bytes"] = 0 if head else said["size_download"]
    found["body_bytes"] = 0 if head else os.path.getsize(body)
    if said["size_upload"] or said["method"] not in ("GET", "HEAD"):
        found["request_wire_body_bytes"] = said["size_upload"]
    return found


def given(transfer):
    """The fields that the scenario told curl to send."""
    fields = (value for option, value in zip(transfer, transfer[1:]) if option == "-H")
    return {name.lower(): value for name, value in (field.split(": ", 1) for field in fields)}


def heads(path):
    """Status and fields of each block that curl wrote."""
    found = []
    with open(path, "rb") as file:
        for line in file.read().decode("utf-8", "backslashreplace").split("\r\n"):
            if line.startswith("HTTP/"):
                found.append((int(line.split()[1]), []))
            elif ": " in line or line.endswith(":"):
                name, _, value = line.partition(":")
                found[-1][1].append([name, value.strip()])
    return found


def enter(lab, known, port, exchanges, server="origin", **facts):
    """curl's exchanges as connections: by the port that each went out by, in the order of the first."""
    ports = list(dict.fromkeys(exchange["port"] for exchange in exchanges))
    for own in ports:
        mine = [{name: value for name, value in exchange.items() if name != "port"}
                for exchange in exchanges if exchange["port"] == own]
        known.connection(lab, port, server=server, exchanges=mine, **facts)


class Log:
    """What nginx logs while it is open."""

    def __init__(self, lab):
        self.path = lab.path("nginx.log")
        self.offset = os.path.getsize(self.path)

    def lines(self):
        time.sleep(0.4)
        with open(self.path) as file:
            file.seek(self.offset)
            return [json.loads(line) for line in file]


def behind(lab, known, lines, port):
    """The connections from the proxy to a port of nginx, by its log, in the order in which they were accepted."""
    found = {}
    for line in sorted(lines, key=lambda line: (int(line["connection"]), int(line["connection_requests"]))):
        if int(line["server_port"]) == port and line["remote_addr"] == lab.address("proxy"):
            found.setdefault(line["connection"], []).append(line)
    for mine in found.values():
        exchanges = [logged(line) for line in mine]
        start = {"start": "prior_knowledge", "tls": False} if mine[0]["http2"] else {"tls": False}
        known.connection(lab, port, client="proxy", exchanges=exchanges, **start)


def logged(line):
    found = {"method": line["request_method"], "target": line["request_uri"], "status": int(line["status"])}
    if found["status"] == 444:
        found |= {"answered": False}
        del found["status"]
    elif line["sent_http_content_length"]:
        found["wire_body_bytes"] = int(line["sent_http_content_length"]) if line["request_method"] != "HEAD" else 0
    return found
