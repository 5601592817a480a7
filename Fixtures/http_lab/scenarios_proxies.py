"""Proxies of every kind. tinyproxy, haproxy and a reverse proxy are 10.7.0.2, squid 10.7.0.3, what is behind them 10.7.0.4."""

import os

import clients
import nginx
import proxies
import scenarios_websocket
import ws_server

FOLDER = "http"
ORIGIN = f"http://origin.test:{nginx.PLAIN}"
TLS = f"https://origin.test:{nginx.TLS}"
SQUID = f"http://second.test:{proxies.SQUID}"


def relay(known):
    """Behind a CONNECT that squid granted stands, in the same flow, what squid's own flow to the next hop holds."""
    for ends in list(known.flows):
        exchanges = known.exchanges(ends)
        for connect in [exchange for exchange in exchanges if exchange.get("tunnel")]:
            for inner in known.flows:
                if inner[:2] == (ends[2], connect.get("upstream", {}).get("from")):
                    inside(exchanges, connect, known.exchanges(inner))


def inside(exchanges, connect, relayed, deeper=1):
    """`in_tunnel` counts the CONNECTs around an exchange in its stream."""
    place = next(index for index, exchange in enumerate(exchanges) if exchange is connect) + 1
    exchanges[place:place] = [exchange | {"in_tunnel": exchange.get("in_tunnel", 0) + deeper} for exchange in relayed]


class Tinyproxy:
    """What tinyproxy's log says from now on, with ports and statuses of what curl said."""

    def __init__(self, lab, port):
        self.path, self.port = lab.path(f"tinyproxy-{port}.log"), port
        self.offset = os.path.getsize(self.path)

    def join(self, known, said, hops):
        """`hops` are the flows that tinyproxy opened, in order, for CONNECTs that succeeded."""
        hops = list(hops)
        for transfer, (method, target, version) in zip(said, proxies.tinyproxy_requests(self.path, self.offset), strict=True):
            status = transfer["http_connect"] if method == "CONNECT" else transfer["http_code"]
            exchange = {"method": method, "target": target, "version": version, "status": status, "log": "tinyproxy"}
            ends = (transfer["local_ip"], transfer["local_port"], "10.7.0.2", self.port)
            known.add(ends, exchange)
            if method == "CONNECT" and status == 200:
                exchange["tunnel"] = True
                relayed = known.exchanges(hops.pop(0))
                # A tinyproxy with an upstream proxy passes its answer on; it does not make one of its own.
                if self.port == proxies.TINYPROXY_CHAINED:
                    inside(known.exchanges(ends), exchange, relayed[1:], deeper=0)
                else:
                    inside(known.exchanges(ends), exchange, relayed)
        known.figures |= proxies.TINYPROXY_FIGURES


def hops(known, port):
    """Flows from 10.7.0.2 to a port, in the order in which they ended."""
    return [ends for ends in known.flows if ends[0] == "10.7.0.2" and ends[3] == port]


def proxy_absolute(lab, known):
    """Requests in absolute form through squid and through tinyproxy: Via, X-Forwarded-For; 403 and 503 that squid makes itself,
    407 of a tinyproxy that wants a password."""
    first, locked = Tinyproxy(lab, proxies.TINYPROXY), Tinyproxy(lab, proxies.TINYPROXY_LOCKED)
    through_squid = ["-x", SQUID]
    said = clients.curl(lab, [*through_squid, f"{ORIGIN}/hello.txt?through=squid"], [*through_squid, f"{ORIGIN}/missing"],
                        [*through_squid, "-d", "a=b", f"{ORIGIN}/upload"], [*through_squid, "-I", f"{ORIGIN}/random.bin"],
                        [*through_squid, "http://denied.test:9123/"], [*through_squid, f"http://second.test:{nginx.DEAD}/"])
    tiny = ["-x", f"http://proxy.test:{proxies.TINYPROXY}"]
    said_first = clients.curl(lab, [*tiny, f"{ORIGIN}/hello.txt?through=tinyproxy"],
                              [*tiny, f"{ORIGIN}/gzip/data.json", "--compressed"])
    tiny = ["-x", f"http://proxy.test:{proxies.TINYPROXY_LOCKED}"]
    said_locked = clients.curl(lab, [*tiny, f"{ORIGIN}/hello.txt"], [*tiny, "-U", "alice:wonderland", f"{ORIGIN}/hello.txt"])

    def finish():
        first.join(known, said_first, [])
        locked.join(known, said_locked, [])
        clients.join(said + said_first + said_locked, known)
    return finish


def proxy_connect(lab, known):
    """CONNECT: plain HTTP in a tunnel of squid's, several exchanges; TLS in another; 403 and 503 instead of a tunnel; 407 and
    then a tunnel of tinyproxy's."""
    locked = Tinyproxy(lab, proxies.TINYPROXY_LOCKED)
    tunnel = ["-p", "-x", SQUID]
    said = clients.curl(lab, [*tunnel, f"{ORIGIN}/hello.txt"], [*tunnel, f"{ORIGIN}/page.html"], [*tunnel, f"{ORIGIN}/missing"],
                        [*tunnel, "-d", "in=tunnel", f"{ORIGIN}/upload"])
    secure = ["--cacert", lab.path("origin.pem"), "-x", SQUID]
    clients.curl(lab, [*secure, f"{TLS}/hello.txt"], [*secure, f"{TLS}/missing"])
    clients.curl(lab, [*tunnel, "http://denied.test:9123/"])
    clients.curl(lab, [*tunnel, f"http://second.test:{nginx.DEAD}/"])
    tiny = ["-p", "-x", f"http://proxy.test:{proxies.TINYPROXY_LOCKED}"]
    said_locked = clients.curl(lab, [*tiny, f"{ORIGIN}/hello.txt"])
    said_locked += clients.curl(lab, [*tiny, "-U", "alice:wonderland", f"{ORIGIN}/hello.txt?with=password"])

    def finish():
        locked.join(known, said_locked, hops(known, nginx.PLAIN))
        relay(known)
        clients.join(said + said_locked, known, skip=("CONNECT",))
    return finish


def proxy_chain(lab, known):
    """Two proxies, one after the other: tinyproxy asks squid for the tunnel that it was asked for. Plain HTTP in it, then TLS."""
    chained = Tinyproxy(lab, proxies.TINYPROXY_CHAINED)
    chain = ["-p", "-x", f"http://proxy.test:{proxies.TINYPROXY_CHAINED}"]
    said = clients.curl(lab, [*chain, f"{ORIGIN}/hello.txt?chained"], [*chain, f"{ORIGIN}/page.html"])
    secure = ["--cacert", lab.path("origin.pem"), "-x", f"http://proxy.test:{proxies.TINYPROXY_CHAINED}"]
    said_secure = clients.curl(lab, [*secure, f"{TLS}/hello.txt"])

    def finish():
        relay(known)
        chained.join(known, [said[0], said_secure[0]], hops(known, proxies.SQUID))
        clients.join(said, known, skip=("CONNECT",))
    return finish


def proxy_nested(lab, known):
    """A tunnel in a tunnel: CONNECT to squid through tinyproxy, in it CONNECT to nginx, in it plain HTTP; all in one stream."""
    outer = Tinyproxy(lab, proxies.TINYPROXY)
    done = clients.raw(
        lab, proxies.TINYPROXY,
        ["send", f"CONNECT second.test:{proxies.SQUID} HTTP/1.1\r\nHost: second.test:{proxies.SQUID}\r\n\r\n"],
        ["until", "\r\n\r\n"], ["send", f"CONNECT origin.test:{nginx.PLAIN} HTTP/1.1\r\nHost: origin.test:{nginx.PLAIN}\r\n"
                                "Proxy-Authorization: Basic YWxpY2U6d29uZGVybGFuZA==\r\n\r\n"], ["until", "\r\n\r\n"],
        ["send", "GET /hello.txt?nested HTTP/1.1\r\nHost: origin.test\r\n\r\n"], ["until", "port\n"], ["pause", 0.1],
        ["send", "GET /missing HTTP/1.1\r\nHost: origin.test\r\n\r\nGET /page.html HTTP/1.1\r\nHost: origin.test\r\n"
         "Connection: close\r\n\r\n"], ["end"], to="10.7.0.2")

    def finish():
        relay(known)
        # Status 200 is on the socket: the client went on.
        outer.join(known, [{"local_ip": "10.7.0.1", "local_port": done["port"],
                            "http_connect": int(done["received"].split(" ")[1])}], hops(known, proxies.SQUID))
    return finish


def proxy_websocket(lab, known):
    """WebSocket through a tunnel of squid's, and through nginx as a reverse proxy: the same messages on both legs."""
    scenarios_websocket.talk(lab, ws_server.DEFLATE, "/echo?in=tunnel", "talk", "--proxy", SQUID)
    scenarios_websocket.talk(lab, nginx.PLAIN, "/chat/echo?by=nginx", "talk", host="proxy.test")
    scenarios_websocket.talk(lab, nginx.PLAIN, "/chat/refuse", "once", "--compress", "none", host="proxy.test")

    def finish():
        relay(known)
        legs = iter([exchange for ends in hops(known, ws_server.DEFLATE) for exchange in known.exchanges(ends)])
        for ends in known.flows:
            for exchange in known.exchanges(ends):
                if exchange["log"] == "nginx" and exchange["status"] == 101:
                    exchange["websocket"] = next(legs)["websocket"]
    return finish


def proxy_protocol(lab, known):
    """haproxy tells nginx who the client is: PROXY protocol version 1 and 2 (with TLVs), IPv4 and IPv6, HTTP and plain TCP; and
    curl tells haproxy so itself."""
    url, url6 = "http://proxy.test", "http://proxy6.test"
    said = []
    for port in (proxies.V1, proxies.V2):
        said += clients.curl(lab, [f"{url}:{port}/hello.txt?http"], [f"{url}:{port}/missing"])
    for port in (proxies.V1_IPV6, proxies.V2_IPV6):
        said += clients.curl(lab, [f"{url6}:{port}/hello.txt?ipv6"])
    through = []
    for port in (proxies.V1_TCP, proxies.V2_TCP):
        through += clients.curl(lab, [f"{url}:{port}/hello.txt?tcp"], [f"{url}:{port}/page.html"])
    said += clients.curl(lab, ["--haproxy-protocol", f"{url}:{proxies.ACCEPTING}/hello.txt?told"])

    def finish():
        # haproxy in TCP mode knows no exchanges: they are nginx's.
        for ends in list(known.flows):
            for exchange in known.exchanges(ends):
                told = exchange.get("proxy_protocol")
                if told and told["server"]["port"] in (proxies.V1_TCP, proxies.V2_TCP):
                    front = (told["client"]["address"], told["client"]["port"], told["server"]["address"], told["server"]["port"])
                    known.add(front, {name: value for name, value in exchange.items() if name != "proxy_protocol"})
        clients.join(said + through, known)
    return finish


def haproxy_trouble(lab, known):
    """haproxy's own answers: 403, 429, 302, 503 from a dead server, 504 from a slow one, 400, and a 408 that it does send."""
    url = f"http://proxy.test:{proxies.TROUBLE}"
    said = clients.curl(lab, [f"{url}/denied"], [f"{url}/too-many"], [f"{url}/moved"], [f"{url}/dead"], [f"{url}/slow?1.5"],
                        [f"{url}/hello.txt"])
    for request in ("GET /hello.txt HTTP/1.1\r\nHost: proxy.test\r\nX-Never: ends",
                    "GET /bad\x01path HTTP/1.1\r\nHost: proxy.test\r\n\r\n"):
        clients.raw(lab, proxies.TROUBLE, ["send", request], ["end"], to="10.7.0.2")
    return lambda: clients.join(said, known)


def upgrade_h2c(lab, known):
    """Upgrade: h2c. nghttpx agrees (101) and goes on in HTTP/2; nginx does not mind and stays with HTTP/1.1."""
    upgraded = clients.curl(lab, ["--http2", f"http://origin.test:{proxies.NGHTTPX}/hello.txt"],
                            ["--http2", f"http://origin.test:{proxies.NGHTTPX}/missing"])
    said = clients.curl(lab, ["--http2", f"{ORIGIN}/hello.txt"], ["--http2", f"{ORIGIN}/page.html"])

    def finish():
        clients.join(said, known)
        for ends in known.flows:
            if ends[3] == proxies.NGHTTPX:
                first = known.exchanges(ends)[0]
                # nghttpx logs what it answered on HTTP/2's stream 1; curl saw both.
                first["status"], first["http2_status"] = upgraded[0]["statuses"]
                first["upgrade"] = "h2c"
    return finish


SCENARIOS = [
    proxy_absolute, proxy_connect, proxy_chain, proxy_nested, proxy_websocket, proxy_protocol, haproxy_trouble, upgrade_h2c,
]
