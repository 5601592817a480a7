"""nginx: what it serves, and its log as the truth says it.

One process a host, with the same configuration on each: files, errors made to order, and a reverse proxy.
"""

import gzip
import json
import os
import random
import subprocess


import lab as laboratory
import truth

PLAIN, TLS, PROXIED, PROXIED6 = 9123, 9645, 9125, 9126
RAW, WEBSOCKET, DEAD = 7007, 5151, 9199

FIELDS = ("remote_addr remote_port server_addr server_port connection connection_requests request status body_bytes_sent "
          "bytes_sent request_length content_length content_type request_time upstream_addr upstream_status "
          "upstream_bytes_received proxy_protocol_addr proxy_protocol_port proxy_protocol_server_addr "
          "proxy_protocol_server_port sent_http_content_encoding sent_http_transfer_encoding sent_http_content_length "
          "sent_http_location sent_http_content_type sent_http_set_cookie sent_http_sec_websocket_accept").split()
HEADERS = ("host user_agent authorization cookie x_api_key x_forwarded_for x_real_ip via forwarded range expect upgrade "
           "content_encoding referer x_auth_token if_none_match").split()

FIGURES = {
    "wire_body_bytes": "nginx's $body_bytes_sent: octets sent after the response's header, chunked framing included; less the 25 "
                       "octets of its interim 100, which it counts too",
    "request_body_bytes": "the request's Content-Length as nginx read it, or, chunked, curl's size_upload",
    "body_bytes": "length of the body curl wrote, transfer and content codings removed",
    "encoded_body_bytes": "curl's size_download: transfer coding removed, content coding left",
}

CONFIGURATION = """
load_module /usr/lib/nginx/modules/ngx_http_brotli_filter_module.so;
user root; worker_processes 1; daemon off; pid {work}/nginx-{host}.pid; error_log {work}/nginx-{host}.error;
events {{ worker_connections 256; }}
http {{
  default_type application/octet-stream;
  types {{ text/html html; text/plain txt; application/json json; text/css css; }}
  log_format truth escape=json '{{{format}}}';
  access_log {work}/nginx-{host}.log truth;
  client_body_temp_path {work}/nginx-{host}-body; proxy_temp_path {work}/nginx-{host}-proxy;
  fastcgi_temp_path {work}/nginx-{host}-f; uwsgi_temp_path {work}/nginx-{host}-u; scgi_temp_path {work}/nginx-{host}-s;
  server_tokens off; keepalive_timeout 20s; client_header_timeout 2s; client_body_timeout 2s; client_max_body_size 300k;
  large_client_header_buffers 4 2k; lingering_close off; tcp_nodelay on;
  gzip_types text/plain application/json; gzip_min_length 100; gzip_http_version 1.0; gzip_proxied any;
  brotli_types text/plain application/json; brotli_min_length 100;
  map $http_upgrade $upgrading {{ default upgrade; '' close; }}
  upstream kept {{ server origin.test:{PLAIN}; keepalive 4; }}
  server {{
    listen {PLAIN} backlog=64; listen [::]:{PLAIN} ipv6only=on; listen {TLS} ssl;
    listen {PROXIED} proxy_protocol; listen [::]:{PROXIED6} proxy_protocol ipv6only=on;
    ssl_certificate {work}/origin.pem; ssl_certificate_key {work}/origin.key;
    root {work}/files;
    location /gzip/ {{ alias {work}/files/; gzip on; }}
    location /br/ {{ alias {work}/files/; brotli on; gzip on; }}
    location /zst/ {{ alias {work}/files/; default_type text/plain; types {{ }} add_header Content-Encoding zstd; }}
    location /old {{ return 301 /hello.txt; }}
    location /found {{ return 302 http://origin.test:{PLAIN}/page.html?from=found; }}
    location /see-other {{ return 303 /hello.txt; }}
    location /temporary {{ return 307 /upload; }}
    location /nothing {{ return 204; }}
    location /forbidden {{ return 403 "no\n"; }}
    location /teapot {{ return 418 "short and stout\n"; }}
    location /trouble {{ return 500 "made to order\n"; }}
    location /closing {{ return 444; }}
    location /upload {{ proxy_pass http://127.0.0.1:{PLAIN}/accepted; proxy_http_version 1.1; }}
    location /accepted {{ access_log off; return 200 "accepted\n"; }}
    location /stored/ {{ alias {work}/stored/; dav_methods PUT DELETE; create_full_put_path on; }}
    location /login {{ add_header Set-Cookie "session=s3cr3t-session; HttpOnly" always; return 200 "in\n"; }}
    location /private {{ auth_basic "weir"; auth_basic_user_file {work}/passwords; alias {work}/files/hello.txt; }}
    location /dead {{ proxy_pass http://second.test:{DEAD}; }}
    location /raw/ {{ proxy_pass http://origin.test:{RAW}/; proxy_http_version 1.1; proxy_read_timeout 1s;
      proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Real-IP $remote_addr; proxy_set_header Via "1.1 {host}.test";
      proxy_set_header Forwarded "for=$remote_addr;proto=http;by=_{host}"; proxy_buffering off; }}
    location /kept/ {{ proxy_pass http://kept/; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; }}
    location /chat {{ proxy_pass http://origin.test:{WEBSOCKET}; proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $upgrading; proxy_set_header Host $host; }}
  }}
}}
"""


def files(work):
    """What is served, the same every time."""
    os.makedirs(f"{work}/files", exist_ok=True)
    os.makedirs(f"{work}/stored", exist_ok=True)
    os.chmod(f"{work}/stored", 0o777)
    text = "".join(f"line {number}: what crosses the wire is what was sent\n" for number in range(400))
    contents = {
        "hello.txt": b"hello over a strange port\n",
        "page.html": ("<!doctype html>\n<title>Weir</title>\n" + "<p>" + text[:6000]).encode(),
        "text.txt": text.encode(),
        "data.json": json.dumps([{"id": number, "name": f"item {number}"} for number in range(300)]).encode(),
        "random.bin": random.Random(7).randbytes(30_000),
        "empty.txt": b"",
    }
    contents["data.json.gz"] = gzip.compress(contents["data.json"], mtime=0)
    try:
        import zstandard
        contents["text.txt.zst"] = zstandard.ZstdCompressor(level=9).compress(text.encode())
    except ImportError:
        pass
    for name, octets in contents.items():
        with open(f"{work}/files/{name}", "wb") as file:
            file.write(octets)
        os.utime(f"{work}/files/{name}", (1_700_000_000, 1_700_000_000))
    with open(f"{work}/passwords", "w") as file:
        file.write("alice:{PLAIN}wonderland\n")


def certificate(work):
    run = laboratory.run
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{work}/origin.key", "-out", f"{work}/origin.pem",
        "-days", "3650", "-subj", "/CN=origin.test", "-addext", "subjectAltName=DNS:origin.test", stderr=subprocess.DEVNULL)


def start(lab, host):
    log_format = ",".join(f'"{name}":"${name}"' for name in FIELDS)
    log_format += "," + ",".join(f'"http_{name}":"$http_{name}"' for name in HEADERS)
    path = lab.path(f"nginx-{host}.conf")
    with open(path, "w") as file:
        file.write(CONFIGURATION.format(
            work=lab.work, host=host, format=log_format, PLAIN=PLAIN, TLS=TLS, PROXIED=PROXIED, PROXIED6=PROXIED6, RAW=RAW,
            WEBSOCKET=WEBSOCKET, DEAD=DEAD))
    process = lab.start(host, "nginx", "-c", path)
    lab.wait_for(host, PLAIN, TLS, PROXIED)
    return process


def version():
    return subprocess.run(["nginx", "-v"], stderr=subprocess.PIPE, check=True).stderr.decode().split("/")[1].strip()


def exchanges(log):
    """The log's lines as exchanges of flows: pairs of the flow's ends and the exchange."""
    for line in log:
        if line["server_port"] == str(TLS):
            continue  # Nobody without the key sees these.
        if line["remote_addr"] == "127.0.0.1":
            continue  # Nor do these cross the switch.
        ends = truth.ends(line["remote_addr"], line["remote_port"], line["server_addr"], line["server_port"])
        yield ends, exchange(line)


def exchange(line):
    method, target, version = truth.request_line(line["request"])
    status = int(line["status"])
    found = {"method": method, "target": target, "version": version, "status": status, "log": "nginx"}
    if not version or (status >= 400 and version == "HTTP/0.9" and len(line["request"]) > 1000):
        # nginx gave up in the middle of the request line.
        found = {"status": status, "log": "nginx"}
    if int(line["bytes_sent"]) == 0:
        # 408, 444 and 499: what nginx thought of it, without a word to the client.
        found["answered"] = False
    elif status not in (101,):
        found["wire_body_bytes"] = int(line["body_bytes_sent"])
        if not line["sent_http_transfer_encoding"] and not line["sent_http_content_encoding"]:
            found["body_bytes"] = found["wire_body_bytes"]
    if status == 413:
        # It was told before it sent its body.
        found["request_complete"] = False
    elif line["content_length"] and found.get("answered", True):
        found["request_body_bytes"] = int(line["content_length"])
    request = {name.replace("_", "-"): line[f"http_{name}"] for name in HEADERS if line[f"http_{name}"]}
    response = {name.removeprefix("sent_http_").replace("_", "-"): value for name, value in line.items()
                if name.startswith("sent_http_") and value}
    found["request_headers"] = request
    if found.get("answered", True) and version != "HTTP/0.9":
        found["response_headers"] = response
    if line["upstream_addr"]:
        found["upstream"] = {"address": line["upstream_addr"], "status": line["upstream_status"]}
    if line["proxy_protocol_addr"]:
        found["proxy_protocol"] = {
            "client": {"address": line["proxy_protocol_addr"], "port": int(line["proxy_protocol_port"])},
            "server": {"address": line["proxy_protocol_server_addr"], "port": int(line["proxy_protocol_server_port"])}}
    return found
