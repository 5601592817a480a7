"""Everything that serves, started, and how each one's log is read."""

import os
import sys

import nginx
import proxies
import raw
import websocket
import ws_server
from servers import Servers

HERE = os.path.dirname(os.path.abspath(__file__))


def start(lab):
    servers = Servers()
    nginx.files(lab.work)
    nginx.certificate(lab.work)
    for host in ("origin", "proxy"):
        nginx.start(lab, host)
        servers.log(lab.path(f"nginx-{host}.log"), nginx.exchanges, nginx.FIGURES)
    python(lab, "raw_server.py", [nginx.RAW], "10.7.0.4", str(nginx.RAW), lab.path("raw.log"))
    servers.log(lab.path("raw.log"), raw.exchanges, raw.FIGURES)
    python(lab, "ws_server.py", ws_server.PORTS, "10.7.0.4", lab.path("websockets.log"))
    servers.log(lab.path("websockets.log"), websocket.exchanges, websocket.FIGURES)
    proxies.start_tinyproxies(lab)
    servers.log(proxies.start_squid(lab), proxies.squid, proxies.SQUID_FIGURES)
    servers.log(proxies.start_haproxy(lab), proxies.haproxy, proxies.HAPROXY_FIGURES)
    servers.log(proxies.start_nghttpx(lab), proxies.nghttpx, proxies.NGHTTPX_FIGURES)
    return servers


def python(lab, program, ports, *arguments):
    lab.start("origin", sys.executable, os.path.join(HERE, program), *arguments)
    lab.wait_for("origin", *ports)
