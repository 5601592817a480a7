"""tinyproxy and haproxy on 10.7.0.2, squid on 10.7.0.3, nghttpx on 10.7.0.4: their configurations and their logs."""

import os
import re
import shutil

import lab as laboratory
import nginx
import truth

TINYPROXY, TINYPROXY_LOCKED, TINYPROXY_CHAINED, SQUID, NGHTTPX = 8877, 8878, 8879, 3177, 8044
V1, V2, V1_IPV6, V2_IPV6, V1_TCP, V2_TCP, ACCEPTING, TROUBLE = 6081, 6082, 6083, 6084, 6085, 6086, 6087, 6088

# --- squid

SQUID_FIGURES = {
    "wire_body_bytes (squid)": "%<st - %<sh: octets of the reply sent to the client less those of its header",
    "tunnel_bytes": "squid, of CONNECT: octets sent to the client, the answer to CONNECT included",
}
SQUID_CONFIGURATION = """
http_port {port}
acl denied dstdomain denied.test
http_access deny denied
http_access allow all
cache deny all
via on
forwarded_for on
strip_query_terms off
visible_hostname second.test
pid_filename {work}/squid/pid
cache_log {work}/squid/cache.log
coredump_dir {work}/squid
netdb_filename none
pinger_enable off
shutdown_lifetime 1 second
connect_timeout 2 seconds
error_directory {work}/squid/errors
err_page_stylesheet none
logformat truth {{"client":"%>a","client_port":"%>p","server":"%>la","server_port":"%>lp","method":"%rm","target":"%ru",\
"version":"%rv","status":"%>Hs","sent":"%<st","header":"%<sh","from_port":"%<lp","to":"%<a","to_port":"%<p","result":"%Ss"}}
logfile_rotate 0
access_log stdio:{work}/squid/access.log logformat=truth
"""


def start_squid(lab, host="second"):
    os.makedirs(lab.path("squid"))
    open(lab.path("squid/access.log"), "w").close()
    # Pages of our own, so that captures hold nobody else's.
    os.makedirs(lab.path("squid/errors"))
    for name in os.listdir("/usr/share/squid/errors/templates"):
        with open(lab.path("squid/errors", name), "w") as file:
            file.write(f"<title>{name}</title>\n<p>No, said the proxy: %U\n")
    for path in (lab.path("squid"), lab.path("squid/access.log")):
        shutil.chown(path, "proxy", "proxy")
    with open(lab.path("squid.conf"), "w") as file:
        file.write(SQUID_CONFIGURATION.format(port=SQUID, work=lab.work))
    lab.start(host, "squid", "-N", "-f", lab.path("squid.conf"))
    lab.wait_for(host, SQUID)
    return lab.path("squid/access.log")


def squid(log):
    for line in log:
        ends = truth.ends(line["client"], line["client_port"], line["server"], line["server_port"])
        exchange = {"method": line["method"], "target": line["target"], "version": f"HTTP/{line['version']}",
                    "status": int(line["status"]), "log": "squid"}
        if line["method"] == "CONNECT" and exchange["status"] == 200:
            exchange["tunnel_bytes"] = int(line["sent"])
            exchange["tunnel"] = True
        elif line["method"] != "HEAD" and int(line["sent"]) > 0:
            # Of a CONNECT whose connection failed squid logs no sizes.
            exchange["wire_body_bytes"] = int(line["sent"]) - int(line["header"])
        if line["from_port"] not in ("-", "0"):
            exchange["upstream"] = {"address": f"{line['to']}:{line['to_port']}", "from": int(line["from_port"])}
        yield ends, exchange


# --- tinyproxy. It logs request lines, but neither ports nor statuses: those are curl's.

TINYPROXY_FIGURES = {"method, target (tinyproxy)": "its log's request line; client port and status as curl saw them"}
TINYPROXY_CONFIGURATION = """
User root
Group root
Port {port}
Timeout 30
LogFile "{log}"
LogLevel Info
PidFile "{log}.pid"
MaxClients 20
ViaProxyName "tinyproxy"
XTinyproxy Yes
{more}
"""


def start_tinyproxies(lab, host="proxy"):
    logs = {}
    for port, more in ((TINYPROXY, ""), (TINYPROXY_LOCKED, "BasicAuth alice wonderland"),
                       (TINYPROXY_CHAINED, f'Upstream http second.test:{SQUID}')):
        logs[port] = lab.path(f"tinyproxy-{port}.log")
        with open(lab.path(f"tinyproxy-{port}.conf"), "w") as file:
            file.write(TINYPROXY_CONFIGURATION.format(port=port, log=logs[port], more=more))
        lab.start(host, "tinyproxy", "-d", "-c", lab.path(f"tinyproxy-{port}.conf"))
        lab.wait_for(host, port)
    return logs


def tinyproxy_requests(path, offset):
    """The request lines that were logged."""
    with open(path) as file:
        file.seek(offset)
        return [truth.request_line(found[1]) for found in re.finditer(r"Request \(file descriptor \d+\): (.*)", file.read())]


# --- haproxy

HAPROXY_FIGURES = {"status (haproxy)": "its log's; sizes are curl's"}
HAPROXY_CONFIGURATION = """
global
  log stdout format raw local0 info
  maxconn 100
defaults
  mode http
  log global
  timeout connect 1s
  timeout client 5s
  timeout server 1s
  timeout http-request 1s
  retries 0
  log-format '{{"client":"%ci","client_port":"%cp","server":"%fi","server_port":"%fp","method":"%HM","target":"%HPO%HQ",\
"version":"%HV","status":"%ST","from_port":"%bp","to":"%si","to_port":"%sp","termination":"%tsc"}}'
  http-reuse never
frontend v1
  bind :{V1}
  option forwardfor
  default_backend v1
backend v1
  server nginx {origin}:{PROXIED} send-proxy
frontend v2
  bind :{V2}
  option forwardfor
  default_backend v2
backend v2
  server nginx {origin}:{PROXIED} send-proxy-v2 proxy-v2-options crc32c,unique-id,authority
frontend v1-ipv6
  bind [::]:{V1_IPV6} v6only
  default_backend v1-ipv6
backend v1-ipv6
  server nginx [{origin6}]:{PROXIED6} send-proxy
frontend v2-ipv6
  bind [::]:{V2_IPV6} v6only
  default_backend v2-ipv6
backend v2-ipv6
  server nginx [{origin6}]:{PROXIED6} send-proxy-v2
frontend accepting
  bind :{ACCEPTING} accept-proxy
  option forwardfor
  default_backend v2
frontend trouble
  bind :{TROUBLE}
  http-request deny deny_status 403 if {{ path /denied }}
  http-request deny deny_status 429 if {{ path /too-many }}
  http-request redirect location /elsewhere code 302 if {{ path /moved }}
  use_backend dead if {{ path /dead }}
  use_backend slow if {{ path_beg /slow }}
  default_backend plain
backend plain
  server nginx {origin}:{PLAIN}
backend dead
  server nobody 10.7.0.3:{DEAD}
backend slow
  server raw {origin}:{RAW}
frontend v1-tcp
  mode tcp
  bind :{V1_TCP}
  log-format '{{"mode":"tcp"}}'
  default_backend v1-tcp
backend v1-tcp
  mode tcp
  server nginx {origin}:{PROXIED} send-proxy
frontend v2-tcp
  mode tcp
  bind :{V2_TCP}
  log-format '{{"mode":"tcp"}}'
  default_backend v2-tcp
backend v2-tcp
  mode tcp
  server nginx {origin}:{PROXIED} send-proxy-v2
"""


def start_haproxy(lab, host="proxy"):
    ports = {name: value for name, value in globals().items() if isinstance(value, int)}
    with open(lab.path("haproxy.cfg"), "w") as file:
        file.write(HAPROXY_CONFIGURATION.format(
            origin=laboratory.address("origin"), origin6=laboratory.address6("origin"), PLAIN=nginx.PLAIN, PROXIED=nginx.PROXIED,
            PROXIED6=nginx.PROXIED6, DEAD=nginx.DEAD, RAW=nginx.RAW, **ports))
    process = lab.start(host, "haproxy", "-db", "-f", lab.path("haproxy.cfg"))
    lab.wait_for(host, V1, TROUBLE)
    return process.output


def haproxy(log):
    for line in log:
        if "mode" in line:
            continue
        ends = truth.ends(line["client"].removeprefix("::ffff:"), line["client_port"], line["server"].removeprefix("::ffff:"),
                          line["server_port"])
        exchange = {"status": int(line["status"]), "log": "haproxy", "termination": line["termination"]}
        if line["method"] != "<BADREQ>":
            exchange = {"method": line["method"], "target": line["target"], "version": line["version"]} | exchange
        if line["to"] not in ("-", ""):
            exchange["upstream"] = {"address": f"{line['to']}:{line['to_port']}", "from": int(line["from_port"])}
        yield ends, exchange


# --- nghttpx

NGHTTPX_FIGURES = {"wire_body_bytes (nghttpx)": "its $body_bytes_sent"}


def start_nghttpx(lab, host="origin"):
    log = lab.path("nghttpx.log")
    lab.start(host, "nghttpx", f"--frontend=10.7.0.4,{NGHTTPX};no-tls", f"--backend=127.0.0.1,{nginx.PLAIN}", "--workers=1",
              f"--accesslog-file={log}", "--accesslog-format={\"client\":\"$remote_addr\",\"client_port\":\"$remote_port\","
              "\"request\":\"$request\",\"status\":\"$status\",\"sent\":\"$body_bytes_sent\",\"alpn\":\"$alpn\"}",
              "--conf=/dev/null", f"--errorlog-file={lab.path('nghttpx.error')}")
    lab.wait_for(host, NGHTTPX)
    return log


def nghttpx(log):
    for line in log:
        ends = truth.ends(line["client"], line["client_port"], "10.7.0.4", NGHTTPX)
        method, target, version = truth.request_line(line["request"])
        exchange = {"method": method, "target": target, "version": version, "status": int(line["status"]), "log": "nghttpx"}
        if version == "HTTP/2":
            exchange["http2"] = True
        yield ends, exchange
